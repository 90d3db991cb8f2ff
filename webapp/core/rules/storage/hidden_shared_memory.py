"""Something mounted at `/dev/shm` hides the host's shared memory, which the module has by `IpcMode`."""

from webapp.core.edit import find
from webapp.core.module import Module, Node, member
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.storage._host_paths import is_dev_shm
from webapp.core.rules.storage._planned import shares_host_memory
from webapp.core.rules.storage._pod_volumes import all_planned, pod_mounts


@rule(
    guidance=("G30",),
    sure="derived",
    reads=("HostConfig.Binds", "HostConfig.Mounts", "k8s-experimental.volumes", "Volumes"),
)
def hidden_shared_memory(module: Module) -> Outcomes:
    """Facts F1.68 and F4.12; `tmpfs` and `shared_memory_size` take directories in memory away."""
    if not shares_host_memory(module):
        return
    for node, target in _mounted(module):
        yield find(
            "warning",
            node,
            "This is mounted at `{target}` and hides the host's shared memory, which `IpcMode` `host` is for.",
            "Take the mount out, or `IpcMode` if the module shares no memory with others.",
            target=target,
        )


def _mounted(module: Module) -> list[tuple[Node, str]]:
    """List what takes the place of the host's shared memory; the host's own directory does not."""
    found = [(one.node, one.target) for one in all_planned(module) if not is_dev_shm(one.source)]
    shown = _shown_by_host(module)
    for mount in pod_mounts(module):
        path, name = member(mount, "mountPath"), member(mount, "name")
        if path and isinstance(path.value, str) and (name is None or name.value not in shown):
            found.append((path, path.value))
    return [(node, target) for node, target in found if is_dev_shm(target)]


def _shown_by_host(module: Module) -> list[object]:
    """List the names of the pod's volumes that are the host's shared memory."""
    found: list[object] = []
    for item in module.items("k8s-experimental", "volumes"):
        volume = member(item, "volume")
        host, name = (member(volume, part) if volume else None for part in ("hostPath", "name"))
        path = member(host, "path") if host else None
        if name and path and isinstance(path.value, str) and is_dev_shm(path.value):
            found.append(name.value)
    return found
