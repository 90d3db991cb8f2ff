"""Only one module of a deployment can join the host's network."""

from webapp.core.deployment import Deployment
from webapp.core.edit import find, on
from webapp.core.module import Module, Node
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.other._entry import called, is_stopped


@deployment_rule(guidance=("G16", "G34"), sure="derived", reads=("HostConfig.NetworkMode",))
def host_network_twice(deployment: Deployment) -> Words:
    """Facts F1.47, K35: the proxies beside such modules all want the same two ports of the one node."""
    if len(deployment.modules) < 2:
        return
    joined = [(one, mode) for one in deployment.modules if (mode := _on_host(one)) and not is_stopped(one)]
    if len(joined) < 2:
        return
    (first, at), *others = joined
    line = deployment.line(first, at.path)
    for module, mode in others:
        yield on(
            module,
            find(
                "error",
                mode,
                "The module `{other}` (line {line}) is on the host's network already. The IoT Edge proxy beside each "
                "of them takes ports `35000` and `35001` of the same node, so only one of them starts.",
                "Take this module or the other off the host's network and publish its ports under `PortBindings`. "
                "edgeHub and edgeAgent never need the host's network.",
                other=called(first),
                line=line,
            ),
        )


def _on_host(module: Module) -> Node | None:
    modes = module.find("HostConfig", "NetworkMode")
    return next((one for one in modes if isinstance(one.value, str) and one.value.lower() == "host"), None)
