"""JSON as highlighted, numbered HTML lines. Everything that was pasted is escaped here or by the template."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, islice
from operator import itemgetter

from markupsafe import Markup

from webapp.core.carrier import minified
from webapp.core.convert import Conversion
from webapp.core.converted import ConvertedModule
from webapp.core.diff import SIGNS, Line, diff, top_of

LIMIT = 2_000
LONG = 80
AROUND = 3


@dataclass(frozen=True, slots=True)
class Listings:
    """The paste, the result and the difference as HTML lines.

    `cut` tells whether any of them is longer than shown, `long` whether they need a window of their own; `lit` are the
    numbers of the changes that have lines in the difference.
    """

    pasted: Markup
    converted: Markup
    diff: Markup
    cut: bool
    long: bool
    lit: frozenset[int]


def listings(conversion: Conversion, one: ConvertedModule, prefix: str = "") -> Listings:
    """Print a module three times: as pasted (the person's own lines), converted, and as difference.

    `prefix` stands before the names of changes, which tell the lines that belong to one.
    """
    first, lines = _own_lines(conversion, one)
    printed = diff(conversion, one)
    converted: list[str] = []
    differing: list[tuple[bool, str]] = []
    number, last = 0, None
    lit: set[int] = set()
    for line in islice(printed, LIMIT):
        code, mark = code_of(line), "" if line.change is None else f' data-c="{prefix}c{line.change}"'
        number += line.sign != "-"
        old = "" if line.sign == "+" else _pasted_line(conversion, one, line)
        new = "" if line.sign == "-" else number
        rule = "" if line.change is None else _rule(one, line.change, line.change != last, prefix)
        last = line.change
        start = mark
        if line.change is not None and line.change not in lit:
            lit.add(line.change)
            start = f' id="{prefix}c{line.change}"{mark}'
        shown = f'<span class="{SIGNS[line.sign]}" data-o="{old}" data-n="{new}"{start}>{line.sign} {code}{rule}</span>'
        differing.append((line.sign == " ", shown))
        if line.sign != "-":
            cls = ' class="come"' if line.sign == "+" else ""
            converted.append(f'<span{cls} data-n="{number}"{mark}>{code}</span>')
    cut = len(lines) > LIMIT or next(printed, None) is not None
    pasted = _joined(_pasted(conversion, one, first, lines, prefix))
    return Listings(pasted, _joined(converted), _joined(folded(differing)), cut, len(differing) > LONG, frozenset(lit))


def folded(lines: Sequence[tuple[bool, str]]) -> Iterator[str]:
    """Yield lines, long runs of unchanged ones (True) behind a line that opens them."""
    for same, run in groupby(lines, key=itemgetter(0)):
        texts = [text for _, text in run]
        if not same or len(texts) <= 3 * AROUND + 1 or len(texts) == len(lines):
            yield from texts
            continue
        yield from texts[:AROUND]
        inner = texts[AROUND:-AROUND]
        yield f"<details><summary>{len(inner)} lines unchanged</summary>{''.join(inner)}</details>"
        yield from texts[-AROUND:]


def _own_lines(conversion: Conversion, one: ConvertedModule) -> tuple[int, list[str]]:
    """Return the lines of the paste in which a module stands, and the number of the first."""
    lines = conversion.document.text.split("\n")
    top = top_of(conversion, one)
    if not top:
        return 1, lines
    span = conversion.document.placed.span(top)
    first = conversion.document.lines.place(span.start).line
    return first, lines[first - 1 : conversion.document.lines.place(max(span.end - 1, span.start)).line]


def _pasted_line(conversion: Conversion, one: ConvertedModule, line: Line) -> int:
    """Return the line of the person's own text in which a printed line stands."""
    document = conversion.document
    start, end = document.span_of(one.module, line.path)
    return document.lines.place(max(end - 1, start) if line.ends else start).line


def _joined(lines: Iterable[str]) -> Markup:
    return Markup("".join(lines))  # noqa: S704 - every line escapes what it prints


def code_of(line: Line) -> str:
    """Return a line of JSON as HTML, its key, texts and numbers marked."""
    key = f"<b>{escape(minified(line.key), quote=False)}</b>: " if line.key is not None else ""
    text = escape(line.text, quote=False)
    if line.text[0] == '"':
        text = f"<i>{text}</i>"
    elif line.text[0] not in "{}[]":
        text = f"<u>{text}</u>"
    return f"{'  ' * line.depth}{key}{text}{',' if line.comma else ''}"


def _rule(one: ConvertedModule, number: int, first: bool, prefix: str) -> str:
    """Name the rule of a line; the first line of a run links to what the rule says."""
    name = one.changes[number].rule.id
    if not first:
        return f"<em>{name}</em>"
    return f'<a href="#said-{prefix}c{number}" aria-label="Rule {name}, change {number + 1}">{name}</a>'


def _pasted(conversion: Conversion, one: ConvertedModule, first: int, lines: list[str], prefix: str) -> Iterator[str]:
    marks = _marked_lines(conversion, one)
    for number, line in enumerate(lines[:LIMIT], first):
        lit = _marks(marks.get(number), prefix)
        yield f'<span id="in-{number}" data-n="{number}"{lit}>{escape(line, quote=False)}</span>'


def _marks(changes: list[int] | None, prefix: str) -> str:
    return f' data-c="{" ".join(f"{prefix}c{change}" for change in changes)}"' if changes else ""


def _marked_lines(conversion: Conversion, one: ConvertedModule) -> dict[int, list[int]]:
    """Map lines of the paste to the changes that touch them."""
    marks: dict[int, list[int]] = {}
    document = conversion.document
    for number, change in enumerate(one.changes[:LIMIT]):
        if change.op == "add":
            continue
        start, end = document.span(one.module, change.path, change.edit.part)
        first, last = document.lines.place(start).line, document.lines.place(max(end - 1, start)).line
        for line in range(first, min(last, first + LIMIT) + 1):
            marks.setdefault(line, []).append(number)
    return marks
