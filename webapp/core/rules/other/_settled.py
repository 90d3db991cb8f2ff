"""What the first pass would make of a value that it moves, so that converting the result again changes nothing."""

from collections.abc import Mapping

from webapp.core.module import EXPERIMENTAL
from webapp.core.path import Json
from webapp.core.rules.other._empty import is_empty_member
from webapp.core.rules.other._k8s import misnamed, renamed
from webapp.core.rules.other._names import INNER_KINDS, LOWER
from webapp.core.rules.other._strays import member_meant

_PARTS = {"mounts": "Mounts", "portbindings": "PortBindings"}


def settled(name: str, value: Json) -> Json:
    """Return the value of a setting as it is stated in its new place."""
    if name == "Mounts" and isinstance(value, list):
        return [_mount(entry) if isinstance(entry, dict) else entry for entry in value]
    if name == EXPERIMENTAL and isinstance(value, dict):
        return _section(value)
    if name == "HostConfig" and isinstance(value, dict):
        filled = {key: child for key, child in value.items() if not is_empty_member(name, key, child)}
        return {key: settled(_PARTS.get(key.lower(), ""), child) for key, child in filled.items()}
    if name == "PortBindings" and isinstance(value, dict):
        return {port: _each("PortBindings", bindings) for port, bindings in value.items()}
    return _inner(name, value)


def _section(section: dict[str, Json]) -> dict[str, Json]:
    names, wrong = renamed(section), misnamed(section)
    filled: dict[str, Json] = {}
    for key, child in last(EXPERIMENTAL, section).items():
        if names and key == names[0]:
            filled[names[1]] = _inner(names[1], child)
        elif key not in wrong and not is_empty_member(EXPERIMENTAL, key, child):
            filled[key] = _inner(key, child)
    return filled


def _inner(key: str, value: Json) -> Json:
    kind = INNER_KINDS.get(key.lower())
    if kind and isinstance(value, dict):
        return last(kind, value)
    return _each(kind, value) if kind else value


def _each(kind: str, value: Json) -> Json:
    if not isinstance(value, list):
        return value
    return [last(kind, item) if isinstance(item, dict) else item for item in value]


def last(kind: str, members: Mapping[str, Json]) -> dict[str, Json]:
    """Return members without those that are given again, in another spelling, later on."""
    final = {key.lower(): key for key, value in members.items() if value not in (None, [], {})}
    known = LOWER[kind]
    return {
        key: value
        for key, value in members.items()
        if key.lower() not in known or final.get(key.lower(), key) == key or value in (None, [], {})
    }


def _mount(entry: dict[str, Json]) -> dict[str, Json]:
    present = {key.lower() for key in entry}
    result: dict[str, Json] = {}
    for key, value in last("Mounts", entry).items():
        meant = member_meant("Mounts", key)
        if meant is None:
            result[key] = value
        elif meant.lower() not in present:
            present.add(meant.lower())
            result[meant] = value
    return result
