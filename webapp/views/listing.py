"""JSON as highlighted, numbered HTML lines. Everything that was pasted is escaped here or by the template."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import islice

from markupsafe import Markup

from webapp.core.carrier import minified
from webapp.core.convert import Conversion
from webapp.core.converted import Change, ConvertedModule
from webapp.core.diff import Line, diff

LIMIT = 2_000
LONG = 80
_NAMES = {" ": "same", "-": "gone", "+": "come"}


@dataclass(frozen=True, slots=True)
class Listings:
    """The paste, the result and the difference as HTML lines.

    `cut` tells whether any of them is longer than shown, `long` whether they need a window of their own.
    """

    pasted: Markup
    converted: Markup
    diff: Markup
    cut: bool
    long: bool


def listings(conversion: Conversion, one: ConvertedModule) -> Listings:
    """Print a module three times: as pasted (the person's own lines), converted, and as difference."""
    lines = conversion.document.text.split("\n")
    printed = diff(conversion, one)
    converted: list[str] = []
    differing: list[str] = []
    number, last = 0, None
    for line in islice(printed, LIMIT):
        code, mark = _code(line), "" if line.change is None else f' data-c="c{line.change}"'
        number += line.sign != "-"
        old = "" if line.sign == "+" else _pasted_line(conversion, one, line)
        new = "" if line.sign == "-" else number
        rule = "" if line.change is None else _rule(one.changes[line.change], line.change, line.change != last)
        last = line.change
        shown = f'<span class="{_NAMES[line.sign]}" data-o="{old}" data-n="{new}"{mark}>{line.sign} {code}{rule}</span>'
        differing.append(shown)
        if line.sign != "-":
            cls = ' class="come"' if line.sign == "+" else ""
            converted.append(f'<span{cls} data-n="{number}"{mark}>{code}</span>')
    cut = len(lines) > LIMIT or next(printed, None) is not None
    return Listings(
        _joined(_pasted(conversion, one, lines)), _joined(converted), _joined(differing), cut, len(differing) > LONG
    )


def _pasted_line(conversion: Conversion, one: ConvertedModule, line: Line) -> int:
    """Return the line of the person's own text in which a printed line stands."""
    document = conversion.document
    start, end = document.span_of(one.module, line.path)
    return document.lines.place(max(end - 1, start) if line.ends else start).line


def _joined(lines: Iterable[str]) -> Markup:
    return Markup("".join(lines))  # noqa: S704 - every line escapes what it prints


def _code(line: Line) -> str:
    key = f"<b>{escape(minified(line.key), quote=False)}</b>: " if line.key is not None else ""
    text = escape(line.text, quote=False)
    if line.text[0] == '"':
        text = f"<i>{text}</i>"
    elif line.text[0] not in "{}[]":
        text = f"<u>{text}</u>"
    return f"{'  ' * line.depth}{key}{text}{',' if line.comma else ''}"


def _rule(change: Change, number: int, first: bool) -> str:
    """Name the rule of a line; the first line of a run links to what the rule says."""
    name = change.rule.id
    if not first:
        return f"<em>{name}</em>"
    return f'<a href="#said-c{number}" aria-label="Rule {name}, change {number + 1}">{name}</a>'


def _pasted(conversion: Conversion, one: ConvertedModule, lines: list[str]) -> Iterator[str]:
    marks = _marked_lines(conversion, one)
    for number, line in enumerate(lines[:LIMIT], 1):
        yield f'<span id="in-{number}" data-n="{number}"{_marks(marks.get(number))}>{escape(line, quote=False)}</span>'


def _marks(changes: list[int] | None) -> str:
    return f' data-c="{" ".join(f"c{change}" for change in changes)}"' if changes else ""


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
