"""The JSON that the device's agent accepts, read with the place of every value.

The agent reads createOptions with Newtonsoft.Json 12, which also takes comments, single quotes, bare member
names, one trailing comma and raw line breaks in strings. What this module had to tolerate is listed, never hidden.
What it can't read raises `DialectError`, which names the edit that would mend the text where there is one.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from webapp.core.message import Message
from webapp.core.path import MAX_DEPTH, Json, Path

MAX_NUMBER = 400

_BLANK = re.compile(r"[ \t\r\n]*")
_PLAIN = re.compile(r'"([^"\\\x00-\x1f]*)"')
_CHUNK = {'"': re.compile(r'[^"\\\x00-\x1f]*'), "'": re.compile(r"[^'\\\x00-\x1f]*")}
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_WORD = re.compile(r"[A-Za-z_$][\w$]*", re.ASCII)
_JUNK = re.compile(r"[^\s,:{}\[\]\"']+")
_WORDS: Mapping[str, Json] = {"true": True, "false": False, "null": None}
_ESCAPES = {'"': '"', "'": "'", "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_ODD_BLANKS = "\ufeff\u00a0\u2028\u2029\u200b\u3000"


class Fix(NamedTuple):
    """Replace `text[start:end]` by `new`; the smallest edit after which reading can go on."""

    start: int
    end: int
    new: str
    message: Message


class DialectError(Exception):
    """The text can't be read; `offset` counts characters from 0."""

    def __init__(self, offset: int, message: Message, hint: Message, fix: Fix | None = None) -> None:
        super().__init__(str(message))
        self.offset = offset
        self.message = message
        self.hint = hint
        self.fix = fix


class Span(NamedTuple):
    """Offsets of one member or item: `start` is where its key (or value) begins, `value` where the value does."""

    start: int
    value: int
    end: int


@dataclass
class Reading:
    """What was read: the value, the span of each path, tolerated departures and keys that stood twice."""

    value: Json = None
    spans: dict[Path, Span] = field(default_factory=dict)
    tolerated: list[tuple[int, Message]] = field(default_factory=list)
    duplicates: list[tuple[Path, int]] = field(default_factory=list)


