"""`GroupAdd` becomes supplemental groups of the pod, by number."""

import re
from collections.abc import Generator

from webapp.core.edit import Because, Option, Outcome, ask, move, remove
from webapp.core.message import Message
from webapp.core.module import Module, Node, items
from webapp.core.path import Json, Path
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import short
from webapp.core.rules.other._security import A_NUMBER, MAX_ID, NUMBER, place, stated

_GROUP = re.compile(r"[0-9]{1,10}")
_ADVICE = Because(sure="advice")


@rule(guidance=("G40",), sure="derived", reads=("HostConfig.GroupAdd",))
def group_add(module: Module) -> Outcomes:
    """Table 4.5; F4.5 and K14."""
    listed = stated(module, "supplementalGroups")
    known = {_number(item.value) for item in items(listed)} if listed else set()
    to: Path = (*place(module, "supplementalGroups"), "-")
    for node in module.items("HostConfig", "GroupAdd"):
        if isinstance(node.value, list | dict):
            continue
        if node.value is None:
            yield remove(node, "`null` names no group; it is removed.")
            continue
        gid, because = _number(node.value), Because()
        if gid is None:
            gid, because = (yield from _named(node)), _ADVICE
        if gid is None:
            continue
        if gid in known:
            yield remove(node, "The group `{gid}` is among `supplementalGroups` already.", gid=gid)
        else:
            known.add(gid)
            yield move(
                node,
                to,
                gid,
                "The group `{gid}` moves to `securityContext.supplementalGroups`, for the whole pod.",
                because=because,
                gid=gid,
            )


def _number(value: Json) -> int | None:
    if isinstance(value, str) and _GROUP.fullmatch(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_ID:
        return None
    return value


def _named(node: Node) -> Generator[Outcome, str | None, int | None]:
    """Ask for the number of a group; None where it goes or nobody has answered."""
    answer = yield ask(
        node,
        "The device ignores `GroupAdd`, and Kubernetes knows groups by number only. Which is the number of `{group}`?",
        [
            Option(
                "gid:44",
                Message("This number; `/etc/group` of the device or image tells"),
                NUMBER,
                A_NUMBER,
                sample=True,
            ),
            Option("remove", Message("None; the module goes without the group")),
        ],
        None,
        group=short(node.value),
    )
    if answer == "remove":
        yield remove(node, "The group `{group}` is removed, as you chose.", group=short(node.value))
    return None if answer in (None, "remove") else int(answer.partition(":")[2])
