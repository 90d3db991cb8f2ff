"""Ports as the device's agent reads them, and the Service that it makes of them.

Source: sections 4 and 6 of the translation notes; facts F4.6, F4.7, K12.
"""

import re
from collections import Counter
from typing import NamedTuple

from webapp.core.device import ports as device_ports
from webapp.core.device.errors import RefusedError
from webapp.core.message import Message
from webapp.core.module import Module, Node, entries, member, once
from webapp.core.path import Json

PORT = r"0*(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})"
A_PORT = Message("A number from 1 to 65535.")
_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
IPV4 = rf"{_OCTET}(\.{_OCTET}){{3}}"
_USUAL = re.compile("([0-9]{1,5})(?:/(tcp|udp|sctp))?")
_PROTOCOLS = {"tcp": "TCP", "udp": "UDP", "sctp": "SCTP"}
_TYPES = {"clusterip": "ClusterIP", "loadbalancer": "LoadBalancer", "nodeport": "NodePort"}
_PLACEHOLDER = re.compile(r"[$<>{}%]")


class Port(NamedTuple):
    """A container port with its protocol in upper case."""

    number: int
    protocol: str

    def __str__(self) -> str:
        return f"{self.number}/{self.protocol.lower()}"


class Exposed(NamedTuple):
    """A member of `ExposedPorts` whose key the device can read."""

    node: Node
    port: Port


class Binding(NamedTuple):
    """One binding under a key of `PortBindings` that the device can read; `host` is the HostPort as it reads it."""

    node: Node
    key: Node
    port: Port
    host: int | None

    @property
    def host_ports(self) -> list[Node]:
        """The HostPort; two spellings of it can stand side by side, of which the last counts."""
        return [entry for entry in entries(self.node) if entry.key.lower() == "hostport"]

    @property
    def place(self) -> Node:
        """The HostPort, or the binding itself where it has none."""
        return (self.host_ports or [self.node])[-1]

    @property
    def usable(self) -> bool:
        """Whether the device makes a Service port of it that the cluster takes."""
        return is_port(self.host)

    @property
    def is_plain(self) -> bool:
        """Whether it states a HostPort and nothing else."""
        return self.host is not None and isinstance(self.node.value, dict) and len(self.node.value) == 1

    @property
    def is_complete(self) -> bool:
        """Whether it states more than an address."""
        return any(entry.key.lower() != "hostip" for entry in entries(self.node))

    @property
    def host_ip(self) -> str:
        """The address it was bound to, or an empty text."""
        found = member(self.node, "HostIp")
        return str(found.value).strip() if found and isinstance(found.value, str) else ""


class Bindings(NamedTuple):
    """Usable bindings, sorted out: each is in one of the three lists."""

    served: list[Binding]
    repeated: list[Binding]
    lost: list[tuple[Binding, Binding]]


def integer(value: Json) -> int | None:
    """Read a 32-bit integer as the agent does: sign and white space around are allowed, a fraction is not."""
    if isinstance(value, str):
        return device_ports.integer(value)
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**31) <= value < 2**31:
        return None
    return value


def is_port(number: int | None) -> bool:
    """Tell whether the cluster takes a number as a port."""
    return number is not None and 1 <= number <= 65535


def read_port(key: str) -> Port | None:
    """Read `80`, `80/tcp` or `53/UDP`; None for what the agent can't read, such as a range."""
    usual = _USUAL.fullmatch(key)
    if usual:
        return Port(int(usual[1]), _PROTOCOLS[usual[2] or "tcp"])
    try:
        found = device_ports.parse_port(key)
    except RefusedError:
        return None
    return Port(*found) if found else None


def is_placeholder(text: str) -> bool:
    """Tell whether a text still waits to be filled in, such as `$PORT`, `<port>` or `{{port}}`."""
    return bool(_PLACEHOLDER.search(text))


def is_loopback(address: str) -> bool:
    """Tell whether an address is reachable from the device itself only."""
    return address.startswith("127.") or address.strip("[]").lower() in ("::1", "localhost")


@once
def exposed(module: Module) -> list[Exposed]:
    """List the members of `ExposedPorts` that the device can read and the cluster takes."""
    read = ((node, read_port(node.key)) for node in module.entries("ExposedPorts"))
    return [Exposed(node, port) for node, port in read if port and is_port(port.number)]


@once
def bindings(module: Module) -> list[Binding]:
    """List the bindings, usable or not, under keys that the device can read and the cluster takes."""
    found: list[Binding] = []
    for key in module.entries("HostConfig", "PortBindings"):
        port = read_port(key.key)
        if port and is_port(port.number) and isinstance(key.value, list):
            for index, value in enumerate(key.value):
                if isinstance(value, dict):
                    found.append(Binding(Node((*key.path, index), value), key, port, _host_port(value)))
    return found


def _host_port(binding: dict[str, Json]) -> int | None:
    stated = [value for name, value in binding.items() if name.lower() == "hostport"]
    return integer(stated[-1]) if stated else None


@once
def sorted_out(module: Module) -> Bindings:
    """Tell which bindings the Service serves.

    It has one port per HostPort number, whatever the protocol; the last binding of a number wins.
    """
    usable = [one for one in bindings(module) if one.usable]
    winners = {one.host: one for one in usable}
    if len(winners) == len(usable):
        return Bindings(usable, [], [])
    left = Counter((one.port, one.host) for one in usable)
    result = Bindings([], [], [])
    for one in usable:
        left[one.port, one.host] -= 1
        winner = winners[one.host]
        if left[one.port, one.host]:
            result.repeated.append(one)
        elif winner.port != one.port:
            result.lost.append((one, winner))
        else:
            result.served.append(one)
    return result


def service_option(module: Module, name: str) -> Node | None:
    """Return a member of `k8s-experimental.serviceOptions`; of two spellings of the section the last counts."""
    sections = [node for node in module.find("k8s-experimental", "serviceOptions") if node.value]
    return member(sections[-1], name) if sections else None


def type_name(value: Json) -> str:
    """Return a Service type in its proper spelling; an empty text where the device does not know it."""
    return _TYPES.get(value.strip().lower(), "") if isinstance(value, str) else ""


@once
def service_type(module: Module) -> str:
    """Return the Service type that the module asks for, or an empty text where the device decides."""
    stated = service_option(module, "type")
    return type_name(stated.value) if stated else ""


def called(module: Module) -> str:
    """Return the host name under which other modules call this one."""
    return module.name or "<module>"
