"""What entries of `Binds` and `Mounts` become by the answers in force, and which of them come to the same.

Rules that look across entries go by this: names that clash, paths that are mounted twice, shares that must exist. The
defaults of the questions of `binds`, `mounts`, `single_files` and `incomplete_mounts` are stated here for all.
"""

from typing import Literal, NamedTuple

from webapp.core.module import Module, Node, once
from webapp.core.path import Path
from webapp.core.rules.resources import _accelerators as accelerators
from webapp.core.rules.resources._ipc import effective_ipc
from webapp.core.rules.storage._host_paths import (
    FILES,
    FPGA_BOARD,
    HostPath,
    chosen_share,
    host_path,
    is_dev_shm,
    is_placeholder,
    looks_like_file,
    parent,
    read_binds,
    volume_name,
)
from webapp.core.rules.storage._mounts import Mount, docker_volume, read_mounts

KEEP = "keep"
Becomes = Literal["volume", "bind", "pod", "open"]


class Planned(NamedTuple):
    """What an entry becomes. `pod`: an entry under `k8s-experimental`; `open`: nobody has answered yet.

    `moves` tells whether it is written anew in `Mounts`; `claim` that a volume of the pod names a share's claim.
    """

    node: Node
    becomes: Becomes
    source: str
    target: str
    read_only: bool
    moves: bool = True
    claim: bool = False

    @property
    def name(self) -> str:
        """The volume's name; empty where it is open, or made by the rule that writes it."""
        named = self.becomes in ("volume", "bind") and not is_placeholder(self.source)
        return volume_name(self.source) if named else ""

    @property
    def at(self) -> str:
        """The container path, without slashes at its end."""
        return self.target.rstrip("/") or "/"


class Repeats(NamedTuple):
    """Entries that come to the same mount: those that go, and what the remaining one has as `ReadOnly`."""

    gone: frozenset[Path]
    read_only: dict[Path, bool]


@once
def planned(module: Module) -> list[Planned]:
    """List what becomes of entries, in the order of the result's `Mounts`. What is removed is left out."""
    plans = [_mount(module, entry) for entry in read_mounts(module)]
    files: list[Planned | None] = []
    for bind in read_binds(module):
        place = bind.place
        plan = Planned(bind.node, "open", bind.source, bind.target, bind.read_only)
        if place.kind in FILES:
            files.append(_file(module, plan))
        else:
            plans.append(_bind(module, plan, place))
    return [plan for plan in (*plans, *files) if plan]


@once
def repeats(module: Module) -> Repeats:
    """Find entries that come to one mount, such as two files of a directory that is mounted as a whole."""
    groups: dict[tuple[str, str, str], list[Planned]] = {}
    for plan in planned(module):
        if plan.becomes in ("volume", "bind"):
            groups.setdefault((plan.becomes, plan.source.rstrip("/"), plan.at), []).append(plan)
    gone: set[Path] = set()
    read_only: dict[Path, bool] = {}
    for first, *others in groups.values():
        wanted = all(plan.read_only for plan in (first, *others))
        if others and (first.moves or first.read_only == wanted):
            read_only[first.node.path] = wanted
            gone.update(plan.node.path for plan in others if plan.moves)
    return Repeats(frozenset(gone), read_only)


def whole_target(target: str) -> str:
    """Return where a whole share is mounted of which a folder or file was bound: at a directory."""
    return parent(target) if looks_like_file(target) else target


@once
def uses_fpga(module: Module) -> bool:
    """Tell whether the module was made for an FPGA."""
    sources = [bind.source for bind in read_binds(module)] + [entry.source for entry in read_mounts(module)]
    named = accelerators.fpga(module) is not None or accelerators.WIRESERVER in module.env
    return named or any(source.startswith(FPGA_BOARD) for source in sources)


def is_shared_memory(source: str, target: str) -> bool:
    """Tell whether a bind shows the module the host's shared memory in its usual place."""
    return is_dev_shm(source) and is_dev_shm(target)


@once
def shares_host_memory(module: Module) -> bool:
    """Tell whether the module uses the host's shared memory after conversion."""
    return bool(effective_ipc(module) or become_host_ipc(module))


