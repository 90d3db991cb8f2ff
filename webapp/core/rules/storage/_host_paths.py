"""What the host side of a bind is: a share, a directory, a single file, a device, a named volume, a placeholder.

Source: shares are bound from `/home/hcsshares/<share>` on the FPGA device (fact F1.20); single files can't be
mounted on the GPU device (F1.26); share names follow F1.25. The path alone
decides: nobody can look at the device from here.
"""

import re
from typing import Literal, NamedTuple

from webapp.core.module import Module, Node, once
from webapp.core.path import Json

SHARE_NAME = r"(?=.{3,63}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*"
Kind = Literal[
    "share", "share folder", "directory", "placeholder", "volume", "file", "socket", "device", "system", "other"
]
FPGA_BOARD = "/dev/catapult"
FILES = frozenset({"file", "socket", "device", "system"})

_SHARE = re.compile(r"/+home/+hcsshares/+([^/]+)(?:/+(.*))?", re.DOTALL)
_VOLUME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_SPECIAL = re.compile(
    r"(?P<device>/dev(/.*)?)|(?P<system>/(proc|sys)(/.*)?)|(?P<socket>.*\.sock)"
    r"|(?P<file>/etc/(hosts|hostname|resolv\.conf|localtime|timezone|machine-id|passwd|shadow|group)|(/usr(/local)?)?/s?bin/.+)",
    re.DOTALL,
)
_SUFFIX = re.compile(
    r"\.(json|jsonc|ya?ml|toml|xml|ini|conf|cfg|cnf|config|crt|cer|pem|key|pub|pfx|p12|jks|lic|db|sqlite3?|txt|csv|log"
    r"|sh|py|js|jar|env|properties|service|onnx|pb|mp4|mkv|avi|jpe?g|png|html|zip|gz|bin|so(\.\d+)*)$"
)
_PLACEHOLDER = re.compile(r"\$\w|\$\{|\$\(|<[^<>]*>|\{\{|%\w+%|#\{|__\w+__")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9-]+")
_WINDOWS = re.compile(r"([A-Za-z]:[\\/][^:]*):((?:[A-Za-z]:[\\/])?[^:]+)(?::([^:]*))?", re.DOTALL)


class HostPath(NamedTuple):
    """A host path: its kind and, for a share, the share's name and the folder inside it."""

    kind: Kind
    share: str = ""
    folder: str = ""


class Bind(NamedTuple):
    """One entry of `Binds`, `source:target[:mode]`."""

    node: Node
    source: str
    target: str
    modes: tuple[str, ...]
    place: HostPath

    @property
    def read_only(self) -> bool:
        """Whether the container may only read."""
        return "ro" in self.modes


def read_bind(node: Node) -> Bind | None:
    """Take a `Binds` entry apart; None where it is not `source:target[:mode]` (a whole placeholder, a lone path)."""
    if not isinstance(node.value, str):
        return None
    windows = _WINDOWS.fullmatch(node.value)
    parts = [windows[1], windows[2], windows[3] or ""] if windows else node.value.split(":")
    if len(parts) not in (2, 3) or not parts[0].strip() or not (windows or is_container_path(parts[1])):
        return None
    modes = tuple(part for part in parts[2].split(",") if part) if len(parts) == 3 else ()
    return Bind(node, parts[0], parts[1], modes, host_path(parts[0], parts[1]))


@once
def bind_entries(module: Module) -> list[tuple[Node, Bind | None]]:
    """List every entry of `Binds`, with what it says where it is one."""
    return [(node, read_bind(node)) for node in module.items("HostConfig", "Binds")]


@once
def read_binds(module: Module) -> list[Bind]:
    """Read every entry of `Binds` that is one."""
    return [bind for _, bind in bind_entries(module) if bind]


def is_container_path(text: str) -> bool:
    """Tell whether something can be mounted there: an absolute path, or a placeholder for one."""
    return text.startswith("/") or is_placeholder(text)


def can_mount_at(path: str) -> bool:
    """Tell whether Kubernetes mounts something at a container path: absolute, without a colon, or filled in later."""
    return is_placeholder(path) or (path.startswith("/") and ":" not in path)


def is_placeholder(text: str) -> bool:
    """Tell whether a text holds something that is filled in before deployment, `$SHARE` or `<path>`."""
    return bool(_PLACEHOLDER.search(text))


def is_filled_in(source: str) -> bool:
    """Tell whether it depends on what is filled in later where a host path begins."""
    return is_placeholder(source) and not source.startswith("/")


def host_path(source: str, target: str = "") -> HostPath:
    """Tell what a host path is; where its own name leaves that open, the name inside the container helps."""
    share = _SHARE.fullmatch(source)
    if share and share[1] not in (".", ".."):
        folder = (share[2] or "").strip("/")
        return HostPath("share folder" if folder else "share", share[1], folder)
    if not source.strip("/.") or source.rstrip("/") == "/home/hcsshares":
        return HostPath("other")
    if source.startswith("/") or is_placeholder(source):
        return HostPath(_special(source, target) or ("directory" if source.startswith("/") else "placeholder"))
    return HostPath("volume" if _VOLUME.fullmatch(source) else "other")


def _special(source: str, target: str) -> Kind | None:
    found = _SPECIAL.fullmatch(source)
    if found:
        kinds: tuple[Kind, ...] = ("device", "system", "socket", "file")
        return next(kind for kind in kinds if found[kind])
    if looks_like_file(source) or (looks_like_file(target) and not source.endswith("/")):
        return "socket" if target.endswith(".sock") else "file"
    return None


def looks_like_file(path: str) -> bool:
    """Tell whether the last part of a path has a suffix that files have."""
    last = path[path.rfind("/") + 1 :].lower()
    return bool(_SUFFIX.search(last[-16:])) or last.endswith(".sock")


def parent(path: str) -> str:
    """Return the directory that a path stands in: `/a/b.json` gives `/a`, `/b` gives `/`."""
    return path.rstrip("/").rpartition("/")[0] or "/"


def suggested_share(source: str) -> str:
    """Return a share name that the last part of a host path suggests: `/var/media/` gives `media`; else nothing."""
    last = source.rstrip("/").rpartition("/")[2].lower()[:200]
    name = re.sub(r"-+", "-", re.sub(r"[^a-z0-9-]", "-", last)).strip("-")[:63].strip("-")
    return name if re.fullmatch(SHARE_NAME, name) and not is_placeholder(last) else ""


def chosen_share(answer: str | None) -> str:
    """Return the share that the answer `share:<name>` names; empty for any other answer."""
    head, _, share = (answer or "").partition(":")
    return share if head == "share" else ""


def volume_name(source: str) -> str:
    """Return the volume name that the agent makes of a source; empty where it finds no letter or digit."""
    return _NOT_IN_NAMES.sub("", source).lower().strip("-")


def is_dev_shm(path: str) -> bool:
    """Tell whether this is where shared memory is."""
    return path.rstrip("/") == "/dev/shm"  # noqa: S108


def mount(kind: str, source: str, target: str, read_only: bool) -> dict[str, Json]:
    """Return an entry of `Mounts`; `ReadOnly` only where it is needed."""
    entry: dict[str, Json] = {"Target": target, "Source": source, "Type": kind}
    return entry | {"ReadOnly": True} if read_only else entry
