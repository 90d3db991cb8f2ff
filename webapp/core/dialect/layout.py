"""How a text is written: its lines, commas, colons and indentation, and how a new value is printed to look the same."""

import json
import re
import sys
from bisect import bisect_right
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from webapp.core.dialect.cursor import ODD_BLANKS, plain
from webapp.core.dialect.reading import Span
from webapp.core.path import Json

BLANKS = " \t\r" + ODD_BLANKS
_GAP = re.compile(r"(?:[^,/\]}]++|/\*.*?\*/|//[^\n]*+)*+", re.DOTALL)
_LINE_END = re.compile(rf"(?:[{BLANKS}]|/\*(?:(?!\*/)[^\n])*+\*/)*+(?://[^\n]*+)?(?:\n|\Z)")
_BLANK = re.compile(f"[{BLANKS}]*")
_CLOSER = re.compile(rf"[{BLANKS}]*[\]}}]")
_FIRST_INDENT = re.compile(r"\n([ \t]+)[^\s]")
_KEY = re.compile(r""""(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|[\w$]++""", re.DOTALL | re.ASCII)
_COLON = re.compile(r"[ \t]*:[ \t]*")
_COMMA = re.compile(r",[ \t]*")


class Element(NamedTuple):
    """A member or item: `left` ends what is before it, `comma` is the offset of the comma behind it."""

    start: int
    end: int
    left: int
    comma: int | None

    @property
    def right(self) -> int:
        """Where it ends, with its comma."""
        return self.end if self.comma is None else self.comma + 1


class Style(NamedTuple):
    """How the members and items of a container are written: `", "`, `": "`, and by how much each level is indented."""

    comma: str
    colon: str
    unit: str
    newline: str

    def printed(self, value: Json, indent: str | None) -> str:
        """Print a value on one line, or on several where the indentation of the line on which it begins is given."""
        if indent is None:
            return json.dumps(value, ensure_ascii=False, separators=(self.comma, self.colon))
        shown = json.dumps(value, ensure_ascii=False, separators=(",", self.colon), indent=self.unit)
        return shown.replace("\n", self.newline + indent)


def newline(text: str) -> str:
    """Return how the lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"


def key_end(text: str, start: int) -> int:
    """Return where a member's name ends, with its quotes."""
    found = _KEY.match(text, start)
    return found.end() if found else start


def elements(text: str, span: Span) -> list[Element]:
    """List the members or items of a container that has some; without outer braces it begins with the text."""
    found: list[Element] = []
    left = span.value + 1 if text[span.value] in "{[" else 0
    for child in (span.inner or {}).values():
        gap = _GAP.match(text, child.end)
        stop = gap.end() if gap else child.end
        found.append(Element(child.start, child.end, left, stop if text.startswith(",", stop) else None))
        left = found[-1].right
    return found


def blanks_end(text: str, start: int, limit: int = sys.maxsize) -> int:
    """Go over blanks in one line."""
    found = _BLANK.match(text, start, limit)
    return found.end() if found else start


def own_lines(text: str, element: Element, within: Span) -> tuple[int, int] | None:
    """Return the lines that an element has to itself, with the comments behind it; None where it shares one."""
    rest = _LINE_END.match(text, element.right) if _begins_line(text, element) else None
    if not rest:
        return None
    start = text.rfind("\n", element.left, element.start) + 1
    return max(start, within.value), min(rest.end(), within.end)


def next_line(text: str, element: Element, within: Span) -> int | None:
    """Return where a line can be put in behind an element that begins one; None where its line goes on."""
    if not _begins_line(text, element):
        return None
    rest = _LINE_END.match(text, element.right)
    if not rest:
        return element.right if _CLOSER.match(text, element.right) else None
    line = text[element.right : rest.end()].removesuffix("\n").removesuffix("\r")
    return min(element.right + len(line), within.end)


def _begins_line(text: str, element: Element) -> bool:
    _, broken, blanks = text[element.left : element.start].rpartition("\n")
    return not blanks.strip(BLANKS) and bool(broken or (not element.left and "\n" in text))


class Layout:
    """How one text is laid out; what needs a look at the whole of it is found out once."""

    def __init__(self, text: str, root: Span) -> None:
        self.text = text
        self.root = root

    @cached_property
    def newline(self) -> str:
        """How the lines end."""
        return newline(self.text)

    @cached_property
    def unit(self) -> str:
        """How the first indented line is indented."""
        found = _FIRST_INDENT.search(self.text)
        return found[1] if found else "  "

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def indentation(self, offset: int) -> str:
        """Return the blanks with which the line of an offset begins."""
        start = self._starts[bisect_right(self._starts, offset) - 1]
        return plain(self.text[start : blanks_end(self.text, start, offset)]).replace("\r", "")

    def style(self, span: Span) -> Style:
        """Tell how the members and items of a container are written; what it does not show is taken from the text."""
        colon = _colon(self.text, span) or _colon(self.text, self.root) or ": "
        comma = _comma(self.text, span) or (", " if colon.endswith((" ", "\t")) else ",")
        return Style(comma, colon, self._step(span), self.newline)

    def _step(self, span: Span) -> str:
        """Return by how much a container indents what is in it, or else the first one in it."""
        while span.inner:
            outer, span = self.indentation(span.value), next(iter(span.inner.values()))
            inner = self.indentation(span.start)
            if inner.startswith(outer) and inner != outer:
                return inner[len(outer) :]
        return self.unit


def _comma(text: str, span: Span) -> str | None:
    """Return the comma between the first two, with its blanks, where both stand on one line."""
    first = list(islice((span.inner or {}).values(), 2))
    between = text[first[0].end : first[1].start] if len(first) > 1 else ""
    return between if _COMMA.fullmatch(between) else None


def _colon(text: str, span: Span) -> str | None:
    """Return the first colon in a container, with its blanks."""
    while span.inner:
        key, span = next(iter(span.inner.items()))
        if isinstance(key, str):
            colon = text[key_end(text, span.start) : span.value]
            return colon if _COLON.fullmatch(colon) else ": "
    return None
