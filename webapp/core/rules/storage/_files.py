"""Single files that are mounted, by `Binds` or by `Mounts`, and what can be answered when one is met.

Source: facts F1.26 and F1.30; types of a host path: K40.
"""

from typing import NamedTuple

from webapp.core.edit import Because, Finding, Option, Question, ask, find
from webapp.core.message import Message
from webapp.core.module import Module, Node, once
from webapp.core.rules.storage._choices import removal, share_option
from webapp.core.rules.storage._host_paths import FILES, Kind, host_path, is_placeholder, parent, read_binds
from webapp.core.rules.storage._mounts import Mount, read_mounts
from webapp.core.rules.storage._planned import is_shared_memory

_NO_DEVICES = {"shm", "pts", "disk", "mapper"}
_DEVICE_DIRECTORIES = {"", "bus", "bus/usb", "snd", "dri", "input", "shm", "disk", "pts", "net", "mapper"}
_BLOCK_DEVICES = ("sd", "nvme", "loop", "dm-", "vd", "mmcblk")
_PROMPTS = {
    "file": "`{source}` is a single file, and the GPU device mounts directories only. How does the module get it?",
    "system file": "`{source}` belongs to the host's operating system, and the GPU device mounts directories only. "
    "What should become of it?",
    "docker": "The GPU device runs no Docker that a module could command through `{source}`. What should become of it?",
    "socket": "`{source}` is a socket of the FPGA device's host. What should become of it?",
    "device": "`{source}` is a device file; on Kubernetes a device plugin hands out devices. What should become of it?",
    "memory": "The host's `/dev/shm` is how this module shares memory with others. How should it do so?",
    "directory": "`{source}` shows the module the host's own state, here that of the Kubernetes worker. What should "
    "become of it?",
}


class File(NamedTuple):
    """A file that is mounted; `entry` where `Mounts` says so."""

    node: Node
    source: str
    target: str
    read_only: bool
    kind: Kind
    entry: Mount | None = None

    @property
    def is_directory(self) -> bool:
        """Whether this is one of the directories of `/dev`, `/proc` or `/sys`."""
        name = self.source.removeprefix("/dev").strip("/")
        return self.kind == "system" or (self.kind == "device" and name in _DEVICE_DIRECTORIES)

    @property
    def needs_privilege(self) -> bool:
        """Whether only a privileged container can open what is mounted."""
        return self.kind == "device" and self.source.removeprefix("/dev").strip("/") not in _NO_DEVICES

    @property
    def host_path_type(self) -> str:
        """The type that Kubernetes is to expect there."""
        if self.kind == "socket":
            return "Socket"
        if self.kind == "file":
            return "File"
        block = self.source.removeprefix("/dev/").startswith(_BLOCK_DEVICES)
        return "BlockDevice" if block else "CharDevice"


@once
def files(module: Module) -> list[File]:
    """List the files that `Binds` and `Mounts` mount, devices, sockets and the host's own state among them."""
    found = [File(bind.node, bind.source, bind.target, bind.read_only, bind.place.kind) for bind in read_binds(module)]
    found += [
        File(one.node, one.source, one.target, one.read_only, host_path(one.source, one.target).kind, one)
        for one in read_mounts(module)
        if one.case == "file"
    ]
    return [file for file in found if file.kind in FILES]


def is_privileged(module: Module) -> bool:
    """Tell whether the container is privileged; something that is filled in later may make it so."""
    node = module.first("HostConfig", "Privileged")
    value = node.value.strip().lower() if node and isinstance(node.value, str) else bool(node and node.value)
    if node and module.answer("privileged", node.path, None) == "remove":
        return False
    return value is True or value == "true" or (isinstance(value, str) and is_placeholder(value))


def device_closed(node: Node, source: str) -> Finding:
    """Say that a device file alone does not open the device."""
    return find(
        "warning",
        node,
        "The module sees `{source}` but can't open it: Kubernetes lets only privileged containers use devices that no "
        "device plugin hands out.",
        "Set `HostConfig.Privileged`, if full access to the worker is acceptable.",
        because=Because((), "derived"),
        source=source,
    )


def question(file: File, *, can_share: bool) -> Question:
    """Ask what becomes of a file. No answer is safe for every module, so there is no default."""
    return ask(
        file.node,
        _PROMPTS[_prompt(file)],
        _options(file, can_share),
        None,
        source=file.source,
        target=file.target,
    )


def _prompt(file: File) -> str:
    if file.source.endswith("/docker.sock") or file.target.endswith("/docker.sock"):
        return "docker"
    if file.is_directory:
        return "memory" if is_shared_memory(file.source, file.target) else "directory"
    return "system file" if _of_the_system(file) else file.kind


def _of_the_system(file: File) -> bool:
    return file.kind == "file" and parent(file.source) in ("/etc", "/bin", "/sbin", "/usr/bin", "/usr/local/bin")


def _options(file: File, can_share: bool) -> list[Option]:
    if file.is_directory:
        label = "Mount the worker's directory all the same"
        keep = Option("keep", Message(f"{label}; its devices need `Privileged`" if file.needs_privilege else label))
        ipc = Option(
            "ipc", Message("By the host's IPC namespace: `IpcMode` with `host`, in every module that takes part")
        )
        offered = can_share and is_shared_memory(file.source, file.target)
        return [*([ipc] if offered else []), keep, removal()]
    kind = file.host_path_type
    label = "The file of the worker, as `hostPath` of type `{type}` under `k8s-experimental`"
    host = Message(f"{label}; it needs `Privileged` too" if file.needs_privilege else label, {"type": kind})
    options = [Option("hostpath", host), removal()]
    place, folder = parent(file.source), parent(file.target)
    if file.kind != "file" or _of_the_system(file) or folder == "/":
        return options
    if place != "/":
        label = "Mount its directory `{place}` at `{folder}`, which hides what the image has there"
        options.insert(0, Option("parent", Message(label, {"place": place, "folder": folder})))
    share = share_option(
        place, "Put it on a share, which you name; it is mounted at the directory of the container path"
    )
    return [share, *options]
