"""Modules that call each other by the container's port, which leads nowhere on the GPU device."""

from collections import defaultdict
from typing import NamedTuple

from webapp.core.deployment import Deployment
from webapp.core.edit import Because, Edit, Finding, On, Question, Severity, ask, find, on, put
from webapp.core.module import Module, once
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.network._callers import Calls, calls_between, listed
from webapp.core.rules.network._calls import Reference
from webapp.core.rules.network._ports import Binding, bindings, exposed, read_port, sorted_out
from webapp.core.rules.network._spots import Spot, changed, written

_RESERVED = (31000, 31001, 35000, 35001)
_DERIVED = Because(sure="derived")

Moved = dict[Spot, list[tuple[Reference, int]]]


class Ports(NamedTuple):
    """What leads to a module: bindings by HostPort and by container port, and ports that are dealt with elsewhere.

    `is_known` tells whether every port can be read, and whether the module has a Service of its own at all.
    """

    hosts: dict[int, Binding]
    containers: dict[int, Binding]
    exposed: frozenset[int]
    is_known: bool


@deployment_rule(guidance=("G13", "G15"), sure="documented", reads=("module.entry", "Env", "Cmd", "Entrypoint"))
def called_ports(deployment: Deployment) -> Words:
    """Facts F1.48, F1.51, F4.6, F4.7; conflict C9."""
    if deployment.kind in ("create-options", "module"):
        return
    moved: Moved = defaultdict(list)
    calls = calls_between(deployment)
    for module, port in calls:
        yield from _judged(deployment, module, port, calls, moved)
    for spot, there in moved.items():
        yield _followed(spot, there)


@once
def _ports(module: Module) -> Ports:
    served = sorted(sorted_out(module).served, key=lambda one: one.port.protocol != "TCP")
    found: dict[int, Binding] = {}
    for one in served:
        found.setdefault(one.port.number, one)
    shown = {one.port.number for one in exposed(module)}
    return Ports({one.host or 0: one for one in served}, found, frozenset(shown), _is_known(module))


def _is_known(module: Module) -> bool:
    """Tell whether the paste and the answers so far say which ports the module has."""
    parts = [*module.find("HostConfig"), *module.find("HostConfig", "PortBindings"), *module.find("ExposedPorts")]
    keys = [*module.entries("HostConfig", "PortBindings"), *module.entries("ExposedPorts")]
    return (
        module.carrier != "placeholder"
        and not module.first("HostConfig", "PublishAllPorts")
        and all(isinstance(part.value, (dict, type(None))) for part in parts)
        and all(read_port(key.key) for key in keys)
        and all(one.usable for one in bindings(module))
    )


def _judged(deployment: Deployment, module: Module, port: int, calls: Calls, moved: Moved) -> Words:
    ports, found = _ports(module), calls[module, port]
    leads_to, binding = ports.hosts.get(port), ports.containers.get(port)
    if leads_to and binding and leads_to.port.number != port:
        yield on(module, _crossed(leads_to, binding, listed(deployment, (one.spot for one in found))))
    elif binding and not leads_to:
        yield from _elsewhere(deployment, module, binding, calls, moved)
    elif not leads_to and ports.is_known and port not in ports.exposed:
        stated = [one for one in found if not one.is_implied]
        if stated:
            yield from _unreachable(deployment, module, port, stated)


def _crossed(leads_to: Binding, binding: Binding, callers: str) -> Finding:
    return find(
        "warning",
        leads_to.place,
        "This module is called at `{port}` by `{callers}`. On Docker that is container port `{port}`; here it leads to "
        "container port `{other}`, and container port `{port}` has the HostPort `{host}`.",
        "See which of the two each caller means; `{host}` leads to container port `{port}`.",
        callers=callers,
        port=leads_to.host,
        other=leads_to.port.number,
        host=binding.host,
    )


def _elsewhere(deployment: Deployment, module: Module, binding: Binding, calls: Calls, moved: Moved) -> Words:
    """A container port that is called and has another number outside of the container."""
    port, host = binding.port.number, binding.host or 0
    found = calls[module, port]
    callers = listed(deployment, (one.spot for one in found))
    answer = yield on(module, _whose_port(binding, callers))
    if answer == "callers":
        for one in found:
            moved[one.spot].append((one, host))
    elif answer == "hostport":
        summary = "The HostPort becomes `{port}`, at which the module is called by `{callers}`."
        yield on(module, put(binding.place, str(port), summary, port=port, callers=callers))
        for one in calls.get((module, host), ()):
            moved[one.spot].append((one, port))
    elif port in _ports(module).exposed:
        yield on(module, _left(binding, callers, _EXPOSED, "info"))
    else:
        yield on(module, _left(binding, callers, _LEFT, "warning"))


