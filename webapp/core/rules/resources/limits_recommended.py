"""Limits on memory and CPU are good practice; where none come out, the module may take all."""

from webapp.core.edit import find
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._limits import docker_limit, place, stated

_RUNS = (
    *("HostConfig.PortBindings", "HostConfig.Binds", "HostConfig.Mounts", "k8s-experimental.volumes"),
    *("HostConfig.Devices", "HostConfig.DeviceRequests", "HostConfig.Runtime", "HostConfig.IpcMode"),
    *("k8s-experimental.resources", "HostConfig.Memory", "HostConfig.MemoryReservation", "HostConfig.ShmSize"),
    *("HostConfig.NanoCpus", "HostConfig.CpuQuota", "HostConfig.CpuPeriod", "HostConfig.CpuShares"),
)


@rule(guidance=("G27", "G28", "G29"), sure="documented", reads=_RUNS)
def limits_recommended(module: Module) -> Outcomes:
    """Fact F1.67; said only where the paste shows that the module serves, stores or computes."""
    missing = [name for name in ("memory", "cpu") if not stated(module, "limits", name)]
    missing = [name for name in missing if docker_limit(module, name) is None]
    if len(missing) == 2:
        yield find(
            "info",
            place(module, "limits"),
            "No limit on memory or CPU: the module may take what others need, and goes first when memory is short.",
            "Measure what it uses, then set `memory` and `cpu` under `limits`, for example `512Mi` and `500m`.",
        )
