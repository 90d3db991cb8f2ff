"""Volumes under `k8s-experimental.volumes`: the device passes them on as they are, so Kubernetes may refuse them."""

from webapp.core.edit import Finding, find, remove
from webapp.core.module import Module, Node, items, member
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.storage._choices import claim_findings
from webapp.core.rules.storage._files import device_closed, is_privileged
from webapp.core.rules.storage._host_paths import host_path, is_placeholder
from webapp.core.rules.storage._planned import planned
from webapp.core.rules.storage._pod_volumes import LABEL, RESERVED, own_volumes

_TYPES = (
    "", "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice",
)  # fmt: skip


@rule(guidance=("G5",), sure="derived", reads=("k8s-experimental.volumes",))
def pod_volumes(module: Module) -> Outcomes:
    """K40 and K41; translation notes, sections 8 and 9; fact F1.22."""
    known = _known(module)
    for item in module.items("k8s-experimental", "volumes"):
        if item.value is None or item.value == {}:
            yield remove(item, "This entry states no volume.")
            continue
        volume, mounts = member(item, "volume"), member(item, "volumeMounts")
        if volume and isinstance(volume.value, dict):
            yield from _volume(volume)
            yield from _source(module, volume)
        for mount in items(mounts) if mounts else []:
            if isinstance(mount.value, dict):
                yield from _mount(mount, known)


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


def _source(module: Module, volume: Node) -> Outcomes:
    host, claim = member(volume, "hostPath"), member(volume, "persistentVolumeClaim")
    path, kind = (member(host, name) if host else None for name in ("path", "type"))
    named = member(claim, "claimName") if claim else None
    if named and isinstance(named.value, str) and not is_placeholder(named.value):
        yield from claim_findings(module, named, named.value, "info")
    if kind and isinstance(kind.value, str) and kind.value not in _TYPES and not is_placeholder(kind.value):
        yield find(
            "error",
            kind,
            "Kubernetes knows no type `{type}` of a host path and refuses the module.",
            "Use one of `{known}`, with capitals as here, or leave the type out.",
            type=kind.value,
            known=", ".join(_TYPES[1:]),
        )
    elif kind and kind.value in ("CharDevice", "BlockDevice") and not is_privileged(module):
        yield device_closed(kind, path.value if path and isinstance(path.value, str) else "")
    if path and isinstance(path.value, str) and host_path(path.value).share:
        yield find(
            "warning",
            path,
            "`{path}` is where the FPGA device keeps its shares. On the GPU device it is an empty directory.",
            "Mount the share by its name in `Mounts` with type `volume`.",
            path=path.value,
        )


def _known(module: Module) -> frozenset[str] | None:
    """Return the names of the pod's volumes; None where one of them is still to be filled in."""
    own, plans = [name for _, name in own_volumes(module)], planned(module)
    if any(is_placeholder(name) for name in (*own, *(plan.source for plan in plans))):
        return None
    return RESERVED.union(own, (plan.name for plan in plans))


def _mount(mount: Node, known: frozenset[str] | None) -> Outcomes:
    name = member(mount, "name")
    if name is None or name.value == "":
        yield find(
            "error",
            mount,
            "This mount names no volume of the pod, so Kubernetes refuses the module.",
            "Repeat the `name` of the volume that is meant.",
        )
    elif known is not None and isinstance(name.value, str) and not (name.value in known or is_placeholder(name.value)):
        yield find(
            "error",
            name,
            "The pod has no volume `{name}`, so Kubernetes refuses the module.",
            "Add the volume, or repeat the `name` of the one that is meant.",
            name=name.value,
        )
    path, folder = member(mount, "mountPath"), member(mount, "subPath")
    if path is None or (isinstance(path.value, str) and (not path.value or ":" in path.value)):
        yield _refused(path or mount, "`mountPath` must be a path inside the container, without a colon.")
    if folder and isinstance(folder.value, str) and (folder.value[:1] == "/" or ".." in folder.value.split("/")):
        yield _refused(folder, "`subPath` must lead downwards from the volume: no `/` at its start, no `..` in it.")


def _refused(node: Node, message: str) -> Finding:
    return find("error", node, message, "Correct the path; Kubernetes refuses the module otherwise.")
