"""Ports that are exposed but not published: inside the cluster only, and not by the documented way."""

from webapp.core.deployment import Deployment
from webapp.core.edit import Because, Question, ask, find, on, put
from webapp.core.module import Module
from webapp.core.path import Json
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.network._callers import Calls, calls_between, listed
from webapp.core.rules.network._calls import host_name
from webapp.core.rules.network._ports import Binding, Exposed, exposed, read_port, service_option, sorted_out
from webapp.core.rules.network._reach import is_external, reached_by
from webapp.core.rules.network._unstated import has_no_type, kept_inside

_DERIVED = Because(sure="derived")


@deployment_rule(guidance=("G13", "G15"), sure="documented", reads=("ExposedPorts",))
def exposed_ports(deployment: Deployment) -> Words:
    """Facts F1.48, F4.6, F4.7; conflicts C8 and C9."""
    concerned = [(one, found) for one in deployment.modules if (found := _unpublished(one))]
    calls = calls_between(deployment) if concerned and len(deployment.modules) > 1 else {}
    for module, found in concerned:
        served = [one for one in sorted_out(module).served if not _answered(module, one.port.number)]
        if served:
            yield from _beside_bindings(module, found, served)
        else:
            yield from _alone(deployment, module, found, calls)


def _unpublished(module: Module) -> list[Exposed]:
    """Return ports without a binding, except where a person has just chosen that for a call."""
    bound = {read_port(key.key) for key in module.entries("HostConfig", "PortBindings")}
    return [one for one in exposed(module) if one.port not in bound and _answered(module, one.port.number) != "expose"]


def _answered(module: Module, port: int) -> str | None:
    """Return what a person has answered to `called_ports` about a port that was not stated."""
    answer = module.answer("called_ports", (*module.place("HostConfig", "PortBindings"), f"{port}/tcp"), None)
    return answer if answer in ("bind", "cluster", "expose") else None


def _beside_bindings(module: Module, ports: list[Exposed], served: list[Binding]) -> Words:
    taken = {one.host: one.port for one in served}
    for one in ports:
        rival = taken.get(one.port.number)
        if rival and rival.protocol == one.port.protocol:
            yield on(
                module,
                find(
                    "warning",
                    one.node,
                    "Port `{port}` is exposed, but its number leads to container port `{rival}`, published under it.",
                    "Publish `{port}` under a free HostPort if other modules call it.",
                    because=_DERIVED,
                    port=one.port,
                    rival=rival,
                ),
            )
        elif not rival and is_external(module):
            yield on(
                module,
                find(
                    "warning",
                    one.node,
                    "Port `{port}` is only exposed, yet it becomes reachable from outside: it joins the published "
                    "ports at the module's external address.",
                    "Remove it here if nobody is to reach it, or choose `Other modules only` (`ClusterIP`) for the "
                    "module.",
                    because=_DERIVED,
                    port=one.port,
                ),
            )


def _alone(deployment: Deployment, module: Module, found: list[Exposed], calls: Calls) -> Words:
    inside = reached_by(module) == "ClusterIP"
    yield on(
        module,
        find(
            "warning",
            found[0].node.path[:-1],
            "No port is published here. The guidance asks for a HostPort before anyone, other modules included, can "
            "reach a module; the agent's code would serve an exposed port inside the cluster without one."
            if inside
            else "No port is published here. The guidance asks for a HostPort before anyone can reach a module; the "
            "agent's code would serve an exposed port even outside the cluster without one, by a service of type "
            "`{kind}`.",
            "Publish the ports that others call; don't rely on what is not documented."
            if inside
            else "Publish the ports that others call, and choose the type `ClusterIP` if only modules do.",
            kind=reached_by(module),
        ),
    )
    answers = []
    for one in {one.port: one for one in reversed(found)}.values():
        callers = listed(deployment, (call.spot for call in calls.get((module, one.port.number), ())))
        answer = yield on(module, _question(one, callers, _INSIDE if has_no_type(deployment, module) else {}))
        if answer in ("publish", "cluster"):
            answers.append("bind" if answer == "publish" else "cluster")
            path = (*module.place("HostConfig", "PortBindings"), one.node.key)
            summary = "Port `{port}` is published; other modules call `{name}:{number}`."
            binding: Json = [{"HostPort": str(one.port.number)}]
            name = host_name(module)
            yield on(module, put(path, binding, summary, port=one.port, name=name, number=one.port.number))
    if not service_option(module, "type"):
        yield from kept_inside(module, answers)


_LEAVE = {"leave": "No, or the undocumented way to it is enough"}
_PUBLISH = {
    "publish": "Yes, as HostPort `{number}`; clients outside reach it too, unless the module is kept to the cluster"
}
_INSIDE = {"cluster": "Yes, as HostPort `{number}`, and keep the module inside the cluster (`ClusterIP`)"}


def _question(one: Exposed, callers: str, inside: dict[str, str]) -> Question:
    """Ask whether to publish; where the paste shows calls, that they exist is no question any more."""
    return ask(
        one.node,
        "Port `{port}` is exposed without a HostPort, and `{callers}` call it. The agent's code serves it inside the "
        "cluster, which nobody documents. Shall it be published, as the guidance asks?"
        if callers
        else "Port `{port}` is exposed without a HostPort. Do other modules or clients call it?",
        ({"leave": "No, the undocumented way to it is enough"} if callers else _LEAVE) | inside | _PUBLISH,
        "leave",
        port=one.port,
        number=one.port.number,
        callers=callers,
    )
