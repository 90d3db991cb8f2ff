"""Single files that are mounted, by `Binds` or by `Mounts`, and what can be answered when one is met.

Source: facts F1.26 and F1.30; types of a host path: K40.
"""

from typing import NamedTuple

from webapp.core.edit import Option, Question, ask
from webapp.core.message import Message
from webapp.core.module import Module, Node, once
from webapp.core.rules.storage._choices import removal, share_option
from webapp.core.rules.storage._host_paths import FILES, Kind, host_path, parent, read_binds
from webapp.core.rules.storage._mounts import Mount, read_mounts

_DEVICE_DIRECTORIES = {"", "bus", "bus/usb", "snd", "dri", "input", "shm", "disk", "pts", "net", "mapper"}
_BLOCK_DEVICES = ("sd", "nvme", "loop", "dm-", "vd", "mmcblk")
_PROMPTS = {
    "file": "`{source}` is a single file, and the GPU device mounts directories only. How does the module get it?",
    "system file": "`{source}` belongs to the host's operating system, and the GPU device mounts directories only. "
    "What shall become of it?",
    "docker": "The GPU device runs no Docker that a module could command through `{source}`. What shall become of it?",
    "socket": "`{source}` is a socket of the FPGA device's host. What shall become of it?",
    "device": "`{source}` is a device file; on Kubernetes a device plugin hands out devices. What shall become of it?",
    "directory": "`{source}` shows the module the host's own state, here that of the Kubernetes worker. What shall "
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
    found = [
        File(bind.node, bind.source, bind.target, bind.read_only, host_path(bind.source, bind.target).kind)
        for bind in read_binds(module)
    ]
    found += [
        File(one.node, one.source, one.target, one.read_only, host_path(one.source, one.target).kind, one)
        for one in read_mounts(module)
        if one.case == "file"
    ]
    return [file for file in found if file.kind in FILES]


def question(file: File) -> Question:
    """Ask what becomes of a file. No answer is safe for every module, so there is no default."""
    return ask(
        file.node,
        _PROMPTS[_prompt(file)],
        _options(file),
        None,
        source=file.source,
        target=file.target,
    )


def _prompt(file: File) -> str:
    if file.source.endswith("/docker.sock") or file.target.endswith("/docker.sock"):
        return "docker"
    if file.is_directory:
        return "directory"
    return "system file" if _of_the_system(file) else file.kind


def _of_the_system(file: File) -> bool:
    return file.kind == "file" and parent(file.source) in ("/etc", "/bin", "/sbin", "/usr/bin", "/usr/local/bin")


def _options(file: File) -> list[Option]:
    if file.is_directory:
        keep = Option(
            "keep", Message("Mount it all the same, as the directory that it is; a privileged module needs it")
        )
        return [keep, removal()]
    kind = file.host_path_type
    host = Message("The file of the worker, as `hostPath` of type `{type}` under `k8s-experimental`", {"type": kind})
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
