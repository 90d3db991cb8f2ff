"""The forms in which people paste: bare createOptions, a module's entry, and what is recognised but not taken."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.core.message import Message
from webapp.core.path import Json, Path

_DEPLOYMENT = {
    "modulescontent", "modulecontent", "content", "$edgeagent", "$edgehub", "systemmodules", "modules",
    "properties", "properties.desired", "deploymentconfig",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a module's parts stand: `at` its entry, `settings` the object that holds image and createOptions."""

    name: str | None
    at: Path
    settings: Path
    has_env: bool


def key_of(value: Mapping[str, Json], name: str) -> str | None:
    """Return the spelling under which a member stands, ignoring case; None where there is none."""
    if name in value:
        return name
    return next((key for key in value if key.lower() == name.lower()), None)


def entry(value: Mapping[str, Json]) -> Entry | None:
    """Return where the parts of a pasted module stand; None where this is no module's entry."""
    settings = key_of(value, "settings")
    if settings and isinstance(value[settings], dict):
        return Entry(None, (), (settings,), True)
    if any(key.lower().startswith("createoptions") for key in value):
        return Entry(None, (), (), False)
    if len(value) == 1:
        name, inner = next(iter(value.items()))
        if isinstance(inner, dict) and (settings := key_of(inner, "settings")) and isinstance(inner[settings], dict):
            return Entry(name, (name,), (name, settings), True)
    return None


def other_than_expected(value: Json) -> Message | None:
    """Say what this looks like when it is neither createOptions nor a module; None where it may be createOptions."""
    if isinstance(value, list):
        if value and isinstance(value[0], dict) and key_of(value[0], "HostConfig"):
            return Message("This looks like the output of `docker inspect`.")
        return Message("This is an array; createOptions are an object in braces.")
    if not isinstance(value, dict):
        return Message("This is a single value; createOptions are an object in braces.")
    if any(key.lower() in _DEPLOYMENT for key in value) or _many_modules(value):
        return Message("This looks like a deployment or a part of one.")
    return None


def _many_modules(value: Mapping[str, Json]) -> bool:
    entries = [inner for inner in value.values() if isinstance(inner, dict) and key_of(inner, "settings")]
    return len(entries) > 1
