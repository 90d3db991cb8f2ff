"""What a value of the wrong type is likely meant to say, in the type that the device reads."""

import re
from typing import NamedTuple

from webapp.core.options import HostConfig, Texts
from webapp.core.path import Json, Path
from webapp.core.rules.other._types import Expected

_SIZE = re.compile(r"\s*(\d{1,9})\s*([kmg])(?:i?b)?\s*", re.ASCII | re.IGNORECASE)
_BYTES = frozenset(("memory", "memoryreservation", "shmsize", "diskquota"))
_LISTS = frozenset(
    name.replace("_", "") for name, field in HostConfig.model_fields.items() if field.annotation == Texts
)


class Reading(NamedTuple):
    """An answer, what it says to people (with a gap `{value}`), and the value that it stands for."""

    answer: str
    label: str
    value: Json


def readings(path: Path, value: Json, expected: Expected) -> list[Reading]:
    """Return what a member may be meant to say; nothing where that can't be guessed."""
    key = str(path[-1]).lower()
    if not isinstance(path[-1], str):
        return []
    if expected == "boolean":
        return [Reading("true", "It means `true`", True), Reading("false", "It means `false`", False)]
    if expected == "number" and key in _BYTES and isinstance(value, str):
        found = _SIZE.fullmatch(value)
        size = int(found[1]) * 1024 ** " kmg".index(found[2].lower()) if found else 0
        return [Reading("bytes", "It means `{value}` bytes", size)] if size else []
    if expected == "list" and isinstance(value, str) and (key == "env" or key in _LISTS):
        return [Reading("list", "It is the one item of a list", [value])]
    if expected == "list" and isinstance(value, dict) and key == "env" and _are_scalars(value):
        return [Reading("list", "Make a list of `name=value` of it", [f"{name}={one}" for name, one in value.items()])]
    return []


def _are_scalars(members: dict[str, Json]) -> bool:
    return all(isinstance(one, str | int | float) and not isinstance(one, bool) for one in members.values())
