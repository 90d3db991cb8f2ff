"""What the host side of a bind is: a share, a directory, a single file, a device, a named volume.

Source: shares are bound from `/home/hcsshares/<share>` on the FPGA device (fact F1.20); single files can't be
mounted on the GPU device (F1.26); share names follow F1.25.
"""

import re
from typing import Literal, NamedTuple

from webapp.core.module import Node
from webapp.core.path import Json

SHARE_NAME = r"(?=.{3,63}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*"
Kind = Literal["share", "share folder", "file", "volume", "directory", "unclear"]

_SHARE = re.compile(r"/home/hcsshares/([^/]+)/?(.*)", re.DOTALL)
_VOLUME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_FILES = re.compile(
    r"/dev(/.*)?|/proc(/.*)?|/sys(/.*)?|.*\.sock|/etc/(hosts|resolv\.conf|localtime|timezone|machine-id|passwd|group)"
)
_SUFFIX = re.compile(
    r"/[^/]*\.(json|ya?ml|toml|xml|ini|conf|cfg|config|crt|cer|pem|key|pfx|db|sqlite|txt|csv|log|sh|py|env|properties)"
)


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

    @property
    def read_only(self) -> bool:
        """Whether the container may only read."""
        return "ro" in self.modes


def read_bind(node: Node) -> Bind | None:
    """Take a `Binds` entry apart; None where it is not `source:target[:mode]` (a Windows path, a placeholder)."""
    parts = node.value.split(":") if isinstance(node.value, str) else []
    if len(parts) not in (2, 3) or not parts[0] or not parts[1] or re.fullmatch("[A-Za-z]", parts[0]):
        return None
    return Bind(
        node,
        parts[0],
        parts[1],
        tuple(part for part in parts[2].split(",") if part) if len(parts) == 3 else (),
    )


def host_path(source: str) -> HostPath:
    """Tell what a host path is, by its name alone: nobody can look at the device from here."""
    share = _SHARE.fullmatch(source)
    if share:
        return HostPath("share folder" if share[2] else "share", share[1], share[2].rstrip("/"))
    if source.startswith("/"):
        is_file = _FILES.fullmatch(source) or _SUFFIX.search(source.lower()[source.rfind("/") :])
        return HostPath("file" if is_file else "directory")
    return HostPath("volume" if _VOLUME.fullmatch(source) else "unclear")


def suggested_share(source: str) -> str:
    """Return a share name that the last part of a host path suggests: `/var/media/` gives `media`."""
    last = source.rstrip("/").rpartition("/")[2].lower()
    name = re.sub(r"-+", "-", re.sub(r"[^a-z0-9-]", "-", last)).strip("-")[:63].strip("-")
    return name if re.fullmatch(SHARE_NAME, name) else "my-share"


def mount(kind: str, source: str, target: str, read_only: bool) -> dict[str, Json]:
    """Return an entry of `Mounts`; `ReadOnly` only where it is needed."""
    entry: dict[str, Json] = {"Target": target, "Source": source, "Type": kind}
    return entry | {"ReadOnly": True} if read_only else entry
