"""The difference between a pasted deployment and its conversion, by the lines of the text itself."""

from collections.abc import Iterator
from html import escape
from itertools import islice

from markupsafe import Markup

from webapp.core.convert import Conversion
from webapp.core.diff import SIGNS
from webapp.core.splice import Splice, spliced
from webapp.views.listing import AROUND

LIMIT = 1_000
WIDE = 300
_SIGNS = {name: sign for sign, name in SIGNS.items()}


def manifest_lines(conversion: Conversion) -> Markup:
    """Print what changes in the text, with the lines around it; the rest is only counted.

    Lines of more than 300 characters end in `…`: each module's own difference shows them opened.
    """
    lines = list(islice(_lines(conversion), LIMIT + 1))
    cut = '<span class="same">… the download holds the rest</span>' if len(lines) > LIMIT else ""
    return Markup("".join(lines[:LIMIT]) + cut)  # noqa: S704 - every line escapes what it prints


def _lines(conversion: Conversion) -> Iterator[str]:
    pasted = conversion.document.text.split("\n")
    done = shift = 0
    for first, last, new in _hunks(conversion):
        yield from _unchanged(pasted, done, first, shift, opening=not done)
        yield from (_line("gone", pasted[at], at + 1, None) for at in range(first, last + 1))
        yield from (_line("come", text, None, first + shift + at + 1) for at, text in enumerate(new))
        done, shift = last + 1, shift + len(new) - (last + 1 - first)
    if done:
        yield from _unchanged(pasted, done, len(pasted), shift, closing=True)


def _hunks(conversion: Conversion) -> Iterator[tuple[int, int, list[str]]]:
    """Yield each run of pasted lines (from, to, counted from 0) that changes, with what takes its place."""
    run: list[Splice] = []
    last = -1
    for splice in conversion.splices:
        first, end = _touched(conversion, splice)
        if run and first > last:
            yield _hunk(conversion, run, last)
            run = []
        run.append(splice)
        last = max(end, last)
    if run:
        yield _hunk(conversion, run, last)


def _touched(conversion: Conversion, splice: Splice) -> tuple[int, int]:
    """Return the first and the last line that a splice touches; a line end that goes belongs to the line it ends."""
    lines, text = conversion.document.lines, conversion.document.text
    whole_lines = splice.end > splice.start and text[splice.end - 1] == "\n" and not splice.new
    end = splice.end - 1 if whole_lines else splice.end
    return lines.place(splice.start).line - 1, lines.place(end).line - 1


def _hunk(conversion: Conversion, run: list[Splice], last: int) -> tuple[int, int, list[str]]:
    starts, text = conversion.document.lines.starts, conversion.document.text
    first = _touched(conversion, run[0])[0]
    begin = starts[first]
    stop = starts[last + 1] if last + 1 < len(starts) else len(text)
    new = spliced(text[begin:stop], [Splice(one.start - begin, one.end - begin, one.new) for one in run])
    return first, last, new.removesuffix("\n").split("\n") if new else []


def _unchanged(
    pasted: list[str], start: int, end: int, shift: int, *, opening: bool = False, closing: bool = False
) -> Iterator[str]:
    head = 0 if opening else AROUND
    tail = 0 if closing else AROUND
    if end - start <= head + tail + 1:
        yield from (_line("same", pasted[at], at + 1, at + shift + 1) for at in range(start, end))
        return
    yield from (_line("same", pasted[at], at + 1, at + shift + 1) for at in range(start, start + head))
    yield f'<span class="skipped">{end - start - head - tail} lines unchanged</span>'
    yield from (_line("same", pasted[at], at + 1, at + shift + 1) for at in range(end - tail, end))


def _line(name: str, text: str, old: int | None, new: int | None) -> str:
    numbers = f'data-o="{old or ""}" data-n="{new or ""}"'
    shown = text if len(text) <= WIDE else text[:WIDE] + "…"
    return f'<span class="{name}" {numbers}>{_SIGNS[name]} {escape(shown, quote=False)}</span>'
