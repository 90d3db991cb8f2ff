"""Two modules with one fixed address: the second is left without it, unless both are made to share."""

from collections.abc import Iterable

from webapp.core.deployment import Deployment
from webapp.core.edit import Finding, find, on
from webapp.core.module import Module, Node
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.network._ports import Port, exposed, is_placeholder, service_option, sorted_out
from webapp.core.rules.network._reach import is_address, is_external
from webapp.core.rules.network._sharing import SHARING, sharing_key
from webapp.core.rules.other._entry import called

_REMEDY = (
    "Take another free address for one of them, or none. To let them share it, give both the label `{label}` with the "
    "same value, and no HostPort twice."
)


@deployment_rule(guidance=("G18",), sure="derived", reads=("k8s-experimental.serviceOptions",))
def fixed_ips(deployment: Deployment) -> Words:
    """Facts F1.42, F1.43, F1.46, F4.13; a module that is stopped keeps its Service (translation notes, section 6)."""
    if len(deployment.modules) < 2:
        return
    held: dict[str, list[tuple[Module, Node]]] = {}
    for module in deployment.modules:
        address = _fixed(module)
        if address:
            held.setdefault(str(address.value), []).append((module, address))
    for group in held.values():
        if len(group) > 1:
            yield from _together(deployment, group)


def _fixed(module: Module) -> Node | None:
    """Return the fixed address under which the module's Service is to be reached."""
    address = service_option(module, "loadBalancerIP")
    if not address or not is_address(str(address.value)) or not is_external(module):
        return None
    published = module.entries("HostConfig", "PortBindings") or module.entries("ExposedPorts")
    return address if published else None


def _together(deployment: Deployment, group: list[tuple[Module, Node]]) -> Words:
    (first, at), *others = group
    key, holder = sharing_key(first), (first, deployment.line(first, at.path))
    taken = dict.fromkeys(_service_ports(first), holder)
    for module, address in others:
        mine, ports = sharing_key(module), _service_ports(module)
        clash = next((port for port in ports if port in taken), None)
        if not key or not mine or (key != mine and not is_placeholder(key + mine)):
            yield on(module, _taken(address, *holder))
        elif clash:
            yield on(module, _same_port(address, clash, *taken[clash]))
        elif key == mine:
            yield on(module, _shared(address, *holder))
        here = (module, deployment.line(module, address.path))
        for port in ports:
            taken.setdefault(port, here)


def _service_ports(module: Module) -> Iterable[Port]:
    """Return the ports of the Service; of one number the last counts, whatever its protocol."""
    listed = {one.port.number: one.port for one in exposed(module)}
    listed |= {one.host: Port(one.host, one.port.protocol) for one in sorted_out(module).served if one.host}
    return listed.values()


def _taken(address: Node, other: Module, line: int) -> Finding:
    return find(
        "error",
        address,
        "The module `{other}` (line {line}) has the address `{address}` already. An address belongs to one Service, so "
        "one of the two gets none and can't be reached from outside.",
        _REMEDY,
        other=called(other),
        line=line,
        address=address.value,
        label=SHARING,
    )


def _same_port(address: Node, port: Port, other: Module, line: int) -> Finding:
    return find(
        "error",
        address,
        "The module `{other}` (line {line}) publishes `{port}` at the address `{address}` already. Services that share "
        "an address must not share a port; one of the two gets no address.",
        "Publish another HostPort here, or take another free address.",
        other=called(other),
        line=line,
        address=address.value,
        port=port,
    )


def _shared(address: Node, other: Module, line: int) -> Finding:
    return find(
        "info",
        address,
        "The module shares the address `{address}` with `{other}` (line {line}): both have the label `{label}` with "
        "the same value.",
        "Nothing to do. A module that is to join them needs the label as well, and HostPorts of its own.",
        other=called(other),
        line=line,
        address=address.value,
        label=SHARING,
    )
