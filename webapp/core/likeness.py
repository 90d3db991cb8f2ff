"""Tells createOptions that stand alone from any other JSON object, and what that one looks like."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from webapp.core.message import Message
from webapp.core.options import SLIPS, CreateOptions, Experimental, HostConfig, Ignored
from webapp.core.path import Json

_ACTED_ON = frozenset(
    (field.alias or name).lower()
    for model in (CreateOptions, HostConfig, Experimental)
    for name, field in model.model_fields.items()
)
_NAMES = _ACTED_ON.union((field.alias or name for name, field in Ignored.model_fields.items()), *SLIPS.values())
_ALIKE = 0.8
_LONGEST = 40
_TRIED = 50
_SHOWN = 3
_OTHERS: Mapping[str, Callable[[Mapping[str, Json]], bool]] = {
    "a Kubernetes object": lambda value: "apiVersion" in value and "kind" in value,
    "a compose file": lambda value: isinstance(value.get("services"), dict),
    "the module.json of a solution": lambda value: isinstance(value.get("image"), dict),
    "a package's manifest": lambda value: isinstance(value.get("name"), str) and isinstance(value.get("version"), str),
}


def other_than_options(value: Mapping[str, Json]) -> Message | None:
    """Say what an object looks like of which no name is one of createOptions; None where it can be createOptions.

    An empty object can be, and so can names that are nearly ones, or filled in later.
    """
    other = next((what for what, holds in _OTHERS.items() if holds(value)), None)
    if other:
        return Message("This looks like {what}, not like createOptions.", {"what": other})
    if not value or any(key.lower() in _NAMES for key in value) or any(map(_can_become_one, list(value)[:_TRIED])):
        return None
    names = ", ".join(key[:_LONGEST] for key in list(value)[:_SHOWN])
    if len(value) > _SHOWN:
        message = "No name in this object is one of createOptions: `{names}` and {more} more."
        return Message(message, {"names": names, "more": len(value) - _SHOWN})
    return Message("No name in this object is one of createOptions: `{names}`.", {"names": names})


def _can_become_one(key: str) -> bool:
    return key.startswith("${") or (len(key) <= _LONGEST and bool(get_close_matches(key.lower(), _ACTED_ON, 1, _ALIKE)))
