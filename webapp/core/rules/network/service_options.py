"""`k8s-experimental.serviceOptions`: values that the device or the cluster does not take."""

from webapp.core.edit import Option, Question, ask, find, put, remove, stay
from webapp.core.message import Message
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import exposed, service_option, sorted_out, type_name
from webapp.core.rules.network._reach import ADDRESS, EXPECTED, about, is_address, is_later

_TYPES = {
    "LoadBalancer": "Clients outside the device too (`LoadBalancer`)",
    "ClusterIP": "Other modules only (`ClusterIP`)",
    "NodePort": "Clients outside, at a port of the node that the cluster chooses (`NodePort`)",
}
_NO_PORT = (
    "Service options act on published ports, and the device can't publish any of those that stand here: it makes no "
    "service."
)
_LEAVE = {"leave": "Leave it in; it is filled in before the module is deployed"}


@rule(guidance=("G13", "G14", "G18"), sure="derived", reads=("k8s-experimental.serviceOptions",))
def service_options(module: Module) -> Outcomes:
    """Facts F1.41, F1.42, F1.45, F4.6, K30, K31, K33."""
    sections = [node for node in module.find("k8s-experimental", "serviceOptions") if node.value]
    if sections and not (module.first("HostConfig", "PortBindings") or module.first("ExposedPorts")):
        answer = yield _without_ports(sections[-1])
        if answer == "remove":
            yield remove(sections[-1], "The service options go, as you chose.")
        elif answer == "leave":
            yield stay(sections[-1])
        return
    if sections and not (sorted_out(module).served or exposed(module)):
        yield find("warning", sections[-1], _NO_PORT, "Correct the ports; then the options take effect.")
    kind, address = service_option(module, "type"), service_option(module, "loadBalancerIP")
    stated = type_name(kind.value) if kind else ""
    if kind and not stated and isinstance(kind.value, (str, int, float)):
        answer = yield _unknown_type(kind)
        stated = answer if answer and answer != "leave" else ""
        if stated:
            yield put(kind, stated, "The service type is `{kind}`.", kind=stated)
        elif answer:
            yield stay(kind)
    if address and isinstance(address.value, (str, int, float)):
        yield from _address(address, str(address.value), stated)


def _without_ports(section: Node) -> Question:
    return ask(
        section,
        "Service options act on published ports, and this module publishes none: the device makes no service for it. "
        "Shall they stay?",
        {"leave": "Yes; a port will be published", "remove": "No; nobody calls the module"},
        None,
    )


def _unknown_type(kind: Node) -> Question:
    later = is_later(kind)
    return ask(
        kind,
        "The service type `{text}` is filled in later. Who should reach the module?"
        if later
        else "The device does not know the service type `{text}` and would use its default. Who should reach "
        "the module?",
        (_LEAVE if later else {}) | _TYPES,
        None,
        text=kind.value,
    )


def _address(address: Node, text: str, stated: str) -> Outcomes:
    if stated in ("ClusterIP", "NodePort"):
        yield remove(
            address,
            "`{address}` is removed: a service of type `{kind}` has no such address.",
            address=text,
            kind=stated,
        )
    elif is_address(text):
        yield about(address, text)
    else:
        answer = yield _no_address(address, text)
        if answer == "leave":
            yield stay(address)
        elif answer == "remove":
            yield remove(address, "`{address}` is removed; the device gives an address out.", address=text)
        elif answer:
            number = answer.partition(":")[2]
            yield about(address, number)
            yield put(address, number, "The fixed address is `{address}`.", address=number)


def _no_address(address: Node, text: str) -> Question:
    later = is_later(address)
    return ask(
        address,
        "The address `{address}` is filled in later. Which one should the module have?"
        if later
        else "`{address}` is no IPv4 address that clients can be given. Which one should the module have?",
        [
            *(Option(name, Message(label)) for name, label in (_LEAVE if later else {}).items()),
            Option("ip:192.0.2.10", Message("This one"), ADDRESS, EXPECTED, True),
            Option("remove", Message("One that the device gives out")),
        ],
        None,
        address=text,
    )
