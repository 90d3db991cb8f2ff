"""Entries of `HostConfig.Mounts` as the agent reads them, and which rule an entry belongs to.

Source: Type, Source and Target are all required, other members are ignored (fact F4.9). People also paste
what `docker inspect` prints (F2.2).
"""

import re
from typing import Literal, NamedTuple

from webapp.core.edit import ask, move, remove
from webapp.core.module import Module, Node, entries, member, once
from webapp.core.path import Json, Path
from webapp.core.rule import Outcomes
from webapp.core.rules.storage._host_paths import FILES, host_path

Case = Literal["bind", "volume", "unsettled", "file", "tmpfs", "npipe", "incomplete", "mistyped"]
_OTHER_NAMES = {"destination": "Target", "dst": "Target", "src": "Source"}
_DOCKER = re.compile(r"/var/lib/docker/volumes/([^/]+)/_data/?")
READ = frozenset({"type", "source", "target", "readonly"})


class Mount(NamedTuple):
    """One entry of `Mounts`. `case` tells which rule speaks for it; absent texts are empty.

    `bind` and `volume` stay where they are. `unsettled` is a bind that may leave: a folder of a share, a relative path.
    """

    node: Node
    case: Case
    type: str
    source: str
    target: str
    read_only: bool


@once
def read_mounts(module: Module) -> list[Mount]:
    """Read every entry of `Mounts` that is an object."""
    return [read_mount(node) for node in module.items("HostConfig", "Mounts") if isinstance(node.value, dict)]


def read_mount(node: Node) -> Mount:
    """Read one entry; what stands under a name of `docker inspect` or of the command line counts too."""
    stated: dict[str, Json] = {}
    for key, value in node.value.items() if isinstance(node.value, dict) else ():
        if value is not None:
            stated.setdefault(key.lower(), value)
    kind = _text(stated.get("type"))
    source = _text(stated.get("source", stated.get("src")))
    target = _text(stated.get("target", stated.get("destination", stated.get("dst"))))
    read_only = str(stated.get("readonly")).strip().lower() == "true"
    if kind is None or source is None or target is None:
        return Mount(node, "mistyped", kind or "", source or "", target or "", read_only)
    kind = kind.lower()
    return Mount(node, _case(kind, source, target), kind, source, target, read_only)


def _stated(node: Node, name: str) -> Node | None:
    others = (member(node, other) for other, meant in _OTHER_NAMES.items() if meant == name)
    return member(node, name) or next((other for other in others if other), None)


def _case(kind: str, source: str, target: str) -> Case:
    if kind == "npipe":
        return "npipe"
    if kind == "tmpfs" and target:
        return "tmpfs"
    if kind not in ("bind", "volume") or not source or not target:
        return "incomplete"
    place = host_path(source, target).kind
    if place == "share folder":
        return "unsettled"
    if place in FILES and (kind == "bind" or source.startswith("/")):
        return "file"
    if kind == "volume":
        return "volume"
    return "unsettled" if place in ("volume", "other") else "bind"


def _text(value: Json) -> str | None:
    """Return a value as the agent reads it where it wants text; None where it refuses it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return None if isinstance(value, (dict, list)) else str(value)


def docker_volume(source: str) -> str:
    """Return the name of the Docker volume that a path leads to; empty where it leads to none."""
    found = _DOCKER.fullmatch(source)
    return found[1] if found else ""


def where(entry: Mount, name: str) -> Path:
    """Return the path of a member of an entry in the spelling of the paste."""
    found = next((one for one in entries(entry.node) if one.key.lower() == name.lower()), None)
    return found.path if found else (*entry.node.path, name)


def has_more(entry: Mount) -> bool:
    """Tell whether an entry has members that the device does not read, or a null in place of a value."""
    members = entry.node.value.items() if isinstance(entry.node.value, dict) else ()
    return any(value is None or key.lower() not in READ for key, value in members)


def tidied(entry: Mount, target: str = "") -> Outcomes:
    """State what is meant under the name that the device reads; remove what it does not read.

    `mount_options` does this for most entries; for the others the rule that speaks for an entry does, before its edits.
    `target` is what becomes of a target that stands under another name.
    """
    if not has_more(entry):
        return
    stray = _other_words(entry)
    if stray:
        yield from _read_only(entry, stray)
    for one in entries(entry.node):
        meant = _OTHER_NAMES.get(one.key.lower(), "")
        if meant and _stated(entry.node, meant) == one:
            summary = "`{name}` is stated as `{meant}`, the name that the device reads."
            value = target or one.value if meant == "Target" else one.value
            yield move(one, where(entry, meant), value, summary, name=one.key, meant=meant)
        elif one.key.lower() == "readonly" and one.value is None:
            yield remove(one, "`{name}` says nothing, and the device refuses it.", name=one.key)
        elif one.key.lower() not in READ and one != stray:
            yield remove(one, "The device does not read `{name}` of a mount, so it is removed.", name=one.key)


def _other_words(entry: Mount) -> Node | None:
    """Return the member by which `docker inspect` prints that a mount is read-only, where `ReadOnly` is missing."""
    if member(entry.node, "ReadOnly"):
        return None
    access, mode = member(entry.node, "RW"), member(entry.node, "Mode")
    if access and str(access.value).lower() == "false":
        return access
    return mode if mode and "ro" in str(mode.value).split(",") else None


def _read_only(entry: Mount, stray: Node) -> Outcomes:
    answer = yield ask(
        stray,
        "`{name}` is how `docker inspect` prints that a mount is read-only; in createOptions it has no effect. May the "
        "module write to `{target}`?",
        {"no": "No: state `ReadOnly`", "yes": "Yes: remove `{name}`"},
        "no",
        name=stray.key,
        target=entry.target,
    )
    if answer == "no":
        yield move(stray, where(entry, "ReadOnly"), True, "Read-only is stated as `ReadOnly`, which the device reads.")
    else:
        yield remove(stray, "The device does not read `{name}` of a mount, so it is removed.", name=stray.key)
