"""The difference of a module as text lines, cut down to what differs and some lines around it."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from webapp.core.carrier import minified
from webapp.core.diff import SIGNS, Line

MOST_LINES = 5_000
CONTEXT = 3


class Difference(NamedTuple):
    """Lines that are `same`, `gone` or `come`, and `left` with how many equal ones are left out; `cut`: not all."""

    lines: tuple[tuple[str, str], ...] = ()
    cut: bool = False


def difference(lines: Iterator[Line]) -> Difference:
    """Keep the lines that differ and some around them; equal ones farther off are counted."""
    taken = list(islice(lines, MOST_LINES))
    near = {at + offset for at, line in enumerate(taken) if line.sign != " " for offset in range(-CONTEXT, CONTEXT + 1)}
    kept: list[tuple[str, str]] = []
    skipped = 0
    for number, line in enumerate([*taken, None]):
        if line and number not in near:
            skipped += 1
            continue
        if skipped:
            kept.append(("left", str(skipped)))
            skipped = 0
        if line:
            kept.append((SIGNS[line.sign], _text(line)))
    return Difference(tuple(kept), next(lines, None) is not None)


def _text(line: Line) -> str:
    key = f"{minified(line.key)}: " if line.key is not None else ""
    return f"{line.sign} {'  ' * line.depth}{key}{line.text}{',' if line.comma else ''}"
