"""Who reaches a module: everyone in the network by an address of its own, or other modules only."""

from webapp.core.edit import Because, Edit, Option, Question, ask, find, put
from webapp.core.message import Message
from webapp.core.module import Module
from webapp.core.path import Json, Path, at
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import (
    IPV4,
    Binding,
    exposed,
    is_loopback,
    service_option,
    service_type,
    sorted_out,
)

_OPTIONS = (
    Option("external", Message("Clients outside the device, at an address that the device gives out")),
    Option("cluster", Message("Other modules only (`ClusterIP`)")),
    Option("fixed:192.0.2.10", Message("Clients outside the device, at a fixed address"), IPV4),
)
_FIXED = Because(guidance=("G18",))


@rule(guidance=("G13", "G14", "G18", "G19", "G20", "G21"), reads=("HostConfig.PortBindings",))
def reach(module: Module) -> Outcomes:
    """Facts F1.40 to F1.43, F1.49, F1.50, K33; conflict C5."""
    served, listed = sorted_out(module).served, module.first("HostConfig", "PortBindings")
    if not listed or not isinstance(listed.value, dict) or not (served or exposed(module)):
        return
    where, stated, answer = listed.path, service_type(module), ""
    if not service_option(module, "type") and not service_option(module, "loadBalancerIP"):
        answer = (yield _question(where, served)) or ""
    if answer == "cluster":
        yield from _state(
            module, {"type": "ClusterIP"}, "Only other modules reach the module.", Because(guidance=("G14",))
        )
    elif answer.startswith("fixed:"):
        address = answer.partition(":")[2]
        options: dict[str, Json] = {"type": "LoadBalancer", "loadBalancerIP": address}
        yield from _state(module, options, "The module gets the fixed address `{address}`.", _FIXED, address=address)
    if answer != "cluster" and stated in ("", "LoadBalancer"):
        yield find(
            "info",
            where,
            "The module takes one address from the range that the device's local UI names `Kubernetes external service "
            "IPs`. Clients use that address, no longer the device's own.",
            "Make the range large enough: one address for edgeHub and one for each module with ports. Look addresses "
            "up in the Kubernetes dashboard, or with `iotedge list` in the PowerShell interface.",
        )


def _question(where: Path, served: list[Binding]) -> Question:
    """Make the question; its default changes nothing, except where the module was open to the device alone."""
    if served and all(is_loopback(one.host_ip) for one in served):
        return ask(
            where,
            "All ports were bound to the device itself. Who shall reach the module on the GPU device?",
            _OPTIONS,
            "cluster",
            because=Because(guidance=("G14",), sure="advice"),
        )
    return ask(where, "Who shall reach the module's ports?", _OPTIONS, "external")


def _state(module: Module, options: dict[str, Json], summary: str, because: Because, address: str = "") -> list[Edit]:
    """Write service options, beside others where there are some."""
    place = module.place("k8s-experimental", "serviceOptions")
    stated: dict[Path, Json] = {(*place, name): option for name, option in options.items()}
    if not isinstance(at(module.options, place), dict):
        stated = {place: options}
    return [put(path, value, summary, because=because, address=address) for path, value in stated.items()]
