"""Ports that are exposed but not published: inside the cluster only, and not by the documented way."""

from webapp.core.edit import Because, ask, find, put
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import (
    Bindings,
    Exposed,
    called,
    exposed,
    read_port,
    sorted_out,
)
from webapp.core.rules.network._reach import is_external, reached_by

_DERIVED = Because(sure="derived")


@rule(guidance=("G13", "G15"), sure="documented", reads=("ExposedPorts",))
def exposed_ports(module: Module) -> Outcomes:
    """Facts F1.48, F4.6, F4.7; conflicts C8 and C9."""
    bound = {read_port(key.key) for key in module.entries("HostConfig", "PortBindings")}
    ports = [one for one in exposed(module) if one.port not in bound]
    if not ports:
        return
    sorted_ports = sorted_out(module)
    if sorted_ports.served:
        yield from _beside_bindings(module, ports, sorted_ports)
    else:
        yield from _alone(module, ports)


def _beside_bindings(module: Module, ports: list[Exposed], sorted_ports: Bindings) -> Outcomes:
    taken = {one.host: one.port for one in sorted_ports.served}
    for one in ports:
        rival = taken.get(one.port.number)
        if rival and rival.protocol == one.port.protocol:
            yield find(
                "warning",
                one.node,
                "Port `{port}` is exposed, but its number leads to container port `{rival}`, published under it.",
                "Publish `{port}` under a free HostPort if other modules call it.",
                because=_DERIVED,
                port=one.port,
                rival=rival,
            )
        elif not rival and is_external(module):
            yield find(
                "warning",
                one.node,
                "Port `{port}` is only exposed, yet it becomes reachable from outside: it joins the published ports "
                "at the module's external address.",
                "Remove it here if nobody is to reach it, or choose `Other modules only` (`ClusterIP`) for the module.",
                because=_DERIVED,
                port=one.port,
            )


def _alone(module: Module, ports: list[Exposed]) -> Outcomes:
    inside = reached_by(module) == "ClusterIP"
    yield find(
        "warning",
        ports[0].node.path[:-1],
        "No port is published here. The guidance asks for a HostPort before anyone, other modules included, can reach "
        "a module; the agent's code would serve an exposed port inside the cluster without one."
        if inside
        else "No port is published here. The guidance asks for a HostPort before anyone can reach a module; the "
        "agent's code would serve an exposed port even outside the cluster without one, by a service of type `{kind}`.",
        "Publish the ports that others call; don't rely on what is not documented."
        if inside
        else "Publish the ports that others call, and choose the type `ClusterIP` if only modules do.",
        kind=reached_by(module),
    )
    for one in {one.port: one for one in reversed(ports)}.values():
        answer = yield ask(
            one.node,
            "Port `{port}` is exposed without a HostPort. Do other modules or clients call it?",
            {
                "leave": "No, or the undocumented way to it is enough",
                "publish": "Yes; publish it as HostPort `{number}`",
            },
            "leave",
            port=one.port,
            number=one.port.number,
        )
        if answer == "publish":
            yield put(
                (*module.place("HostConfig", "PortBindings"), one.node.key),
                [{"HostPort": str(one.port.number)}],
                "Port `{port}` is published; other modules call `{name}:{number}`.",
                port=one.port,
                name=called(module),
                number=one.port.number,
            )
