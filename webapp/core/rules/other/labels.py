"""`Labels` become annotations of the pod and its Service, under keys that Kubernetes allows."""

from collections.abc import Generator

from webapp.core.device.metadata import ORIGINAL_ID
from webapp.core.edit import Outcome, ask, find, put, remove
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._dns import annotation_key
from webapp.core.rules.other._env import short

_UNUSABLE = "Kubernetes can't use `{key}` as the key of an annotation. "
_NAMELESS = "A label without a name can't become an annotation. "
_OWN = "The device writes the module's name into the pod's annotation `{key}`, in place of what stands here."
_GONE = "The label without a name is removed, as you chose."


@rule(guidance=("G40",), sure="derived", reads=("Labels",))
def labels(module: Module) -> Outcomes:
    """F4.13, K6; section 3 of the translation notes."""
    nodes = module.entries("Labels")
    if nodes:
        yield find(
            "info",
            nodes[0].path[:-1],
            "The labels become annotations of the pod and of its Service; they are no Kubernetes labels.",
            "Don't select by them. Programs that read them through Docker must ask Kubernetes for annotations instead.",
        )
    taken: dict[str, str] = {}
    for node in nodes:
        if isinstance(node.value, list | dict):
            continue
        made, removed = annotation_key(node.key), False
        if made is None:
            removed = yield from _refused(node, _UNUSABLE if node.key.strip() else _NAMELESS, "")
        elif made in taken:
            message = "The keys `{key}` and `{other}` become the same annotation. "
            removed = yield from _refused(node, message, taken[made])
        else:
            taken[made] = node.key
            yield from _renamed(node, made)
            if made == ORIGINAL_ID:
                yield find(
                    "warning", node, _OWN, "Give the label another key if somebody reads it.", key=short(node.key)
                )
        if node.value is None and not removed:
            yield put(node, "", "The label `{key}` is `null`; an empty text says the same.", key=short(node.key))


def _renamed(node: Node, made: str) -> Outcomes:
    if made != node.key:
        yield find(
            "warning",
            node,
            "The label `{key}` becomes the annotation `{made}`: the device drops what such a key may not hold.",
            "Look for it under that key, or rename the label.",
            key=short(node.key),
            made=made,
        )


def _refused(node: Node, reason: str, other: str) -> Generator[Outcome, str | None, bool]:
    """Ask what becomes of a label that the device refuses; return whether it goes."""
    yield find(
        "error",
        node,
        reason + "The device refuses the deployment.",
        "Remove the label or give it another key: letters, digits, `-`, `_` and `.`, at most 63, with a letter or "
        "digit at both ends.",
        key=short(node.key),
        other=short(other),
    )
    answer = yield ask(
        node,
        reason + "What should become of the label?",
        {"remove": "Remove it"},
        None,
        key=short(node.key),
        other=short(other),
    )
    if answer == "remove":
        summary = "The label `{key}` is removed, as you chose." if node.key.strip() else _GONE
        yield remove(node, summary, key=short(node.key))
    return answer == "remove"
