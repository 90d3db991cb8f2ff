"""Names of a pod's volumes, and entries of `k8s-experimental.volumes` for what `Mounts` can't say.

Source: how the agent makes names of sources (fact F4.8, sanitizeDnsLabel), volumes and mounts of a pod (K40 to K42),
names that the agent uses itself (section 3.1 of the facts).
"""

import re
from collections.abc import Mapping
from math import isfinite

from webapp.core.module import Module, Node, items, member, once
from webapp.core.path import Json, Path
from webapp.core.rules.storage._host_paths import chosen_share, host_path, is_dev_shm, read_binds, volume_name
from webapp.core.rules.storage._mounts import read_mounts
from webapp.core.rules.storage._planned import Planned, planned, repeats, shares_host_memory

RESERVED = frozenset({"config-volume", "trust-bundle-volume", "agent-config-volume"})
LABEL = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")


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


@once
def container_paths(module: Module) -> list[tuple[Node, str]]:
    """List every path inside the container at which something is mounted, with the setting that says so."""
    host, gone = shares_host_memory(module), repeats(module).gone
    return [
        *((one.node, one.target) for one in planned(module) if one.target and one.node.path not in gone),
        *(
            (entry, entry.key)
            for entry in module.entries("HostConfig", "Tmpfs")
            if entry.key
            and not (host and is_dev_shm(entry.key))
            and module.answer("tmpfs", entry.path, None) != "remove"
        ),
        *pod_mount_paths(module),
    ]


@once
def mounted(module: Module) -> frozenset[str]:
    """Return the container paths that are taken, without slashes at their ends."""
    return frozenset(path.rstrip("/") for _, path in container_paths(module))


@once
def all_planned(module: Module) -> list[Planned]:
    """List what becomes of entries of `Binds`, `Mounts` and `Volumes`, without those that come to the same mount."""
    same, taken = repeats(module), mounted(module)
    unnamed = [
        Planned(entry, "volume", share, entry.key, False)
        for entry in module.entries("Volumes")
        if (share := chosen_share(module.answer("anonymous_volumes", entry.path, None)))
        and entry.key.rstrip("/") not in taken
    ]
    remaining = (plan for plan in planned(module) if plan.node.path not in same.gone)
    plans = [plan._replace(read_only=same.read_only.get(plan.node.path, plan.read_only)) for plan in remaining]
    return plans + unnamed


def to_pod_volumes(module: Module) -> Path:
    """Return the path that appends to `k8s-experimental.volumes`."""
    return (*module.place("k8s-experimental", "volumes"), "-")


@once
def names_in_use(module: Module) -> set[str]:
    """Return the names that volumes of the pod have, by whatever setting, or would have after conversion."""
    taken = set(RESERVED) | {name for _, name in own_volumes(module)}
    found = [(bind.source, bind.place.share) for bind in read_binds(module)]
    found += [(entry.source, host_path(entry.source).share) for entry in read_mounts(module)]
    for source, share in found:
        taken |= {volume_name(source), volume_name(share)}
    return taken | {one.name for one in planned(module)} | {volume_name(share) for share in _unnamed(module)}


def _unnamed(module: Module) -> list[str]:
    """List the shares that are answered for volumes without a name."""
    return [chosen_share(module.answer("anonymous_volumes", one.path, None)) for one in module.entries("Volumes")]


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
