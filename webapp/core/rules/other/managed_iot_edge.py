"""The managed IoT Edge of the device is retired; what comes next is IoT Edge in a Linux VM."""

import re

from webapp.core.deployment import Deployment
from webapp.core.edit import Finding, find, on
from webapp.core.module import Module
from webapp.core.rule import Words, deployment_rule

_IMAGE = re.compile(r"mcr\.microsoft\.com/azureiotedge-([a-z-]+):v?1(\.[0-9][^/:]*)?", re.IGNORECASE)
_RUNTIME = "This is a part of the IoT Edge runtime. "
_OTHER = "The image comes with IoT Edge 1.x. "


@deployment_rule(guidance=("G44",), sure="documented")
def managed_iot_edge(deployment: Deployment) -> Words:
    """F1.3 to F1.7; said once, of the runtime itself where it is there: of edgeAgent before others."""
    agent = next((module for module in deployment.modules if module.name == "edgeAgent"), None)
    for module in deployment.modules if agent is None else (agent,):
        said = _retired(module)
        if said:
            yield on(module, said)
            return


def _retired(module: Module) -> Finding | None:
    image = _IMAGE.fullmatch((module.image or "").strip())
    runtime = module.name in ("edgeAgent", "edgeHub") or (image and image[1].lower() in ("agent", "hub"))
    if not runtime and not image:
        return None
    return find(
        "info",
        (),
        (_RUNTIME if runtime else _OTHER) + "The IoT Edge that the device manages itself is retired: support for it "
        "ended on `2024-03-31`, and its Kubernetes edition never left preview.",
        "Plan for a current IoT Edge in a Linux VM on the device, where modules run on Docker.",
    )
