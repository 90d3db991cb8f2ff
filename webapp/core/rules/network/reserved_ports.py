"""Ports that belong to the device: the IoT Edge proxy's, the dashboard's, the container registry's."""

from webapp.core.edit import Because, Finding, find
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import exposed, sorted_out

_PROXY = (35000, 35001)
_DEVICE = {31000: "the Kubernetes dashboard", 31001: "the Edge container registry"}


@rule(guidance=("G34",), sure="documented", reads=("HostConfig.PortBindings", "ExposedPorts"))
def reserved_ports(module: Module) -> Outcomes:
    """Facts F1.45 and F1.71."""
    listening: dict[int, Node] = {}
    published: dict[int, Node] = {}
    for one in sorted_out(module).served:
        listening.setdefault(one.port.number, one.key)
        published.setdefault(one.host or 0, one.place)
    for port in exposed(module):
        listening.setdefault(port.port.number, port.node)
    for number in _PROXY:
        if number in listening:
            yield _inside(listening[number], number)
        elif number in published:
            yield _outside(published[number], number)
    for number, owner in _DEVICE.items():
        if number in published:
            yield find(
                "warning",
                published[number],
                "The device reserves port `{number}` for " + owner + ".",
                "Take another HostPort and change the callers.",
                because=Because(guidance=()),
                number=number,
            )


def _inside(node: Node, number: int) -> Finding:
    return find(
        "error",
        node,
        "The module listens on port `{number}`, where the IoT Edge proxy already listens in the same pod: one of the "
        "two can't start.",
        "Let the module listen on another port.",
        because=Because(sure="derived"),
        number=number,
    )


def _outside(node: Node, number: int) -> Finding:
    return find(
        "warning",
        node,
        "HostPort `{number}` belongs to the IoT Edge proxy of the device.",
        "Take another HostPort and change the callers.",
        number=number,
    )
