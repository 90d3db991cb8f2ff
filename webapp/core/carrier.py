"""createOptions inside other text: as a JSON string, as a string that lost its quotes, or cut into chunks.

A manifest carries createOptions as a string, cut into `createOptions`, `createOptions01`, … of 512 characters each
(fact F2.5). This module reads those forms, writes them again and knows where each character came from.
"""

import json
import math
import re
from collections.abc import Mapping

from pydantic_core import to_json

from webapp.core import dialect
from webapp.core.dialect import faults
from webapp.core.dialect.faults import DialectError
from webapp.core.dialect.literals import MAX_NUMBER
from webapp.core.dialect.reading import Reading
from webapp.core.message import Message
from webapp.core.path import Json, Path, TooMuchError, at, check_size

CHUNK = 512
MAX_CHUNKS = 100
_CHUNK_NAME = re.compile(r"createoptions([0-9]*)", re.IGNORECASE)
_COMMENTS = re.compile(r"(?>\s+|//[^\n]*|/\*(?>.*?\*/))*+", re.DOTALL)
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_BARE_ESCAPED = re.compile(r"\s*\{\s*(?:\\[rnt]\s*)*\\\"")


class MisnumberedError(Exception):
    """A member that carries a part of createOptions is not the one that must come next."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key
        self.message = Message("`{key}` is not the chunk that must come next.", {"key": key[:60]})
        self.hint = Message("Chunks are named `createOptions`, `createOptions01`, `createOptions02`, … without a gap.")


def parse(text: str) -> tuple[Json, Reading | None]:
    """Parse strictly, which is fast; what is not strict JSON, repeats a key or looks hostile is read slowly.

    Raises:
        DialectError: when neither the fast nor the slow reader can make sense of the text.
    """
    try:
        value = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_reject, parse_float=_finite, parse_int=_whole
        )
        check_size(value, text)
        if not _HALF.search(text):
            return value, None
    except (ValueError, RecursionError, TooMuchError):
        pass
    reading = dialect.read(text)
    return reading.value, reading


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key stands twice")
    return result


def _reject(constant: str) -> Json:
    raise ValueError(constant)


def _whole(digits: str) -> int:
    if len(digits) > MAX_NUMBER:
        raise ValueError(digits)
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if len(digits) > MAX_NUMBER or not math.isfinite(number):
        raise ValueError(digits)
    return number


def unquoted(text: str) -> str | None:
    """Return the content of an escaped string that was copied without its quotes; None where it is none."""
    if not _BARE_ESCAPED.match(text):
        return None
    try:
        content = str(json.loads(f'"{text.strip()}"', strict=False))
    except ValueError:
        return None
    if not _encodes(content):
        raise faults.half_character(text.index("\\u"))
    return content


def _encodes(content: str) -> bool:
    try:
        content.encode()
    except UnicodeEncodeError:
        return False
    return True


def options(content: str) -> tuple[dict[str, Json], Reading | None]:
    """Read the text of createOptions as the agent does: blank and `null` mean no options.

    Raises:
        DialectError: when it can't be read or is no object; offsets count in `content`.
    """
    if not says_something(content):
        return {}, None
    value, reading = parse(content)
    if value is None or value == "":
        return {}, reading
    if not isinstance(value, dict):
        raise DialectError(
            0,
            Message("createOptions must be an object in braces."),
            Message("The device refuses anything else, also JSON that is packed into a string twice."),
        )
    return value, reading


def joined(value: Json, path: Path) -> str:
    """Return the text of createOptions that stand in strings: the pasted string itself, or a module's chunks."""
    settings = at(value, path[:-1]) if path else value
    if not isinstance(settings, dict):
        return str(settings)
    return "".join(_piece(settings[key]) for key in numbered(list(settings)))


def _piece(piece: Json) -> str:
    if isinstance(piece, str):
        return piece
    return "" if piece is None else minified(piece)


def says_something(content: str) -> bool:
    """Tell whether a text of createOptions is more than white space, comments or `null`."""
    return bool(content.strip()) and content.strip().lower() != "null" and not _COMMENTS.fullmatch(content)


def numbered(keys: list[str]) -> list[str]:
    """Return the keys that carry createOptions, in the order in which the agent joins them.

    Raises:
        MisnumberedError: when a chunk is missing, doubled or misnamed; the agent refuses such a module.
    """
    chunks = sorted((key for key in keys if "createoptions" in key.lower()), key=str.lower)
    for number, key in enumerate(chunks):
        found = _CHUNK_NAME.search(key)
        given = found[1] if found else ""
        if (number == 0 and given) or (number and (not 0 < len(given) < 9 or int(given) != number)):
            raise MisnumberedError(key)
    return chunks


def minified(value: Json) -> str:
    """Return a value as the one line that a manifest or the portal takes."""
    return to_json(value).decode()


def chunked(text: str) -> Mapping[str, str]:
    """Cut a string into the members that a manifest carries it in: 512 characters each, numbered from 01."""
    pieces = [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)] or [""]
    return {f"createOptions{number:02d}" if number else "createOptions": piece for number, piece in enumerate(pieces)}


def rechunked(settings: Mapping[str, Json], text: str) -> dict[str, Json]:
    """Return a module's settings with createOptions in chunks, under the names that stood there if those are usual."""
    pieces, old = chunked(text), numbered(list(settings))
    usual = [f"createOptions{number:02d}" if number else "createOptions" for number in range(len(old))]
    names = dict(zip(usual, old, strict=True)) if [key.lower() for key in old] == [key.lower() for key in usual] else {}
    written = {names.get(name, name): piece for name, piece in pieces.items()}
    result: dict[str, Json] = {}
    doomed = set(old)
    for key, value in settings.items():
        if key not in doomed:
            result[key] = value
        elif key == old[0]:
            result.update(written)
    return result if old else {**result, **written}
