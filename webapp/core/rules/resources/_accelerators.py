"""Finds every way in which a module asks for an accelerator, in the old spelling or the new one.

Source: facts F1.60 to F1.66; conflicts C10 and C12.
"""

import re
from typing import Literal

from webapp.core.module import Module, Node, entries, items, member, once
from webapp.core.quantity import parse
from webapp.core.rules.resources._quantities import placeholder

FPGA = "microsoft.com/fpga_catapult"
GPU = "nvidia.com/gpu"
VISIBLE = "NVIDIA_VISIBLE_DEVICES"
WIRESERVER = "WIRESERVER_ADDRESS"
MOST = 2

_MEANT = {
    **dict.fromkeys(("memory", "mem", "ram"), "memory"),
    **dict.fromkeys(("cpu", "cpus", "cores", "nanocpus"), "cpu"),
    **dict.fromkeys(("gpu", "gpus", "nvidia.com/gpu", "nvidia.com/gpus", "nvidia/gpu"), GPU),
    **dict.fromkeys(("storage", "ephemeralstorage", "ephemeral_storage", "ephemeral-storage"), "ephemeral-storage"),
}
_BOARD = re.compile(r"/dev/(catapult|nvidia)\d+")


@once
def accelerator(module: Module) -> Node | None:
    """Return the first setting that asks for an FPGA or a GPU; None where the module needs neither."""
    return next(iter(requests(module)), None)


@once
def requests(module: Module) -> list[Node]:
    """List every setting that asks for an accelerator, in a way that works on the GPU device or not."""
    return [
        *(entry for entry in resource_entries(module) if entry.key in (FPGA, GPU) and _wants(entry)),
        *(device for device in module.items("HostConfig", "Devices") if device_kind(device)),
        *(item for item in module.items("HostConfig", "DeviceRequests") if is_gpu_request(item) and _counts(item)),
        *(node for node in module.find("HostConfig", "Runtime") if is_nvidia(module, node)),
    ]


@once
def sources(module: Module) -> list[Node]:
    """List the settings that ask for an accelerator in a way that the GPU device does not act on."""
    return [node for node in requests(module) if node.key != GPU]


@once
def fpga(module: Module) -> Node | None:
    """Return the first sign of an FPGA: the resource, a board's device or the wireserver's address."""
    found = [
        *(entry for entry in resource_entries(module) if entry.key == FPGA),
        *(device for device in module.items("HostConfig", "Devices") if device_kind(device) == "fpga"),
        *(entry for entry in module.items("Env") if variable(entry) == WIRESERVER),
    ]
    return next(iter(found), None)


@once
def boards(module: Module) -> int:
    """Return how many accelerators the module asked for on the FPGA device, at least 1."""
    resources = [whole(node) or 1 for node in sources(module) if node.key == FPGA]
    devices = {path for node in module.items("HostConfig", "Devices") if _BOARD.fullmatch(path := host_device(node))}
    wanted = [_counts(item) for item in module.items("HostConfig", "DeviceRequests") if is_gpu_request(item)]
    return max([1, len(devices), *resources, *wanted])


@once
def granted(module: Module) -> Node | None:
    """Return the limit on `nvidia.com/gpu` that the paste states already."""
    limits = (node for node in resource_entries(module, "limits") if node.key == GPU and node.value is not None)
    return next(limits, None)


def resource_entries(module: Module, *parts: str) -> list[Node]:
    """List the members of `k8s-experimental.resources.limits`, then those of `requests`, or of one of them."""
    known = _by_part(module)
    return [entry for part in parts or known for entry in known[part]]


@once
def _by_part(module: Module) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {"limits": [], "requests": []}
    for resources in module.find("k8s-experimental", "resources"):
        for node in entries(resources):
            found.get(node.key.lower(), []).extend(entries(node))
    return found


def meant_by(name: str) -> str:
    """Return the resource that a misspelled name means; an empty text where the name is right, or unknown."""
    meant = _MEANT.get(name.lower(), "")
    return "" if meant == name else meant


def host_device(node: Node) -> str:
    """Return the host side of an entry of `HostConfig.Devices`, an empty text where it has none."""
    host = member(node, "PathOnHost")
    return host.value if host and isinstance(host.value, str) else ""


def device_kind(node: Node) -> Literal["fpga", "gpu", ""]:
    """Return `fpga` or `gpu` for an entry of `HostConfig.Devices` that maps one, else an empty text."""
    path = host_device(node)
    if path.startswith("/dev/catapult"):
        return "fpga"
    return "gpu" if path.startswith("/dev/nvidia") else ""


def is_nvidia(module: Module, node: Node) -> bool:
    """Tell whether a value of `Runtime` is NVIDIA's, or will be where it is filled in later."""
    if placeholder(node.value):
        return module.answer("nvidia_runtime", node.path, None) == "nvidia"
    return isinstance(node.value, str) and node.value.strip().lower() == "nvidia"


def is_gpu_request(node: Node) -> bool:
    """Tell whether an entry of `DeviceRequests` is about GPUs: it names NVIDIA's driver, the capability, or neither."""
    driver, capabilities = member(node, "Driver"), member(node, "Capabilities")
    if not isinstance(node.value, dict) or (driver and driver.value == "nvidia"):
        return isinstance(node.value, dict)
    groups = items(capabilities) if capabilities else []
    named = [one.value for group in groups for one in (items(group) or [group])]
    return "gpu" in named or not named


def device_ids(node: Node) -> list[str]:
    """Return the devices that an entry of `DeviceRequests` names."""
    ids = member(node, "DeviceIDs")
    return [str(one.value) for one in items(ids)] if ids else []


def variable(entry: Node) -> str:
    """Return the name in an `Env` entry `NAME=value`, an empty text where there is no `=`."""
    name, equals, _ = entry.value.partition("=") if isinstance(entry.value, str) else ("", "", "")
    return name if equals else ""


def whole(node: Node) -> int | None:
    """Return a quantity as a whole number; None where it is none."""
    value = parse(node.value)
    return int(value) if value is not None and value.denominator == 1 else None


def _wants(node: Node) -> bool:
    return node.value is not None and not isinstance(node.value, (dict, list)) and whole(node) != 0


def _counts(node: Node) -> int:
    """Return how many GPUs a device request asks for; 1 where it asks for all of them."""
    ids, count = device_ids(node), member(node, "Count")
    number = whole(count) if count else 0
    return len(ids) or (1 if number is None else max(-1, number) if number >= 0 else 1)
