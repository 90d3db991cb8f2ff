"""Secrets in a paste: found before it is shared, and replaced by placeholders without touching anything else.

What is found can be a false alarm, and a secret that neither has a known form nor a telling name is not found: this
helps a person to look, it does not vouch for a paste.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from webapp.core.problem import Lines
from webapp.sharing.secrets import search
from webapp.sharing.secrets.found import Found, found
from webapp.sharing.secrets.patterns import KINDS
from webapp.sharing.secrets.placeholders import apart

__all__ = ["KINDS", "Secret", "answers_secrets", "find", "without"]


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret in a paste; nothing in it tells any part of the secret.

    Attributes:
        id: the same for the same paste, and that of no other secret in it, also when some were replaced meanwhile.
        kind: a key of `KINDS`.
        path: JSON Pointer into createOptions, or into the pasted deployment; empty where none is known.
        line: from 1, in the paste, of the secret itself; 0 in an answer.
        column: from 1, in characters; 0 in an answer.
        name: of the variable or setting, or empty.
    """

    id: str
    kind: str
    path: str
    line: int
    column: int
    name: str


def find(source: str) -> tuple[Secret, ...]:
    """Return the secrets in a paste, in order of place. Any text can be searched, also one that can't be read."""
    lines = Lines(source)
    return tuple(_secret(one, lines) for one in found(source))


def without(source: str, ids: Collection[str] | None = None) -> str:
    """Return the paste with a placeholder, such as `${DB_PASSWORD}`, in the place of each of these secrets, or of all.

    Where a secret is known only because it is one elsewhere, it goes with that one: nothing would tell it any more.
    Equal secrets may share a placeholder, different ones never do, nor does one take a placeholder of the paste.
    Ids of no secret in it are passed over. A secret that is cut by the border of two chunks leaves its placeholder in
    the first.
    """
    every = found(source)
    meant = [ids is None or _id(one) in ids for one in every]
    values = {one.value for one, is_meant in zip(every, meant, strict=True) if is_meant and not one.again}
    gone = [one for one, is_meant in zip(every, meant, strict=True) if is_meant or (one.again and one.value in values)]
    cuts: list[tuple[int, int, str]] = []
    for one, name in zip(gone, apart(source, [(one.called, one.value) for one in gone]), strict=True):
        (start, end), *others = one.pieces
        cuts += [(start, end, f"{one.quotes}${{{name}}}{one.quotes}"), *((*piece, "") for piece in others)]
    pieces, done = [], 0
    for start, end, new in sorted(cuts):
        pieces += [source[done:start], new]
        done = end
    return "".join([*pieces, source[done:]])


def answers_secrets(choices: Mapping[str, str]) -> tuple[Secret, ...]:
    """Return the secrets in the free texts of answers; they have no place in the paste."""
    result = []
    for number, (_, text) in enumerate(sorted(choices.items())):
        for order, one in enumerate(search.secrets(text)):
            result.append(Secret(f"{one.kind}:answer-{number}#{order}", one.kind, "", 0, 0, one.name))
    return tuple(result)


def _secret(one: Found, lines: Lines) -> Secret:
    place = lines.place(one.pieces[0][0])
    return Secret(_id(one), one.kind, one.pointer, place.line, place.column, one.name)


def _id(one: Found) -> str:
    return f"{one.kind}:{one.label}"
