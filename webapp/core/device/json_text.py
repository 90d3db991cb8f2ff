"""JSON text as the agent's reader takes it (parsing notes, section 2).

Unlike `webapp.core.dialect`, which helps a person with what they pasted, this takes what the device takes and nothing
else; it keeps numbers as they are written, and members that stand twice.
"""

import json
import re
from typing import NoReturn

from webapp.core.device.errors import RefusedError
from webapp.core.path import MAX_DEPTH, MAX_OPTIONS, Json, TooMuchError, measure

_MAX_DIGITS = 400
_MOST = 6 * MAX_OPTIONS  # converting states a bind as a mount with several members
_SPACE = re.compile(r"\s*+")
_COMMENT = re.compile(r"//[^\r\n]*+|/\*(?>.*?\*/)", re.DOTALL)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?(?![\w.+-])")
_WORD = re.compile(r"\w++")
_NAME = re.compile(r"[\w$]++")
_RUN = {'"': re.compile(r'[^"\\]++'), "'": re.compile(r"[^'\\]++")}
_ESCAPE = re.compile(r"""\\(?:u[0-9a-fA-F]{4}|["'\\/bfnrt])""")
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS: dict[str, Json] = {"true": True, "false": False, "null": None}


class Written(float):
    """A number that remembers how it is written: `1.50`."""

    text: str

    def __new__(cls, text: str) -> "Written":
        number = super().__new__(cls, text)
        number.text = text
        return number


class Repeated(dict[str, Json]):
    """An object in which a member stands more than once: the last of each as usual, and all `pairs` as they stand."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: list[tuple[str, Json]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def loads(text: str) -> Json:
    """Read a text; nothing but comments is null. Raises `RefusedError` for what the agent can't read."""
    try:
        return json.loads(  # type: ignore[no-any-return]
            text, object_pairs_hook=_members, parse_float=Written, parse_int=_whole, parse_constant=_no_constant
        )
    except (ValueError, RecursionError):
        return _Text(text).document()


def check(value: Json) -> None:
    """Raise `RefusedError` for more values or levels than are read here; the agent itself has no limit."""
    try:
        measure(value, _MOST)
    except TooMuchError:
        message = "createOptions hold more values, or more levels, than this preview reads."
        raise RefusedError("InvalidCreateOptions", message) from None


def _members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Repeated(pairs)


def _whole(digits: str) -> int | Written:
    return Written(digits) if len(digits) > _MAX_DIGITS or digits == "-0" else int(digits)


def _no_constant(constant: str) -> NoReturn:
    raise ValueError(constant)


class _Text:
    """A text that is read from left to right, with what the agent accepts beyond strict JSON."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def fault(self, why: str) -> RefusedError:
        line = self.text.count("\n", 0, self.at) + 1
        return RefusedError("InvalidCreateOptions", "Line {line} can't be read: {why}.", line=line, why=why)

    def document(self) -> Json:
        if not self.skip():
            return None
        value = self.value(0)
        if self.skip():
            raise self.fault("the text goes on after its end")
        return value

    def skip(self) -> str:
        """Go over white space and comments; return the character that follows, empty at the end."""
        while True:
            self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]
            found = self.text[self.at : self.at + 1]
            if found != "/":
                return found
            comment = _COMMENT.match(self.text, self.at)
            if not comment:
                raise self.fault("a comment is not closed")
            self.at = comment.end()

    def value(self, depth: int) -> Json:
        found = self.text[self.at : self.at + 1]
        if depth > MAX_DEPTH:
            raise self.fault("it is nested too deep")
        if found == "{":
            return self.members(depth + 1)
        if found == "[":
            return self.items(depth + 1)
        return self.string(found) if found in ('"', "'") else self.scalar()

    def members(self, depth: int) -> dict[str, Json]:
        pairs: list[tuple[str, Json]] = []
        self.at += 1
        while self.skip() != "}":
            name = self.name()
            if self.skip() != ":":
                raise self.fault("a colon is missing")
            self.at += 1
            self.skip()
            pairs.append((name, self.value(depth)))
            self.comma("}")
        self.at += 1
        return _members(pairs)

    def items(self, depth: int) -> list[Json]:
        found: list[Json] = []
        self.at += 1
        while self.skip() != "]":
            found.append(self.value(depth))
            self.comma("]")
        self.at += 1
        return found

    def comma(self, closer: str) -> None:
        """Go over the comma behind a member or item; one before the closing bracket is accepted."""
        found = self.skip()
        if found == ",":
            self.at += 1
        elif found != closer:
            raise self.fault("a comma or a closing bracket is missing")

    def name(self) -> str:
        first = self.text[self.at : self.at + 1]
        if first in ('"', "'"):
            return self.string(first)
        bare = _NAME.match(self.text, self.at)
        if not bare:
            raise self.fault("a member has no name")
        self.at = bare.end()
        return bare[0]

    def string(self, quote: str) -> str:
        pieces: list[str] = []
        self.at += 1
        while self.text[self.at : self.at + 1] != quote:
            run = _RUN[quote].match(self.text, self.at)
            piece = run or _ESCAPE.match(self.text, self.at)
            if not piece:
                raise self.fault("a text is not closed, or has an escape that JSON does not know")
            pieces.append(piece[0] if run else _character(piece[0]))
            self.at = piece.end()
        self.at += 1
        return _whole_characters("".join(pieces))

    def scalar(self) -> Json:
        found = _NUMBER.match(self.text, self.at)
        if found:
            self.at = found.end()
            return _whole(found[0]) if found[0].lstrip("-").isdigit() else Written(found[0])
        word = _WORD.match(self.text, self.at)
        if not word or word[0] not in _WORDS:
            raise self.fault("a value is missing or has no quotes")
        self.at = word.end()
        return _WORDS[word[0]]


def _character(escape: str) -> str:
    sign = escape[1]
    return chr(int(escape[2:], 16)) if sign == "u" else _ESCAPED.get(sign, sign)


def _whole_characters(text: str) -> str:
    """Return a text in which two halves of a character that were escaped one by one are put together."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