def states_ipc(module: Module) -> bool:
    """Tell whether `IpcMode` is there already, so that it can't take the place of a bind."""
    return bool(module.find("HostConfig", "IpcMode"))


@once
def become_host_ipc(module: Module) -> list[Path]:
    """List the binds of shared memory whose place `IpcMode` takes, as answered; the first one is stated there."""
    if states_ipc(module):
        return []
    shown = [bind.node for bind in read_binds(module) if is_shared_memory(bind.source, bind.target)]
    shown += [entry.node for entry in read_mounts(module) if is_shared_memory(entry.source, entry.target)]
    return [node.path for node in shown if module.answer("single_files", node.path, None) == "ipc"]


def _bind(module: Module, plan: Planned, place: HostPath) -> Planned | None:
    if place.kind == "share":
        return plan._replace(becomes="volume", source=place.share)
    if place.kind == "share folder":
        return _folder(plan, place, module.answer("binds", plan.node.path, None))
    safe = place.kind != "other"
    answer = module.answer("binds", plan.node.path, KEEP if safe else None)
    if answer == KEEP:
        return plan._replace(becomes="volume" if place.kind == "volume" else "bind")
    return _shared(plan, answer)


def _mount(module: Module, entry: Mount) -> Planned | None:
    path = entry.node.path
    plan = Planned(entry.node, "open", entry.source, entry.target, entry.read_only, moves=False)
    place = host_path(entry.source, entry.target)
    if entry.case in ("npipe", "mistyped"):
        return None if entry.case == "npipe" else plan
    if entry.case == "tmpfs":
        host = is_dev_shm(entry.target) and shares_host_memory(module)
        gone = host or module.answer("tmpfs", path, None) == "remove"
        return None if gone else plan._replace(becomes="pod")
    if entry.case == "file":
        return _file(module, plan)
    if entry.case == "incomplete":
        return _completed(plan, place, module.answer("incomplete_mounts", path, None))
    if place.kind == "share":
        return plan._replace(becomes="volume", source=place.share)
    if place.kind == "share folder":
        return _folder(plan._replace(moves=True), place, module.answer("mounts", path, None))
    if entry.case == "volume" and not entry.source.startswith("/"):
        return plan._replace(becomes="volume")
    if entry.case == "volume" and docker_volume(entry.source):
        return plan._replace(becomes="volume", source=docker_volume(entry.source))
    return _shared(plan, module.answer("mounts", path, KEEP if entry.case == "bind" else None))


def _shared(plan: Planned, answer: str | None) -> Planned | None:
    """Return what the answers `share:…`, `keep`, `bind`, `volume` and `remove` make of an entry."""
    if share := chosen_share(answer):
        return plan._replace(becomes="volume", source=share)
    if answer in (KEEP, "bind"):
        return plan._replace(becomes="bind")
    if answer == "volume":
        return plan._replace(becomes="volume")
    return None if answer == "remove" else plan


def _folder(plan: Planned, place: HostPath, answer: str | None) -> Planned:
    if answer == "whole":
        return plan._replace(becomes="volume", source=place.share, target=whole_target(plan.target))
    return plan._replace(becomes="pod", source=place.share, claim=True) if answer == "subpath" else plan


def _completed(plan: Planned, place: HostPath, answer: str | None) -> Planned | None:
    if answer == "volume":
        return plan._replace(becomes="volume", source=place.share or plan.source)
    return plan._replace(becomes="pod") if answer == "scratch" else _shared(plan, answer)


def _file(module: Module, plan: Planned) -> Planned | None:
    if plan.source.startswith(FPGA_BOARD) or (uses_fpga(module) and plan.source == plan.target == "/etc/hosts"):
        return None
    if is_shared_memory(plan.source, plan.target) and shares_host_memory(module):
        return None
    answer = module.answer("single_files", plan.node.path, None)
    if share := chosen_share(answer):
        return plan._replace(becomes="volume", source=share, target=parent(plan.target), moves=True)
    if answer == "parent":
        return plan._replace(becomes="bind", source=parent(plan.source), target=parent(plan.target), moves=True)
    if answer == "hostpath":
        return plan._replace(becomes="pod")
    return _shared(plan, answer)
