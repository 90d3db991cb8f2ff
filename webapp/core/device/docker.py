"""createOptions as the agent's model of them knows them (translation, section 2; parsing notes, sections 1 to 3).

Members without any effect must have their type all the same. What the model does not know is kept unread; of the top
level it is looked up later.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from webapp.core.device.errors import RefusedError, shown
from webapp.core.device.json_text import check, loads
from webapp.core.device.ports import integer
from webapp.core.device.reading import Reader, boolean, entries, items, number, optional, structure, text, wrong
from webapp.core.device.scalars import INT64, UINT16, UINT64
from webapp.core.device.trace import Entries, Fields, Items, Sourced
from webapp.core.path import Json, Path

_RESTART_NAMES = ("no", "always", "onfailure", "unlessstopped", "undefined")


def _restart_name(value: Json, path: Path) -> None:
    """Read the name of a restart policy; Docker's own `on-failure` and `unless-stopped` are refused."""
    known = isinstance(value, int) and not isinstance(value, bool)
    if isinstance(value, str):
        known = value.strip().lower() in _RESTART_NAMES or integer(value.strip()) is not None
    if not known:
        message = "`{name}` is no restart policy that the agent reads."
        raise RefusedError("InvalidCreateOptions", message, path, name=shown(str(value)))


def _nothing(value: Json, path: Path) -> Sourced[Json]:
    """Read the value of an exposed port: an object, whose members are not looked at."""
    if not isinstance(value, dict):
        raise wrong("object", path)
    return Sourced({}, (path,))


def _all(names: str, read: Reader[Any]) -> dict[str, Reader[Any]]:
    return dict.fromkeys(names.split(), read)


_long, _ulong = number(*INT64), number(*UINT64)
_texts, _text_map = items(text), entries(text)
_THROTTLE = structure({"Path": text, "Rate": _ulong})
_WEIGHT = structure({"Path": text, "Weight": number(*UINT16)})
_DEVICE = structure(_all("PathOnHost PathInContainer CgroupPermissions", text))
_ULIMIT = structure({"Name": text, "Hard": _long, "Soft": _long})
_MOUNT = structure({**_all("Type Source Target", text), "ReadOnly": boolean})
_BINDING = structure(_all("HostIp HostPort", text))
_HOST_CONFIG = structure(
    {
        **_all(
            "NetworkMode IpcMode PidMode CgroupParent CpusetCpus CpusetMems Isolation Runtime ContainerIDFile "
            "VolumeDriver Cgroup UTSMode UsernsMode InitPath",
            text,
        ),
        **_all(
            "Binds VolumesFrom CapAdd CapDrop Dns DnsOptions DnsSearch ExtraHosts Links SecurityOpt GroupAdd", _texts
        ),
        **_all("Sysctls StorageOpt Tmpfs", _text_map),
        **_all("Privileged AutoRemove PublishAllPorts ReadonlyRootfs", boolean),
        **_all("Init OomKillDisable", optional(boolean)),
        **_all(
            "Memory MemoryReservation MemorySwap KernelMemory NanoCpus CpuShares CpuQuota CpuPeriod CpuRealtimePeriod "
            "CpuRealtimeRuntime CpuCount CpuPercent DiskQuota OomScoreAdj ShmSize",
            _long,
        ),
        **_all("MemorySwappiness PidsLimit", optional(_long)),
        **_all("IOMaximumIOps IOMaximumBandwidth", _ulong),
        "ConsoleSize": items(_ulong),
        "BlkioWeight": number(*UINT16),
        "BlkioWeightDevice": items(_WEIGHT),
        **_all("BlkioDeviceReadBps BlkioDeviceWriteBps BlkioDeviceReadIOps BlkioDeviceWriteIOps", items(_THROTTLE)),
        "Devices": items(_DEVICE),
        "Ulimits": items(_ULIMIT),
        "LogConfig": structure({"Type": text, "Config": _text_map}),
        "RestartPolicy": structure({"Name": _restart_name, "MaximumRetryCount": _long}),
        "Mounts": items(_MOUNT),
        "PortBindings": entries(items(_BINDING)),
    }
)
_KNOWN: dict[str, Reader[Any]] = {
    "Env": _texts,
    "ExposedPorts": entries(_nothing),
    "HostConfig": _HOST_CONFIG,
    "Image": text,
    "Labels": _text_map,
    "NetworkingConfig": structure({"EndpointsConfig": entries(structure({"Aliases": _texts}))}),
}
_CREATE_OPTIONS = structure(_KNOWN)
_TOP = frozenset(name.lower() for name in _KNOWN)


@dataclass(frozen=True, slots=True)
class Host:
    """What the agent acts on in `HostConfig`; `path` is its place."""

    binds: Items[Sourced[str] | None] | None
    mounts: Items[Fields | None] | None
    port_bindings: Entries[Items[Fields | None] | None] | None
    network_mode: Sourced[str] | None
    ipc_mode: Sourced[str] | None
    pid_mode: Sourced[str] | None
    privileged: Sourced[bool] | None
    path: Path


@dataclass(frozen=True, slots=True)
class Options:
    """createOptions: what the agent acts on, and the members of the top level that its model does not know."""

    env: Items[Sourced[str] | None] | None
    exposed_ports: Entries[Sourced[Json]] | None
    labels: Entries[Sourced[str] | None] | None
    host: Host | None
    others: dict[str, Json]


def read(value: dict[str, Json]) -> Options:
    """Read createOptions. Raises `RefusedError` for a known member of another type than the model's."""
    fields = _CREATE_OPTIONS(value, ()) or Fields(())
    host: Fields | None = fields.get("HostConfig")
    others = {key: child for key, child in value.items() if key.lower() not in _TOP}
    env, ports, labels = fields.get("Env"), fields.get("ExposedPorts"), fields.get("Labels")
    return Options(env, ports, labels, None if host is None else _host(host.get, host.path), others)


def _host(get: Callable[[str], Any], path: Path) -> Host:
    return Host(
        get("Binds"),
        get("Mounts"),
        get("PortBindings"),
        get("NetworkMode"),
        get("IpcMode"),
        get("PidMode"),
        get("Privileged"),
        path,
    )


def parsed(create_options: Json) -> dict[str, Json]:
    """Return createOptions, text or parsed, as an object; blank text and `null` mean none.

    Raises:
        RefusedError: for what the agent can't read, or what is no object.
    """
    value = create_options
    if isinstance(value, str):
        blank = not value.strip() or value.lower() == "null"
        value = None if blank else loads(value)
    if value is None or value == "":
        return {}
    if not isinstance(value, dict):
        raise wrong("object", ())
    check(value)
    return value
