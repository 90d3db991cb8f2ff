"""Entries of `HostConfig.Binds` become entries of `HostConfig.Mounts`."""

from webapp.core.edit import Because, Option, ask, find, move, remove
from webapp.core.message import Message
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.storage._host_paths import (
    SHARE_NAME,
    Bind,
    HostPath,
    host_path,
    mount,
    read_bind,
    suggested_share,
)

_PROPAGATION = {"shared", "slave", "private", "rshared", "rslave", "rprivate"}
_DERIVED = Because(sure="derived")


@rule(guidance=("G5", "G6", "G7", "G8", "G10", "G11", "G12"), reads=("HostConfig.Binds",))
def binds(module: Module) -> Outcomes:
    """Facts F1.20 to F1.31, F4.8; conflict C1."""
    for node in module.items("HostConfig", "Binds"):
        bind = read_bind(node)
        where = host_path(bind.source) if bind else HostPath("unclear")
        if bind is None or where.kind == "unclear":
            answer = yield ask(
                node,
                "`{text}` is not `host path:container path`. What shall become of it?",
                {"remove": "Remove it; the module goes without"},
                None,
                because=_DERIVED,
                text=node.value,
            )
            if answer == "remove":
                yield remove(node, "`{text}` is removed, as you chose.", text=node.value)
        elif where.kind != "file":
            yield from _mounted(module, bind, where)
            yield from _modes(bind)


def _mounted(module: Module, bind: Bind, where: HostPath) -> Outcomes:
    to = (*module.place("HostConfig", "Mounts"), "-")
    if where.kind == "share":
        yield move(
            bind.node,
            to,
            mount("volume", where.share, bind.target, bind.read_only),
            "The share `{share}` is mounted by its name at `{target}`, no longer by its path on the FPGA device.",
            share=where.share,
            target=bind.target,
        )
    elif where.kind == "volume":
        yield from _named_volume(bind, to)
    elif where.kind == "directory":
        yield from _directory(bind, to)
    else:
        yield from _share_folder(module, bind, where, to)


def _named_volume(bind: Bind, to: tuple[str | int, ...]) -> Outcomes:
    answer = yield ask(
        bind.node,
        "`{source}` is a named Docker volume. Which share of the GPU device takes its place?",
        [
            Option(bind.source, Message("A share or claim named `{source}`", {"source": bind.source})),
            Option(f"share:{suggested_share(bind.source)}", Message("Another share"), SHARE_NAME),
        ],
        bind.source,
        because=_DERIVED,
        source=bind.source,
    )
    source = bind.source if answer is None or answer == bind.source else answer.partition(":")[2]
    yield move(
        bind.node,
        to,
        mount("volume", source, bind.target, bind.read_only),
        "The named volume `{source}` becomes a volume mount; a share or claim of that name must exist on the device.",
        source=source,
    )


def _directory(bind: Bind, to: tuple[str | int, ...]) -> Outcomes:
    answer = yield ask(
        bind.node,
        "`{source}` is a directory on the FPGA device. Where does the data live on the GPU device?",
        [
            Option("keep", Message("In the same directory of the Kubernetes worker; made empty if it is missing")),
            Option(f"share:{suggested_share(bind.source)}", Message("On a share"), SHARE_NAME),
        ],
        "keep",
        source=bind.source,
    )
    share = "" if answer is None or answer == "keep" else answer.partition(":")[2]
    summary = (
        "The directory `{source}` is replaced by the share `{share}`."
        if share
        else "The directory `{source}` is bound through `Mounts`; it is the worker's directory, empty at first."
    )
    kind, source = ("volume", share) if share else ("bind", bind.source)
    yield move(
        bind.node,
        to,
        mount(kind, source, bind.target, bind.read_only),
        summary,
        source=bind.source,
        share=share,
    )


def _share_folder(module: Module, bind: Bind, where: HostPath, to: tuple[str | int, ...]) -> Outcomes:
    answer = yield ask(
        bind.node,
        "Only the folder `{folder}` of the share `{share}` is bound. A share is mounted as a whole; what shall the "
        "module see at `{target}`?",
        {
            "whole": "The whole share; the module looks into `{folder}` itself",
            "subpath": "Only the folder, by `subPath` under `k8s-experimental.volumes`; a claim named `{share}` must exist",
        },
        None,
        because=_DERIVED,
        folder=where.folder,
        share=where.share,
        target=bind.target,
    )
    if answer == "whole":
        yield move(
            bind.node,
            to,
            mount("volume", where.share, bind.target, bind.read_only),
            "The whole share `{share}` is mounted at `{target}`; its folder `{folder}` is found below that.",
            share=where.share,
            target=bind.target,
            folder=where.folder,
        )
    elif answer == "subpath":
        yield move(
            bind.node,
            (*module.place("k8s-experimental", "volumes"), "-"),
            {
                "volume": {
                    "name": where.share.lower(),
                    "persistentVolumeClaim": {"claimName": where.share.lower()},
                },
                "volumeMounts": [
                    {
                        "name": where.share.lower(),
                        "mountPath": bind.target,
                        "subPath": where.folder,
                        "readOnly": bind.read_only,
                    }
                ],
            },
            "The folder `{folder}` of the share `{share}` is mounted by `subPath`.",
            because=_DERIVED,
            share=where.share,
            folder=where.folder,
        )


def _modes(bind: Bind) -> Outcomes:
    lost = [mode for mode in bind.modes if mode not in ("ro", "rw")]
    if lost:
        yield find(
            "warning" if _PROPAGATION & set(lost) else "info",
            bind.node,
            "The mode `{modes}` of this bind has no counterpart and goes.",
            "Nothing to do for `z`, `Z` and `nocopy`; mount propagation can be stated under `k8s-experimental.volumes`.",
            because=_DERIVED,
            modes=",".join(lost),
        )
