"""Entries of `HostConfig.Binds` become entries of `HostConfig.Mounts`."""

from collections.abc import Callable, Generator

from webapp.core.edit import AS_THE_RULE, Because, Option, Outcome, ask, find, remove, stay
from webapp.core.message import Message
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.storage._choices import (
    DERIVED,
    directory,
    folder,
    removal,
    share_option,
    to_folder,
    to_mounts,
)
from webapp.core.rules.storage._host_paths import (
    FILES,
    Bind,
    HostPath,
    bind_entries,
    chosen_share,
    is_container_path,
    is_filled_in,
    is_placeholder,
)
from webapp.core.rules.storage._planned import KEEP, Becomes, Planned, whole_target
from webapp.core.rules.storage._pod_volumes import FreshNames

_PROPAGATION = {"shared", "slave", "rshared", "rslave"}
_PROPAGATED = "Where the module needs propagation, state `mountPropagation` under `k8s-experimental.volumes`."
_LATER = "Leave it in: it is filled in before the module is deployed, and I convert again then"
_RESOLVED = Generator[Outcome, "str | None", bool]


@rule(guidance=("G5", "G6", "G7", "G8", "G10", "G11", "G12"), sure="documented", reads=("HostConfig.Binds",))
def binds(module: Module) -> Outcomes:
    """Facts F1.20 to F1.31, F4.8; conflict C1. Single files are another rule's."""
    names = FreshNames(module, "folder")
    for node, bind in bind_entries(module):
        if bind is None:
            yield from _unreadable(node)
            continue
        place = bind.place
        if place.kind == "share folder":
            moved = yield from _share_folder(module, bind, place, names)
        else:
            moved = place.kind not in FILES and (yield from _mounted(module, bind, place))
        if moved:
            yield from _modes(bind)


def _unreadable(node: Node) -> Outcomes:
    if isinstance(node.value, (dict, list)):
        return
    if node.value is None or not str(node.value).strip():
        yield remove(node, "This entry binds nothing.")
        return
    later = is_placeholder(str(node.value))
    answer = yield ask(
        node,
        "`{text}` is not `host path:container path` yet. What should become of it?"
        if later
        else "`{text}` is not `host path:container path`. What should become of it?",
        [*([Option("leave", Message(_LATER))] if later else []), removal()],
        None,
        because=DERIVED,
        text=node.value,
    )
    if answer == "leave":
        yield stay(node)
        yield find(
            "warning",
            node,
            "`{text}` is not converted. Filled in, it mounts a directory of the Kubernetes worker, never a share.",
            "Fill it in, and convert the result again.",
            because=DERIVED,
            text=node.value,
        )
    elif answer == "remove":
        yield remove(node, "`{text}` is removed, as you chose.", because=DERIVED, text=node.value)


def _mounted(module: Module, bind: Bind, place: HostPath) -> _RESOLVED:
    if place.kind == "share":
        yield _moved(
            module,
            bind,
            "volume",
            place.share,
            "The share `{source}` is mounted by its name at `{target}`, no longer by its path on the FPGA device.",
        )
        return True
    ways: dict[str, Callable[[Module, Bind], _RESOLVED]] = {"volume": _named_volume, "other": _no_counterpart}
    return (yield from ways.get(place.kind, _directory)(module, bind))


def _moved(
    module: Module, bind: Bind, kind: Becomes, source: str, summary: str, because: Because = AS_THE_RULE
) -> Outcome:
    plan = Planned(bind.node, kind, source, bind.target, bind.read_only)
    return to_mounts(module, plan, summary, because, source=source, target=bind.target, bind=bind.node.value)


def _named_volume(module: Module, bind: Bind) -> _RESOLVED:
    answer = yield ask(
        bind.node,
        "`{source}` is a named Docker volume. Which share of the GPU device takes its place?",
        [
            Option(KEEP, Message("A share or claim that is called `{source}` too", {"source": bind.source})),
            share_option(bind.source, "Another share, which you name"),
        ],
        KEEP,
        because=DERIVED,
        source=bind.source,
    )
    yield _moved(
        module,
        bind,
        "volume",
        chosen_share(answer) or bind.source,
        "The named volume of `{bind}` becomes a mount of the share `{source}`, which must exist under that name.",
        DERIVED,
    )
    return True


def _directory(module: Module, bind: Bind) -> _RESOLVED:
    share = chosen_share((yield directory(bind.node, bind.source)))
    if share:
        yield _moved(module, bind, "volume", share, "The share `{source}` at `{target}` takes the place of `{bind}`.")
    elif is_filled_in(bind.source):
        summary = "What is filled in for `{source}` is bound through `Mounts`, as a directory of the Kubernetes worker."
        yield _moved(module, bind, "bind", bind.source, summary, DERIVED)
    else:
        yield _moved(
            module,
            bind,
            "bind",
            bind.source,
            "The directory `{source}` is bound through `Mounts`; it is the Kubernetes worker's, made empty if missing.",
            DERIVED,
        )
    return True


def _no_counterpart(module: Module, bind: Bind) -> _RESOLVED:
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
        yield _moved(module, bind, "volume", share, "The share `{source}` at `{target}` takes the place of `{bind}`.")
    elif answer == "remove":
        yield remove(bind.node, "`{text}` is removed, as you chose.", because=DERIVED, text=bind.node.value)
    return bool(share)


def _share_folder(module: Module, bind: Bind, place: HostPath, names: FreshNames) -> _RESOLVED:
    target = whole_target(bind.target)
    answer = yield folder(bind.node, place, bind.target)
    if answer == "whole":
        yield to_mounts(
            module,
            Planned(bind.node, "volume", place.share, target, bind.read_only),
            "The whole share `{share}` is mounted at `{target}`; `{folder}` is found below that.",
            share=place.share,
            target=target,
            folder=place.folder,
        )
    elif answer == "subpath":
        yield from to_folder(module, bind, place, names)
    return answer is not None


def _modes(bind: Bind) -> Outcomes:
    lost = [mode for mode in bind.modes if mode not in ("ro", "rw")]
    if lost:
        propagates = bool(_PROPAGATION & set(lost))
        yield find(
            "warning" if propagates else "info",
            bind.node,
            "The mode `{modes}` of this bind has no counterpart and is dropped.",
            _PROPAGATED if propagates else "Nothing has to take its place: it told Docker how to bind on that host.",
            because=DERIVED,
            modes=",".join(lost),
        )
