"""Members that are given twice, in the same spelling or in two."""

from collections.abc import Iterator

from webapp.core.edit import ask, find, put, remove
from webapp.core.module import EXPERIMENTAL, Module, Node, entries
from webapp.core.path import Json, pointer
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._empty import says_nothing
from webapp.core.rules.other._names import LOWER, irregular

_ONE = {"earlier": "`{one}` alone", "later": "`{other}` alone"}
_BOTH = {"both": "Both, brought together as the device does it"}
_TWO = 2
_APART = frozenset(("cmd", "entrypoint", "workingdir", "portbindings"))

_NAMES = {"hostconfig": "HostConfig", "mounts": "Mounts"}


@rule(sure="derived", first=True)
def duplicate_keys(module: Module) -> Outcomes:
    """Fact F2.12; parsing notes, section 2: lists are added together, of two scalars the last wins."""
    for path, line in module.repeated:
        yield find(
            "error",
            path,
            "`{path}` is given twice: first in line {line}, where this page does not read it, and again later.",
            "Bring both together into one; the device adds lists together and takes the last of two values.",
            path=pointer(path),
            line=line,
        )
    for kind, nodes in _side_by_side(module):
        yield from _two_spellings(kind, *nodes) if len(nodes) == _TWO else _many_spellings(nodes)


def _side_by_side(module: Module) -> Iterator[tuple[str, list[Node]]]:
    """Yield known names that stand in several spellings; what the device ignores may stand as often as it likes."""
    for container, kind in irregular(module):
        spellings: dict[str, list[Node]] = {}
        for node in entries(container):
            name = node.key.lower()
            if name in LOWER[kind] and name != EXPERIMENTAL and not says_nothing(node.value):
                spellings.setdefault(name, []).append(node)
        yield from ((kind, nodes) for nodes in spellings.values() if len(nodes) > 1)


def _many_spellings(nodes: list[Node]) -> Outcomes:
    """More than two are not worth a choice: the last one counts."""
    for node in nodes[:-1]:
        yield find(
            "error",
            node,
            "`{one}` and `{other}` are one name to the device.",
            "Bring all of them together into one.",
            one=node.key,
            other=nodes[-1].key,
        )
        yield remove(node, "`{one}` goes in favour of `{other}`.", one=node.key, other=nodes[-1].key)


def _two_spellings(kind: str, earlier: Node, later: Node) -> Outcomes:
    one, other, together = earlier.key, later.key, _together(kind, earlier, later)
    yield find(
        "error",
        earlier,
        "`{one}` and `{other}` are one name to the device: it adds lists together, takes the last of two values, "
        "or refuses the module.",
        "Bring both together into one.",
        one=one,
        other=other,
    )
    default = _default(earlier, later) if together is None else "both"
    answer = yield ask(
        earlier,
        "Which of `{one}` and `{other}` shall stay? They are one name to the device.",
        _options(earlier, later, default),
        default,
        one=one,
        other=other,
    )
    if answer == "both":
        yield put(earlier, together, "`{one}` and `{other}` are brought together.", one=one, other=other)
        yield remove(later, "`{other}` is part of `{one}` now.", one=one, other=other)
    elif answer == "earlier":
        yield remove(later, "`{other}` goes in favour of `{one}`.", one=one, other=other)
    else:
        yield remove(earlier, "`{one}` goes in favour of `{other}`.", one=one, other=other)


def _options(earlier: Node, later: Node, default: str) -> dict[str, str]:
    """Of two `HostConfig`, one that is no object is no choice: the device refuses it."""
    if isinstance(earlier.value, dict) != isinstance(later.value, dict) and earlier.key.lower() == "hostconfig":
        return {default: _ONE[default]}
    return _BOTH | _ONE if default == "both" else _ONE


def _default(earlier: Node, later: Node) -> str:
    """The last one counts, unless the device can read the earlier one alone."""
    return "earlier" if isinstance(earlier.value, dict) and not isinstance(later.value, dict) else "later"


def _together(kind: str, earlier: Node, later: Node) -> Json:
    """Return what the agent's reader makes of two lists or objects; None where the last alone counts."""
    name = earlier.key.lower()
    if kind not in ("", "HostConfig") or name in _APART:
        return None
    if name == "hostconfig" and isinstance(earlier.value, dict) and isinstance(later.value, dict):
        return _hosts(earlier.value, later.value)
    return _joined(earlier.value, later.value)


def _joined(one: Json, other: Json) -> Json:
    if isinstance(one, list) and isinstance(other, list):
        return one + other
    return one | other if isinstance(one, dict) and isinstance(other, dict) else None


def _hosts(one: dict[str, Json], other: dict[str, Json]) -> dict[str, Json]:
    """Join two objects whose names are the same in any case."""
    result = dict(one)
    spelling = {key.lower(): key for key in one}
    for key, value in other.items():
        known = spelling.setdefault(key.lower(), key)
        result[known] = _joined(result.get(known), value) or value
    return result
