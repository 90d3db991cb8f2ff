"""Inputs: files and standard input as text, whatever their encoding, or a `SourceError` that says what is wrong."""

import codecs
import os
import sys
from collections.abc import Sequence
from glob import glob
from pathlib import Path
from typing import NamedTuple

from webapp.cli.output import say
from webapp.core.message import Message
from webapp.core.problem import Problem, SourceError
from webapp.core.source import MAX_SIZE

STDIN = "-"
_MOST = 4 * MAX_SIZE + 4  # 1 MiB of text, written in UTF-32
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAVE = Message("Save it as UTF-8, and try again.")


class Input(NamedTuple):
    """The text of an input, and how it was encoded."""

    text: str
    encoding: str = "utf-8"
    mark: bytes = b""

    def encoded(self, text: str) -> bytes:
        """Return text with the encoding and the byte order mark of this input."""
        return self.mark + text.encode(self.encoding)


def shown_name(path: Path | None) -> str:
    """Return the name of an input for people; bytes of it that are not UTF-8 are shown as `\\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace") if path else "<stdin>"


def names(given: Sequence[str]) -> list[str]:
    """Return the names of the inputs, each once; patterns that no shell has expanded are expanded."""
    found: dict[str, None] = {}
    for name in given or [STDIN]:
        pattern = name != STDIN and any(mark in name for mark in "*?[") and not os.path.lexists(name)
        matches = sorted(glob(name, recursive=True)) if pattern else []  # noqa: PTH207 - takes absolute patterns, too
        found.update(dict.fromkeys(matches or [name]))
    return list(found)


def read(path: Path | None) -> Input:
    """Read a file, or standard input where `path` is None.

    Raises:
        SourceError: it can't be read or decoded.
    """
    try:
        data = _file(path) if path else _standard_input()
    except OSError as error:
        raise _failure(_cause(error), 0) from None
    if len(data) > _MOST:
        raise _failure(Message("It is longer than 1 MiB."), 0, Message("Convert fewer modules at a time."))
    mark, encoding = next(((mark, encoding) for mark, encoding in _MARKS if data.startswith(mark)), (b"", "utf-8"))
    text = _decoded(data[len(mark) :], encoding, len(mark))
    return Input(text, encoding, mark)


def _file(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST + 1)


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise OSError("standard input is closed")
    if sys.stdin.isatty():
        end = "Ctrl+Z and Enter" if sys.platform == "win32" else "Ctrl+D"
        say(f"Paste createOptions here and end with {end} on a line of its own. `convert --help` tells more.")
    return sys.stdin.buffer.read(_MOST + 1)


def _decoded(data: bytes, encoding: str, skipped: int) -> str:
    if encoding == "utf-8" and b"\0" in data[:4]:
        raise _failure(Message("This looks like UTF-16 or UTF-32 without a byte order mark."), 1, _SAVE)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        values = {"byte": f"0x{data[error.start]:02X}", "at": f"{error.start + skipped:,}", "name": encoding.upper()}
        message = Message("The byte {byte} at offset {at} is not {name}.", values)
        raise _failure(message, line, _SAVE, column) from None


def _cause(error: OSError) -> Message:
    if isinstance(error, FileNotFoundError):
        return Message("There is no such file.")
    if isinstance(error, IsADirectoryError):
        return Message("This is a folder, not a file.")
    if isinstance(error, PermissionError):
        return Message("You have no permission to read it.")
    return Message("It can't be read: {why}.", {"why": error.strerror or str(error)})


_HINTS = {
    "There is no such file.": Message("Check its name and the folder that you are in."),
    "This is a folder, not a file.": Message("Name the files in it, for example with `*.json` behind it."),
    "You have no permission to read it.": Message("Change its permissions, or ask its owner."),
}


def _failure(message: Message, line: int, hint: Message | None = None, column: int = 1) -> SourceError:
    what = hint or _HINTS.get(message.template, Message("Try again."))
    return SourceError((Problem(message, what, line, column),))
