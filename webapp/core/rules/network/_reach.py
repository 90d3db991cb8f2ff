"""Who reaches a module once the questions about it are answered, and which fixed addresses are of use.

Source: facts F1.40 to F1.42, F1.45, F4.7, K33; conflict C5.
"""

import re
from ipaddress import IPv4Address, IPv4Network

from webapp.core.edit import Because, Finding, find
from webapp.core.message import Message
from webapp.core.module import Module, Node, once
from webapp.core.path import Path
from webapp.core.rules.network._ports import (
    IPV4,
    exposed,
    is_loopback,
    is_placeholder,
    service_option,
    service_type,
    sorted_out,
)

# Nobody outside can be given one of these: this network, loopback, link-local, multicast and reserved.
ADDRESS = rf"(?!0\.|127\.|169\.254\.|22[4-9]\.|2[3-5][0-9]\.){IPV4}"
EXPECTED = Message("An IPv4 address.")
_CLUSTER = (IPv4Network("172.27.0.0/16"), IPv4Network("172.28.0.0/16"))
_BECAUSE = Because(guidance=("G18",))


@once
def question(module: Module) -> tuple[Path, str] | None:
    """Return where `reach` asks and the answer that it takes by itself; None where the paste says it already."""
    served, listed = sorted_out(module).served, module.first("HostConfig", "PortBindings")
    if not listed or not isinstance(listed.value, dict) or not (served or exposed(module)):
        return None
    if service_option(module, "type") or service_option(module, "loadBalancerIP"):
        return None
    return listed.path, "cluster" if served and all(is_loopback(one.host_ip) for one in served) else "external"


@once
def reached_by(module: Module) -> str:
    """Return the Service type in force: as stated, as answered, or as the device has it by itself."""
    asked, kind = question(module), service_option(module, "type")
    if asked:
        return "ClusterIP" if module.answer("reach", *asked) == "cluster" else "LoadBalancer"
    answer = module.answer("service_options", kind.path, None) if kind and not service_type(module) else None
    known = service_type(module) or ("" if answer == "leave" else answer)
    return known or ("LoadBalancer" if module.first("HostConfig", "PortBindings") else "ClusterIP")


@once
def is_external(module: Module) -> bool:
    """Tell whether the module gets an address outside the cluster."""
    return reached_by(module) == "LoadBalancer"


def is_later(node: Node) -> bool:
    """Tell whether a value is filled in before the module is deployed."""
    return isinstance(node.value, str) and is_placeholder(node.value)


def is_address(text: str) -> bool:
    """Tell whether a text is an address that clients outside the device can be given."""
    return bool(re.fullmatch(ADDRESS, text))


def about(where: Node | Path, address: str) -> Finding:
    """Say what a fixed address depends on."""
    if any(IPv4Address(address) in network for network in _CLUSTER):
        return find(
            "warning",
            where,
            "`{address}` is an address of the cluster's own networks, `172.27.0.0/16` and `172.28.0.0/16` unless the "
            "device was set up otherwise; the module stays without an external address.",
            "Take a free address of the range `Kubernetes external service IPs` in the local UI.",
            because=_BECAUSE,
            address=address,
        )
    return find(
        "info",
        where,
        "The address `{address}` must lie in the device's range of external service IPs and be free, or the module "
        "stays without one.",
        "Compare it with the range in the local UI.",
        because=_BECAUSE,
        address=address,
    )
