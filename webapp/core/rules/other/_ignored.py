"""Docker options that the device reads past, with what is lost and what takes their place.

Source: tables 4.2 to 4.7 of the facts; F4.1 and F4.14; K44. Options that a rule of their own treats are in `_names`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from webapp.core.edit import Severity
from webapp.core.module import Module, Node
from webapp.core.path import Json


class Ignored(NamedTuple):
    """Options with one fate: what is lost with them and what to do; `_defaults` knows more values like `plain`.

    `plain` are values that state Docker's default, so that nothing is lost with them.
    """

    names: tuple[str, ...]
    severity: Severity
    lost: str
    instead: str
    plain: tuple[Json, ...] = ()


_NOTHING = ""
_WINDOWS = "This is for Windows containers, and the device runs Linux modules only."

TOP = (
    Ignored(
        ("AttachStdin", "AttachStdout", "AttachStderr", "OpenStdin", "StdinOnce"),
        "info",
        "Nothing is ever attached to a module's standard streams on Kubernetes.",
        _NOTHING,
        (True, False),
    ),
    Ignored(
        ("Tty",),
        "info",
        "A module has no terminal on the GPU device, so its output may be buffered in larger pieces.",
        "If log lines arrive late, switch buffering off in the module, for example with `PYTHONUNBUFFERED=1`.",
        (False,),
    ),
    Ignored(
        ("Healthcheck",),
        "warning",
        "Nobody asks the module how it is, and one that hangs is not restarted.",
        "Let the module end itself when it can't work any more: Kubernetes restarts it then.",
    ),
    Ignored(
        ("Image", "Name", "Platform"),
        "info",
        "Name and image of a module come from its entry in the deployment.",
        "Check that the module's entry states what was meant here.",
        ("",),
    ),
    Ignored(
        ("NetworkDisabled",),
        "warning",
        "The module is not cut off from the network on the GPU device.",
        "If it must be isolated, add a network policy to the cluster; createOptions can't express one.",
        (False,),
    ),
    Ignored(
        ("MacAddress",),
        "warning",
        "The pod gets an address of its own.",
        "Bind licences or filters to something other than the hardware address.",
        ("",),
    ),
    Ignored(
        ("ArgsEscaped", "OnBuild", "Shell"),
        "info",
        "This matters when an image is built, not when it runs.",
        _NOTHING,
        (False,),
    ),
    Ignored(
        ("StopSignal", "StopTimeout"),
        "warning",
        "A pod is stopped by the signal that its image names and killed after 30 seconds.",
        "State the signal in the image (`STOPSIGNAL`) and make the module end within 30 seconds.",
        ("",),
    ),
)

HOST = (
    Ignored(
        ("RestartPolicy",),
        "info",
        "Kubernetes always restarts a module that ends, and some names of policies break the deployment.",
        "If the module is meant to run once, let it wait instead of ending.",
    ),
    Ignored(
        ("LogConfig",),
        "info",
        "The cluster keeps and rotates the logs, whatever size is stated here.",
        "Read the logs with `iotedge logs` or `kubectl logs`.",
    ),
    Ignored(
        ("AutoRemove", "ContainerIDFile", "InitPath"),
        "info",
        "Kubernetes makes and removes containers by itself.",
        _NOTHING,
        (False, ""),
    ),
    Ignored(
        ("VolumeDriver",),
        "warning",
        "Volumes are shares of the device or claims; Docker's drivers are unknown here.",
        "Mount a share that offers what the driver gave.",
        ("", "local"),
    ),
    Ignored(
        ("SecurityOpt",),
        "warning",
        "Options that confine a container can't be stated this way.",
        "See what is left: `seLinuxOptions` and `runAsUser` under `k8s-experimental.securityContext`.",
    ),
    Ignored(
        ("MaskedPaths", "ReadonlyPaths"),
        "info",
        "The cluster's container runtime masks its own list of paths.",
        _NOTHING,
    ),
    Ignored(
        ("UsernsMode", "UTSMode", "Cgroup", "CgroupParent", "CgroupnsMode"),
        "warning",
        "The namespaces and control groups of a pod can't be chosen.",
        "Make sure that the module does not rely on it.",
        ("", "private"),
    ),
    Ignored(
        ("Ulimits",),
        "warning",
        "The module runs with the limits of the cluster's container runtime.",
        "Raise a limit in the module's start script with `ulimit`, as far as the hard limit allows.",
    ),
    Ignored(
        ("Init",),
        "warning",
        "No init process collects ended children or passes signals on.",
        "Put one (such as `tini`) into the image and start the module through it.",
        (False,),
    ),
    Ignored(
        ("Isolation", "CpuCount", "CpuPercent", "IOMaximumIOps", "IOMaximumBandwidth", "ConsoleSize"),
        "info",
        _WINDOWS,
        _NOTHING,
        (0, "", "default", [0, 0]),
    ),
    Ignored(
        ("MemorySwap", "MemorySwappiness"),
        "warning",
        "Pods have no swap.",
        "Give the module the memory it needs under `k8s-experimental.resources`.",
        (0, -1),
    ),
    Ignored(
        ("KernelMemory", "KernelMemoryTCP", "OomKillDisable", "OomScoreAdj"),
        "warning",
        "What happens when memory runs short follows from the module's requests and limits alone.",
        "State `memory` under `k8s-experimental.resources`; equal requests and limits protect a module best.",
        (0, False),
    ),
    Ignored(
        ("CpusetCpus", "CpusetMems", "CpuRealtimePeriod", "CpuRealtimeRuntime"),
        "warning",
        "A module can't be pinned to processors or given real-time slices.",
        "State `cpu` under `k8s-experimental.resources` if it needs processor time for sure.",
        (0, ""),
    ),
    Ignored(
        ("PidsLimit",),
        "warning",
        "The number of processes is limited for the whole node, not by module.",
        "Limit workers in the module's own configuration.",
        (0, -1),
    ),
    Ignored(
        (
            "BlkioWeight",
            "BlkioWeightDevice",
            "BlkioDeviceReadBps",
            "BlkioDeviceWriteBps",
            "BlkioDeviceReadIOps",
            "BlkioDeviceWriteIOps",
        ),
        "warning",
        "Disk throughput can't be limited or weighted by module.",
        "Let the module limit itself if it would starve others.",
        (0,),
    ),
    Ignored(
        ("DeviceCgroupRules",),
        "warning",
        "Access to devices is given by device plugins, not by rules.",
        "Ask for the device as a resource under `k8s-experimental.resources.limits`.",
    ),
    Ignored(
        ("Annotations",),
        "warning",
        "The agent is older than this option.",
        "State them as `Labels`, which become annotations of the pod and its service.",
    ),
)

_BY_NAME = {
    "": {name.lower(): row for row in TOP for name in row.names},
    "HostConfig": {name.lower(): row for row in HOST for name in row.names},
}
TOP_NAMES = frozenset(_BY_NAME[""])
HOST_NAMES = frozenset(_BY_NAME["HostConfig"])


HARMLESS = Ignored((), "info", "nothing is lost on the device by that.", _NOTHING)


def ignored(module: Module) -> Iterator[tuple[Node, Ignored]]:
    """Yield the settings of the table that the module states, with their rows."""
    yield from _of((), module.options, "")
    for node in module.find("HostConfig"):
        yield from _of(node.path, node.value, "HostConfig")


def _of(path: tuple[str | int, ...], value: Json, level: str) -> Iterator[tuple[Node, Ignored]]:
    rows = _BY_NAME[level]
    for key, child in value.items() if isinstance(value, dict) else ():
        row = rows.get(key.lower())
        if row:
            yield Node((*path, key), child), row
