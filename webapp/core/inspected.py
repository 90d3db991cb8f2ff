"""`docker inspect`: createOptions put together from what a container's `Config`, `HostConfig` and `Mounts` show.

Source: facts F2.2; Docker shows every setting that exists, so what says nothing (null, 0, empty)
is none.
"""

from collections.abc import Iterator, Mapping

from webapp.core.forms import key_of
from webapp.core.module import EXPERIMENTAL
from webapp.core.path import Json, Path

HOST = "HostConfig"
MOUNTS = "Mounts"
_CONFIG = "Config"
_OF_THE_AGENT = "net.azure-devices.edge."
_DEFAULTS: Mapping[str, Json] = {
    "ConsoleSize": [0, 0],
    "IpcMode": "shareable",
    "LogConfig": {"Type": "json-file", "Config": {}},
    "NetworkMode": "default",
    "RestartPolicy": {"Name": "no", "MaximumRetryCount": 0},
    "Runtime": "runc",
    "ShmSize": 67_108_864,
}


def options(container: Mapping[str, Json]) -> dict[str, Json]:
    """Return the createOptions that a container shows."""
    config, host = _part(container, _CONFIG), _part(container, HOST)
    found = {key: value for key, value in config.items() if _says_something(value) and not _of_docker(container, key)}
    _labels(found)
    shown = {key: value for key, value in host.items() if _says_something(value) and value != _DEFAULTS.get(key)}
    mounts = dict(_other_mounts(container, config, host))
    own = shown.get(MOUNTS)
    if mounts:
        shown[MOUNTS] = [*(own if isinstance(own, list) else []), *mounts.values()]
    return {**found, HOST: shown} if shown else found


def mounted_no_more(container: Mapping[str, Json], options: Mapping[str, Json]) -> list[int]:
    """Return the indexes of the container's `Mounts` that createOptions do not state any more.

    Left in, they would be read as if they were stated.
    """
    host = options.get(HOST)
    known = set(_targets(options, host if isinstance(host, dict) else {}))
    mounts = container.get(MOUNTS)
    return [
        index
        for index, mount in enumerate(mounts if isinstance(mounts, list) else ())
        if isinstance(mount, dict)
        and isinstance(target := mount.get("Destination"), str)
        and target.rstrip("/") not in known
    ]


def path_of(path: Path) -> Path:
    """Return where a setting of the createOptions stands in the container."""
    return path if path[:1] == (HOST,) else (_CONFIG, *path)


def parts(
    container: Mapping[str, Json], before: Mapping[str, Json], after: Mapping[str, Json]
) -> Iterator[tuple[str, Mapping[str, Json], dict[str, Json]]]:
    """Yield each part of a container by name: what it stated, and what it has to state, for changed createOptions."""
    for name, is_host in ((_CONFIG, False), (HOST, True)):
        spelled = key_of(container, name) or name
        yield spelled, _share(before, is_host), _share(after, is_host)


def _share(options: Mapping[str, Json], is_host: bool) -> dict[str, Json]:
    if not is_host:
        return {key: value for key, value in options.items() if key != HOST}
    host = options.get(HOST)
    return dict(host) if isinstance(host, dict) else {}


def _part(container: Mapping[str, Json], name: str) -> dict[str, Json]:
    part = container.get(key_of(container, name) or "")
    return part if isinstance(part, dict) else {}


def _says_something(value: Json) -> bool:
    return value not in (None, "", [], {}) and not (isinstance(value, (int, float)) and value == 0)


def _of_docker(container: Mapping[str, Json], key: str) -> bool:
    """Tell whether Docker made this value up: a host name out of the container's id, the image's own name."""
    ident, name = container.get("Id"), _part(container, _CONFIG).get(key)
    return key == "Image" or (
        key == "Hostname" and isinstance(ident, str) and isinstance(name, str) and ident.startswith(name)
    )


def _labels(found: dict[str, Json]) -> None:
    """Leave out the labels that the IoT Edge agent puts on every container."""
    labels = found.get("Labels")
    if isinstance(labels, dict):
        found["Labels"] = {key: value for key, value in labels.items() if not key.startswith(_OF_THE_AGENT)}
        if labels and not found["Labels"]:
            del found["Labels"]


def _other_mounts(
    container: Mapping[str, Json], config: Mapping[str, Json], host: Mapping[str, Json]
) -> Iterator[tuple[int, dict[str, Json]]]:
    """Yield what is mounted and not stated in `Binds`, `Mounts`, `Tmpfs` or `Volumes`, with its index."""
    known = set(_targets(config, host))
    mounts = container.get(MOUNTS)
    for index, mount in enumerate(mounts if isinstance(mounts, list) else ()):
        target = mount.get("Destination") if isinstance(mount, dict) else None
        if not isinstance(mount, dict) or not isinstance(target, str) or target.rstrip("/") in known:
            continue
        kind = mount.get("Type") or "bind"
        source = mount.get("Name" if kind == "volume" else "Source") or mount.get("Source")
        read_only: dict[str, Json] = {"ReadOnly": True} if mount.get("RW") is False else {}
        yield index, {"Type": kind, "Source": source, "Target": target, **read_only}


def _targets(config: Mapping[str, Json], host: Mapping[str, Json]) -> Iterator[str]:
    binds, mounts = host.get("Binds"), host.get(MOUNTS)
    for bind in binds if isinstance(binds, list) else ():
        if isinstance(bind, str) and ":" in bind:
            yield bind.split(":")[1].rstrip("/")
    for mount in mounts if isinstance(mounts, list) else ():
        if isinstance(mount, dict) and isinstance(mount.get("Target"), str):
            yield str(mount["Target"]).rstrip("/")
    for held in (host.get("Tmpfs"), config.get("Volumes")):
        yield from (str(path).rstrip("/") for path in held) if isinstance(held, dict) else ()
    yield from _pod_targets(config.get(EXPERIMENTAL))


def _pod_targets(section: Json) -> Iterator[str]:
    volumes = section.get("volumes") if isinstance(section, dict) else None
    for volume in volumes if isinstance(volumes, list) else ():
        mounts = volume.get("volumeMounts") if isinstance(volume, dict) else None
        for mount in mounts if isinstance(mounts, list) else ():
            if isinstance(mount, dict):
                yield str(mount.get("mountPath")).rstrip("/")
