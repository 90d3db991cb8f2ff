"""Finds secrets in one text: the content of a string, or a paste that nobody can read.

The text is cut at its quotation marks into fragments, so JSON, shell commands and strings inside strings are all
searched alike, without being read.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from webapp.sharing.secrets import names
from webapp.sharing.secrets.patterns import Candidate, is_long_enough, known

_QUOTE = re.compile(r"(?<!\\)\\*+[\"']")
_FIRST = re.compile(r"([A-Za-z_][\w.:-]*+)\s*+=")
_WITHIN = re.compile(r"(?<![\w.$-])(-{0,2}[A-Za-z_][\w.-]*+)(\s*+=\s*+|:\s++|\s++)")
_WORD = re.compile(r"(?:<[^<>\n\x00]{0,200}>|\{\{[^}\n\x00]{0,200}\}\}|[^\s;,&<>\x00])++")
_NAMED_BEFORE = re.compile(r"(?<![\w.-])([A-Za-z_-][\w.-]*+)(\s*+[:=]\s*+|\s++)\Z")
_LOOK_BACK = 200
_SQL = re.compile(r"(?:\A|(?<=[;=]))\s*+(password|pwd)\s*+=\s*+", re.IGNORECASE)
_SERVER = re.compile(
    r"(?<![a-z])(?:server|data source|host|hostname|uid|user|user id|username|database|initial catalog)\s*+=",
    re.IGNORECASE,
)
_TRIGGER = re.compile(
    r"key|pass|pwd|secret|token|cred|auth|pat|sig|bearer|basic|://|eyJ|LS0t|gh[pousr]_|xox|AKIA|ASIA|AIza|k_live"
    r"|SG\.|hvs\.|pypi-|sk-|Q~|npm_|[A-Za-z0-9+/]{40}",
    re.IGNORECASE,
)


class _Mark(NamedTuple):
    """A quotation mark with the backslashes before it; `level` is their number."""

    start: int
    end: int
    level: int
    sign: str


class _Text:
    def __init__(self, text: str, *, raw: bool) -> None:
        self.text, self.raw = text, raw
        found = _QUOTE.finditer(text)
        self.marks = [_Mark(one.start(), one.end(), one.end() - one.start() - 1, one[0][-1]) for one in found]

    def fragment(self, number: int) -> tuple[int, int]:
        """Return where the fragment behind the mark before `number` begins, and where the next mark does."""
        start = self.marks[number - 1].end if number else 0
        return start, self.marks[number].start if number < len(self.marks) else len(self.text)

    def is_closed(self, number: int) -> bool:
        """Tell whether the marks around a fragment are alike, so that it may be a whole string."""
        return number > 0 and self.marks[number - 1][2:] == self.marks[number][2:]

    def shown(self, number: int) -> str:
        start, end = self.fragment(number)
        return self.text[start:end]

    def close(self, number: int) -> int:
        """Return the end of the string that the fragment begins: the next mark like the one before it, or weaker."""
        if not number:
            return self.fragment(0)[1] if self.raw else len(self.text)
        opening = self.marks[number - 1]
        for index in range(number, len(self.marks)):
            mark = self.marks[index]
            if mark.sign == opening.sign and mark.level <= opening.level:
                return mark.start
        return len(self.text)


def secrets(text: str, name: str = "", *, raw: bool = False) -> list[Candidate]:
    """Return the secrets in a text, in order of place, none over another.

    Args:
        name: of the setting whose whole value the text is, or nothing.
        raw: the text is a paste as it stands: what a line says ends with the line.
    """
    if not names.strength(name) and not _TRIGGER.search(text):
        return []
    sure = _apart(known(text))
    said = _apart(_named(_Text(text, raw=raw), name))
    starts = [one.start for one in sure]
    free = [one for one in said if not _touches(one, sure, starts)]
    return sorted((one for one in [*sure, *free] if _counts(one, text)), key=lambda one: one.start)


def _counts(one: Candidate, text: str) -> bool:
    return is_long_enough(one) and not names.stands_for_one(text[one.start : one.end])


def _apart(found: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates in order of place, of those that overlap the first and longest."""
    apart: list[Candidate] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start < one.end and (not apart or one.start >= apart[-1].end):
            apart.append(one)
    return apart


