"""Only one module of a deployment can join the host's network."""

from typing import NamedTuple

from webapp.core.deployment import Deployment
from webapp.core.edit import Because, Finding, find, on
from webapp.core.module import Module, Node
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.other._entry import called, is_stopped

_RUNTIME = ("edgeHub", "edgeAgent")
_OFF = Because(guidance=("G16", "G34"))
_PROXIES = (
    "The module `{other}` (line {line}) is on the host's network as well. The IoT Edge proxy beside each of them takes "
    "ports `35000` and `35001` of the same node, so only one of them starts."
)


class _Joined(NamedTuple):
    """A module on the host's network, and the setting that says so."""

    module: Module
    mode: Node


@deployment_rule(guidance=("G34",), sure="documented", reads=("HostConfig.NetworkMode",))
def host_network_twice(deployment: Deployment) -> Words:
    """Facts F1.47, K35: the proxies beside such modules all want the same two ports of the one node."""
    joined = [
        _Joined(one, mode) for one in deployment.modules if (mode := _on_host(one)) is not None and not is_stopped(one)
    ]
    if len(joined) == 1 and _is_part(deployment):
        yield on(joined[0].module, _unchecked(joined[0].mode))
    if len(joined) < 2:
        return
    ordinary = [one for one in joined if one.module.name not in _RUNTIME]
    for one in ordinary[1:]:
        yield on(one.module, _second(deployment, one, ordinary[0]))
    for one in joined:
        if one.module.name in _RUNTIME:
            other = next(other for other in (*ordinary, *joined) if other is not one)
            yield on(one.module, _needless(deployment, one, other))


def _on_host(module: Module) -> Node | None:
    modes = module.find("HostConfig", "NetworkMode")
    return next((one for one in modes if isinstance(one.value, str) and one.value.lower() == "host"), None)


def _is_part(deployment: Deployment) -> bool:
    """Tell whether there are more modules than the paste shows: it is one of them, or a layer."""
    if deployment.kind == "layered-deployment":
        return True
    return deployment.kind != "deployment" and len(deployment.modules) == 1


def _unchecked(mode: Node) -> Finding:
    return find(
        "warning",
        mode,
        "Only one module of a deployment can use the host's network, because the IoT Edge proxy beside it then takes "
        "ports `35000` and `35001` of the node. The others are not in this paste.",
        "Check the other modules of the deployment, or convert them together with this one.",
    )


def _second(deployment: Deployment, one: _Joined, first: _Joined) -> Finding:
    return find(
        "error",
        one.mode,
        _PROXIES,
        "Take this module or the other off the host's network and publish its ports under `PortBindings`.",
        other=called(first.module),
        line=deployment.line(first.module, first.mode.path),
    )


def _needless(deployment: Deployment, one: _Joined, other: _Joined) -> Finding:
    return find(
        "error",
        one.mode,
        _PROXIES,
        "Take `{name}` off the host's network: it never needs it, and modules on that network find it by its name. "
        "Publish its ports under `PortBindings`.",
        because=_OFF,
        name=called(one.module),
        other=called(other.module),
        line=deployment.line(other.module, other.mode.path),
    )
