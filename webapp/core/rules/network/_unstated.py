"""Ports that are called and that nobody has stated: Docker serves them, the GPU device does not.

Source: facts F1.40, F1.43, F1.48, F4.7; conflict C9.
"""

from collections.abc import Generator, Iterator, Sequence

from webapp.core.deployment import Deployment
from webapp.core.edit import Because, Finding, On, Outcome, Question, Severity, ask, find, on, put
from webapp.core.module import Module
from webapp.core.path import Json, at
from webapp.core.rules.network._callers import listed
from webapp.core.rules.network._calls import Reference
from webapp.core.rules.network._ports import service_option
from webapp.core.rules.network._served import ports
from webapp.core.rules.network._spots import Spot, at_spot
from webapp.core.rules.other._entry import is_stopped

_DERIVED = Because(sure="derived")
_INSIDE = Because(guidance=("G14",))
_CLUSTER = {"cluster": "Publish it as HostPort `{port}`, and keep the module inside the cluster (`ClusterIP`)"}
_WAYS = {
    "bind": "Publish it as HostPort `{port}`; clients outside reach it too, unless the module is kept to the cluster",
    "expose": "Expose it to other modules only, by a way that the agent's code has and nobody documents",
    "leave": "Leave it: this is no call, or the module is to get the port elsewhere",
}


def unstated(
    deployment: Deployment, module: Module, port: int, found: list[Reference]
) -> Generator[On | Outcome, str | None, str | None]:
    """Ask what becomes of the port; return the answer."""
    place = (*module.place("HostConfig", "PortBindings"), f"{port}/tcp")
    spots = _spots(module, found)
    answer = yield on(module, _question(deployment, module, port, spots))
    if answer in ("bind", "cluster"):
        summary = "Port `{port}` is published, because other modules call it."
        yield on(module, put(place, [{"HostPort": str(port)}], summary, port=port))
    elif answer == "expose":
        summary = "Port `{port}` is exposed to other modules, which call it."
        path = (*module.place("ExposedPorts"), f"{port}/tcp")
        yield on(module, put(path, {}, summary, because=_DERIVED, port=port))
    else:
        line = deployment.line(module, place[:-1])
        for spot, sure in spots.items():
            yield at_spot(spot, _not_served(module, port, line, spot, "error" if sure and not answer else "warning"))
    return answer


def _spots(module: Module, found: list[Reference]) -> dict[Spot, bool]:
    """Return the texts that call, and of each whether that is sure; a module that is stopped is called in vain anyway.

    A URL without a port may get one elsewhere, if the module has others.
    """
    spots: dict[Spot, bool] = {}
    runs, states_none = not is_stopped(module), ports(module).states_none
    for one in found:
        sure = runs and one.is_sure and (not one.is_implied or states_none)
        spots[one.spot] = spots.get(one.spot, False) or sure
    return spots


def _question(deployment: Deployment, module: Module, port: int, spots: dict[Spot, bool]) -> Question:
    return ask(
        (*module.place("HostConfig", "PortBindings"), f"{port}/tcp"),
        "This module is called at port `{port}`, which it does not state, by `{callers}`. Docker serves it all the "
        "same; the GPU device does not. What should become of the port?"
        if any(spots.values())
        else "Port `{port}` of this module may be called by `{callers}`. The module does not state it, so the GPU "
        "device does not serve it. What should become of the port?",
        (_CLUSTER if has_no_type(deployment, module) else {}) | _WAYS,
        None if any(spots.values()) else "leave",
        port=port,
        callers=listed(deployment, spots),
    )


def has_no_type(deployment: Deployment, module: Module) -> bool:
    """Tell whether the paste opens nothing of the module to clients outside, and does not say who reaches it."""
    pasted = deployment.pasted[deployment.number(module)]
    return (
        not pasted.first("HostConfig", "PortBindings")
        and not service_option(pasted, "type")
        and not service_option(pasted, "loadBalancerIP")
    )


def _not_served(module: Module, port: int, line: int, spot: Spot, severity: Severity) -> Finding:
    return find(
        severity,
        spot.path,
        "`{name}` can't be reached at port `{port}`: the module in line {line} does not publish it, and on the GPU "
        "device a port that is not stated is not served.",
        "Publish the port there, or call one that is published.",
        part=spot.part,
        name=module.name,
        port=port,
        line=line,
    )


def kept_inside(module: Module, answers: Sequence[str]) -> Iterator[On]:
    """Keep a module inside the cluster, once all of its ports are to be there."""
    if "cluster" not in answers:
        return
    place = module.place("k8s-experimental", "serviceOptions")
    if "bind" in answers:
        yield on(
            module,
            find(
                "warning",
                module.place("HostConfig", "PortBindings"),
                "Another port of this module is published for clients outside, so all of its ports are: there is one "
                "service per module.",
                "Answer the same for all ports of the module.",
                because=_DERIVED,
            ),
        )
    elif isinstance(at(module.options, place), dict):
        yield on(module, put((*place, "type"), "ClusterIP", _ONLY, because=_INSIDE))
    else:
        options: Json = {"type": "ClusterIP"}
        yield on(module, put(place, options, _ONLY, because=_INSIDE))


_ONLY = "Only other modules reach the module."
