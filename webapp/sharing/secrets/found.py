"""What was found in a paste: each secret with the pieces of the paste that hold it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from webapp.core import SourceError
from webapp.core.document import Document
from webapp.core.path import Path, pointer
from webapp.core.source import read
from webapp.sharing.secrets import texts
from webapp.sharing.secrets.patterns import Candidate
from webapp.sharing.secrets.placeholders import called, spelled
from webapp.sharing.secrets.repeats import Index, Sought, again, index, is_sought
from webapp.sharing.secrets.search import secrets, touches
from webapp.sharing.secrets.texts import Piece, Text

_BORDER = re.compile(r'"\s*+,\s*+"createOptions\d{1,8}"\s*+:\s*+"', re.IGNORECASE)
_FIRST_NAME = re.compile(r"\s*-{0,2}([A-Za-z_][\w.-]{0,80})\s*=")
_NAME = re.compile(r"[A-Za-z_-][\w.:-]{0,80}")
_KEEPS_PLACE = "${"
_LONGEST_LABEL = 400
# In characters, of a secret with a form of its own.
_SHORTEST_KNOWN = 15
# In characters: quotation marks and spaces beside a secret that is its whole value.
_MOST_BESIDE = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A secret: its kind, the pointer of the value it is in, its label among all, its name and its pieces.

    The label counts the secrets and the placeholders before it in the same value: it stays when one is replaced.
    `called` is the name for its placeholder. One with `again` was found only because its value is a secret elsewhere.
    """

    kind: str
    pointer: str
    label: str
    name: str
    pieces: tuple[Piece, ...]
    called: str
    value: str = field(repr=False)
    again: bool = False
    quotes: str = ""


_Said = tuple[Candidate, Sought | None]


def found(source: str) -> list[Found]:
    """Return the secrets in a paste, in order of place, no two of which overlap."""
    try:
        document = read(source)
    except SourceError:
        return _raw(source, [])
    searched = [(text, _secrets_of(text)) for text in texts.of(document)]
    sought = [
        Sought(one, value, _called(one, text))
        for text, candidates in searched
        for one in candidates
        if is_sought(one, value := text.content[one.start : one.end])
    ]
    known = index(sought)
    in_values = [one for number, (text, said) in enumerate(searched) for one in _of(text, said, known, number)]
    if known or _has_more(document):
        in_values += _raw(_covered(source, [text for text, _ in searched]), sought)
    return _apart(in_values)


def _secrets_of(text: Text) -> list[Candidate]:
    return secrets(text.content, text.name, item=_is_item(text))


def _apart(items: Iterable[Found]) -> list[Found]:
    apart: list[Found] = []
    for one in sorted(items, key=lambda one: one.pieces[0]):
        if not apart or one.pieces[0][0] >= apart[-1].pieces[0][1]:
            apart.append(one)
    return apart


def _of(text: Text, candidates: list[Candidate], known: Index, place: int) -> Iterator[Found]:
    said = _with_others(candidates, text.content, known)
    if not said:
        return
    registry, shown = _is_registry_password(text.path), _pointer(text.path)
    for number, (one, other) in _numbered(said, text.content):
        kind = "registry-password" if registry and one.kind == "password-variable" else one.kind
        yield Found(
            kind=kind,
            pointer=shown,
            label=f"{shown if 0 < len(shown) <= _LONGEST_LABEL else f'value-{place}'}#{number}",
            name=_shown(one, _holder(one, text)),
            pieces=tuple(text.places(one.start, one.end)),
            called=other.called if other else _called(one, text),
            value=other.value if other else text.content[one.start : one.end],
            again=other is not None,
            quotes=text.quotes,
        )


def _with_others(candidates: list[Candidate], text: str, known: Index) -> list[_Said]:
    """Return candidates, and between them the values that are secrets elsewhere."""
    others = [(one, other) for one, other in again(text, known) if not touches(one, candidates)]
    return sorted([*((one, None) for one in candidates), *others], key=lambda said: said[0].start)


def _numbered(said: Iterable[_Said], text: str) -> Iterator[tuple[int, _Said]]:
    number, done = 0, 0
    for one, other in said:
        number += text.count(_KEEPS_PLACE, done, one.start)
        yield number, (one, other)
        number, done = number + 1, one.end


