"""`backoff` in IoT Hub may only mean that the image is still being pulled."""

from webapp.core.edit import find
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import accelerator


@rule(guidance=("G42", "G43"), sure="documented")
def backoff(module: Module) -> Outcomes:
    """F1.81; said where it is likely to be seen: images of modules for accelerators are large."""
    if module.image and module.image.strip() and accelerator(module):
        yield find(
            "info",
            (),
            "IoT Hub shows the module as `backoff` while its image is on the way, which takes long for a large one.",
            "Wait; a slow line makes it longer. If the status stays, read `iotedge logs edgeagent` in the device's "
            "PowerShell interface.",
        )
