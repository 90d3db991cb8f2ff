"""Proposes a text that can be read, made from one that can't by small edits which the person sees and accepts."""

from collections.abc import Iterable

from webapp.core import dialect
from webapp.core.dialect.faults import DialectError, Fix
from webapp.core.problem import Lines, Repair

MAX_MENDED = 1 << 17


def mend(text: str) -> tuple[str, list[Fix]] | None:
    """Return a text that can be read and the edits it took, with offsets of `text`; None where none is found."""
    if len(text) > MAX_MENDED:
        return None
    try:
        fixes = dialect.fixes(text)
        mended = applied(text, fixes)
        dialect.read(mended)
    except DialectError:
        return None
    return mended, fixes


def applied(text: str, fixes: Iterable[Fix]) -> str:
    """Carry out edits that are in order of their places."""
    pieces, done = [], 0
    for fix in fixes:
        pieces += [text[done : fix.start], fix.new]
        done = max(done, fix.end)
    return "".join([*pieces, text[done:]])


def before(offset: int, fixes: Iterable[Fix]) -> int:
    """Return where in the original text an offset of the mended text stands."""
    shift = 0
    for fix in fixes:
        if fix.start + shift + len(fix.new) > offset:
            return min(offset - shift, fix.start) if fix.start + shift <= offset else offset - shift
        shift += len(fix.new) - (fix.end - fix.start)
    return offset - shift


def repairs(lines: Lines, fixes: Iterable[Fix]) -> tuple[Repair, ...]:
    """Return edits as they are shown, by line and column."""
    placed = [(lines.place(fix.start), fix.message) for fix in fixes]
    return tuple(Repair(place.line, place.column, message) for place, message in placed)
