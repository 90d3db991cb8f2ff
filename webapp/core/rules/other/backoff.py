"""`backoff` in IoT Hub may only mean that the image is still being pulled."""

from webapp.core.edit import find
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule


@rule(guidance=("G42", "G43"))
def backoff(module: Module) -> Outcomes:
    """F1.81; said once, and only where the paste names the image."""
    if module.image and module.image.strip():
        yield find(
            "info",
            (),
            "IoT Hub shows the module as `backoff` while its image is still on the way; so does Kubernetes with "
            "`ContainerCreating`.",
            "Wait, the longer the larger the image and the slower the line. If the status stays, read "
            "`iotedge logs edgeagent` in the device's PowerShell interface.",
        )
