"""A conversion, or why there is none, as plain text for terminals and tickets."""

from collections.abc import Iterable
from textwrap import fill

from webapp.core.guidance import Statement
from webapp.core.problem import SourceError
from webapp.formats.account import Code, Heading, Item, Link, Piece, Rests, Said, joined, legible
from webapp.formats.problem import of_source

WIDTH = 100
_LINES = {1: "=", 2: "-"}


def account_text(pieces: Iterable[Piece]) -> str:
    """Write the pieces of an account, with the statements of the guidance that it cites at the end."""
    told = list(pieces)
    cited = {one for piece in told if isinstance(piece, Rests) for one in piece.statements}
    return joined(told, _written, _is_tight) + _statements(cited)


def unreadable(error: SourceError) -> str:
    """Tell why a paste can't be read: each cause with line, column and what to do."""
    told = of_source(error)
    lines = [f"{told.title}.", ""]
    for one in told.errors:
        place = f"Line {one.line}, column {one.column}: " if one.line else ""
        lines.append(_wrapped(legible(f"{place}{one.message} {one.hint}")))
    left = len(error.problems) - len(told.errors)
    return "\n".join([*lines, f"And {left:,} more of the kind."] if left else lines) + "\n"


def _is_tight(before: Piece, after: Piece) -> bool:
    leads = isinstance(before, Item | Rests) or (isinstance(before, Heading) and before.level not in _LINES)
    return leads and isinstance(after, Item | Rests)


def _written(one: Piece) -> str:
    if isinstance(one, Heading):
        words = legible(str(one.text))
        return f"{words}\n{_LINES[one.level] * len(words)}" if one.level in _LINES else words
    if isinstance(one, Item):
        return _item(one)
    if isinstance(one, Rests):
        cited = ", ".join(statement.id for statement in one.statements)
        return _wrapped(f"  {one.sure}{': ' if cited else ''}{cited}", 2)
    if isinstance(one, Link):
        return f"{one.words}:\n{one.url}"
    if isinstance(one, Code):
        return one.text.removesuffix("\n").removesuffix("\r")
    return _wrapped(_sentences(one.said))


def _item(one: Item) -> str:
    place = f", line {one.line}" if one.line else ""
    among = (_wrapped(legible(f"  - `{value}`: {label}"), 4) for value, label in one.among)
    return "\n".join([_wrapped(f"- {one.kind}{place}: {_sentences(one.said)}", 2), *among])


def _sentences(said: Said) -> str:
    return legible(" ".join(filter(None, map(str, said))))


def _statements(cited: set[Statement]) -> str:
    told = [
        f"{_wrapped(f'{one.id:5}{one.text}', 5)}\n     {one.url}\n"
        for one in sorted(cited, key=lambda one: int(one.id[1:]))
    ]
    return "\nThe guidance\n------------\n\n" + "".join(told) if told else ""


def _wrapped(text: str, hanging: int = 0) -> str:
    return fill(text, WIDTH, subsequent_indent=" " * hanging, break_long_words=False, break_on_hyphens=False)
