"""Values that say nothing: null, an empty list, an empty object; and empty objects that say something after all."""

from webapp.core.module import EXPERIMENTAL
from webapp.core.path import Json

_COUNTS = {
    "HostConfig": frozenset(("portbindings",)),
    EXPERIMENTAL: frozenset(("resources", "securitycontext", "strategy", "nodeselector")),
}


def says_nothing(value: Json) -> bool:
    """Tell whether a value states nothing, as in what `docker inspect` prints for options that were not given."""
    return value is None or value == [] or value == {}


def is_empty_member(home: str, key: str, value: Json, exposed: bool = False) -> bool:
    """Tell whether a member of `HostConfig` or `k8s-experimental` states nothing.

    Four empty sections replace what the agent would set; empty `PortBindings` decide who reaches exposed ports.
    """
    if not says_nothing(value):
        return False
    counts = value == {} and key.lower() in _COUNTS[home]
    return not (counts and (exposed or home != "HostConfig"))
