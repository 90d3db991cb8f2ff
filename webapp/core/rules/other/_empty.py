"""Values that say nothing: null, an empty list, an empty object; and empty objects that say something after all.

Source: parsing notes, sections 3 and 4: the empty text is a missing list, map or object.
"""

from collections.abc import Mapping
from typing import Literal, get_args

from webapp.core.module import EXPERIMENTAL
from webapp.core.options import (
    CreateOptions,
    Experimental,
    HostConfig,
    Ignored,
    Resources,
    SecurityContext,
    Strategy,
    Structure,
)
from webapp.core.path import Json

_COUNTS = {
    "HostConfig": frozenset(("portbindings",)),
    EXPERIMENTAL: frozenset(("resources", "securitycontext", "strategy", "nodeselector")),
}
_ABSENT = Literal[""]
_COMMANDS = frozenset(("cmd", "entrypoint"))  # `command_strings` treats them


def _may_be_empty_text(model: type[Structure]) -> frozenset[str]:
    """Return the members, in lower case, for which the empty text stands for a missing value."""
    return frozenset(str(field.alias) for field in model.model_fields.values() if _ABSENT in get_args(field.annotation))


_IGNORED = _may_be_empty_text(Ignored)
_TEXT_IS_ABSENT: Mapping[str, frozenset[str]] = {
    "": (_may_be_empty_text(CreateOptions) | _IGNORED) - _COMMANDS,
    "HostConfig": _may_be_empty_text(HostConfig) | _IGNORED,
    EXPERIMENTAL: _may_be_empty_text(Experimental),
    "resources": _may_be_empty_text(Resources),
    "securityContext": _may_be_empty_text(SecurityContext),
    "strategy": _may_be_empty_text(Strategy),
}


def says_nothing(value: Json) -> bool:
    """Tell whether a value states nothing, as in what `docker inspect` prints for options that were not given."""
    return value is None or value == [] or value == {}


def is_absent(home: str, key: str, value: Json) -> bool:
    """Tell whether the device reads a member of a known structure as not given: null, or an empty text for a list."""
    return value is None or (value == "" and key.lower() in _TEXT_IS_ABSENT.get(home, frozenset()))


def is_unset(home: str, key: str, value: Json) -> bool:
    """Tell whether a member states nothing, by its value alone or because the device takes it as not given."""
    return says_nothing(value) or is_absent(home, key, value)


def is_empty_member(home: str, key: str, value: Json, exposed: bool = False) -> bool:
    """Tell whether a member of `HostConfig` or `k8s-experimental` states nothing.

    Four empty sections replace what the agent would set; empty `PortBindings` decide who reaches exposed ports.
    """
    if not is_unset(home, key, value):
        return False
    counts = value == {} and key.lower() in _COUNTS[home]
    return not (counts and (exposed or home != "HostConfig"))


def counts_when_empty(key: str) -> bool:
    """Tell whether an empty section of `k8s-experimental` counts as given."""
    return key.lower() in _COUNTS[EXPERIMENTAL]
