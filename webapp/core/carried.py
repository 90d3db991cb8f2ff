"""createOptions that stand in strings: their text, and where each of its characters stands in the paste."""

import re
import sys
from bisect import bisect_right
from functools import cached_property

from webapp.core import carrier
from webapp.core.dialect.faults import Fix
from webapp.core.dialect.reading import Reading
from webapp.core.path import Json, Path, at

_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[\s\S]")


class Origin:
    """Where the characters of a string's content stand in the text: runs of plain text, broken by escapes."""

    def __init__(self) -> None:
        self.size = 0
        self.indexes: list[int] = []
        self.offsets: list[int] = []
        self.flat: list[bool] = []
        self.quotes: list[tuple[int, int]] = []

    def add(self, text: str, start: int, end: int) -> None:
        """Add the content of a string that is written in `text[start:end]`, without its quotes."""
        self.quotes.append((start, end))
        plain = start
        for escape in _ESCAPE.finditer(text, start, end):
            self._run(plain, escape.start() - plain, flat=False)
            self._run(escape.start(), 1, flat=True)
            plain = escape.end()
        self._run(plain, end - plain, flat=False)

    def add_flat(self, start: int, end: int, size: int) -> None:
        """Add text that stands for a value which is no string."""
        self.quotes.append((start, end))
        self._run(start, size, flat=True)

    def _run(self, offset: int, size: int, *, flat: bool) -> None:
        if size:
            self.indexes.append(self.size)
            self.offsets.append(offset)
            self.flat.append(flat)
            self.size += size

    def at(self, index: int) -> int:
        """Return the offset at which the character with this index begins; the end of the string for the last."""
        if index >= self.size:
            return self.quotes[-1][1] if self.quotes else 0
        run = bisect_right(self.indexes, index) - 1
        return self.offsets[run] + (0 if self.flat[run] else index - self.indexes[run])

    def end(self, index: int) -> int:
        """Return the offset behind the character before this index."""
        last, following = self.at(index - 1), self.at(index)
        end = self.edge(last)
        return following if last < following <= end else end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where characters stand; of those in chunks that stand in another order, only the first chunk's."""
        first, last = self.at(start), self.end(end)
        return (first, last) if first < last else (first, self.edge(first))

    def edge(self, offset: int) -> int:
        """Return the end of the string that an offset is in."""
        return self._quoted[bisect_right(self._quoted, (offset, sys.maxsize)) - 1][1]

    @cached_property
    def _quoted(self) -> list[tuple[int, int]]:
        return sorted(self.quotes)

    @property
    def whole(self) -> tuple[int, int]:
        """From the first character to behind the last."""
        starts, ends = zip(*self.quotes, strict=True) if self.quotes else ((0,), (0,))
        return min(starts), max(ends)


def of_text(text: str, content: str, start: int, end: int) -> tuple[str, Origin]:
    """A paste that is nothing but a string, whose escaped content is `text[start:end]`."""
    origin = Origin()
    origin.add(text, start, end)
    return content, origin


def of_settings(text: str, value: Json, settings_at: Path, placed: Reading) -> tuple[str, Origin]:
    """The strings of a module's settings, joined as the agent joins them."""
    content, origin = "", Origin()
    settings = at(value, settings_at)
    for key in carrier.numbered(list(settings)) if isinstance(settings, dict) else ():
        piece = at(value, (*settings_at, key))
        span = placed.span((*settings_at, key))
        if isinstance(piece, str):
            content += piece
            origin.add(text, span.value + 1, span.end - 1)
        elif piece is not None:
            shown = carrier.minified(piece)
            content += shown
            origin.add_flat(span.value, span.end, len(shown))
    return content, origin


def outer(origin: Origin, fixes: list[Fix]) -> list[Fix] | None:
    """Return edits of a string's content as edits of the paste; None where one goes from chunk to chunk."""
    found = []
    for fix in fixes:
        start = origin.at(fix.start)
        end = origin.end(fix.end) if fix.end > fix.start else start
        if end > origin.edge(start):
            return None
        new = carrier.minified(fix.new.lstrip())[1:-1].replace("'", "\\u0027")
        found.append(Fix(start, end, new, fix.message))
    return found
