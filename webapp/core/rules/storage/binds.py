"""Entries of `HostConfig.Binds` become entries of `HostConfig.Mounts`."""

from collections.abc import Callable, Generator

from webapp.core.edit import Because, Option, Outcome, ask, find, move, remove
from webapp.core.message import Message
from webapp.core.module import Module, Node
from webapp.core.path import Path
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.storage._choices import (
    AS_THE_RULE,
    DERIVED,
    chosen_share,
    directory,
    folder,
    folder_volume,
    removal,
    share_option,
)
from webapp.core.rules.storage._host_paths import (
    FILES,
    Bind,
    HostPath,
    host_path,
    is_container_path,
    looks_like_file,
    mount,
    parent,
    read_bind,
)
from webapp.core.rules.storage._pod_volumes import FreshNames, to_pod_volumes

_PROPAGATION = {"shared", "slave", "rshared", "rslave"}
_RESOLVED = Generator[Outcome, "str | None", bool]


@rule(guidance=("G5", "G6", "G7", "G8", "G10", "G11", "G12"), reads=("HostConfig.Binds",))
def binds(module: Module) -> Outcomes:
    """Facts F1.20 to F1.31, F4.8; conflict C1. Single files are another rule's."""
    to = (*module.place("HostConfig", "Mounts"), "-")
    names = FreshNames(module, "folder")
    for node in module.items("HostConfig", "Binds"):
        bind = read_bind(node)
        if bind is None:
            yield from _unreadable(node)
            continue
        place = host_path(bind.source, bind.target)
        if place.kind == "share folder":
            moved = yield from _share_folder(module, bind, place, names)
        else:
            moved = place.kind not in FILES and (yield from _mounted(bind, place, to))
        if moved:
            yield from _modes(bind)


def _unreadable(node: Node) -> Outcomes:
    if isinstance(node.value, (dict, list)):
        return
    if node.value is None or not str(node.value).strip():
        yield remove(node, "This entry binds nothing.")
        return
    answer = yield ask(
        node,
        "`{text}` is not `host path:container path`. What shall become of it?",
        [removal()],
        None,
        because=DERIVED,
        text=node.value,
    )
    if answer == "remove":
        yield remove(node, "`{text}` is removed, as you chose.", because=DERIVED, text=node.value)


def _mounted(bind: Bind, place: HostPath, to: Path) -> _RESOLVED:
    if place.kind == "share":
        yield _moved(
            bind,
            to,
            "volume",
            place.share,
            "The share `{source}` is mounted by its name at `{target}`, no longer by its path on the FPGA device.",
        )
        return True
    ways: dict[str, Callable[[Bind, Path], _RESOLVED]] = {"volume": _named_volume, "other": _no_counterpart}
    return (yield from ways.get(place.kind, _directory)(bind, to))


def _moved(bind: Bind, to: Path, kind: str, source: str, summary: str, because: Because = AS_THE_RULE) -> Outcome:
    value = mount(kind, source, bind.target, bind.read_only)
    return move(bind.node, to, value, summary, because=because, source=source, target=bind.target, bind=bind.node.value)


def _named_volume(bind: Bind, to: Path) -> _RESOLVED:
    answer = yield ask(
        bind.node,
        "`{source}` is a named Docker volume. Which share of the GPU device takes its place?",
        [
            Option("keep", Message("A share or claim that is called `{source}` too", {"source": bind.source})),
            share_option(bind.source, "Another share, which you name"),
        ],
        "keep",
        because=DERIVED,
        source=bind.source,
    )
    yield _moved(
        bind,
        to,
        "volume",
        chosen_share(answer) or bind.source,
        "The named volume of `{bind}` becomes a mount of the share `{source}`, which must exist under that name.",
        DERIVED,
    )
    return True


def _directory(bind: Bind, to: Path) -> _RESOLVED:
    share = chosen_share((yield directory(bind.node, bind.source)))
    if share:
        yield _moved(bind, to, "volume", share, "The share `{source}` at `{target}` takes the place of `{bind}`.")
    else:
        yield _moved(
            bind,
            to,
            "bind",
            bind.source,
            "The directory `{source}` is bound through `Mounts`; it is the Kubernetes worker's, made empty if missing.",
        )
    return True


def _no_counterpart(bind: Bind, to: Path) -> _RESOLVED:
    """A Windows path, `/`, a relative path or the folder of all shares: nothing of it exists on the GPU device."""
    shares = [share_option(bind.source)] if is_container_path(bind.target) else []
    answer = yield ask(
        bind.node,
        "The host path `{source}` can't be mounted on the GPU device. What takes its place at `{target}`?",
        [*shares, removal()],
        None,
        because=DERIVED,
        source=bind.source,
        target=bind.target,
    )
    share = chosen_share(answer)
    if share:
        yield _moved(bind, to, "volume", share, "The share `{source}` at `{target}` takes the place of `{bind}`.")
    elif answer == "remove":
        yield remove(bind.node, "`{text}` is removed, as you chose.", because=DERIVED, text=bind.node.value)
    return bool(share)


def _share_folder(module: Module, bind: Bind, place: HostPath, names: FreshNames) -> _RESOLVED:
    target = parent(bind.target) if looks_like_file(bind.target) else bind.target
    answer = yield folder(bind.node, place, target)
    if answer == "whole":
        yield move(
            bind.node,
            (*module.place("HostConfig", "Mounts"), "-"),
            mount("volume", place.share, target, bind.read_only),
            "The whole share `{share}` is mounted at `{target}`; `{folder}` is found below that.",
            share=place.share,
            target=target,
            folder=place.folder,
        )
    elif answer == "subpath":
        yield move(
            bind.node,
            to_pod_volumes(module),
            folder_volume(names, place, bind.target, bind.read_only),
            "Only `{folder}` of the share `{share}` is mounted, by `subPath` and the share's claim.",
            because=DERIVED,
            share=place.share,
            folder=place.folder,
        )
    return answer is not None


def _modes(bind: Bind) -> Outcomes:
    lost = [mode for mode in bind.modes if mode not in ("ro", "rw")]
    if lost:
        yield find(
            "warning" if _PROPAGATION & set(lost) else "info",
            bind.node,
            "The mode `{modes}` of this bind has no counterpart and goes.",
            "Only propagation can be stated elsewhere: as `mountPropagation` under `k8s-experimental.volumes`.",
            because=DERIVED,
            modes=",".join(lost),
        )
