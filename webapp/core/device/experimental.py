"""`k8s-experimental`: what is said in the terms of Kubernetes itself (translation, section 2; parsing notes, 4)."""

from dataclasses import dataclass, field
from typing import Any

from webapp.core.device import models
from webapp.core.device.errors import shown
from webapp.core.device.trace import Fields, Items, Trace
from webapp.core.path import Json, Path

SECTION = "k8s-experimental"
_READERS: dict[str, Any] = {
    "nodeSelector": models.text_map,
    "resources": models.RESOURCES,
    "volumes": models.VOLUMES,
    "securityContext": models.SECURITY_CONTEXT,
    "serviceOptions": models.SERVICE_OPTIONS,
    "strategy": models.STRATEGY,
}
_NAMES = {name.lower(): name for name in _READERS}


@dataclass(frozen=True, slots=True)
class Experimental:
    """What the section gives, by the agent's own names; a name that is not given is missing."""

    given: dict[str, Any] = field(default_factory=dict)

    def get(self, name: str) -> Fields | None:
        """Return what is given under a name, None where nothing is."""
        return self.given.get(name)

    @property
    def volumes(self) -> "Items[Fields | None] | None":
        """The entries of `volumes`."""
        return self.given.get("volumes")


def read(others: dict[str, Json], enabled: bool, trace: Trace) -> Experimental:
    """Read the section among the members that the agent's model of createOptions does not know.

    Raises:
        RefusedError: for a value of the wrong shape, even one that would not be used.
    """
    section = others.get(SECTION)
    if SECTION not in others:
        return Experimental()
    if not enabled:
        trace.lost((SECTION,), "The device is set up to leave `k8s-experimental` alone.")
        return Experimental()
    if not isinstance(section, dict):
        trace.lost((SECTION,), "`k8s-experimental` must be an object; the device passes over anything else.")
        return Experimental()
    given = {name: _READERS[name](section[key], path) for name, (key, path) in _known(section, trace).items()}
    return Experimental(given)


def _known(section: dict[str, Json], trace: Trace) -> dict[str, tuple[str, Path]]:
    """Return where each known name stands; of two spellings the last one counts."""
    found: dict[str, tuple[str, Path]] = {}
    for key in section:
        path, name = (SECTION, key), _NAMES.get(key.lower())
        if name is None:
            trace.lost(path, "`{name}` is none of the six names that the device knows here.", name=shown(key))
            continue
        if name in found:
            trace.lost(found[name][1], "`{name}` is given in two spellings, and only the last one counts.", name=name)
        found[name] = key, path
    return found
