"""Values of a type that the device can't read: it refuses the module, and with it the deployment."""

from collections.abc import Mapping

from webapp.core.edit import Edit, Option, Severity, ask, find, put, remove, stay
from webapp.core.message import Message
from webapp.core.module import EXPERIMENTAL, Module, Node
from webapp.core.path import Path, at
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._empty import says_nothing
from webapp.core.rules.other._readings import Reading, readings
from webapp.core.rules.other._strays import is_placeholder
from webapp.core.rules.other._types import Expected, mismatches

_TOLD: Mapping[Expected, str] = {
    "text": "`{key}` must be a text; the device refuses the whole deployment over this value.",
    "number": "`{key}` must be a plain number; the device refuses the whole deployment over this value.",
    "boolean": "`{key}` must be `true` or `false`; the device refuses the whole deployment over this value.",
    "list": "`{key}` must be a list; the device refuses the whole deployment over this value.",
    "object": "`{key}` must be an object; the device refuses the whole deployment over this value.",
}
_LATER = "`{key}` is filled in later; what takes its place must be of the type that the device expects here."
_FITS = "Nothing to do if it is; the text as it stands would be refused."
_AGAIN = "Convert again when it is filled in: the device acts on `{key}` only in another place."
_SECTIONS = ("hostconfig", EXPERIMENTAL)
_OPTIONS = {"remove": "Remove it"}
_KEEP = {"leave": "Leave it in; it is filled in before the module is deployed"}


@rule(guidance=(), sure="derived", first=True)
def wrong_types(module: Module) -> Outcomes:
    """Parsing notes, section 3; F4.10 and F4.15."""
    for path, expected in mismatches(module):
        node = Node(path, at(module.options, path))
        if says_nothing(node.value) and _is_taken_out(path):
            continue
        later = isinstance(node.value, str) and is_placeholder(node.value)
        severity: Severity = "info" if later else "error"
        remedy = _remedy(path, expected) if later else "Correct the value."
        yield find(severity, node, _LATER if later else _TOLD[expected], remedy, key=node.key)
        meant = [] if later else readings(path, node.value, expected)
        answer = yield ask(
            node,
            "What should become of `{key}`, whose value the device can't read?",
            [
                *(Option(one.answer, Message(one.label, {"value": one.value})) for one in meant),
                *(Option(name, Message(label)) for name, label in (_KEEP | _OPTIONS if later else _OPTIONS).items()),
            ],
            None,
            key=node.key,
        )
        if answer == "leave":
            yield stay(node)
        elif answer:
            yield _edit(path, next((one for one in meant if one.answer == answer), None))


def _edit(path: Path, reading: Reading | None) -> Edit:
    if reading:
        return put(path, reading.value, "`{key}` is stated in the type that the device reads.", key=path[-1])
    return remove(path, "`{key}` is removed, as you chose; the device could not read it.", key=path[-1])


def _remedy(path: Path, expected: Expected) -> str:
    """The device reads the numbers of `HostConfig` but acts on none: rules move them, once they are numbers."""
    return _AGAIN if expected == "number" and str(path[0]).lower() == "hostconfig" else _FITS


def _is_taken_out(path: Path) -> bool:
    """Tell whether `empty_settings` takes empty values out here."""
    return len(path) == 1 or (len(path) == 2 and str(path[0]).lower() in _SECTIONS)
