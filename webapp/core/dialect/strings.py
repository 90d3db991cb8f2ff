"""Reads strings in double or single quotes, as the device does: raw line breaks and `\\'` are accepted."""

import json
import re

from webapp.core.dialect import faults
from webapp.core.dialect.cursor import Cursor
from webapp.core.dialect.reading import Splice
from webapp.core.message import Message

_PLAIN = re.compile(r'"([^"\\\x00-\x1f]*)"')
_ESCAPED = re.compile(r'"(?:[^"\\\x00-\x1f]+|\\["\\/bfnrt]|\\u(?![dD][89a-fA-F])[0-9a-fA-F]{4})*+"')
_RUN = re.compile(r"""(?:[^"'\\\x00-\x1f]+|\\[\\/bfnrt])++""")
_RAW = re.compile(r"[\x00-\x1f][\x00-\x20]*")
_PAIR = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_CODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_ENDS_EARLY = re.compile(r"[\x00-\x20]*(?:\"[^\"\n]*\"[ \t]*:|[}\]])")
_SINGLE = Message("Single quotes were read as double quotes.")
_CONTROL = Message("A raw control character inside a string was kept as an escape.")
_APOSTROPHE = Message("The escape `\\'` was read as an apostrophe.")


def string(cursor: Cursor) -> str:
    """Read a string in double or single quotes."""
    plain = _PLAIN.match(cursor.text, cursor.at)
    if plain:
        cursor.at = plain.end()
        return plain[1]
    escaped = _ESCAPED.match(cursor.text, cursor.at)
    if escaped:
        cursor.at = escaped.end()
        return str(json.loads(escaped[0]))
    start, tolerated, fixes = cursor.at, len(cursor.tolerated), len(cursor.fixes)
    if cursor.text[start] == "'":
        cursor.tolerate(start, _SINGLE)
    pieces = _pieces(cursor, start, len(cursor.text))
    if pieces is not None:
        if len(cursor.tolerated) > tolerated:
            cursor.strict.append(Splice(start, cursor.at, json.dumps(pieces, ensure_ascii=False)))
        return pieces
    del cursor.tolerated[tolerated:], cursor.fixes[fixes:]
    return _unclosed(cursor, start)


def _unclosed(cursor: Cursor, start: int) -> str:
    error = faults.unclosed_string(cursor.text, start)
    if not cursor.mending or error.fix is None:
        raise error
    found = _pieces(cursor, start, error.fix.end)
    cursor.fault(error)
    return found or ""


def _pieces(cursor: Cursor, start: int, limit: int) -> str | None:
    """Read up to the closing quote, or to `limit` where that is earlier than the end of the text."""
    text, quote = cursor.text, cursor.text[start]
    pieces: list[str] = []
    cursor.at = start + 1
    while cursor.at < limit:
        run = _RUN.match(text, cursor.at, limit)
        if run:
            pieces.append(_unescaped(run[0]))
            cursor.at = run.end()
            continue
        found = text[cursor.at]
        if found == quote:
            cursor.at += 1
            return "".join(pieces)
        if found == "\\":
            if cursor.at + 1 >= limit:
                break
            pieces.append(_escape(cursor))
        elif found in "\"'":
            pieces.append(found)
            cursor.at += 1
        elif not _raw(cursor, start, pieces):
            return None
    cursor.at = limit
    return "".join(pieces) if limit < len(text) else None


def _raw(cursor: Cursor, start: int, pieces: list[str]) -> bool:
    """Take control characters as they stand; False where a line ends and the next begins a member."""
    found = _RAW.match(cursor.text, cursor.at)
    if not found:
        raise AssertionError("only control characters are left")
    if "\n" in found[0] and cursor.text[start] == '"' and _ENDS_EARLY.match(cursor.text, found.start()):
        cursor.suspicious = True
        if cursor.wary:
            return False
    cursor.tolerate(cursor.at, _CONTROL)
    pieces.append(found[0])
    cursor.at = found.end()
    return True


def _escape(cursor: Cursor) -> str:
    at, text = cursor.at, cursor.text
    sign = text[at + 1]
    cursor.at = at + 2
    if sign in "\"'":
        if sign == "'":
            cursor.tolerate(at, _APOSTROPHE)
        return sign
    pair = _PAIR.match(text, at)
    if pair:
        cursor.at = pair.end()
        return (chr(int(pair[1], 16)) + chr(int(pair[2], 16))).encode("utf-16", "surrogatepass").decode("utf-16")
    code = _CODE.match(text, at)
    if not code:
        cursor.at = at + 1
        cursor.fault(faults.bad_escape(at, sign))
        return "\\"
    if 0xD800 <= int(code[1], 16) <= 0xDFFF:
        raise faults.half_character(at)
    cursor.at = code.end()
    return chr(int(code[1], 16))


def _unescaped(run: str) -> str:
    return str(json.loads(f'"{run}"')) if "\\" in run else run
