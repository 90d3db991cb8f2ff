"""Binds of single files, sockets and device files: the GPU device mounts directories only."""

from webapp.core.edit import Because, Edit, move, remove
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources import _accelerators as accelerators
from webapp.core.rules.storage._choices import DERIVED, chosen_share
from webapp.core.rules.storage._files import File, files, question
from webapp.core.rules.storage._host_paths import FPGA_BOARD, mount, parent
from webapp.core.rules.storage._mounts import tidied
from webapp.core.rules.storage._pod_volumes import FreshNames, pod_volume, to_pod_volumes


@rule(guidance=("G9",), reads=("HostConfig.Binds", "HostConfig.Mounts"))
def single_files(module: Module) -> Outcomes:
    """Facts F1.26, F1.30, F1.31 and F1.61; K40 for the types of a host path."""
    found = files(module)
    if not found:
        return
    uses_fpga = _uses_fpga(module, found)
    names = FreshNames(module, "file")
    for file in found:
        if uses_fpga and file.source == file.target == "/etc/hosts":
            yield remove(
                file.node,
                "The file `/etc/hosts` was there so that the FPGA's wireserver is found; the GPU device has none.",
                because=Because(("G9", "G26")),
            )
        elif file.source.startswith(FPGA_BOARD):
            summary = "`{source}` is an FPGA board, and the GPU device has none."
            yield remove(file.node, summary, because=Because(("G24",)), source=file.source)
        else:
            yield from _asked(module, file, names)


def _uses_fpga(module: Module, found: list[File]) -> bool:
    bound = any(file.source.startswith(FPGA_BOARD) for file in found)
    return bound or accelerators.fpga(module) is not None or accelerators.WIRESERVER in module.env


def _asked(module: Module, file: File, names: FreshNames) -> Outcomes:
    answer = yield question(file)
    share = chosen_share(answer)
    if share:
        yield _directory(module, file, "volume", share)
    elif answer == "parent":
        yield _directory(module, file, "bind", parent(file.source))
    elif answer == "hostpath":
        yield _by_host_path(module, file, names)
    elif answer == "remove":
        yield remove(file.node, "The mount of `{source}` is removed, as you chose.", source=file.source)
    elif answer == "keep":
        yield from _kept(module, file)


def _directory(module: Module, file: File, kind: str, source: str) -> Edit:
    return move(
        file.node,
        (*module.place("HostConfig", "Mounts"), "-"),
        mount(kind, source, parent(file.target), file.read_only),
        "`{directory}` is mounted at `{folder}` with the file of `{source}` in it; nothing else that the image has in "
        "`{folder}` stays visible.",
        directory=source,
        folder=parent(file.target),
        source=file.source,
    )


def _by_host_path(module: Module, file: File, names: FreshNames) -> Edit:
    kind = file.host_path_type
    return move(
        file.node,
        to_pod_volumes(module),
        pod_volume(
            names.of(file.source),
            {"hostPath": {"path": file.source, "type": kind}},
            file.target,
            read_only=file.read_only,
        ),
        "`{source}` is mounted as `hostPath` of type `{type}`; the module starts only where the worker has it.",
        because=DERIVED,
        source=file.source,
        type=kind,
    )


def _kept(module: Module, file: File) -> Outcomes:
    if file.entry:
        yield from tidied(file.entry)
        return
    yield move(
        file.node,
        (*module.place("HostConfig", "Mounts"), "-"),
        mount("bind", file.source, file.target, file.read_only),
        "`{source}` is bound through `Mounts`; it is the directory of the Kubernetes worker.",
        source=file.source,
    )