def read(text: str) -> Reading:
    """Read one value, or a bare run of members (`"Env": […], "HostConfig": {…}`) as the object they belong to."""
    return _Reader(text).document()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.reading = Reading()
        self.open: list[str] = []
        self.previous = 0

    def document(self) -> Reading:
        self.skip()
        if self.at == len(self.text):
            raise DialectError(0, Message("There is nothing here."), Message("Paste a module's createOptions."))
        self.reading.value = self.fragment() if self.is_fragment() else self.value((), 0)
        self.skip()
        if self.at < len(self.text):
            raise self.unexpected(Message("the text goes on after its end"))
        return self.reading

    def is_fragment(self) -> bool:
        start = self.at
        ahead = _PLAIN.match(self.text, start) or _WORD.match(self.text, start)
        if not ahead:
            return False
        self.at = ahead.end()
        tolerated = len(self.reading.tolerated)
        self.skip()
        found = self.text.startswith(":", self.at)
        self.at = start
        del self.reading.tolerated[tolerated:]
        return found

    def fragment(self) -> Json:
        self.tolerate(self.at, Message("The outer braces were missing and were added."))
        return self.members((), 1, "")

    # what stands between values

    def skip(self) -> None:
        text = self.text
        while True:
            self.at = _BLANK.match(text, self.at).end()  # type: ignore[union-attr]
            rest = text[self.at : self.at + 2]
            if rest == "//":
                self.comment(text.find("\n", self.at), len(text))
            elif rest == "/*":
                self.comment(text.find("*/", self.at + 2), None)
            elif rest[:1] and rest[0] in _ODD_BLANKS:
                self.tolerate(self.at, Message("An invisible character that is not JSON white space was skipped."))
                self.at += 1
            else:
                return

    def comment(self, end: int, otherwise: int | None) -> None:
        if end < 0 and otherwise is None:
            fix = Fix(len(self.text), len(self.text), "*/", Message("the comment closed with `*/`"))
            raise DialectError(self.at, Message("This comment is never closed."), Message("Close it with `*/`."), fix)
        self.tolerate(self.at, Message("A comment was skipped; it is not part of the result."))
        self.at = (otherwise if end < 0 else end + 2 if self.text[self.at + 1] == "*" else end) or len(self.text)

    def tolerate(self, offset: int, message: Message) -> None:
        self.reading.tolerated.append((offset, message))

    # values

    def value(self, path: Path, depth: int) -> Json:
        text, start = self.text, self.at
        if depth > MAX_DEPTH:
            raise DialectError(
                start,
                Message("The text is nested more than {limit} levels deep.", {"limit": MAX_DEPTH}),
                Message("createOptions need fewer than 10 levels; look for brackets that are opened by mistake."),
            )
        plain = _PLAIN.match(text, start)
        if plain:
            self.at = plain.end()
            return plain[1]
        first = text[start : start + 1]
        if first == "{":
            return self.container(path, depth, "}")
        if first == "[":
            return self.container(path, depth, "]")
        if first and first in "\"'":
            return self.string()
        return self.number() if first and first in "-0123456789" else self.word()

    def container(self, path: Path, depth: int, closer: str) -> Json:
        self.at += 1
        self.open.append(closer)
        self.previous = self.at
        result = self.members(path, depth + 1, closer) if closer == "}" else self.items(path, depth + 1)
        self.open.pop()
        return result

    def members(self, path: Path, depth: int, closer: str) -> dict[str, Json]:
        found: dict[str, Json] = {}
        spans = self.reading.spans
        while not self.closed(closer):
            start = self.at
            key = self.key()
            self.skip()
            if not self.text.startswith(":", self.at):
                raise self.no_colon(key, start)
            self.previous = self.at = self.at + 1
            self.skip()
            value_at = self.at
            child = (*path, key)
            if key in found:
                self.reading.duplicates.append((child, spans[child].start))
                self.forget(child)
            found[key] = self.value(child, depth)
            spans[child] = Span(start, value_at, self.at)
            self.separator(closer)
        return found

    def items(self, path: Path, depth: int) -> list[Json]:
        found: list[Json] = []
        while not self.closed("]"):
            start = self.at
            child = (*path, len(found))
            found.append(self.value(child, depth))
            self.reading.spans[child] = Span(start, start, self.at)
            self.separator("]")
        return found

    def forget(self, path: Path) -> None:
        """Drop the spans below a key that is given again, so that none of them points at the earlier value."""
        size = len(path)
        for known in [known for known in self.reading.spans if len(known) > size and known[:size] == path]:
            del self.reading.spans[known]

    def closed(self, closer: str) -> bool:
        self.skip()
        if self.at == len(self.text):
            if closer:
                raise self.ended()
            return True
        if closer and self.text[self.at] == closer:
            self.at += 1
            return True
        return False

    def separator(self, closer: str) -> None:
        self.previous = self.at
        self.skip()
        found = self.text[self.at : self.at + 1]
        if found == ",":
            comma = self.at
            self.previous = self.at = self.at + 1
            self.skip()
            following = self.text[self.at : self.at + 1]
            if following == closer:
                self.tolerate(comma, Message("A trailing comma was skipped."))
            elif following == ",":
                fix = Fix(self.at, self.at + 1, "", Message("a second comma removed"))
                raise DialectError(self.at, Message("Two commas follow each other."), Message("Remove one."), fix)
        elif found != closer:
            raise self.no_comma(found, closer)

    def key(self) -> str:
        plain = _PLAIN.match(self.text, self.at)
        if plain:
            self.at = plain.end()
            return plain[1]
        first = self.text[self.at]
        if first in "\"'":
            return self.string()
        bare = _WORD.match(self.text, self.at)
        if not bare:
            raise self.unexpected(Message("a member name in double quotes should stand here"))
        self.tolerate(self.at, Message("The name `{name}` had no quotes.", {"name": bare[0]}))
        self.at = bare.end()
        return bare[0]

    def string(self) -> str:
        text, start = self.text, self.at
        quote = text[start]
        if quote == "'":
            self.tolerate(start, Message("Single quotes were read as double quotes."))
        self.at += 1
        pieces: list[str] = []
        while True:
            plain = _CHUNK[quote].match(text, self.at)
            pieces.append(plain[0])  # type: ignore[index]
            self.at = plain.end()  # type: ignore[union-attr]
            stop = text[self.at : self.at + 1]
            if stop == quote:
                self.at += 1
                return _joined("".join(pieces), start)
            if not stop:
                raise self.unclosed(start, quote)
            pieces.append(self.escape() if stop == "\\" else self.raw(start))

    def raw(self, start: int) -> str:
        character = self.text[self.at]
        if character == "\n" and self.text[start] == '"' and _ends_early(self.text, start, self.at):
            raise self.unclosed(start, '"')
        self.tolerate(self.at, Message("A raw control character inside a string was kept as an escape."))
        self.at += 1
        return character

    def escape(self) -> str:
        at, sign = self.at, self.text[self.at + 1 : self.at + 2]
        self.at += 2
        if sign in _ESCAPES:
            if sign == "'":
                self.tolerate(at, Message("The escape `\\'` was read as an apostrophe."))
            return _ESCAPES[sign]
        digits = self.text[at + 2 : at + 6]
        if sign == "u" and len(digits) == 4 and re.fullmatch("[0-9a-fA-F]{4}", digits):
            self.at += 4
            return chr(int(digits, 16))
        fix = Fix(at, at, "\\", Message("a backslash doubled"))
        raise DialectError(
            at,
            Message("`\\{sign}` is no escape that JSON knows.", {"sign": sign}),
            Message("A backslash that is meant as such is written twice."),
            fix,
        )

    def number(self) -> Json:
        found = _NUMBER.match(self.text, self.at)
        if not found or _JUNK.match(self.text, found.end()):
            raise self.unexpected(Message("this is not a number as JSON writes it"))
        self.at = found.end()
        digits = found[0]
        if len(digits) > MAX_NUMBER:
            raise _too_large(found.start())
        if digits.lstrip("-").isdigit():
            return int(digits)
        result = float(digits)
        if not math.isfinite(result):
            raise _too_large(found.start())
        return result

    def word(self) -> Json:
        found = _JUNK.match(self.text, self.at)
        if found and found[0] in _WORDS:
            self.at = found.end()
            return _WORDS[found[0]]
        if found and found[0].lower() in _WORDS:
            fix = Fix(self.at, found.end(), found[0].lower(), Message("`{word}` in lower case", {"word": found[0]}))
            raise DialectError(
                self.at,
                Message("`{word}` must be written in lower case.", {"word": found[0]}),
                Message("Write `{word}`.", {"word": found[0].lower()}),
                fix,
            )
        if found and found[0] == "None":
            fix = Fix(self.at, found.end(), "null", Message("`None` written as `null`"))
            raise DialectError(self.at, Message("`None` is not JSON."), Message("Write `null`."), fix)
        raise self.unexpected(Message("a value should stand here"))

    # what went wrong

    def ended(self) -> DialectError:
        missing = "".join(reversed(self.open))
        end = len(self.text.rstrip())
        fix = Fix(end, end, "\n" + missing, Message("`{missing}` added at the end", {"missing": missing}))
        return DialectError(
            end,
            Message("The text ends too early: `{missing}` is missing.", {"missing": missing}),
            Message("Add it at the end, or where the block it closes ends."),
            fix,
        )

    def unclosed(self, start: int, quote: str) -> DialectError:
        line_end = self.text.find("\n", start)
        stop = len(self.text) if line_end < 0 else line_end
        end = start + len(self.text[start:stop].rstrip(" \t\r,]}"))
        fix = Fix(end, end, quote, Message("a closing quote added"))
        return DialectError(
            start,
            Message("This string is never closed."),
            Message("Add the closing quote on this line."),
            fix,
        )

    def no_colon(self, key: str, start: int) -> DialectError:
        found = self.text[self.at : self.at + 1]
        hint = Message('Write `"{name}": value`.', {"name": key[:60]})
        message = Message("The name `{name}` has no colon and no value after it.", {"name": key[:60]})
        if found and found in "\"{['0123456789-tfn":
            return DialectError(self.at, message, hint, Fix(self.at, self.at, ": ", Message("a colon added")))
        return DialectError(start, message, hint)

    def no_comma(self, found: str, closer: str) -> DialectError:
        if not found:
            return self.ended()
        at = self.previous
        if found in "}]" and closer:
            if found in self.open[:-1]:
                message = Message("`{closer}` is missing before this `{found}`.", {"closer": closer, "found": found})
                fix = Fix(at, at, closer, Message("`{closer}` added", {"closer": closer}))
                return DialectError(self.at, message, Message("Close what was opened last first."), fix)
            return self.unexpected(Message("no bracket of this kind is open"))
        if found in "\"'{[" or _starts_value(self.text, self.at):
            return DialectError(
                at,
                Message("A comma is missing here."),
                Message("Separate members and items with a comma."),
                Fix(at, at, ",", Message("a comma added")),
            )
        return self.unexpected(Message("a comma or a closing bracket should stand here"))

    def unexpected(self, what: Message) -> DialectError:
        found = _JUNK.match(self.text, self.at)
        token = found[0][:20] if found else self.text[self.at : self.at + 1]
        values = {"token": _shown(token) or "the end", **what.values}
        message = Message("`{token}` is not expected: " + what.template + ".", values)
        removable = bool(token) and (token in ",]}" or not _starts_value(self.text, self.at))
        end = self.at + (len(found[0]) if found else 1)
        fix = Fix(self.at, end, "", Message("`{token}` removed", values)) if removable and token != ":" else None
        return DialectError(self.at, message, Message("Remove it, or put what is missing before it."), fix)


def _joined(text: str, start: int) -> str:
    """Join surrogate pairs written as two escapes; half a pair is no text at all."""
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise half_character(start) from None


def half_character(offset: int) -> DialectError:
    """Return the error for a lone surrogate, which can't be sent to a device because it is not Unicode text."""
    return DialectError(
        offset,
        Message("This string holds half of a two-part character (a lone surrogate)."),
        Message("Remove the escape that begins with `\\ud`, or write both halves."),
    )


def _too_large(offset: int) -> DialectError:
    return DialectError(
        offset,
        Message("This number is too large for any setting."),
        Message("Write the number that is meant; the device reads at most 64 bits."),
    )


def _starts_value(text: str, at: int) -> bool:
    return bool(_NUMBER.match(text, at) or re.compile(r"(?:true|false|null)\b").match(text, at))


def _ends_early(text: str, start: int, newline: int) -> bool:
    """Tell a forgotten quote from a string that really spans lines: does the next line begin a member?"""
    following = re.compile(r"\s*(?:\"[^\"\n]*\"\s*:|[}\]])").match(text, newline)
    return bool(following) and start < newline


def _shown(token: str) -> str:
    return "".join(character if character.isprintable() else f"U+{ord(character):04X}" for character in token)
