"""Members that are given twice, in the same spelling or in two."""

from collections.abc import Iterator

from webapp.core.edit import ask, find, move, remove
from webapp.core.module import EXPERIMENTAL, Module, Node, entries, items
from webapp.core.path import Json, pointer
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._empty import counts_when_empty, is_absent, is_unset
from webapp.core.rules.other._names import LOWER, irregular

_ONE = {"earlier": "`{one}` alone", "later": "`{other}` alone"}
_BOTH = {"both": "Both, brought together as the device does it"}
_TWO = 2
_APART = frozenset(("cmd", "entrypoint", "workingdir", "portbindings"))
_FILLED = ("resources", "securityContext")
_PART = "It is part of `{one}` now, together with what stood there; `{other}` is removed."
_OUTDONE = "`{one}` is removed in favour of `{other}`."


@rule(guidance=(), sure="derived", first=True)
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
            if name in LOWER[kind] and name != EXPERIMENTAL and _says_something(kind, node):
                spellings.setdefault(name, []).append(node)
        yield from ((kind, nodes) for nodes in spellings.values() if len(nodes) > 1)


def _says_something(kind: str, node: Node) -> bool:
    """Tell whether a member counts; of two sections of `k8s-experimental` an empty one that is the last counts too.

    So does an empty member of a section: what Docker states can be put there, such as a limit on memory.
    """
    if kind in _FILLED:
        return not is_absent(kind, node.key, node.value)
    counts = node.value == {} and kind == EXPERIMENTAL and counts_when_empty(node.key)
    return counts or not is_unset(kind, node.key, node.value)


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
        yield remove(node, _OUTDONE, one=node.key, other=nodes[-1].key)


def _two_spellings(kind: str, earlier: Node, later: Node) -> Outcomes:
    one, other = earlier.key, later.key
    yield find(
        "error",
        earlier,
        "`{one}` and `{other}` are one name to the device: it adds lists together, takes the last of two values, "
        "or refuses the module.",
        "Bring both together into one.",
        one=one,
        other=other,
    )
    default = "both" if _is_joined(kind, earlier, later) else _default(earlier, later)
    answer = yield ask(
        earlier,
        "Which of `{one}` and `{other}` should stay? They are one name to the device.",
        _options(earlier, later, default),
        default,
        one=one,
        other=other,
    )
    if answer == "both":
        yield from _joined(earlier, later)
    elif answer == "earlier":
        yield remove(later, "`{other}` is removed in favour of `{one}`.", one=one, other=other)
    else:
        yield remove(earlier, _OUTDONE, one=one, other=other)


def _options(earlier: Node, later: Node, default: str) -> dict[str, str]:
    """Of two `HostConfig`, one that is no object is no choice: the device refuses it."""
    if isinstance(earlier.value, dict) != isinstance(later.value, dict) and earlier.key.lower() == "hostconfig":
        return {default: _ONE[default]}
    return _BOTH | _ONE if default == "both" else _ONE


def _default(earlier: Node, later: Node) -> str:
    """The last one counts, unless the device can read the earlier one alone, or the last one is empty."""
    if isinstance(earlier.value, dict) and (not isinstance(later.value, dict) or not later.value):
        return "earlier"
    return "later"


def _is_joined(kind: str, earlier: Node, later: Node) -> bool:
    """Tell whether the agent's reader adds the two together: two lists or two objects, but not all of them."""
    if kind not in ("", "HostConfig") or earlier.key.lower() in _APART:
        return False
    return _are_alike(earlier.value, later.value)


def _are_alike(one: Json, other: Json) -> bool:
    return (isinstance(one, list) and isinstance(other, list)) or (isinstance(one, dict) and isinstance(other, dict))


def _joined(earlier: Node, later: Node) -> Outcomes:
    """Move what the later one holds into the earlier one; of two members with one name the later one counts."""
    if isinstance(later.value, list):
        for item in items(later):
            yield move(item, (*earlier.path, "-"), item.value, _PART, one=earlier.key, other=later.key)
        return
    is_host = earlier.key.lower() == "hostconfig"
    known = {_name(entry.key, is_host): entry for entry in entries(earlier)}
    last = {_name(entry.key, is_host): entry for entry in entries(later)}
    for entry in entries(later):
        name = _name(entry.key, is_host)
        if entry.path != last[name].path:
            yield remove(entry, _OUTDONE, one=entry.key, other=last[name].key)
        elif is_host and is_unset("HostConfig", entry.key, entry.value) and (name in known or entry.value != {}):
            yield remove(entry, "`{one}` says nothing and is removed.", one=entry.key)
        elif name not in known:
            yield move(entry, (*earlier.path, entry.key), entry.value, _PART, one=earlier.key, other=later.key)
        elif is_host and _are_alike(known[name].value, entry.value):
            yield from _joined(known[name], entry)
        else:
            yield remove(known[name], _OUTDONE, one=known[name].key, other=entry.key)
            yield move(entry, known[name].path, entry.value, _PART, one=earlier.key, other=later.key)


def _name(key: str, is_host: bool) -> str:
    return key.lower() if is_host else key
