"""Volumes of a module's pod and where its container sees them (translation, section 8)."""

from typing import NamedTuple

from webapp.core.device.errors import RefusedError, shown
from webapp.core.device.names import sanitize_dns_label
from webapp.core.device.prepared import Prepared
from webapp.core.device.trace import Fields, Made, Sourced, Trace
from webapp.core.path import Path

_CREATED = "DirectoryOrCreate"
_HIDDEN = "Another volume is named `{name}`, too, and is mounted in place of `{path}`."


class Volume(NamedTuple):
    """A volume made of Docker's terms; a claim that may be written to is preferred to others of its name."""

    name: str
    made: Made
    is_writable_claim: bool = False


class Mount(NamedTuple):
    """An entry of `Mounts`; all three texts are given."""

    type: Sourced[str]
    source: Sourced[str]
    target: Sourced[str]
    read_only: Sourced[bool]

    @property
    def kind(self) -> str:
        """The type, in lower case."""
        return self.type.value.lower()

    @property
    def name(self) -> Sourced[str]:
        """The name of the volume; it is there because of the type, too. Raises `RefusedError` where none is left."""
        return clean(self.source).because(self.type)


def volumes(prepared: Prepared) -> tuple[list[Made], list[Made]]:
    """Return the module's volumes, and the mounts of its container."""
    docker: list[Volume] = []
    mounts: list[Made] = []
    for volume, mount in [*_config_map(prepared), *_binds(prepared), *_mounts(prepared)]:
        docker.append(volume)
        mounts.append(mount)
    own, own_mounts = _experimental(prepared)
    return own + _one_of_each_name(docker, prepared.trace), mounts + own_mounts


def clean(text: Sourced[str]) -> Sourced[str]:
    """Return the name of the volume for a path or a share. Raises `RefusedError` where none is left."""
    try:
        return text.made(sanitize_dns_label)
    except RefusedError as error:
        raise error.at(text.sources[0] if text.sources else ()) from None


def read_mounts(prepared: Prepared) -> list[Mount]:
    """Return the entries of `Mounts`. Raises `RefusedError` where one lacks its type, source or target."""
    given = prepared.host.mounts if prepared.host else None
    return [_mount(one, (*given.path, index)) for index, one in enumerate(given)] if given else []


def _mount(given: Fields | None, path: Path) -> Mount:
    if given is None:
        raise RefusedError("InvalidCreateOptions", "A mount is null, and the agent fails over it.", path)
    found: list[Sourced[str] | None] = [given.get(name) for name in ("Type", "Source", "Target")]
    kind, source, target = found
    if kind is None or source is None or target is None:
        raise RefusedError("InvalidMount", "A mount needs `Type`, `Source` and `Target`, whatever its type.", path)
    return Mount(kind, source, target, given.get("ReadOnly") or Sourced(False, ()))


def _config_map(prepared: Prepared) -> list[tuple[Volume, Made]]:
    device = prepared.device
    name, path, volume = device.agent_config_map_name, device.agent_config_path, device.agent_config_volume
    if not prepared.is_agent or name is None or path is None or volume is None:
        return []
    made: Made = {"name": volume, "configMap": {"name": name, "optional": True}}
    return [(Volume(volume, made), {"name": volume, "mountPath": path, "readOnly": True})]


def _binds(prepared: Prepared) -> list[tuple[Volume, Made]]:
    given = prepared.host.binds if prepared.host else None
    found: list[tuple[Volume, Made]] = []
    for index, bind in enumerate(given or ()):
        if bind is None:
            path = (*given.path, index) if given is not None else ()
            raise RefusedError("InvalidCreateOptions", "A bind is null, and the agent fails over it.", path)
        found += _bind(bind, prepared.trace)
    for socket in prepared.sockets:
        found += _bind(Sourced(socket, ()), prepared.trace)
    return found


def _bind(bind: Sourced[str], trace: Trace) -> list[tuple[Volume, Made]]:
    parts = bind.value.split(":")
    if len(parts) < 2:
        trace.lost(bind.sources[0], "`{bind}` has no colon, so nothing is mounted.", bind=shown(bind.value))
        return []
    source, target = Sourced(parts[0], bind.sources), Sourced(parts[1], bind.sources)
    read_only = Sourced(len(parts) > 2 and "ro" in parts[2], bind.sources)
    name = clean(source)
    return [(_directory(name, source), _mounted(name, target, read_only))]


def _mounts(prepared: Prepared) -> list[tuple[Volume, Made]]:
    mounts = read_mounts(prepared)
    for index, mount in enumerate(mounts):
        if mount.kind not in ("bind", "volume") and prepared.host and prepared.host.mounts is not None:
            message = "The device passes over a mount of type `{type}`."
            prepared.trace.lost((*prepared.host.mounts.path, index), message, type=shown(mount.type.value))
    binds = [(one, one.name) for one in mounts if one.kind == "bind"]
    claims = [(one, one.name) for one in mounts if one.kind == "volume"]
    found = [(_directory(name, one.source, one.type), _seen(one, name)) for one, name in binds]
    return found + [(_claim(one, name), _seen(one, name)) for one, name in claims]


def _seen(mount: Mount, name: Sourced[str]) -> Made:
    return _mounted(name, mount.target, mount.read_only)


def _directory(name: Sourced[str], path: Sourced[str], kind: Sourced[str] | None = None) -> Volume:
    host_path: Made = {"path": path, "type": Sourced(_CREATED, ()).because(kind)}
    return Volume(name.value, {"name": name, "hostPath": host_path})


def _claim(mount: Mount, name: Sourced[str]) -> Volume:
    claim: Made = {"claimName": name, "readOnly": mount.read_only}
    return Volume(name.value, {"name": name, "persistentVolumeClaim": claim}, not mount.read_only.value)


def _mounted(name: Sourced[str], target: Sourced[str], read_only: Sourced[bool]) -> Made:
    return {"name": name, "mountPath": target, "readOnly": read_only}


def _experimental(prepared: Prepared) -> tuple[list[Made], list[Made]]:
    """Return volumes and mounts of `k8s-experimental`, as they are given."""
    volumes: list[Made] = []
    mounts: list[Made] = []
    given = prepared.extras.volumes
    for index, entry in enumerate(given or ()):
        if entry is None:
            path = (*given.path, index) if given is not None else ()
            raise RefusedError(
                "InvalidCreateOptions", "An entry of `volumes` is null, and the agent fails over it.", path
            )
        if entry.get("volume") is not None:
            volumes.append(entry["volume"])
        mounts += [mount for mount in entry.get("volumeMounts") or () if mount is not None]
    return volumes, mounts


def _one_of_each_name(volumes: list[Volume], trace: Trace) -> list[Made]:
    """Return one volume a name: the first claim that may be written to, else the first of all.

    A path whose volume is not the one is lost: what is mounted in its place is something else.
    """
    chosen: dict[str, Volume] = {}
    for volume in volumes:
        known = chosen.setdefault(volume.name, volume)
        if volume.is_writable_claim and not known.is_writable_claim:
            chosen[volume.name] = volume
    for volume in volumes:
        path, other = _path(volume), _path(chosen[volume.name])
        if path and (other is None or path.value != other.value):
            trace.hide(path.sources, _HIDDEN, path=shown(path.value), name=volume.name)
    return [volume.made for volume in chosen.values()]


def _path(volume: Volume) -> Sourced[str] | None:
    host_path = volume.made.get("hostPath") if isinstance(volume.made, dict) else None
    found = host_path.get("path") if isinstance(host_path, dict) else None
    return found if isinstance(found, Sourced) else None
