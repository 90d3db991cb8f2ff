"""Settings that say nothing: null, empty lists, empty objects."""

from collections.abc import Iterator

from webapp.core.edit import remove
from webapp.core.module import EXPERIMENTAL, Module
from webapp.core.path import Json, Path
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._empty import is_empty_member, says_nothing
from webapp.core.rules.other._names import only_object


@rule(guidance=("G40",), sure="derived", first=True)
def empty_settings(module: Module) -> Outcomes:
    """Translation notes, sections 2 and 4: null counts as missing; what `docker inspect` prints is full of it."""
    for path in _empty(module):
        yield remove(path, "`{key}` says nothing and goes.", key=path[-1])


def _empty(module: Module) -> Iterator[Path]:
    yield from ((key,) for key in _falsy(module.options) if says_nothing(module.options[key]))
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
