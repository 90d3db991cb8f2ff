"""A HostPort that differs from the container port: modules that call it must change."""

from webapp.core.deployment import Deployment, holds_several
from webapp.core.edit import Because, Finding, find, on
from webapp.core.module import Module
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.network._callers import Calls, calls_between, listed
from webapp.core.rules.network._calls import host_name
from webapp.core.rules.network._ports import Binding, sorted_out
from webapp.core.rules.network._served import ports

_REACHED = "Other modules reach this one at `{name}:{host}`, no longer at the container's port `{container}`."
_ELSEWHERE = "Calls that this paste does not show have to use `{host}`, too."
_DERIVED = Because(sure="derived")


@deployment_rule(guidance=("G13", "G15"), sure="documented", reads=("HostConfig.PortBindings",))
def host_ports(deployment: Deployment) -> Words:
    """Facts F1.48, F1.49, F1.51, F4.6."""
    differing = [(one, found) for one in deployment.modules if (found := _differing(one))]
    among_others = holds_several(deployment.kind)
    calls = calls_between(deployment) if differing and among_others else {}
    for module, found in differing:
        for one in found:
            said = _among(deployment, module, one, calls) if among_others else _alone(module, one)
            if said:
                yield on(module, said)


def _differing(module: Module) -> list[Binding]:
    return [one for one in sorted_out(module).served if one.host != one.port.number]


def _alone(module: Module, one: Binding) -> Finding:
    """Nothing is known of those who call the module."""
    if _is_exposed(module, one):
        return _both(module, one)
    return find(
        "warning",
        one.place,
        _REACHED,
        "Change the port to `{host}` in every module that calls `{name}:{container}`, or make the HostPort "
        "`{container}`: each module has its own address here, so it can't clash with another module's.",
        name=host_name(module),
        host=one.host,
        container=one.port.number,
    )


def _among(deployment: Deployment, module: Module, one: Binding, calls: Calls) -> Finding | None:
    """Those who call the module are in the paste; what is wrong with their calls, `called_ports` has said."""
    if (module, one.port.number) in calls:
        return None
    if _is_exposed(module, one):
        return _both(module, one)
    callers = calls.get((module, one.host or 0), [])
    return find(
        "info" if callers or deployment.kind != "layered-deployment" else "warning",
        one.place,
        _REACHED + (" So do its callers in this paste: `{callers}`." if callers else " No call of it is seen here."),
        _ELSEWHERE,
        callers=listed(deployment, (call.spot for call in callers)),
        name=host_name(module),
        host=one.host,
        container=one.port.number,
    )


def _is_exposed(module: Module, one: Binding) -> bool:
    known = ports(module)
    return one.port.number in known.exposed and one.port.number not in known.hosts


def _both(module: Module, one: Binding) -> Finding:
    return find(
        "info",
        one.place,
        "Other modules reach this one at `{name}:{host}`. The container's port `{container}` answers as well, but only "
        "because it is exposed, which nobody documents for this device.",
        "Let callers use `{host}`.",
        because=_DERIVED,
        name=host_name(module),
        host=one.host,
        container=one.port.number,
    )
