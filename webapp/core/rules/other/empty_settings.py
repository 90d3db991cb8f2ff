"""Settings that say nothing: null, empty lists, empty objects."""

from collections import Counter
from collections.abc import Iterator

from webapp.core.edit import put, remove
from webapp.core.module import EXPERIMENTAL, Module, Node, entries
from webapp.core.path import Json, Path
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._empty import counts_when_empty, is_absent, is_empty_member, is_unset
from webapp.core.rules.other._names import INNER_KINDS, only_object


@rule(guidance=("G40",), sure="derived", first=True)
def empty_settings(module: Module) -> Outcomes:
    """Translation notes, sections 2 and 4: null counts as missing; what `docker inspect` prints is full of it.

    Parsing notes, section 3: so does an empty text where a list or an object belongs.
    """
    for path in _empty(module):
        yield remove(path, "`{key}` says nothing and is removed.", key=path[-1])
    for section in module.find(EXPERIMENTAL):
        spellings = Counter(part.key.lower() for part in entries(section))
        for part in entries(section):
            if spellings[part.key.lower()] == 1:  # `duplicate_keys` makes one of two first
                yield from _inside(part)


def _inside(part: Node) -> Outcomes:
    """Take members out of a section that say nothing; the section stays, empty, because that counts as given."""
    kind = INNER_KINDS.get(part.key.lower(), "")
    if not counts_when_empty(kind) or not isinstance(part.value, dict):
        return
    absent = [entry for entry in entries(part) if is_absent(kind, entry.key, entry.value)]
    if absent and len(absent) == len(part.value):
        yield put(
            part, {}, "Nothing inside `{key}` says anything; it stays as an empty object, which counts.", key=kind
        )
        return
    for entry in absent:
        yield remove(entry, "`{key}` says nothing and is removed.", key=entry.key)


def _empty(module: Module) -> Iterator[Path]:
    yield from ((key,) for key in _falsy(module.options) if is_unset("", key, module.options[key]))
    host = only_object(module.find("HostConfig"))
    if host and isinstance(host.value, dict):
        empty = [key for key in _falsy(host.value) if is_empty_member("HostConfig", key, host.value[key])]
        exposed = bool(empty) and _exposes(module)
        yield from ((*host.path, key) for key in empty if is_empty_member("HostConfig", key, host.value[key], exposed))
    for section in module.find(EXPERIMENTAL):
        members = section.value if isinstance(section.value, dict) else {}
        yield from ((*section.path, key) for key in _falsy(members) if is_empty_member(EXPERIMENTAL, key, members[key]))


def _falsy(members: dict[str, Json]) -> list[str]:
    return [key for key, value in members.items() if not value]


def _exposes(module: Module) -> bool:
    return any(node.value for node in (*module.find("ExposedPorts"), *module.find("HostConfig", "ExposedPorts")))
