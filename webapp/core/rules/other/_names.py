"""The names that createOptions know, by container, in the spelling of Docker and Kubernetes.

Source: tables 4.2 to 4.7 of the facts; F4.2 for `k8s-experimental`; K45 for the security context of a pod.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from webapp.core.module import EXPERIMENTAL, Module, Node, once
from webapp.core.path import Json, Path
from webapp.core.rules.other import _ignored
from webapp.core.rules.other._empty import says_nothing

TOP = (
    "HostConfig",
    EXPERIMENTAL,
    "Env",
    "Cmd",
    "Entrypoint",
    "WorkingDir",
    "ExposedPorts",
    "Labels",
    "User",
    "Volumes",
    "Hostname",
    "Domainname",
    "NetworkingConfig",
)
HOST = (
    *("Binds", "Mounts", "Tmpfs", "ShmSize", "VolumesFrom", "StorageOpt", "DiskQuota", "ReadonlyRootfs"),
    *("PortBindings", "PublishAllPorts", "NetworkMode", "Links", "Dns", "DnsOptions", "DnsSearch", "ExtraHosts"),
    *("Memory", "MemoryReservation", "NanoCpus", "CpuQuota", "CpuPeriod", "CpuShares", "Devices", "DeviceRequests"),
    *("Runtime", "Privileged", "IpcMode", "PidMode", "CapAdd", "CapDrop", "Capabilities", "GroupAdd", "Sysctls"),
)
K8S = ("nodeSelector", "resources", "volumes", "securityContext", "serviceOptions", "strategy")
INNER: Mapping[str, tuple[str, ...]] = {
    "resources": ("limits", "requests"),
    "serviceOptions": ("type", "loadBalancerIP"),
    "strategy": ("type", "rollingUpdate"),
    "securityContext": (
        *("runAsUser", "runAsGroup", "runAsNonRoot", "supplementalGroups", "fsGroup", "sysctls"),
        *("seLinuxOptions", "windowsOptions"),
    ),
    "volumes": ("volume", "volumeMounts"),
    "Mounts": ("Type", "Source", "Target", "ReadOnly", "Consistency", "BindOptions", "VolumeOptions", "TmpfsOptions"),
    "PortBindings": ("HostPort", "HostIp"),
}
INNER_KINDS = {kind.lower(): kind for kind in INNER if kind in K8S}
NAMES: Mapping[str, tuple[str, ...]] = {"": TOP, "HostConfig": HOST, EXPERIMENTAL: K8S, **INNER}
LOWER = {kind: frozenset(name.lower() for name in names) for kind, names in NAMES.items()}
_KNOWN = {
    **LOWER,
    "": (LOWER[""] - {EXPERIMENTAL}) | _ignored.TOP_NAMES,
    "HostConfig": LOWER["HostConfig"] | _ignored.HOST_NAMES,
}
_REGULAR = {
    **{kind: frozenset(names) for kind, names in NAMES.items()},
    "": frozenset(TOP).union(*(row.names for row in _ignored.TOP)),
    "HostConfig": frozenset(HOST).union(*(row.names for row in _ignored.HOST)),
}


class Unknown(NamedTuple):
    """A member that its container does not know; `kind` is a key of `NAMES`."""

    node: Node
    kind: str
    siblings: frozenset[str]


@once
def unknown(module: Module) -> list[Unknown]:
    """List the members of createOptions that their containers do not know, in document order by container."""
    found: list[Unknown] = []
    for container, kind in irregular(module):
        value = container.value
        if not isinstance(value, dict):
            continue
        known = _KNOWN[kind]
        strange = [key for key in value if key.lower() not in known and not (key == EXPERIMENTAL and not kind)]
        if strange:
            siblings = frozenset(key if key == EXPERIMENTAL else key.lower() for key in value)
            found += (Unknown(Node((*container.path, key), value[key]), kind, siblings) for key in strange)
    return found


@once
def irregular(module: Module) -> list[tuple[Node, str]]:
    """List what has names of its own, with its kind (a key of `NAMES`), where one is unknown or spelled otherwise.

    Of members in two spellings nothing is listed: `duplicate_keys` makes one of them first.
    """
    return [
        (Node(path, value), kind)
        for path, value, kind in _containers(module)
        if isinstance(value, dict) and not value.keys() <= _REGULAR[kind]
    ]


def _containers(module: Module) -> Iterator[tuple[Path, Json, str]]:
    yield (), module.options, ""
    host = only_object(module.find("HostConfig"))
    if host and isinstance(host.value, dict):
        yield *host, "HostConfig"
        for key, mounts in _single(host.value, "Mounts"):
            yield from (((*host.path, key, *path), one, "Mounts") for path, one in _items(mounts))
        for key, bindings in _single(host.value, "PortBindings"):
            for port, listed in bindings.items() if isinstance(bindings, dict) else ():
                yield from (((*host.path, key, port, *path), one, "PortBindings") for path, one in _items(listed))
    for section in module.find(EXPERIMENTAL):
        if isinstance(section.value, dict):
            yield *section, EXPERIMENTAL
            for kind in INNER_KINDS.values():
                for key, part in _single(section.value, kind):
                    inside = _items(part) if kind == "volumes" else [((), part)]
                    yield from (((*section.path, key, *path), one, kind) for path, one in inside)


def only_object(nodes: list[Node]) -> Node | None:
    """Return the one node that is an object with members; None where there are several."""
    objects = [node for node in nodes if node.value and isinstance(node.value, dict)]
    return objects[0] if len(objects) == 1 else None


def _items(value: Json) -> list[tuple[Path, Json]]:
    return [((index,), item) for index, item in enumerate(value)] if isinstance(value, list) else []


def _single(members: dict[str, Json], kind: str) -> list[tuple[str, Json]]:
    """Return the member of a name if it stands in one spelling only."""
    if members.keys() <= _REGULAR["HostConfig"] or members.keys() <= _REGULAR[EXPERIMENTAL]:
        return [(kind, members[kind])] if kind in members else []
    name = kind.lower()
    found = [(key, value) for key, value in members.items() if key.lower() == name and not says_nothing(value)]
    return found if len(found) == 1 else []
