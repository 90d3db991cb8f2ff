"""What can be wrong with the brackets of a text, and how many of them don't pair."""

import re

from webapp.core.dialect.faults import DialectError, Fix, shown
from webapp.core.message import Message

_PIECE = re.compile(
    r"""(?P<skipped>"(?:[^"\\\n]++|\\.)*+"?|'(?:[^'\\\n]++|\\.)*+'?|//[^\n]*+|/\*(?s:.*?)(?:\*/|\Z))|[{}\[\]]"""
)


def unopened(text: str, brackets: str = "{}") -> int:
    """Return how many closing brackets of a text no opening one pairs with; those in strings and comments don't count.

    Args:
        text: what was pasted.
        brackets: the kinds that count, openers and closers.
    """
    depth = found = 0
    for piece in _PIECE.finditer(text):
        if piece["skipped"] is None and piece[0] in brackets:
            depth += 1 if piece[0] in "{[" else -1
            if depth < 0:
                depth, found = 0, found + 1
    return found


def missing_opener(start: int, name: str, holder: str, *, spare: bool) -> DialectError:
    """A member's value is a name with a colon; `spare` tells that a closing brace is left which pairs with none."""
    values = {"brace": "{", "name": shown(name[:60]), "holder": shown(holder[:60])}
    message = Message("`{brace}` is missing before `{name}`.", values)
    hint = Message("`{name}` is a name: put it and what belongs with it in braces, as the value of `{holder}`.", values)
    fix = Fix(start, start, "{", Message("`{brace}` added before `{name}`", values)) if spare else None
    return DialectError(start, message, hint._replace(values=values), fix)


def missing_closer(at: int, previous: int, closer: str, found: str) -> DialectError:
    values = {"closer": closer, "found": found}
    fix = Fix(previous, previous, closer, Message("`{closer}` added", values))
    message = Message("`{closer}` is missing before this `{found}`.", values)
    return DialectError(at, message, Message("Close what was opened last first."), fix)


def member_in_array(at: int, before: int | None) -> DialectError:
    """A name with a colon stands in an array, which ought to have ended behind the item before, at `before`."""
    fix = None if before is None else Fix(before, before, "]", Message("`]` added"))
    message = Message("An array holds no names. Is `]` missing before this one?")
    return DialectError(at, message, Message("Close the array first, or write braces instead of brackets."), fix)


def wrong_closer(at: int, closer: str, found: str) -> DialectError:
    values = {"closer": closer, "found": found}
    fix = Fix(at, at + 1, closer, Message("`{found}` written as `{closer}`", values))
    message = Message("`{found}` closes nothing; `{closer}` should stand here.", values)
    return DialectError(at, message, Message("Write `{closer}`.", values), fix)


def spare_closer(at: int, found: str) -> DialectError:
    fix = Fix(at, at + 1, "", Message("`{found}` removed", {"found": found}))
    message = Message("`{found}` closes nothing: no bracket of this kind is open.", {"found": found})
    return DialectError(at, message, Message("Remove it, or add the bracket that it should close."), fix)


def no_opener(at: int, start: int) -> DialectError:
    fix = Fix(start, start, "{", Message("`{brace}` added at the start", {"brace": "{"}))
    message = Message("This `{found}` closes nothing: the opening `{brace}` is missing.", {"found": "}", "brace": "{"})
    return DialectError(at, message, Message("Add it at the start, or remove this one."), fix)


def early_closer(at: int) -> DialectError:
    fix = Fix(at, at + 1, "", Message("`{found}` removed", {"found": "}"}))
    message = Message("This `{found}` stands too early: more members follow.", {"found": "}"})
    return DialectError(at, message, Message("Move it to the end."), fix)


def ended(text: str, missing: str) -> DialectError:
    end = len(text.rstrip())
    values = {"missing": missing}
    fix = Fix(end, end, "\n" + missing, Message("`{missing}` added at the end", values))
    message = Message("The text ends too early: `{missing}` is missing.", values)
    return DialectError(end, message, Message("Add it at the end, or where the block it closes ends."), fix)
