"""`k8s-experimental.serviceOptions`: values that the device or the cluster does not take."""

import re

from webapp.core.edit import Because, Option, Question, ask, find, put, remove, stay
from webapp.core.message import Message
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import IPV4, service_option, type_name

_DOCUMENTED = Because(guidance=("G18",), sure="documented")
_TYPES = {
    "LoadBalancer": "Clients outside the device (`LoadBalancer`)",
    "ClusterIP": "Other modules only (`ClusterIP`)",
    "NodePort": "Clients outside, at a port of the node that the cluster chooses (`NodePort`)",
}


@rule(guidance=("G13", "G14", "G18"), sure="derived", reads=("k8s-experimental.serviceOptions",))
def service_options(module: Module) -> Outcomes:
    """Facts F1.41, F1.42, F4.6, K30, K31, K33."""
    sections = [node for node in module.find("k8s-experimental", "serviceOptions") if node.value]
    if sections and not (module.first("HostConfig", "PortBindings") or module.first("ExposedPorts")):
        answer = yield _without_ports(sections[-1])
        if answer == "remove":
            yield remove(sections[-1], "The service options go, as you chose.")
            return
        yield stay(sections[-1])
    kind, address = service_option(module, "type"), service_option(module, "loadBalancerIP")
    stated = type_name(kind.value) if kind else ""
    if kind and not stated and isinstance(kind.value, (str, int, float)):
        answer = yield _unknown_type(kind)
        if answer:
            yield put(kind, answer, "The service type is `{kind}`.", kind=answer)
        stated = answer or ""
    if address and isinstance(address.value, (str, int, float)):
        yield from _address(address, str(address.value), stated)


def _without_ports(section: Node) -> Question:
    return ask(
        section,
        "Service options act on published ports, and this module publishes none: the device makes no service for it. "
        "Shall they stay?",
        {"leave": "Yes; I will publish a port", "remove": "No; nobody calls the module"},
        "leave",
    )


def _unknown_type(kind: Node) -> Question:
    return ask(
        kind,
        "The device does not know the service type `{text}` and would use its default. Who shall reach the module?",
        _TYPES,
        None,
        text=kind.value,
    )


def _address(address: Node, text: str, stated: str) -> Outcomes:
    if stated in ("ClusterIP", "NodePort"):
        yield remove(
            address, "`{address}` goes: a service of type `{kind}` has no such address.", address=text, kind=stated
        )
    elif re.fullmatch(IPV4, text):
        yield find(
            "info",
            address,
            "The address `{address}` must lie in the device's range of external service IPs and be free, or the module "
            "stays without one.",
            "Compare it with the range in the local UI.",
            because=_DOCUMENTED,
            address=text,
        )
    else:
        answer = yield ask(
            address,
            "`{address}` is no IPv4 address, so the cluster can't give it to the module. Which one shall it have?",
            [
                Option("ip:192.0.2.10", Message("This one"), IPV4),
                Option("remove", Message("One that the device gives out")),
            ],
            None,
            address=text,
        )
        if answer == "remove":
            yield remove(address, "`{address}` goes; the device gives an address out.", address=text)
        elif answer:
            number = answer.partition(":")[2]
            yield put(address, number, "The fixed address is `{address}`.", address=number)
