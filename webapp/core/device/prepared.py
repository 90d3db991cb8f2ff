"""A module that was read and whose objects can be made."""

from dataclasses import dataclass

from webapp.core.device import uris
from webapp.core.device.docker import Host, Options
from webapp.core.device.errors import RefusedError, shown
from webapp.core.device.experimental import Experimental
from webapp.core.device.lookup import Command
from webapp.core.device.module import EDGE_AGENT, DeviceModule
from webapp.core.device.reading import structure, text
from webapp.core.device.secrets import PullSecret
from webapp.core.device.settings import Device
from webapp.core.device.trace import Made, Sourced, Trace
from webapp.core.path import Json

_VARIABLE = structure({"value": text})


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the makers of objects work with.

    Args:
        name: the name of the module's objects.
        labels: by which they find each other.
        image: the image as the pod names it.
        variables: the module's own variables.
        sockets: binds that the agent adds.
        trace: where the makers say what reached what.
    """

    module: DeviceModule
    device: Device
    name: str
    labels: dict[str, Made]
    image: str
    variables: tuple[tuple[str, str], ...]
    options: Options
    command: Command
    extras: Experimental
    pull: PullSecret | None
    sockets: tuple[str, ...]
    trace: Trace

    @property
    def host(self) -> Host | None:
        """`HostConfig`, None where it is missing."""
        return self.options.host

    @property
    def is_agent(self) -> bool:
        """Tell whether this is the agent itself."""
        return self.module.id == EDGE_AGENT


def variables(module: DeviceModule) -> tuple[tuple[str, str], ...]:
    """Return the module's own variables; null is the empty text.

    Raises:
        RefusedError: for an entry that is no object with a text as `value`.
    """
    return tuple((name, _value(name, entry)) for name, entry in module.env.items())


def _value(name: str, entry: Json) -> str:
    try:
        fields = _VARIABLE(entry, ())
    except RefusedError:
        fields = None
    if fields is None:
        raise RefusedError("InvalidModule", "The variable `{name}` must be an object with a `value`.", name=shown(name))
    value: Sourced[str] | None = fields.get("value")
    return value.value if value else ""


def sockets(module: DeviceModule, device: Device, host: Host | None) -> tuple[str, ...]:
    """Return the binds that the agent adds where the runtime listens on sockets.

    Raises:
        RefusedError: where `HostConfig` has no list to add them to.
    """
    uri = [device.workload_uri] + ([device.management_uri] if module.id == EDGE_AGENT else [])
    found = tuple(f"{path}:{path}" for path in map(uris.socket, uri) if path)
    if found and host and host.binds is None:
        message = "`HostConfig` has no `Binds` to which the agent could add the runtime's socket, and it fails."
        raise RefusedError("InvalidCreateOptions", message, host.path)
    return found