_LEFT = (
    "This module is called at `{port}`, its port on Docker, by `{callers}`; on the GPU device only `{host}` leads "
    "there."
)
_EXPOSED = (
    "This module is called at `{port}` by `{callers}`. Its HostPort is `{host}`; `{port}` answers only because it is "
    "exposed as well, and nobody documents that."
)


def _left(binding: Binding, callers: str, message: str, severity: Severity) -> Finding:
    return find(
        severity,
        binding.place,
        message,
        "Let the callers use `{host}`, or make the HostPort `{port}`.",
        because=_DERIVED if severity == "info" else Because(),
        callers=callers,
        port=binding.port.number,
        host=binding.host,
    )


def _whose_port(binding: Binding, callers: str) -> Question:
    port, host = binding.port.number, binding.host
    options = {"callers": "The callers: they use the HostPort `{host}`"}
    if port not in _RESERVED:
        options["hostport"] = "The HostPort: it becomes `{port}`, for clients outside the device as well"
    return ask(
        binding.key,
        "This module is called at the container's port `{port}` by `{callers}`. On the GPU device other modules reach "
        "it at its HostPort `{host}`. What should change?",
        options | {"leave": "Nothing"},
        "callers",
        port=port,
        host=host,
        callers=callers,
    )


def _unreachable(deployment: Deployment, module: Module, port: int, found: list[Reference]) -> Words:
    """A port that Docker serves although nobody has stated it."""
    texts = list(dict.fromkeys(one.spot for one in found))
    published = module.place("HostConfig", "PortBindings")
    answer = yield on(
        module,
        ask(
            (*published, f"{port}/tcp"),
            "This module is called at port `{port}`, which it does not state, by `{callers}`. Docker serves it all the "
            "same; the GPU device does not. What should become of the port?",
            _WAYS,
            None,
            port=port,
            callers=listed(deployment, texts),
        ),
    )
    if answer == "bind":
        summary = "Port `{port}` is published, because other modules call it."
        yield on(module, put((*published, f"{port}/tcp"), [{"HostPort": str(port)}], summary, port=port))
    elif answer == "expose":
        summary = "Port `{port}` is exposed to other modules, which call it."
        path = (*module.place("ExposedPorts"), f"{port}/tcp")
        yield on(module, put(path, {}, summary, because=_DERIVED, port=port))
    else:
        at = deployment.line(module, published)
        yield from (_not_served(module, port, at, spot, "warning" if answer else "error") for spot in texts)


_WAYS = {
    "bind": "Publish it as HostPort `{port}`; clients outside reach it too, unless the module is kept to the cluster",
    "expose": "Expose it to other modules only, by a way that the agent's code has and nobody documents",
    "leave": "Leave it: this is no call, or the module is to get the port elsewhere",
}


def _not_served(module: Module, port: int, at: int, spot: Spot, severity: Severity) -> On | Finding:
    finding = find(
        severity,
        spot.path,
        "`{name}` can't be reached at port `{port}`: the module in line {line} does not publish it, and on the GPU "
        "device a port that is not stated is not served.",
        "Publish the port there, or call one that is published.",
        part=spot.part,
        name=module.name,
        port=port,
        line=at,
    )
    return on(spot.module, finding) if spot.module else finding


def _followed(spot: Spot, there: list[tuple[Reference, int]]) -> On | Edit:
    """Change the ports that are called in a text, all of them at once."""
    text = changed(spot, ((*one.port_at, f":{host}" if one.is_implied else str(host)) for one, host in there))
    calls = dict.fromkeys((one.module.name, one.port, host) for one, host in there)
    if len(calls) == 1:
        ((name, port, host),) = calls
        summary = "`{name}` is called at its HostPort `{host}` instead of `{port}`."
        return written(spot, text, summary, name=name, port=port, host=host)
    shown = ", ".join(f"{name}:{port} → {host}" for name, port, host in list(calls)[:5])
    return written(spot, text, "Modules are called at their HostPorts: `{calls}`.", calls=shown)
