"""Binds of single files, sockets and device files: the GPU device mounts directories only."""

import re

from webapp.core.edit import Because, Edit, move, remove
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._ipc import effective_ipc
from webapp.core.rules.storage._choices import DERIVED, to_mounts
from webapp.core.rules.storage._files import File, device_closed, files, is_privileged, question
from webapp.core.rules.storage._host_paths import FPGA_BOARD, chosen_share, parent
from webapp.core.rules.storage._mounts import tidied
from webapp.core.rules.storage._planned import (
    Becomes,
    Planned,
    become_host_ipc,
    is_shared_memory,
    states_ipc,
    uses_fpga,
)
from webapp.core.rules.storage._pod_volumes import FreshNames, pod_volume, to_pod_volumes

_OF_THE_RUNTIME = re.compile(r"(/var)?/run/iotedge/(mgmt|workload)\.sock")


@rule(guidance=("G9",), sure="documented", reads=("HostConfig.Binds", "HostConfig.Mounts"))
def single_files(module: Module) -> Outcomes:
    """Facts F1.26, F1.30, F1.31 and F1.61; K40 for the types of a host path."""
    found = files(module)
    if not found:
        return
    names = FreshNames(module, "file")
    for file in found:
        needless = _needless(module, file)
        if needless:
            yield needless
        else:
            yield from _asked(module, file, names)


def _needless(module: Module, file: File) -> Edit | None:
    """Return the removal of what has no use on the GPU device; None where a person has to decide."""
    if uses_fpga(module) and file.source == file.target == "/etc/hosts":
        summary = "The file `/etc/hosts` was there so that the FPGA's wireserver is found; the GPU device has none."
        return remove(file.node, summary, because=Because(("G9", "G26")))
    if file.source.startswith(FPGA_BOARD):
        summary = "`{source}` is an FPGA board, and the GPU device has none."
        return remove(file.node, summary, because=Because(("G24",)), source=file.source)
    if is_shared_memory(file.source, file.target) and effective_ipc(module):
        summary = "With `IpcMode` `host` the module has the host's shared memory at `/dev/shm` anyway."
        return remove(file.node, summary, because=Because(("G30",), "derived"))
    if _OF_THE_RUNTIME.fullmatch(file.source) and file.source == file.target:
        summary = "`{source}` is a socket of the IoT Edge runtime; here a module reaches the runtime at `localhost`."
        return remove(file.node, summary, because=DERIVED, source=file.source)
    return None


def _asked(module: Module, file: File, names: FreshNames) -> Outcomes:
    answer = yield question(file, can_share=not states_ipc(module))
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
    elif answer == "ipc":
        yield _host_ipc(module, file)
    if answer in ("hostpath", "keep") and file.needs_privilege and not is_privileged(module):
        yield device_closed(file.node, file.source)


def _directory(module: Module, file: File, kind: Becomes, source: str) -> Edit:
    return to_mounts(
        module,
        Planned(file.node, kind, source, parent(file.target), file.read_only),
        "`{directory}` is mounted at `{folder}` with the file of `{source}` in it; what the image has in `{folder}` is "
        "hidden, or keeps the module from starting.",
        directory=source,
        folder=parent(file.target),
        source=file.source,
    )


def _host_ipc(module: Module, file: File) -> Edit:
    because = Because(("G30",))
    if file.node.path != become_host_ipc(module)[0]:
        return remove(file.node, "`IpcMode` takes the place of this bind of `/dev/shm` too.", because=because)
    summary = "The host's IPC namespace, stated as `IpcMode`, takes the place of the bind of `/dev/shm`."
    return move(file.node, module.place("HostConfig", "IpcMode"), "host", summary, because=because)


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
    yield to_mounts(
        module,
        Planned(file.node, "bind", file.source, file.target, file.read_only),
        "`{source}` is bound through `Mounts`; it is the directory of the Kubernetes worker.",
        source=file.source,
    )
