"""Settings whose name is right but which stand at the wrong level."""

from webapp.core.edit import Edit, ask, move, remove
from webapp.core.module import EXPERIMENTAL, Module
from webapp.core.path import Json
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._empty import says_nothing
from webapp.core.rules.other._strays import Stray, strays

_MOVE = {"move": "Move it to `{meant}`; it takes effect then", "remove": "Remove it; it has had no effect so far"}
_TAKEN = {"remove": "Remove it; there is no room for it at `{meant}` at present"}


@rule(guidance=("G40",), sure="derived", first=True)
def misplaced(module: Module) -> Outcomes:
    """Table 4.2; F4.1 and F4.2; conflict C8."""
    for stray in strays(module):
        if stray.kind != "misplaced":
            continue
        if _obvious(stray) and not stray.taken:
            yield _moved(stray)
        else:
            yield from _asked(stray)


def _obvious(stray: Stray) -> bool:
    """Ports are taken from `HostConfig` at Docker's word (C8); `k8s-experimental` has no meaning but on this device."""
    return stray.name in ("ExposedPorts", EXPERIMENTAL) and isinstance(stray.node.value, dict)


def _asked(stray: Stray) -> Outcomes:
    answer = yield ask(
        stray.node,
        "`{key}` stands where neither Docker nor the device looks for it; its place is `{meant}`. "
        "What should become of it?",
        _TAKEN if stray.taken else _MOVE,
        "remove" if _obvious(stray) else None,
        key=stray.node.key,
        meant=stray.meant,
    )
    if answer == "move":
        yield _moved(stray)
    elif answer == "remove":
        yield _removed(stray)


def _moved(stray: Stray) -> Edit:
    value = _value(stray)
    if says_nothing(value):
        return _removed(stray)
    return move(
        stray.node,
        stray.to,
        value,
        "`{key}` stands at `{meant}` now, where the device looks for it.",
        key=stray.node.key,
        meant=stray.meant,
    )


def _removed(stray: Stray) -> Edit:
    return remove(stray.node, "`{key}` is removed; it had no effect where it stood.", key=stray.node.key)


def _value(stray: Stray) -> Json:
    """A single port given as text becomes the object that `ExposedPorts` has to be."""
    value = stray.node.value
    return {value: {}} if stray.name == "ExposedPorts" and isinstance(value, str) else value
