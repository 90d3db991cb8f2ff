"""Volumes of one pod: their names are made of their sources and can clash; a path can be mounted only once."""

from collections.abc import Iterator
from typing import NamedTuple

from webapp.core.edit import find
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.storage._host_paths import FILES, Bind, host_path, is_placeholder, read_binds
from webapp.core.rules.storage._mounts import Mount, read_mounts
from webapp.core.rules.storage._pod_volumes import RESERVED, container_paths, own_volumes, volume_name

_OPEN = FILES | {"share folder"}


class _Source(NamedTuple):
    """Something that becomes a volume of the pod: what is shown to people, and the volume's name."""

    node: Node
    shown: str
    kind: str
    name: str


@rule(
    sure="derived",
    reads=("HostConfig.Binds", "HostConfig.Mounts", "HostConfig.Tmpfs", "k8s-experimental.volumes"),
)
def volume_names(module: Module) -> Outcomes:
    """Facts F4.8 and F4.9; K41; reserved names of section 3.1."""
    binds, mounts = read_binds(module), read_mounts(module)
    seen: dict[str, _Source] = {}
    for source in _sources(binds, mounts):
        yield from _judged(source)
        first = seen.setdefault(source.name, source)
        if source.name and (first.kind, first.shown.rstrip("/")) != (source.kind, source.shown.rstrip("/")):
            yield find(
                "error",
                source.node,
                "`{first}` and `{second}` both become the volume `{name}`, so the module sees the data of one at both "
                "places.",
                "Use a path or share whose letters and digits differ, or name the volumes under "
                "`k8s-experimental.volumes`.",
                first=first.shown,
                second=source.shown,
                name=source.name,
            )
    yield from _of_the_pod(module, seen)
    yield from _mounted_twice(container_paths(module, binds, mounts))


def _sources(binds: list[Bind], mounts: list[Mount]) -> Iterator[_Source]:
    """Yield what becomes a volume by default. Files and placeholders are left out: what they become is open."""
    for bind in binds:
        yield from _source(bind.node, bind.source, bind.target, "")
    for entry in mounts:
        if entry.case in ("bind", "volume"):
            yield from _source(entry.node, entry.source, entry.target, entry.type)


def _source(node: Node, source: str, target: str, kind: str) -> Iterator[_Source]:
    place = host_path(source, target)
    if place.kind == "share":
        source, kind = place.share, "volume"
    elif place.kind in _OPEN or (place.kind == "other" and kind != "volume"):
        return
    if not is_placeholder(source):
        yield _Source(node, source, kind or ("volume" if place.kind == "volume" else "bind"), volume_name(source))


def _judged(source: _Source) -> Outcomes:
    if not source.name:
        yield find(
            "error",
            source.node,
            "`{source}` has no letter or digit to make a volume name of, and the device refuses the deployment.",
            "Use a path or share with letters from a to z or digits.",
            source=source.shown,
        )
    elif len(source.name) > 63:
        yield find(
            "error",
            source.node,
            "`{source}` gives a volume name of `{length}` characters, and the device refuses more than 63.",
            "Use a shorter path or name. Under `k8s-experimental.volumes` a long path can have a name that you choose.",
            source=source.shown,
            length=len(source.name),
        )
    elif source.name in RESERVED:
        yield find("error", source.node, _RESERVED, "Use another name.", name=source.name)


_RESERVED = "The agent itself has a volume `{name}` in each pod, and two volumes can't have the same name."


def _of_the_pod(module: Module, seen: dict[str, _Source]) -> Outcomes:
    names: set[str] = set()
    for node, name in own_volumes(module):
        if name in RESERVED:
            yield find("error", node, _RESERVED, "Use another name.", name=name)
        elif name in seen or name in names:
            yield find(
                "error",
                node,
                "The volume name `{name}` stands for two volumes of the pod. Kubernetes refuses that.",
                "Give the volume under `k8s-experimental.volumes` a name of its own, in `volumeMounts` too.",
                name=name,
            )
        names.add(name)


def _mounted_twice(places: list[tuple[Node, str]]) -> Outcomes:
    paths: set[str] = set()
    for node, path in places:
        if (path.rstrip("/") or "/") in paths:
            yield find(
                "error",
                node,
                "Something else is mounted at `{path}` already. Kubernetes refuses two mounts at one path.",
                "Mount one of them at another path, and tell the module.",
                path=path,
            )
        paths.add(path.rstrip("/") or "/")
