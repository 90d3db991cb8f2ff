"""Accelerators mapped as device files go; a GPU is asked for as a resource."""

from webapp.core.edit import remove
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import device_kind, host_device

_SUMMARY = {
    "fpga": "The mapping of the FPGA board `{path}` is removed; the GPU device has no such board.",
    "gpu": "The mapping of `{path}` is removed; Kubernetes gives the module its GPU when it asks for the resource.",
}


@rule(guidance=("G23", "G24"), sure="documented", reads=("HostConfig.Devices",))
def fpga_devices(module: Module) -> Outcomes:
    """Facts F1.61, F1.62, F4.1; conflict C12."""
    for device in module.items("HostConfig", "Devices"):
        kind = device_kind(device)
        if kind:
            yield remove(device, _SUMMARY[kind], path=host_device(device))
