"""What a value of the wrong type is likely meant to say, in the type that the device reads."""

import re
from typing import NamedTuple

from webapp.core.options import HostConfig, Texts
from webapp.core.path import Json, Path
from webapp.core.rules.other._types import Expected

_SIZE = re.compile(r"\s*(\d{1,9})\s*([kmg])(?:i?b)?\s*", re.ASCII | re.IGNORECASE)
_PUBLISHED = re.compile(
    r"(?:(\d{1,3}(?:\.\d{1,3}){3}):)?(\d{1,5}):(\d{1,5}(?:/(?:tcp|udp|sctp))?)", re.ASCII | re.IGNORECASE
)
_EXPOSED = re.compile(r"\d{1,5}(?:/(?:tcp|udp|sctp))?", re.ASCII | re.IGNORECASE)
_HOST_PORT = re.compile(r"(?:(\d{1,3}(?:\.\d{1,3}){3}):)?(\d{1,5})", re.ASCII)
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
    ports = _ports([str(step).lower() for step in path], value)
    if ports is not None:
        return ports
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


def _ports(steps: list[str], value: Json) -> list[Reading] | None:
    """Return readings of `PortBindings`, `ExposedPorts` and their members; None for anything else."""
    if steps[0] == "exposedports":
        return _exposed(value) if len(steps) == 1 else _empty_object(value)
    if steps[:2] != ["hostconfig", "portbindings"]:
        return None
    if len(steps) == 2:
        return _published(value)
    bindings = _bindings(value) if len(steps) == 3 else []
    return [Reading("list", "It is the port of the device at which this one is reached", bindings)] if bindings else []


def _bindings(value: Json) -> list[Json]:
    """Return the list that a single binding stands for: an object, or a port with or without an address."""
    if isinstance(value, dict):
        return [value] if any(key.lower() == "hostport" for key in value) else []
    found = _HOST_PORT.fullmatch(str(value)) if isinstance(value, str | int) else None
    return [_binding(found[1], found[2])] if found else []


def _binding(address: str | None, port: str) -> Json:
    binding: Json = {"HostIp": address, "HostPort": port} if address else {"HostPort": port}
    return binding


def _published(value: Json) -> list[Reading]:
    texts = value if isinstance(value, list) else [value]
    found = [_PUBLISHED.fullmatch(text) if isinstance(text, str) else None for text in texts]
    made: dict[str, Json] = {}
    for one in found:
        if one is None:
            return []
        listed = made.setdefault(one[3] if "/" in one[3] else f"{one[3]}/tcp", [])
        if isinstance(listed, list):
            listed.append(_binding(one[1], one[2]))
    label = "They are ports as `docker run -p` takes them: first the device's, then the module's"
    return [Reading("ports", label, made)] if made else []


def _exposed(value: Json) -> list[Reading]:
    texts = [str(one) if isinstance(one, str | int) else "" for one in (value if isinstance(value, list) else [value])]
    if not texts or not all(_EXPOSED.fullmatch(text) for text in texts):
        return []
    made: dict[str, Json] = {text if "/" in text else f"{text}/tcp": {} for text in texts}
    return [Reading("ports", "They are the ports that the module serves", made)]


def _empty_object(value: Json) -> list[Reading]:
    empty = value is None or value in ("", [], "{}", True)
    return [Reading("object", "The port is exposed, with an empty object", {})] if empty else []


def _are_scalars(members: dict[str, Json]) -> bool:
    return all(isinstance(one, str | int | float) and not isinstance(one, bool) for one in members.values())
