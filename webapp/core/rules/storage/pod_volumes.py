"""Volumes under `k8s-experimental.volumes`: the device passes them on as they are, so Kubernetes may refuse them."""

from webapp.core.edit import Finding, find, remove
from webapp.core.module import Module, Node, items, member
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.storage._host_paths import host_path, is_placeholder
from webapp.core.rules.storage._pod_volumes import LABEL


@rule(guidance=("G5",), sure="derived", reads=("k8s-experimental.volumes",))
def pod_volumes(module: Module) -> Outcomes:
    """K40 and K41; translation notes, section 8. Mounts of volumes that don't exist: `volume_mounts`."""
    for item in module.items("k8s-experimental", "volumes"):
        if item.value is None or item.value == {}:
            yield remove(item, "This entry states no volume.")
            continue
        volume, mounts = member(item, "volume"), member(item, "volumeMounts")
        if volume and isinstance(volume.value, dict):
            yield from _volume(volume)
        for mount in items(mounts) if mounts else []:
            if isinstance(mount.value, dict):
                yield from _mount(mount)


def _volume(volume: Node) -> Outcomes:
    name = member(volume, "name")
    text = name.value if name else ""
    if isinstance(text, str) and not LABEL.fullmatch(text) and not is_placeholder(text):
        yield find(
            "error",
            name or volume,
            "`{name}` is no name that Kubernetes takes for a volume, and the device passes it on unchanged.",
            "Use at most 63 lower-case letters, digits and hyphens, in `volumeMounts` too.",
            name=text,
        )
    host = member(volume, "hostPath")
    path = member(host, "path") if host else None
    if path and isinstance(path.value, str) and host_path(path.value).share:
        yield find(
            "warning",
            path,
            "`{path}` is where the FPGA device keeps its shares. On the GPU device it is an empty directory.",
            "Mount the share by its name in `Mounts` with type `volume`.",
            path=path.value,
        )


def _mount(mount: Node) -> Outcomes:
    name = member(mount, "name")
    if name is None:
        yield find(
            "error",
            mount,
            "This mount names no volume of the pod, so Kubernetes refuses the module.",
            "Repeat the `name` of the volume that is meant.",
        )
    path, folder = member(mount, "mountPath"), member(mount, "subPath")
    if path is None or (isinstance(path.value, str) and (not path.value or ":" in path.value)):
        yield _refused(path or mount, "`mountPath` must be a path inside the container, without a colon.")
    if folder and isinstance(folder.value, str) and (folder.value[:1] == "/" or ".." in folder.value.split("/")):
        yield _refused(folder, "`subPath` must lead downwards from the volume: no `/` at its start, no `..` in it.")


def _refused(node: Node, message: str) -> Finding:
    return find("error", node, message, "Correct the path; Kubernetes refuses the module otherwise.")
