"""What leads to a module once the rules about modules have spoken, and the ports that edgeHub has to be reached at.

Source: facts F1.48, F2.15, F4.6, F4.7; section 6 of the translation notes.
"""

from typing import NamedTuple

from webapp.core.module import Module, once
from webapp.core.rules.network._ports import Binding, bindings, exposed, read_port, sorted_out

HUB_PORTS = {443: "HTTPS, and AMQP or MQTT over WebSockets", 5671: "AMQP", 8883: "MQTT"}


class Ports(NamedTuple):
    """What leads to a module: bindings by HostPort and by container port, and ports that are exposed.

    `lost` are container ports whose HostPort leads to another one; `double_bindings` asks about them. `is_known` tells
    whether every port can be read.
    """

    hosts: dict[int, Binding]
    containers: dict[int, Binding]
    exposed: frozenset[int]
    lost: frozenset[int]
    is_known: bool

    @property
    def states_none(self) -> bool:
        """Whether the module has no port at all."""
        return not self.hosts and not self.exposed


@once
def ports(module: Module) -> Ports:
    """Return what leads to a module; of two protocols TCP is meant."""
    known = sorted_out(module)
    served = sorted(known.served, key=lambda one: one.port.protocol != "TCP")
    found: dict[int, Binding] = {}
    for one in served:
        found.setdefault(one.port.number, one)
    shown = {one.port.number for one in exposed(module)}
    lost = {one.port.number for one, _ in known.lost}
    hosts = {one.host or 0: one for one in served}
    return Ports(hosts, found, frozenset(shown), frozenset(lost), _is_known(module))


def is_hub(module: Module) -> bool:
    """Tell whether this is edgeHub as a deployment has it, among the system modules."""
    return module.name == "edgeHub" and any(str(step).lower() == "systemmodules" for step in module.entry_at or ())


def _is_known(module: Module) -> bool:
    """Tell whether the paste and the answers so far say which ports the module has."""
    parts = [*module.find("HostConfig"), *module.find("HostConfig", "PortBindings"), *module.find("ExposedPorts")]
    keys = [*module.entries("HostConfig", "PortBindings"), *module.entries("ExposedPorts")]
    return (
        module.carrier != "placeholder"
        and not module.first("HostConfig", "PublishAllPorts")
        and all(isinstance(part.value, (dict, type(None))) for part in parts)
        and all(read_port(key.key) for key in keys)
        and all(one.usable for one in bindings(module))
    )
