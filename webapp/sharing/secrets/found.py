"""What was found in a paste: each secret with the pieces of the paste that hold it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.core import SourceError
from webapp.core.document import Document
from webapp.core.path import Path, pointer
from webapp.core.source import read
from webapp.sharing.secrets import texts
from webapp.sharing.secrets.patterns import Candidate
from webapp.sharing.secrets.search import secrets
from webapp.sharing.secrets.texts import Piece, Text

_BORDER = re.compile(r'"\s*+,\s*+"createOptions\d{1,8}"\s*+:\s*+"', re.IGNORECASE)
_FIRST_NAME = re.compile(r"\s*([A-Za-z_][\w.-]{0,80})\s*=")
_NAME = re.compile(r"[A-Za-z_-][\w.:-]{0,80}")
_KEEPS_PLACE = "${"
_LONGEST_LABEL = 400


@dataclass(frozen=True, slots=True)
class Found:
    """A secret: its kind, the pointer of the value it is in, its label among all, its name and its pieces.

    The label counts the secrets and the placeholders before it in the same value: it stays when one is replaced.
    """

    kind: str
    pointer: str
    label: str
    name: str
    pieces: tuple[Piece, ...]
    quotes: str = ""


def found(source: str) -> list[Found]:
    """Return the secrets in a paste, in order of place, no two of which overlap."""
    try:
        document = read(source)
    except SourceError:
        return _raw(source)
    all_texts = list(texts.of(document))
    in_values = [one for number, text in enumerate(all_texts) for one in _of(text, number)]
    if _has_more(document):
        in_values += _raw(_covered(source, all_texts))
    return _apart(in_values)


def _apart(items: Iterable[Found]) -> list[Found]:
    apart: list[Found] = []
    for one in sorted(items, key=lambda one: one.pieces[0]):
        if not apart or one.pieces[0][0] >= apart[-1].pieces[0][1]:
            apart.append(one)
    return apart


def _of(text: Text, place: int) -> Iterator[Found]:
    candidates = secrets(text.content, text.name)
    if not candidates:
        return
    registry, shown = _is_registry_password(text.path), _pointer(text.path)
    for number, one in _numbered(candidates, text.content):
        kind = "registry-password" if registry and one.kind == "password-variable" else one.kind
        label = f"{shown if 0 < len(shown) <= _LONGEST_LABEL else f'value-{place}'}#{number}"
        name = _shown(one, text.name, text.content)
        yield Found(kind, shown, label, name, tuple(text.places(one.start, one.end)), text.quotes)


def _numbered(candidates: Iterable[Candidate], text: str) -> Iterator[tuple[int, Candidate]]:
    number, done = 0, 0
    for one in candidates:
        number += text.count(_KEEPS_PLACE, done, one.start)
        yield number, one
        number, done = number + 1, one.end


def _is_registry_password(path: Path) -> bool:
    return str(path[-1:]).lower() == "('password',)" and any(
        "registrycredentials" in str(step).lower() for step in path
    )


def _shown(one: Candidate, setting: str, content: str) -> str:
    """Return the name to show: the variable or setting, and the word in it that names this part of its value."""
    variable = _FIRST_NAME.match(content)
    holder = variable[1] if variable and variable.end() <= one.start else setting
    own = one.name.lstrip("-")
    parts = [part.lstrip("-") for part in (holder, own) if _NAME.fullmatch(part) and not secrets(part)]
    return " ".join(dict.fromkeys(parts))


def _has_more(document: Document) -> bool:
    """Tell whether a paste says more than its values: comments, keys that stand twice, secrets in keys."""
    return bool(document.reading or document.inner) or any(secrets(key) for key in _keys(document))


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


def _raw(text: str) -> list[Found]:
    """Search a paste as it stands, chunks of createOptions joined."""
    borders = [match.span() for match in _BORDER.finditer(text)]
    starts, ends = [0, *(end for _, end in borders)], [*(start for start, _ in borders), len(text)]
    origin = texts.Joined(starts, ends)
    joined = "".join(text[start:end] for start, end in zip(starts, ends, strict=True))
    result = []
    for number, one in _numbered(secrets(joined, raw=True), joined):
        stop = joined.find("\0", one.start, one.end)
        places = origin.places(one.start, one.end if stop < 0 else stop)
        if places:
            result.append(Found(one.kind, "", f"text#{number}", _shown(one, "", ""), tuple(places)))
    return result


def _pointer(path: Path) -> str:
    """Return the JSON Pointer of a value; empty where a key in it holds a secret itself."""
    shown = pointer(path)
    return shown if shown.isprintable() and not any(secrets(str(step)) for step in path) else ""
