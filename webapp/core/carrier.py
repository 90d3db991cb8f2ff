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
from webapp.core.dialect import DialectError, Reading
from webapp.core.message import Message
from webapp.core.path import Json, TooDeep, leaves

CHUNK = 512
MAX_CHUNKS = 100
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_TOKEN = re.compile(r"\\u[0-9a-fA-F]{4}|\\[\s\S]|[\s\S]")
_BARE_ESCAPED = re.compile(r"\s*\{\s*(?:\\[rnt]\s*)*\\\"")


def parse(text: str) -> tuple[Json, Reading | None]:
    """Parse strictly, which is fast; what is not strict JSON, repeats a key or looks hostile is read slowly.

    Raises:
        DialectError: when neither the fast nor the slow reader can make sense of the text.
    """
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_reject, parse_float=_finite)
        leaves(value)
        if not _HALF.search(text):
            return value, None
    except (ValueError, RecursionError, TooDeep):
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


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def unquoted(text: str) -> str | None:
    """Return the content of an escaped string that was copied without its quotes; None where it is none."""
    if not _BARE_ESCAPED.match(text):
        return None
    try:
        content = json.loads(f'"{text.strip()}"', strict=False)
    except ValueError:
        return None
    return str(content)


def options(content: str) -> tuple[dict[str, Json], Reading | None]:
    """Read the text of createOptions as the agent does: blank and `null` mean no options.

    Raises:
        DialectError: when it can't be read or is no object; offsets count in `content`.
    """
    if not content.strip() or content.strip().lower() == "null":
        return {}, None
    value, reading = parse(content)
    if value is None:
        return {}, reading
    if not isinstance(value, dict):
        raise DialectError(
            0,
            Message("createOptions must be an object in braces."),
            Message("The device refuses anything else, also JSON that is packed into a string twice."),
        )
    return value, reading


def offsets(text: str, start: int, end: int) -> list[int]:
    """Return, for each character of the string whose escaped content is `text[start:end]`, where it began.

    One more entry says where the content ends.
    """
    found: list[int] = []
    pair = False
    for token in _TOKEN.finditer(text, start, end):
        piece = token[0]
        low = piece[:2] == "\\u" and piece[2] in "dD" and piece[3] in "cdefCDEF"
        if not (low and pair):
            found.append(token.start())
        pair = piece[:2] == "\\u" and piece[2] in "dD" and piece[3] in "89abAB"
    found.append(end)
    return found


def numbered(keys: list[str]) -> list[str]:
    """Return the keys that carry createOptions, in the order in which the agent joins them.

    Raises:
        DialectError: when a chunk is missing, doubled or misnamed; the agent refuses such a module.
    """
    chunks = sorted((key for key in keys if "createoptions" in key.lower()), key=str.lower)
    for number, key in enumerate(chunks):
        digits = re.match(r"createoptions(\d*)", key[key.lower().index("createoptions") :], re.IGNORECASE)
        given = digits[1] if digits else ""
        if (number == 0 and given) or (number and (not given or int(given) != number)):
            raise DialectError(
                0,
                Message("`{key}` is not the chunk that must come next.", {"key": key}),
                Message("Chunks are named `createOptions`, `createOptions01`, `createOptions02`, … without a gap."),
            )
    return chunks


def minified(value: Json) -> str:
    """Return a value as the one line that a manifest or the portal takes."""
    return to_json(value).decode()


def chunked(text: str) -> Mapping[str, str]:
    """Cut a string into the members that a manifest carries it in: 512 characters each, numbered from 01."""
    pieces = [text[at : at + CHUNK] for at in range(0, len(text), CHUNK)] or [""]
    return {f"createOptions{number:02d}" if number else "createOptions": piece for number, piece in enumerate(pieces)}
