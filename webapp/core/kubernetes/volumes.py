"""Volumes of a pod and where they are mounted (facts K40 to K42)."""

from collections.abc import Iterator

from webapp.core.kubernetes import names, resources
from webapp.core.kubernetes.problem import Found, found
from webapp.core.kubernetes.reading import Object, entries, members, repeated, text
from webapp.core.path import Json, Path, at

_HOST_TYPES = (
    *("", "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"),
)  # fmt: skip

# A slash, or what a tool fills in before the deployment: `$NAME`, `<Name>`, `{{name}}`.
_BEGINNINGS = ("/", "$", "<", "{{")

_NAME = "`{name}` can't name a volume: lower-case letters, digits and inner hyphens, at most 63 characters."
_SAME_NAME = "Another volume of the pod is called `{name}`, too."
_SOURCES = "A volume has one source; this one has {sources}."
_RELATIVE = "A path of the host begins with a slash; `{path}` does not."
_BACK = "A path must not lead back with `..`."
_HOST_TYPE = "`{type}` is no type of host path."
_CLAIM = "A claim needs a name."
_MEDIUM = "`{medium}` is no medium: nothing, `Memory` or `HugePages`."
_NO_VOLUME = "The pod has no volume called `{name}`."
_NO_PATH = "A mount needs a path."
_COLON = "The path `{path}` of a mount must not contain a colon."
_SAME_PATH = "Another volume is mounted at `{path}`, too."
_SUB = "`{path}` must be a relative path without `..`."
_BOTH_SUBS = "Of `subPath` and `subPathExpr` only one can be given."


def volumes(one: Object, pod: Path) -> Iterator[Found]:
    """Yield what is wrong with the volumes of a pod, whose spec is at a path."""
    given = list(entries(one, (*pod, "volumes")))
    for path, volume in given:
        if "name" in volume and not names.is_label(text(volume["name"])):
            yield found((*path, "name"), _NAME, name=text(volume.get("name")))
        sources = [key for key, value in volume.items() if key != "name" and value is not None]
        if len(sources) > 1:
            yield found(path, _SOURCES, sources=", ".join(sources))
        yield from _source(volume, path)
    for path, name in repeated([(path, volume.get("name")) for path, volume in given]):
        yield found((*path, "name"), _SAME_NAME, name=text(name))


def _source(volume: Object, path: Path) -> Iterator[Found]:
    if "hostPath" in volume:
        yield from _host_path(members(volume["hostPath"]), (*path, "hostPath"))
    claim = volume.get("persistentVolumeClaim")
    if isinstance(claim, dict) and not claim.get("claimName"):
        yield found((*path, "persistentVolumeClaim"), _CLAIM)
    empty = members(volume.get("emptyDir"))
    medium = text(empty.get("medium"))
    if medium not in ("", "Memory") and not medium.startswith("HugePages"):
        yield found((*path, "emptyDir", "medium"), _MEDIUM, medium=medium)
    yield from resources.amount(empty.get("sizeLimit"), (*path, "emptyDir", "sizeLimit"))


def _host_path(given: Object, path: Path) -> Iterator[Found]:
    place, kind = text(given.get("path")), text(given.get("type"))
    # The API server takes a relative path; no runtime mounts it as what is meant.
    if "path" in given and not place.startswith(_BEGINNINGS):
        yield found((*path, "path"), _RELATIVE, path=place)
    if ".." in place.split("/"):
        yield found((*path, "path"), _BACK)
    if kind not in _HOST_TYPES:
        yield found((*path, "type"), _HOST_TYPE, type=kind)


def mounts(one: Object, container: Path, known: set[str]) -> Iterator[Found]:
    """Yield what is wrong with the mounts of a container; `known` are the names of the pod's volumes."""
    given = list(entries(one, (*container, "volumeMounts")))
    for path, mount in given:
        name, place = text(mount.get("name")), text(mount.get("mountPath"))
        if "name" in mount and name not in known:
            yield found((*path, "name"), _NO_VOLUME, name=name)
        if "mountPath" in mount and not place:
            yield found((*path, "mountPath"), _NO_PATH)
        if ":" in place:
            yield found((*path, "mountPath"), _COLON, path=place)
        yield from _sub_path(mount, path)
    paths: list[tuple[Path, Json]] = [((*path, "mountPath"), mount.get("mountPath") or None) for path, mount in given]
    for path, repeat in repeated(paths):
        yield found(path, _SAME_PATH, path=text(repeat))


def _sub_path(mount: Object, path: Path) -> Iterator[Found]:
    for key in ("subPath", "subPathExpr"):
        place = text(mount.get(key))
        if place.startswith("/") or ".." in place.split("/"):
            yield found((*path, key), _SUB, path=place)
    if mount.get("subPath") and mount.get("subPathExpr"):
        yield found(path, _BOTH_SUBS)


def names_of(one: Object, pod: Path) -> set[str]:
    """Return the names of a pod's volumes."""
    return {text(at(volume, ("name",))) for _, volume in entries(one, (*pod, "volumes"))}
