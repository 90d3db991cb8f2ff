"""Volumes of one pod: their names are made of their sources and can clash; a path can be mounted only once."""

from webapp.core.edit import find
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.storage._host_paths import can_mount_at, is_placeholder
from webapp.core.rules.storage._planned import Planned
from webapp.core.rules.storage._pod_volumes import RESERVED, all_planned, container_paths, own_volumes, pod_mount_paths


@rule(
    guidance=(),
    sure="derived",
    reads=("HostConfig.Binds", "HostConfig.Mounts", "HostConfig.Tmpfs", "k8s-experimental.volumes", "Volumes"),
)
def volume_names(module: Module) -> Outcomes:
    """Facts F4.8 and F4.9; K41; reserved names of section 3.1."""
    seen: dict[str, Planned] = {}
    for plan in all_planned(module):
        if plan.becomes not in ("volume", "bind") or is_placeholder(plan.source):
            continue
        yield from _judged(plan)
        first = seen.setdefault(plan.name, plan)
        if plan.name and (first.becomes, first.source.rstrip("/")) != (plan.becomes, plan.source.rstrip("/")):
            yield find(
                "error",
                plan.node,
                "`{first}` and `{second}` both become the volume `{name}`, so the module sees the data of one at both "
                "places.",
                "Use a path or share whose letters and digits differ, or name the volumes under "
                "`k8s-experimental.volumes`.",
                first=first.source,
                second=plan.source,
                name=plan.name,
            )
    yield from _of_the_pod(module, seen)
    yield from _out_of_reach(module)
    yield from _mounted_twice(container_paths(module))


def _judged(source: Planned) -> Outcomes:
    if not source.name:
        yield find(
            "error",
            source.node,
            "`{source}` has no letter or digit to make a volume name of, and the device refuses the deployment.",
            "Use a path or share with letters from a to z or digits.",
            source=source.source,
        )
    elif len(source.name) > 63:
        yield find(
            "error",
            source.node,
            "`{source}` gives a volume name of `{length}` characters, and the device refuses more than 63.",
            "Use a shorter path or name. Under `k8s-experimental.volumes` a long path can have a name that you choose.",
            source=source.source,
            length=len(source.name),
        )
    elif source.name in RESERVED:
        yield find("error", source.node, _RESERVED, "Use another name.", name=source.name)


_RESERVED = "The agent itself has a volume `{name}` in each pod, and two volumes can't have the same name."


def _of_the_pod(module: Module, seen: dict[str, Planned]) -> Outcomes:
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


def _out_of_reach(module: Module) -> Outcomes:
    """Container paths that Kubernetes refuses (K41); `pod_volumes` looks at those of `k8s-experimental`."""
    own = {node.path for node, _ in pod_mount_paths(module)}
    for node, path in container_paths(module):
        if node.path not in own and not can_mount_at(path):
            yield find(
                "error",
                node,
                "The cluster refuses to mount anything at `{path}`, because of the colon."
                if ":" in path
                else "`{path}` is not absolute: it has to begin with `/`, or the mount may end up anywhere.",
                "Correct the path inside the container, and tell the module.",
                path=path,
            )


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