def _is_registry_password(path: Path) -> bool:
    return str(path[-1:]).lower() == "('password',)" and any(
        "registrycredentials" in str(step).lower() for step in path
    )


def _holder(one: Candidate, text: Text) -> str:
    """Return the variable or setting in whose value a candidate is."""
    variable = _FIRST_NAME.match(text.content) if not text.name or _is_item(text) else None
    return variable[1] if variable and variable.end() <= one.start else text.name.lstrip("-")


def _is_item(text: Text) -> bool:
    return bool(text.path) and isinstance(text.path[-1], int)


def _called(one: Candidate, text: Text) -> str:
    """Return the name for the placeholder: of the registry, or of the variable or setting and the part of its value."""
    if _is_registry_password(text.path):
        owner = str(text.path[-2])
        told = text.address if "registrycredentials" in owner.lower() or owner.isdigit() else owner
        return spelled(f"{told} password")
    holder = _holder(one, text)
    begun = _FIRST_NAME.match(text.content) if holder != text.name else None
    begin = begun.end() if begun else 0
    beside = one.start - begin + len(text.content) - one.end
    whole = beside < _MOST_BESIDE and not (text.content[begin : one.start] + text.content[one.end :]).strip(" \"'")
    return called(one, holder if _NAME.fullmatch(holder) and _is_open(holder) else "", whole=whole)


def _is_open(word: str) -> bool:
    """Tell whether a word may be shown: it holds no secret."""
    return (len(word) < _SHORTEST_KNOWN and bool(_NAME.fullmatch(word))) or not secrets(word)


def _shown(one: Candidate, holder: str) -> str:
    """Return the name to show: the variable or setting, and the word in it that names this part of its value."""
    own = one.name.lstrip("-")
    parts = [part for part in (holder, own) if _NAME.fullmatch(part) and _is_open(part)]
    return " ".join(dict.fromkeys(parts))


def _has_more(document: Document) -> bool:
    """Tell whether a paste says more than its values: comments, keys that stand twice, secrets in keys."""
    return bool(document.reading or document.inner) or not all(map(_is_open, _keys(document)))


def _keys(document: Document) -> Iterator[str]:
    waiting = [document.value, *(module.options for module in document.modules)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield from one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _covered(source: str, known: Iterable[Text]) -> str:
    """Return the paste with NUL in the place of every value, which was searched already."""
    places = sorted(piece for text in known if text.content for piece in text.places(0, len(text.content)))
    shown, done = [], 0
    for start, end in places:
        start = max(start, done)
        if start < end:
            shown += [source[done:start], "\0" * (end - start)]
            done = end
    return "".join([*shown, source[done:]])


def _raw(text: str, sought: list[Sought]) -> list[Found]:
    """Search a paste as it stands, chunks of createOptions joined, also for values that were found elsewhere."""
    borders = [match.span() for match in _BORDER.finditer(text)]
    starts, ends = [0, *(end for _, end in borders)], [*(start for start, _ in borders), len(text)]
    origin = texts.Joined(starts, ends)
    joined = "".join(text[start:end] for start, end in zip(starts, ends, strict=True))
    candidates = [_until_covered(one, joined) for one in secrets(joined, raw=True)]
    own = [
        Sought(one, value, called(one, "", whole=False))
        for one in candidates
        if is_sought(one, value := joined[one.start : one.end])
    ]
    result = []
    for number, (one, other) in _numbered(_with_others(candidates, joined, index([*own, *sought])), joined):
        value = other.value if other else joined[one.start : one.end]
        name = other.called if other else called(one, "", whole=False)
        places = tuple(origin.places(one.start, one.end))
        if places:
            result.append(
                Found(one.kind, "", f"text#{number}", _shown(one, ""), places, name, value, other is not None)
            )
    return result


def _until_covered(one: Candidate, text: str) -> Candidate:
    stop = text.find("\0", one.start, one.end)
    return one if stop < 0 else one._replace(end=stop)


def _pointer(path: Path) -> str:
    """Return the JSON Pointer of a value; empty where a key in it holds a secret itself."""
    shown = pointer(path)
    return shown if shown.isprintable() and all(_is_open(step) for step in path if isinstance(step, str)) else ""
