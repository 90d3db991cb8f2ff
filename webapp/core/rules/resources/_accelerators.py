"""Finds every way in which a module asks for an accelerator, in the old spelling or the new one.

Source: facts F1.60 to F1.66; conflicts C10 and C12.
"""

from webapp.core.module import Module, Node, entries, member

FPGA = "microsoft.com/fpga_catapult"
GPU = "nvidia.com/gpu"


def accelerator(module: Module) -> Node | None:
    """Return the first setting that asks for an FPGA or a GPU; None where the module needs neither."""
    return next(iter(requests(module)), None)


def requests(module: Module) -> list[Node]:
    """List every setting that asks for an accelerator."""
    return [
        *(entry for entry in resource_entries(module) if entry.key in (FPGA, GPU)),
        *(device for device in module.items("HostConfig", "Devices") if device_kind(device)),
        *module.items("HostConfig", "DeviceRequests"),
        *(node for node in module.find("HostConfig", "Runtime") if str(node.value).lower() == "nvidia"),
    ]


def resource_entries(module: Module) -> list[Node]:
    """List the members of `k8s-experimental.resources.limits`, then those of `requests`."""
    found: list[Node] = []
    for resources in module.find("k8s-experimental", "resources"):
        for name in ("limits", "requests"):
            part = member(resources, name)
            found += entries(part) if part else []
    return found


def device_kind(node: Node) -> str:
    """Return `fpga` or `gpu` for an entry of `HostConfig.Devices` that maps one, else an empty text."""
    host = member(node, "PathOnHost")
    path = str(host.value if host else node.value)
    if path.startswith("/dev/catapult"):
        return "fpga"
    return "gpu" if path.startswith("/dev/nvidia") else ""
