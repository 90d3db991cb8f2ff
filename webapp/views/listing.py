"""JSON as highlighted, numbered HTML lines. Everything that was pasted is escaped here or by the template."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from markupsafe import Markup, escape

from webapp.core.carrier import minified
from webapp.core.convert import Conversion
from webapp.core.converted import Change, ConvertedModule
from webapp.core.diff import Line, diff

LIMIT = 2_000
_NAMES = {" ": "same", "-": "gone", "+": "come"}


@dataclass(frozen=True, slots=True)
class Listings:
    """The paste, the result and the difference as HTML lines; `left_out` counts lines beyond the limit of each."""

    pasted: Markup
    converted: Markup
    diff: Markup
    left_out: int


class Row(NamedTuple):
    """One line of the difference with the line numbers of both sides."""

    line: Line
    before: int | None
    after: int | None


def listings(conversion: Conversion, one: ConvertedModule) -> Listings:
    """Print a module three times: as pasted (the person's own lines), converted, and as difference."""
    rows = _numbered(diff(one))
    shown = list(islice(rows, LIMIT))
    converted = (_result_line(row) for row in shown if row.line.sign != "-")
    differing = (_diff_line(row, one.changes) for row in shown)
    lines = conversion.document.text.split("\n")
    left_out = sum(1 for _ in rows) + max(len(lines) - LIMIT, 0)
    pasted = _joined(_pasted(conversion, one, lines))
    return Listings(pasted, _joined(converted), _joined(differing), left_out)


def _joined(lines: Iterable[str]) -> Markup:
    return Markup("".join(lines))  # noqa: S704 - every line escapes what it prints


def _numbered(lines: Iterable[Line]) -> Iterator[Row]:
    before = after = 0
    for line in lines:
        before += line.sign != "+"
        after += line.sign != "-"
        yield Row(line, before if line.sign != "+" else None, after if line.sign != "-" else None)


def _code(line: Line) -> str:
    key = f"<b>{escape(minified(line.key))}</b>: " if line.key is not None else ""
    text = str(escape(line.text))
    if line.text[0] == '"':
        text = f"<i>{text}</i>"
    elif line.text[0] not in "{}[]":
        text = f"<u>{text}</u>"
    return f"{'  ' * line.depth}{key}{text}{',' if line.comma else ''}"


def _mark(change: int | None) -> str:
    return "" if change is None else f' data-c="c{change}"'


def _result_line(row: Row) -> str:
    line = row.line
    cls = ' class="come"' if line.sign == "+" else ""
    return f'<span{cls} id="out-{row.after}" data-n="{row.after}"{_mark(line.change)}>{_code(line)}</span>'


def _diff_line(row: Row, changes: tuple[Change, ...]) -> str:
    line = row.line
    name = ""
    if line.change is not None:
        rule = changes[line.change].rule.id
        name = f'<a href="#{rule}" title="Rule {rule}">{rule}</a>'
    number = row.before if row.after is None else row.after
    mark = _mark(line.change)
    return f'<span class="{_NAMES[line.sign]}" data-n="{number}"{mark}>{line.sign} {_code(line)}{name}</span>'


def _pasted(conversion: Conversion, one: ConvertedModule, lines: list[str]) -> Iterator[str]:
    marks = _marked_lines(conversion, one)
    for number, line in enumerate(lines[:LIMIT], 1):
        yield f'<span id="in-{number}" data-n="{number}"{_marks(marks.get(number))}>{escape(line)}</span>'


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
