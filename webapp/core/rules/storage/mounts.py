"""Entries of `HostConfig.Mounts` that name a share by its path, or a directory that may be one."""

from webapp.core.edit import AS_THE_RULE, Because, Option, ask, put, remove
from webapp.core.message import Message
from webapp.core.module import Module, member
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.storage._choices import (
    DERIVED,
    directory,
    folder,
    is_repeated,
    removal,
    share_option,
    to_folder,
)
from webapp.core.rules.storage._host_paths import HostPath, chosen_share, host_path
from webapp.core.rules.storage._mounts import Mount, docker_volume, read_mounts, tidied, where
from webapp.core.rules.storage._planned import repeats, whole_target
from webapp.core.rules.storage._pod_volumes import FreshNames


@rule(guidance=("G7", "G8", "G11", "G12"), sure="documented", reads=("HostConfig.Mounts",))
def mounts(module: Module) -> Outcomes:
    """Facts F1.20, F1.21, F1.31 and F4.9. Files, tmpfs and incomplete entries are other rules'."""
    names = FreshNames(module, "part")
    for entry in read_mounts(module):
        if entry.case not in ("bind", "volume", "unsettled"):
            continue
        place = host_path(entry.source, entry.target)
        if place.kind == "share":
            summary = "The share `{share}` is mounted by its name, no longer by its path on the FPGA device."
            yield from _as(entry, "volume", place.share, summary)
        elif place.kind == "share folder":
            yield from _share_folder(module, entry, place, names)
        elif entry.case == "unsettled":
            yield from _no_directory(entry, place)
        elif entry.case == "bind":
            yield from _directory(entry)
        elif entry.source.startswith("/"):
            yield from _volume_with_path(entry)


def _as(entry: Mount, kind: str, source: str, summary: str, because: Because = AS_THE_RULE) -> Outcomes:
    """State another type and source, as far as they differ."""
    for name, value, now in (("Type", kind, entry.type), ("Source", source, entry.source)):
        if value != now:
            yield put(where(entry, name), value, summary, because=because, share=source, source=entry.source)


def _directory(entry: Mount) -> Outcomes:
    share = chosen_share((yield directory(entry.node, entry.source)))
    if share:
        yield from _as(entry, "volume", share, "The share `{share}` takes the place of the directory `{source}`.")


def _no_directory(entry: Mount, place: HostPath) -> Outcomes:
    """A bind without an absolute path: Docker refuses it, the agent looks for it in an undefined place."""
    named = [Option("volume", Message("A share or claim called `{source}`", {"source": entry.source}))]
    answer = yield ask(
        entry.node,
        "`{source}` can't be mounted as a directory on the GPU device. What takes its place at `{target}`?",
        [*(named if place.kind == "volume" else []), share_option(entry.source), removal()],
        None,
        because=DERIVED,
        source=entry.source,
        target=entry.target,
    )
    if answer == "remove":
        yield remove(entry.node, "The mount of `{source}` is removed, as you chose.", source=entry.source)
    elif answer:
        share = chosen_share(answer) or entry.source
        yield from tidied(entry)
        yield from _as(entry, "volume", share, "The share `{share}` takes the place of `{source}`.")


def _volume_with_path(entry: Mount) -> Outcomes:
    if docker := docker_volume(entry.source):
        summary = "The volume `{share}` is mounted by its name, no longer by Docker's path to it."
        yield from _as(entry, "volume", docker, summary, DERIVED)
        return
    answer = yield ask(
        entry.node,
        "A mount of type `volume` names a share, and `{source}` is a path. What is meant?",
        [Option("bind", Message("The directory of the Kubernetes worker: type `bind`")), share_option(entry.source)],
        None,
        because=DERIVED,
        source=entry.source,
    )
    share = chosen_share(answer)
    if share:
        yield from _as(entry, "volume", share, "The share `{share}` takes the place of `{source}`.")
    elif answer == "bind":
        yield from _as(entry, "bind", entry.source, "`{source}` is a path, so it is mounted as type `bind`.", DERIVED)


def _share_folder(module: Module, entry: Mount, place: HostPath, names: FreshNames) -> Outcomes:
    answer = yield folder(entry.node, place, entry.target)
    if answer == "whole":
        yield from _whole(module, entry, place)
    elif answer == "subpath":
        yield from to_folder(module, entry, place, names)


def _whole(module: Module, entry: Mount, place: HostPath) -> Outcomes:
    target, same = whole_target(entry.target), repeats(module)
    if entry.node.path in same.gone:
        yield is_repeated(entry.node, target)
        return
    yield from tidied(entry, target)
    yield from _as(entry, "volume", place.share, "The whole share `{share}` is mounted in place of `{source}`.")
    if target != entry.target and member(entry.node, "Target"):
        summary = "A share is mounted at a directory, so `{target}` takes the place of the file's path."
        yield put(where(entry, "Target"), target, summary, target=target)
    if entry.read_only and not same.read_only.get(entry.node.path, True):
        yield put(where(entry, "ReadOnly"), False, "Another entry that comes to the same mount is writable.")
