"""Who reaches a module: everyone in the network by an address of its own, or other modules only."""

from webapp.core.edit import Because, Edit, Option, Question, ask, find, put
from webapp.core.message import Message
from webapp.core.module import Module
from webapp.core.path import Json, Path, at
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import exposed, service_option, service_type, sorted_out
from webapp.core.rules.network._reach import ADDRESS, EXPECTED, about, question

_OPTIONS = (
    Option(
        "external",
        Message("Clients outside the device too, at an address from the range that is set in its local UI"),
    ),
    Option("cluster", Message("Other modules only (`ClusterIP`)")),
    Option(
        "fixed:192.0.2.10",
        Message("Clients outside the device too, at a fixed address of that range"),
        ADDRESS,
        EXPECTED,
        True,
    ),
)
_FIXED = Because(guidance=("G18",))


@rule(guidance=("G13", "G14", "G18", "G19", "G20", "G21"), sure="documented", reads=("HostConfig.PortBindings",))
def reach(module: Module) -> Outcomes:
    """Facts F1.40 to F1.43, F1.45, F1.49, F1.50, K33; conflict C5."""
    asked = question(module)
    if not asked:
        yield from _stated(module)
        return
    where, default = asked
    answer = (yield _question(where, default)) or ""
    if answer == "cluster":
        yield from _state(
            module, {"type": "ClusterIP"}, "Only other modules reach the module.", Because(guidance=("G14",))
        )
    elif answer.startswith("fixed:"):
        address = answer.partition(":")[2]
        yield about(where, address)
        options: dict[str, Json] = {"type": "LoadBalancer", "loadBalancerIP": address}
        yield from _state(module, options, "The module gets the fixed address `{address}`.", _FIXED, address=address)


def _question(where: Path, default: str) -> Question:
    """Make the question; its default changes nothing, except where the module was open to the device alone."""
    if default == "cluster":
        return ask(
            where,
            "All ports were bound to the device itself. Who should reach the module on the GPU device?",
            _OPTIONS,
            default,
            because=Because(guidance=("G14",), sure="advice"),
        )
    return ask(
        where,
        "Who should reach the module's ports? Clients outside use an address of the module's own, no longer the "
        "device's; `iotedge list` and the Kubernetes dashboard show it.",
        _OPTIONS,
        default,
    )


def _stated(module: Module) -> Outcomes:
    """Where the paste has decided it, tell what clients outside have to know."""
    listed = module.first("HostConfig", "PortBindings")
    external = service_type(module) == "LoadBalancer" and not service_option(module, "loadBalancerIP")
    if listed and external and (sorted_out(module).served or exposed(module)):
        yield find(
            "info",
            listed,
            "Clients outside use an address of the module's own, no longer the device's.",
            "Look it up in the Kubernetes dashboard or with `iotedge list`. The range `Kubernetes external service "
            "IPs` in the local UI needs one address for edgeHub and one for each module with ports.",
        )


def _state(module: Module, options: dict[str, Json], summary: str, because: Because, address: str = "") -> list[Edit]:
    """Write service options, beside others where there are some."""
    place = module.place("k8s-experimental", "serviceOptions")
    stated: dict[Path, Json] = {(*place, name): option for name, option in options.items()}
    if not isinstance(at(module.options, place), dict):
        stated = {place: options}
    return [put(path, value, summary, because=because, address=address) for path, value in stated.items()]
