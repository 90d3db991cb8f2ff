"""The storage of a pod: each mount with the volume behind it, and volumes that nothing mounts."""

from webapp.core.device import Target
from webapp.core.path import Json, Path, at
from webapp.formats.picture.scene import Row, say

_POD: Path = ("spec", "template", "spec")
_MOUNTS: Path = (*_POD, "containers", 1, "volumeMounts")
_VOLUMES: Path = (*_POD, "volumes")
_KINDS = {
    "hostPath": ("path", "host path `{source}`"),
    "persistentVolumeClaim": ("claimName", "claim `{source}`"),
    "configMap": ("name", "config map `{source}`"),
    "secret": ("secretName", "secret `{source}`"),
}


def storage_rows(deployment: dict[str, Json], name: str) -> list[Row]:
    """Return a row for each mount of the module's container, then one for each volume without a mount."""
    volumes = _numbered(deployment, _VOLUMES)
    places = {str(volume.get("name")): (index, volume) for index, volume in reversed(volumes)}
    rows, seen = [], set()
    for index, mount in _numbered(deployment, _MOUNTS):
        place = places.get(str(mount.get("name")))
        fields = [Target("Deployment", name, (*_MOUNTS, index))]
        if place and place[0] not in seen:
            seen.add(place[0])
            fields.append(Target("Deployment", name, (*_VOLUMES, place[0])))
        kind, source = _source(place[1]) if place else ("no volume `{source}`", str(mount.get("name")))
        template = kind + " → `{target}`" + (", read-only" if mount.get("readOnly") is True else "")
        rows.append(Row(say(template, source=source, target=mount.get("mountPath")), fields=tuple(fields)))
    for index, volume in volumes:
        if index not in seen:
            kind, source = _source(volume)
            whose = "for the sidecar" if index in (0, 1) else "not mounted"
            field = Target("Deployment", name, (*_VOLUMES, index))
            rows.append(Row(say(kind + ", {whose}", source=source, whose=whose), fields=(field,)))
    return rows


def _numbered(deployment: dict[str, Json], path: Path) -> list[tuple[int, dict[str, Json]]]:
    found = at(deployment, path)
    return [(index, one) for index, one in enumerate(found) if isinstance(one, dict)] if isinstance(found, list) else []


def _source(volume: dict[str, Json]) -> tuple[str, str]:
    """Return how a volume is named, as a template, and what stands in it."""
    for kind, (key, template) in _KINDS.items():
        found = volume.get(kind)
        if isinstance(found, dict):
            return template, str(found.get(key))
    kind = next((key for key in volume if key != "name"), "")
    return "volume `{source}`", f"{volume.get('name')} ({kind})"
