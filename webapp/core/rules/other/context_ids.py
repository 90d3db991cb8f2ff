"""Ids of users and groups in the pod's security context: numbers within the range that Kubernetes takes."""

import re
from collections.abc import Iterator

from webapp.core.edit import ask, find, remove
from webapp.core.module import Module, Node, items
from webapp.core.path import Json
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import short
from webapp.core.rules.other._security import MAX_ID, stated

_DIGITS = re.compile(r"\s*(-?)0*([0-9]+)\s*")
_MOST_DIGITS = 10


@rule(guidance=("G3",), sure="derived", reads=("k8s-experimental.securityContext",))
def context_ids(module: Module) -> Outcomes:
    """K14: ids run from 0 to 2147483647."""
    for node in _ids(module):
        if not _is_out_of_range(node.value):
            continue
        yield find(
            "error",
            node,
            "`{id}` is no id of a user or group, so the cluster refuses the module.",
            "State a number from 0 to 2147483647.",
            id=short(node.value),
        )
        answer = yield ask(
            node,
            "What should become of the id `{id}`, which Kubernetes refuses?",
            {"remove": "Remove it"},
            None,
            id=short(node.value),
        )
        if answer == "remove":
            yield remove(node, "The id `{id}` is removed, as you chose.", id=short(node.value))


def _ids(module: Module) -> Iterator[Node]:
    for name in ("runAsUser", "runAsGroup", "fsGroup"):
        node = stated(module, name)
        if node:
            yield node
    groups = stated(module, "supplementalGroups")
    yield from items(groups) if groups else ()


def _is_out_of_range(value: Json) -> bool:
    """Tell whether a number, as such or as text, is none of Kubernetes' ids; other values are `wrong_types`'."""
    if isinstance(value, str):
        found = _DIGITS.fullmatch(value)
        if not found:
            return False
        value = int(found[1] + found[2]) if len(found[2]) <= _MOST_DIGITS else MAX_ID + 1
    return isinstance(value, int | float) and not 0 <= value <= MAX_ID
