"""Variables of the module's own `env` that are no object with a text as `value`: the device refuses the module."""

from webapp.core.edit import Option, Severity, ask, find, put, remove
from webapp.core.message import Message
from webapp.core.module import Module, Node, member
from webapp.core.path import Json
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import short, superseded
from webapp.core.rules.other._strays import is_placeholder
from webapp.core.rules.resources._accelerators import WIRESERVER

_LATER = "`{name}` is filled in later; what takes its place must be an object with a `value`."
_NO_OBJECT = "`{name}` must be an object with a `value`; the device refuses the whole deployment over this entry."
_NO_TEXT = "The `value` of `{name}` must be a text; the device refuses the whole deployment over this one."


@rule(guidance=(), sure="derived", reads=("module.env",), first=True)
def module_env(module: Module) -> Outcomes:
    """Fact F2.14; parsing notes, sections 1 and 3. Null as `value` is the empty text; numbers and switches pass."""
    for node in _unread(module):
        name, entry = node.key, node.value
        later = isinstance(entry, str) and is_placeholder(entry)
        severity: Severity = "info" if later else "error"
        told = _LATER if later else _NO_TEXT if isinstance(entry, dict) else _NO_OBJECT
        remedy = "Nothing to do if it is." if later else 'Write `{{"value": "…"}}` as its value, or take it out.'
        yield find(severity, node, told, remedy, part="env", name=short(name))
        answer = yield ask(
            node,
            "What should become of `{name}`, which the device can't read as a variable?",
            [*_readings(entry, later), Option("remove", Message("Remove it; it is a comment or a leftover"))],
            "leave" if later else None,
            part="env",
            name=short(name),
        )
        if answer == "value":
            yield put(node, {"value": entry}, "`{name}` is an object with a `value` now.", part="env", name=short(name))
        elif answer == "remove":
            yield remove(node, "The entry `{name}` is removed, as you chose.", part="env", name=short(name))


def _unread(module: Module) -> list[Node]:
    """List the entries that the device can't read; what other rules take out anyway is left to them."""
    found = [Node((name,), entry) for name, entry in module.env.items() if "$" not in name and name != WIRESERVER]
    found = [node for node in found if not _is_read(node)]
    gone = {one.variable.node.path for one in superseded(module) if one.variable.part == "env"} if found else set()
    return [node for node in found if node.path not in gone]


def _is_read(node: Node) -> bool:
    value = member(node, "value")
    return isinstance(node.value, dict) and not (value and isinstance(value.value, dict | list))


def _readings(entry: Json, later: bool) -> list[Option]:
    if later:
        return [Option("leave", Message("Leave it in; it is filled in before the module is deployed"))]
    if isinstance(entry, str | int | float):
        return [Option("value", Message("It is the value of a variable: `{value}`", {"value": short(entry)}))]
    return []
