"""Names of a pod's volumes, and entries of `k8s-experimental.volumes` for what `Mounts` can't say.

Source: how the agent makes names of sources (fact F4.8, sanitizeDnsLabel), volumes and mounts of a pod (K40 to K42),
names that the agent uses itself (section 3.1 of the facts).
"""

import re
from collections.abc import Mapping
from math import isfinite

from webapp.core.module import Module, Node, items, member, once
from webapp.core.path import Json, Path
from webapp.core.rules.storage._host_paths import Bind, host_path, read_binds
from webapp.core.rules.storage._mounts import Mount, read_mounts

RESERVED = frozenset({"config-volume", "trust-bundle-volume", "agent-config-volume"})
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9-]+")
LABEL = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")


def volume_name(source: str) -> str:
    """Return the volume name that the agent makes of a source; empty where it finds no letter or digit."""
    return _NOT_IN_NAMES.sub("", source).lower().strip("-")


@once
def own_volumes(module: Module) -> list[tuple[Node, str]]:
    """List the volumes of `k8s-experimental.volumes` that have a name, with it."""
    volumes = [member(item, "volume") for item in module.items("k8s-experimental", "volumes")]
    names = [member(volume, "name") for volume in volumes if volume]
    return [(name, name.value) for name in names if name and isinstance(name.value, str)]


@once
def pod_mounts(module: Module) -> list[Node]:
    """List the entries of `volumeMounts` in `k8s-experimental.volumes`."""
    mounts = [member(item, "volumeMounts") for item in module.items("k8s-experimental", "volumes")]
    return [entry for node in mounts if node for entry in items(node)]


@once
def pod_mount_paths(module: Module) -> list[tuple[Node, str]]:
    """List the container paths of `k8s-experimental.volumes`."""
    paths = [member(entry, "mountPath") for entry in pod_mounts(module)]
    return [(path, path.value) for path in paths if path and isinstance(path.value, str)]


def container_paths(module: Module, binds: list[Bind], mounts: list[Mount]) -> list[tuple[Node, str]]:
    """List every path inside the container at which something is mounted, with the setting that says so."""
    return [
        *((bind.node, bind.target) for bind in binds),
        *((entry.node, entry.target) for entry in mounts if entry.target),
        *((entry, entry.key) for entry in module.entries("HostConfig", "Tmpfs")),
        *pod_mount_paths(module),
    ]


@once
def mounted(module: Module) -> set[str]:
    """Return the container paths that are taken, without slashes at their ends."""
    return {path.rstrip("/") for _, path in container_paths(module, read_binds(module), read_mounts(module))}


def to_pod_volumes(module: Module) -> Path:
    """Return the path that appends to `k8s-experimental.volumes`."""
    return (*module.place("k8s-experimental", "volumes"), "-")


@once
def names_in_use(module: Module) -> set[str]:
    """Return the names that volumes of the pod have, by whatever setting, or would have after conversion."""
    taken = set(RESERVED) | {name for _, name in own_volumes(module)}
    sources = [bind.source for bind in read_binds(module)] + [entry.source for entry in read_mounts(module)]
    for source in sources:
        taken |= {volume_name(source), volume_name(host_path(source).share)}
    return taken


class FreshNames:
    """Gives volume names that nothing else in the pod has. Each rule has a prefix of its own."""

    def __init__(self, module: Module, prefix: str) -> None:
        self.module = module
        self.prefix = prefix
        self.taken: dict[str, int] = {}

    def of(self, path: str) -> str:
        """Return a name that reminds of a path: prefix `memory` and `/run/cache` give `memory-run-cache`."""
        self.taken = self.taken or dict.fromkeys(names_in_use(self.module), 1)
        words = re.sub(r"[^a-z0-9]+", "-", path[:200].lower()).strip("-")
        stem = f"{self.prefix}-{words}"[:56].rstrip("-")
        name, number = stem, self.taken.get(stem, 0)
        while name in self.taken:
            number += 1
            name = f"{stem}-{number}"
        self.taken[stem] = number or 1
        self.taken.setdefault(name, 1)
        return name


def pod_volume(
    name: str, volume: Mapping[str, Json], target: str, *, read_only: bool = False, folder: str = ""
) -> dict[str, Json]:
    """Return an entry of `k8s-experimental.volumes` with one mount."""
    mount: dict[str, Json] = {"name": name, "mountPath": target}
    if folder:
        mount["subPath"] = folder
    if read_only:
        mount["readOnly"] = True
    return {"volume": {"name": name, **volume}, "volumeMounts": [mount]}


def memory_volume(name: str, target: str, size: int | None, *, read_only: bool = False) -> dict[str, Json]:
    """Return an entry that keeps its files in memory, with a limit in bytes."""
    directory: dict[str, Json] = {"medium": "Memory"}
    if size and size > 0:
        directory["sizeLimit"] = quantity(size)
    return pod_volume(name, {"emptyDir": directory}, target, read_only=read_only)


def quantity(size: int) -> str:
    """Return bytes as Kubernetes writes them, in the largest binary unit that is exact."""
    for power, unit in ((3, "Gi"), (2, "Mi"), (1, "Ki")):
        if size % 1024**power == 0:
            return f"{size // 1024**power}{unit}"
    return str(size)


def docker_size(text: str) -> int | None:
    """Read a size as Docker and tmpfs write it, `64m` or `1g`; None where it is no size."""
    found = re.fullmatch(r"\s*(\d{1,18})\s*([kmgt]?)(?:i?b)?\s*", text.lower(), re.ASCII)
    return int(found[1]) * 1024 ** " kmgt".index(found[2] or " ") if found else None


def whole_number(value: Json) -> int | None:
    """Read a number as the agent does, also from text; None where it is none."""
    if isinstance(value, (bool, int)):
        return int(value)
    if isinstance(value, float) and isfinite(value):
        return round(value)
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,400}", value.strip(), re.ASCII):
        return int(value)
    return None