def _touches(one: Candidate, others: list[Candidate], starts: list[int]) -> bool:
    before = bisect_left(starts, one.end) - 1
    return before >= 0 and others[before].end > one.start


def _named(text: _Text, name: str) -> Iterator[Candidate]:
    """Yield values that the name before them makes secret."""
    if names.is_secret(name, text.text):
        yield Candidate("password-variable", 0, len(text.text), name)
    for number in range(len(text.marks) + 1):
        start, end = text.fragment(number)
        if start == end:
            continue
        told = _name_before(text, number)
        if told:
            close = text.close(number)
            if names.is_secret(told, text.text[start:close]):
                yield Candidate("password-variable", start, close, told)
        yield from _in_connection_string(text, number)
        yield from _assigned(text, number)


def _name_before(text: _Text, number: int) -> str:
    """Return the name that says what the string beginning with a fragment is: a key, a variable, an option."""
    if not number:
        return ""
    between = text.shown(number - 1)
    tight = between.strip()
    if tight == ":" and number > 1:
        return _key(text, number)
    if tight == "," and number > 1:
        option = text.shown(number - 2)
        return option if option.startswith("-") and "=" not in option else ""
    before = _NAMED_BEFORE.search(between, max(0, len(between) - _LOOK_BACK))
    if before and not before.start() and text.is_closed(number - 1):
        return ""
    return before[1] if before and (before[2].strip() or before[1].startswith("-")) else ""


def _key(text: _Text, number: int) -> str:
    """Return the key before a fragment; of `"X": {"value": …` and `"name": "X", "value": …` it is X."""
    key = text.shown(number - 2)
    if key.lower() != "value" or number < 5:
        return key
    between = "".join(text.shown(number - 3).split())
    named = between == "," and number > 6 and text.shown(number - 6).lower() == "name"
    return text.shown(number - 4) if between == ":{" or named else key


def _assigned(text: _Text, number: int) -> Iterator[Candidate]:
    """Yield `NAME=value`: to the end of the string or line where one begins with it, else to the end of the word."""
    start, end = text.fragment(number)
    first = _FIRST.match(text.text, start, end)
    if first and names.strength(first[1]):
        close = text.close(number)
        line = text.text.find("\n", first.end(), close) if text.raw else -1
        close = close if line < 0 else line
        if names.is_secret(first[1], text.text[first.end() : close]):
            yield Candidate("password-variable", first.end(), close, first[1])
        return
    for match in _WITHIN.finditer(text.text, start, end):
        if names.strength(match[1]):
            yield from _word(text, match, end)


def _word(text: _Text, match: re.Match[str], limit: int) -> Iterator[Candidate]:
    """Yield the word behind a name; where only a colon or a space is between, it has to look random."""
    name, sign = match[1], match[2].strip()
    if not sign and not name.startswith("--"):
        return
    found = _WORD.match(text.text, match.end(), limit)
    if not found:
        return
    value = found[0].partition("*/")[0]
    if not names.stands_for_one(value):
        value = value.rstrip(")]},.")
    if names.is_secret(name, value) and (sign == "=" or name.startswith("--") or names.looks_random(value)):
        yield Candidate("password-variable", found.start(), found.start() + len(value), name)


def _in_connection_string(text: _Text, number: int) -> Iterator[Candidate]:
    """Yield `Password=…;` beside a server or a user; such a password may hold anything but a semicolon."""
    start, end = text.fragment(number)
    if not _SQL.search(text.text, start, end) or not _SERVER.search(text.text, start, end):
        return
    close = text.close(number)
    for match in _SQL.finditer(text.text, start, end):
        stop = text.text.find(";", match.end(), close)
        yield Candidate("connection-string", match.end(), close if stop < 0 else stop, match[1])
