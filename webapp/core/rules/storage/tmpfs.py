"""Directories in memory: `HostConfig.Tmpfs` and mounts of type `tmpfs` become emptyDir volumes."""

from collections.abc import Iterator
from typing import NamedTuple

from webapp.core.edit import Because, ask, find, move, remove
from webapp.core.module import Module, Node, entries, member
from webapp.core.path import Json
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.storage._choices import removal
from webapp.core.rules.storage._host_paths import can_mount_at, is_dev_shm
from webapp.core.rules.storage._mounts import read_mounts
from webapp.core.rules.storage._planned import shares_host_memory
from webapp.core.rules.storage._pod_volumes import (
    FreshNames,
    docker_size,
    memory_volume,
    to_pod_volumes,
    whole_number,
)

_HARMLESS = {"noexec", "nosuid", "nodev", "defaults", "noatime", "relatime", "async"}


class _Directory(NamedTuple):
    """A directory in memory: its size in bytes where there is a limit, and options that are lost."""

    node: Node
    target: str
    size: int | None
    read_only: bool
    lost: tuple[str, ...]


@rule(guidance=("G5",), sure="derived", reads=("HostConfig.Tmpfs", "HostConfig.Mounts"))
def tmpfs(module: Module) -> Outcomes:
    """Facts F4.9 and K42; table 4.3."""
    found = [*_of_tmpfs(module), *_of_mounts(module)]
    if not found:
        return
    names = FreshNames(module, "memory")
    for one in found:
        if not one.target:
            yield remove(one.node, "A directory in memory without a path is removed.")
            continue
        if is_dev_shm(one.target) and shares_host_memory(module):
            summary = "With `IpcMode` `host` the module has the host's shared memory at `{target}`; this would hide it."
            yield remove(one.node, summary, because=Because(("G30",)), target=one.target)
            continue
        if not can_mount_at(one.target):
            yield from _refused(one)
            continue
        yield move(
            one.node,
            to_pod_volumes(module),
            memory_volume(names.of(one.target), one.target, one.size, read_only=one.read_only),
            "The directory in memory at `{target}` becomes an `emptyDir` volume; it counts as the module's memory.",
            target=one.target,
        )
        yield from _lost(one)


def _refused(one: _Directory) -> Outcomes:
    """Leave a path to the person at which nothing can be mounted (K41); `volume_names` says why."""
    answer = yield ask(
        one.node,
        "Nothing can be mounted at `{target}`. Correct the path in your text, or remove the directory in memory?",
        [removal()],
        None,
        target=one.target,
    )
    if answer == "remove":
        yield remove(one.node, "The directory in memory at `{target}` is removed, as you chose.", target=one.target)


def _of_tmpfs(module: Module) -> Iterator[_Directory]:
    for entry in module.entries("HostConfig", "Tmpfs"):
        if isinstance(entry.value, (dict, list)):
            continue
        options = entry.value.split(",") if isinstance(entry.value, str) else []
        words = [word.strip() for word in options if word.strip()]
        size = next((docker_size(word[5:]) for word in words if word.startswith("size=")), None)
        lost = [word for word in words if word not in ("rw", "ro") and not (size and word.startswith("size="))]
        yield _Directory(entry, entry.key, size, "ro" in words, tuple(lost))


def _of_mounts(module: Module) -> Iterator[_Directory]:
    for entry in read_mounts(module):
        if entry.case == "tmpfs":
            options = member(entry.node, "TmpfsOptions")
            size = member(options, "SizeBytes") if options else None
            lost = [one.key for one in entries(options) if one.key.lower() != "sizebytes"] if options else []
            limit: Json = size.value if size else None
            yield _Directory(entry.node, entry.target, whole_number(limit), entry.read_only, tuple(lost))


def _lost(one: _Directory) -> Outcomes:
    if one.lost:
        yield find(
            "info" if set(one.lost) <= _HARMLESS else "warning",
            one.node,
            "The options `{options}` of the directory in memory have no counterpart and go.",
            "Where the module relies on an owner, a mode or a share of the memory, let it set that up when it starts.",
            options=",".join(one.lost),
        )
