"""Reads names, numbers and words, and what people write in their place: placeholders, bare text, curly quotes."""

import math
import re
from collections.abc import Mapping

from webapp.core.dialect import faults
from webapp.core.dialect.cursor import Cursor
from webapp.core.dialect.reading import Splice
from webapp.core.dialect.strings import string
from webapp.core.message import Message
from webapp.core.path import Json

MAX_NUMBER = 400

_CURLY = re.compile('[“”„‟]([^“”„‟"\n]*)[“”„‟"]')
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-]|/[^/*])", re.ASCII)
_NAME = re.compile(r"[A-Za-z_$][\w$]*(?=[\s:/=])", re.ASCII)
_ODD_NAME = re.compile(r"[^\s:=,{}\[\]\"'/]++(?=[ \t]*:)")
_WORD = re.compile(r"\w+")
_LOOSE = re.compile(
    r"(?:\$\{[^}\n]{0,99}\}|<[^>\n\"]{0,99}>|[^\s,;\[\]{}\"'])"
    r"(?:\$\{[^}\n]{0,99}\}|(?![ \t]/[/*])[^,;\[\]{}\n\"'])*"
)
_PLACEHOLDER = re.compile(r"\$(?:\{[^}\n]{0,99}\}|[A-Za-z_]\w*)")
_JSON_WORDS: Mapping[str, Json] = {"true": True, "false": False, "null": None}
_STAYS = "The placeholder `{name}` has no quotes; it is read as text and stays as it stands."
_SPELLINGS = {"none": "null", "nil": "null"}
_NO_NUMBERS = {"NaN", "-NaN", "Infinity", "-Infinity", "+Infinity", "undefined"}


def name(cursor: Cursor) -> str | None:
    """Read a member's name; None where none stands."""
    first = cursor.text[cursor.at : cursor.at + 1]
    if first in ('"', "'"):
        return string(cursor)
    bare = _NAME.match(cursor.text, cursor.at)
    if bare:
        strict = Splice(bare.start(), bare.end(), f'"{bare[0]}"')
        cursor.tolerate(cursor.at, Message("The name `{name}` had no quotes.", {"name": bare[0]}), strict)
        cursor.at = bare.end()
        return bare[0]
    curly = _curly(cursor)
    if curly is not None:
        return curly
    odd = _ODD_NAME.match(cursor.text, cursor.at)
    if not odd or not _WORD.search(odd[0]):
        return None
    cursor.fault(faults.unquoted_name(cursor.at, odd[0]))
    cursor.at = odd.end()
    return odd[0]


def scalar(cursor: Cursor) -> Json:
    """Read a string, a number or a word."""
    text, start = cursor.text, cursor.at
    if text[start] in "\"'":
        return string(cursor)
    number = _NUMBER.match(text, start)
    if number:
        cursor.at = number.end()
        return _number(number[0], start)
    word = _WORD.match(text, start)
    if word and word[0] in _JSON_WORDS:
        cursor.at = word.end()
        return _JSON_WORDS[word[0]]
    curly = _curly(cursor)
    return curly if curly is not None else _loose(cursor)


def marks(cursor: Cursor, wanted: str) -> bool:
    """Go over marks that mean nothing (`+`, `...`); False where there are none."""
    found = _LOOSE.match(cursor.text, cursor.at)
    if not found or _WORD.search(found[0]):
        return False
    error = faults.stray(cursor.text, cursor.at, wanted)
    cursor.fault(error)
    cursor.at = error.fix.end if error.fix else cursor.at
    return True


def _loose(cursor: Cursor) -> Json:
    found = _LOOSE.match(cursor.text, cursor.at)
    text = found[0].rstrip() if found else ""
    right = _SPELLINGS.get(text.lower(), text.lower())
    if text in _NO_NUMBERS:
        raise faults.no_number(cursor.at, text)
    if right in _JSON_WORDS:
        cursor.fault(faults.other_spelling(cursor.at, text, right))
        cursor.at += len(text)
        return _JSON_WORDS[right]
    if not _WORD.search(text):
        raise faults.stray(cursor.text, cursor.at, "a value")
    if _PLACEHOLDER.fullmatch(text):
        cursor.tolerate(cursor.at, Message(_STAYS, {"name": faults.shown(text[:40])}))
    else:
        cursor.fault(faults.unquoted(cursor.at, text))
    cursor.at += len(text)
    return text


def _curly(cursor: Cursor) -> str | None:
    found = _CURLY.match(cursor.text, cursor.at)
    if not found:
        return None
    cursor.fault(faults.curly_quotes(cursor.at, found.end(), found[1]))
    cursor.at = found.end()
    return found[1]


def _number(digits: str, at: int) -> Json:
    if len(digits) > MAX_NUMBER:
        raise faults.too_large(at)
    if digits.lstrip("-").isdigit():
        return int(digits)
    result = float(digits)
    if not math.isfinite(result):
        raise faults.too_large(at)
    return result
