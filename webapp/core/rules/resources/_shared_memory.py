"""What gets in the way of the host's shared memory: a volume in its place, and kernel parameters of a pod's own.

Source: facts F1.68 and K48; the volume that the rule `shared_memory_size` makes of `ShmSize`.
"""

from collections.abc import Iterator

from webapp.core.module import Module, Node, entries, items, member

_PATH = "/dev/shm"  # noqa: S108
_OF_IPC = ("kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue.")


def made_of_size(module: Module, pasted: Module) -> list[Node]:
    """List the volumes in memory at `/dev/shm` that were made of `ShmSize`: those that the paste did not have."""
    if not pasted.find("HostConfig", "ShmSize") and not pasted.find("ShmSize"):
        return []
    known = [item.value for item in pasted.items("k8s-experimental", "volumes")]
    volumes = module.items("k8s-experimental", "volumes")
    return [item for item in volumes if item.value not in known and _is_shared_memory(item)]


def _is_shared_memory(item: Node) -> bool:
    volume, mounts = member(item, "volume"), member(item, "volumeMounts")
    directory = member(volume, "emptyDir") if volume else None
    medium = member(directory, "medium") if directory else None
    listed = items(mounts) if mounts else []
    path = member(listed[0], "mountPath") if len(listed) == 1 else None
    return bool(medium and medium.value == "Memory" and path and str(path.value).rstrip("/") == _PATH)


def ipc_parameters(module: Module) -> Iterator[Node]:
    """Yield the kernel parameters of the pod, by their names, that belong to an IPC namespace."""
    for context in module.find("k8s-experimental", "securityContext"):
        for listed in (one for one in entries(context) if one.key.lower() == "sysctls"):
            for item in items(listed):
                name = member(item, "name")
                if name and isinstance(name.value, str) and name.value.startswith(_OF_IPC):
                    yield name
