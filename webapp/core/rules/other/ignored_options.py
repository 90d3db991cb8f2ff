"""Docker options without effect on the device: removed and named, or left in on request."""

from webapp.core.edit import ask, find, remove, stay
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._empty import says_nothing
from webapp.core.rules.other._ignored import Ignored, ignored
from webapp.core.rules.other._types import refused

_OPTIONS = {
    "remove": "Remove them; each one is named",
    "leave": "Leave them in, so that the same createOptions still serve Docker",
}


@rule(guidance=("G40",), sure="derived")
def ignored_options(module: Module) -> Outcomes:
    """Tables 4.2 to 4.7; F4.1."""
    found = [(node, row) for node, row in ignored(module) if not says_nothing(node.value)]
    plain = [node for node, row in found if node.value in row.plain]
    telling = [(node, row) for node, row in found if node.value not in row.plain]
    for node in plain:
        yield remove(node, "`{key}` states Docker's default, which the device has no use for.", key=node.key)
    if not telling:
        return
    answer = yield ask(
        (), "Some Docker options have no effect on the GPU device. What shall become of them?", _OPTIONS, "remove"
    )
    for node, row in telling:
        yield from _left(node, row) if answer == "leave" else _removed(node, row)


def _removed(node: Node, row: Ignored) -> Outcomes:
    yield remove(node, row.lost, key=node.key)
    if row.severity != "info":
        yield find(row.severity, node, row.lost, row.instead, key=node.key)


def _left(node: Node, row: Ignored) -> Outcomes:
    if refused(node):
        yield remove(node, "`{key}` goes all the same, because the device refuses its value.", key=node.key)
        yield find("warning", node, "The device ignores `{key}` but refuses this value.", row.instead, key=node.key)
        return
    yield stay(node)
    yield find(row.severity, node, "`{key}` stays in as you chose; the device ignores it.", row.instead, key=node.key)
