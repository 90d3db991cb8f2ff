"""Docker options without effect on the device: removed and named, or left in on request."""

from typing import NamedTuple

from webapp.core.edit import ask, find, remove, stay
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._defaults import is_default, is_harmless
from webapp.core.rules.other._empty import says_nothing
from webapp.core.rules.other._env import listed
from webapp.core.rules.other._ignored import HARMLESS, Ignored, ignored
from webapp.core.rules.other._security_opt import judged
from webapp.core.rules.other._types import refused

_OPTIONS = {
    "remove": "Remove them; each one is named",
    "leave": "Leave them in, so that the same createOptions still serve Docker",
}
_GOES = "`{key}` is removed; the device ignores it."


class Loss(NamedTuple):
    """One thing that is lost: the option it is lost with, and what the option, or its item, is called for people."""

    node: Node
    called: str
    row: Ignored


@rule(guidance=("G40",), sure="derived")
def ignored_options(module: Module) -> Outcomes:
    """Tables 4.2 to 4.7; F4.1."""
    telling: list[tuple[Node, Ignored]] = []
    for node, row in ignored(module):
        if says_nothing(node.value):
            continue
        if node.value in row.plain or is_default(module, node):
            yield remove(node, "`{key}` is removed; nothing is lost with this value.", key=node.key)
        else:
            telling.append((node, row))
    if not telling:
        return
    answer = yield ask(
        (), "Some Docker options have no effect on the GPU device. What should become of them?", _OPTIONS, "remove"
    )
    leave = answer == "leave"
    losses = [_losses(node, row) for node, row in telling]
    yield from _edits(losses, leave)
    yield from _told([loss for found in losses for loss in found], leave)


def _losses(node: Node, row: Ignored) -> list[Loss]:
    if is_harmless(node):
        return [Loss(node, node.key, HARMLESS)]
    found = judged(node) if node.key.lower() == "securityopt" else ()
    return [Loss(node, text, lost) for text, lost in found] or [Loss(node, node.key, row)]


def _edits(losses: list[list[Loss]], leave: bool) -> Outcomes:
    """A warning tells itself; of other options with one fate, the first one tells it."""
    told: set[str] = set()
    for found in losses:
        node, _, row = found[0]
        if leave and not refused(node):
            yield stay(node)
        elif leave:
            yield remove(node, "`{key}` is removed all the same: the device refuses its value.", key=node.key)
        elif all(loss.row is HARMLESS for loss in found):
            yield remove(node, "`{key}` is removed; " + HARMLESS.lost, key=node.key)
        elif any(loss.row.severity != "info" for loss in found) or row.lost in told:
            yield remove(node, _GOES, key=node.key)
        else:
            told.add(row.lost)
            yield remove(node, " ".join(filter(None, (_GOES, row.lost, row.instead))), key=node.key)


def _told(losses: list[Loss], leave: bool) -> Outcomes:
    """Report each loss once, with all options that it came with; what is harmless only where it stays in."""
    by_row: dict[str, list[Loss]] = {}
    for loss in losses:
        if leave or loss.row.severity != "info":
            by_row.setdefault(loss.row.lost, []).append(loss)
    for alike in by_row.values():
        node, _, row = alike[0]
        yield find(
            row.severity,
            node,
            "Without effect on the device: `{keys}`. " + row.lost[:1].upper() + row.lost[1:],
            row.instead or "Nothing to do.",
            keys=listed(loss.called for loss in alike),
        )
