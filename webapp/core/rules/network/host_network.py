"""The host's network: it stays, under conditions."""

from webapp.core.edit import Because, find
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import bindings


@rule(guidance=("G16", "G34"), sure="documented", reads=("HostConfig.NetworkMode",))
def host_network(module: Module) -> Outcomes:
    """Facts F1.47, F1.71, F4.12, K34, K35; conflict C4."""
    for mode in module.find("HostConfig", "NetworkMode"):
        if not isinstance(mode.value, str) or mode.value.lower() != "host":
            continue
        yield find(
            "warning",
            mode,
            "The module joins the host's network. The guidance allows that; release notes before version 2110 of the "
            "device's software say that it does not work.",
            "Bring the device to version 2110 or later. Leave other modules, edgeHub included, off the host's network, "
            "and keep this one off ports of the node that are in use, `35000` and `35001` of the IoT Edge proxy among "
            "them.",
        )
        ports = bindings(module)
        if ports:
            yield find(
                "info",
                ports[0].key.path[:-1],
                "Docker ignores port bindings beside the host's network; the GPU device serves them, at an address of "
                "the module's own.",
                "Remove the bindings if clients call the node's address only.",
                because=Because(guidance=(), sure="derived"),
            )
