"""Finds secrets in one text: the content of a string, or a paste that nobody can read.

The text is cut at its quotation marks into fragments, so JSON, shell commands and strings inside strings are all
searched alike, without being read. Every part is looked at a bounded number of times.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from webapp.sharing.secrets import commands, names, values
from webapp.sharing.secrets.assigned import assigned
from webapp.sharing.secrets.patterns import Candidate, is_long_enough, known
from webapp.sharing.secrets.quoted import Quoted

_NAMED_BEFORE = re.compile(r"(?<![\w.-])([A-Za-z_-][\w.-]*+)(\s*+[:=]\s*+|\s++)\Z")
_LOOK_BACK = 200
_SQL = re.compile(r"(?:\A|(?<=[;=\"']))\s*+(password|pwd)\s*+=\s*+", re.IGNORECASE)
_SERVER = re.compile(
    r"(?<![a-z])(?:server|data source|host|hostname|uid|user|user id|username|database|initial catalog)\s*+=",
    re.IGNORECASE,
)
_TRIGGER = re.compile(
    rf"{names.SAYS_SO.pattern}|sig|bearer|basic|://|eyJ|LS0t|gh[pousr]_|xox|AKIA|ASIA|AIza|k_live|SG\.|hvs\.|pypi-|sk-|Q~"
    r"|npm_|\$[\w]{1,8}\$|hook|telegram|[?&]code=|@\w{3,4}\(|mysql|mariadb|curl|http|wget|[A-Za-z0-9+/]{40}",
    re.IGNORECASE,
)
_HAS_NAME, _MAY_BE_VALUE = 1, 2
# From a fragment with a name to those that may be its value: `name=`, `"name": `, `"name": {"value": `.
_TO_VALUE = (1, 2, 4)


def secrets(text: str, name: str = "", *, raw: bool = False, item: bool = False) -> list[Candidate]:
    """Return the secrets in a text, in order of place, none over another.

    Args:
        name: of the setting whose whole value the text is, or nothing.
        raw: the text is a paste as it stands: what a line says ends with the line.
        item: the text is an item of a list: an option that it begins with takes all of the rest.
    """
    if not names.strength(name) and not _TRIGGER.search(text):
        return []
    sure = _apart((*known(text), *commands.in_commands(text)))
    said = _apart(_named(Quoted(text, raw=raw), name, item=item))
    free = [one for one in said if not touches(one, sure)]
    return sorted((one for one in [*sure, *free] if _counts(one, text)), key=lambda one: one.start)


def _counts(one: Candidate, text: str) -> bool:
    return is_long_enough(one) and not values.stands_for_one(values.beginning(text, one.start, one.end))


def _apart(found: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates in order of place, of those that overlap the first and longest."""
    apart: list[Candidate] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start < one.end and (not apart or one.start >= apart[-1].end):
            apart.append(one)
    return apart


def touches(one: Candidate, others: list[Candidate]) -> bool:
    """Tell whether one of other candidates, which are in order and apart, overlaps one."""
    before = bisect_left(others, one.end, key=lambda other: other.start) - 1
    return before >= 0 and others[before].end > one.start


def _named(text: Quoted, name: str, *, item: bool) -> Iterator[Candidate]:
    """Yield values that the name before them makes secret."""
    yield from _in_connection_strings(text)
    size = len(text.text)
    start = len("-p") if name == commands.GLUED else values.secret_from(name, values.beginning(text.text, 0, size))
    if start is not None:
        yield Candidate("password-variable", start, size, name)
    for number, mark in _worth_a_look(text):
        if mark & _MAY_BE_VALUE:
            yield from _whole_string(text, number)
        if mark & _HAS_NAME:
            yield from assigned(text, number, item=item)


def _worth_a_look(text: Quoted) -> Iterator[tuple[int, int]]:
    """Yield the fragments that have a telling name, and those that may be the value of one."""
    marked = bytearray(len(text) + max(_TO_VALUE))
    found = names.SAYS_SO.search(text.text)
    while found:
        number = text.number(found.start())
        marked[number] |= _HAS_NAME
        for far in _TO_VALUE:
            marked[number + far] |= _MAY_BE_VALUE
        found = names.SAYS_SO.search(text.text, max(text.fragment(number)[1], found.end()))
    for match in re.finditer(rb"[^\0]", marked[: len(text)]):
        start, end = text.fragment(match.start())
        if start < end:
            yield match.start(), marked[match.start()]


def _whole_string(text: Quoted, number: int) -> Iterator[Candidate]:
    told = _name_before(text, number)
    if not told:
        return
    start, close = text.fragment(number)[0], text.close(number)
    behind = values.secret_from(told, values.beginning(text.text, start, close))
    if behind is not None:
        yield Candidate("password-variable", start + behind, close, told)


def _name_before(text: Quoted, number: int) -> str:
    """Return the name that says what the string beginning with a fragment is: a key, a variable, an option."""
    between = text.shown(number - 1)
    tight = between.strip()
    if tight == ":" and number > 1:
        return _key(text, number)
    if tight == "," and number > 1:
        option = text.shown(number - 2)
        follows = option.startswith("-") and "=" not in option and commands.is_value(text.shown(number)[:_LOOK_BACK])
        return option if follows else ""
    if tight == "value=" and number > 2 and text.shown(number - 3).endswith(("key=", "name=")):
        return text.shown(number - 2)
    before = _NAMED_BEFORE.search(between, max(0, len(between) - _LOOK_BACK))
    if before and not before.start() and text.is_closed(number - 1):
        return ""
    return before[1] if before and (before[2].strip() or before[1].startswith("-")) else ""


def _key(text: Quoted, number: int) -> str:
    """Return the key before a fragment; of `"X": {"value": …` and `"name": "X", "value": …` it is X."""
    key = text.shown(number - 2)
    if key.lower() not in names.TAILS or number < 5:
        return key
    between = "".join(text.shown(number - 3).split())
    named = between == "," and number > 6 and text.shown(number - 6).lower() == "name"
    return text.shown(number - 4) if between == ":{" or named else key


def _in_connection_strings(text: Quoted) -> Iterator[Candidate]:
    """Yield `Password=…;` beside a server or a user; such a password may hold anything but a semicolon."""
    match, beside, upto = _SQL.search(text.text), False, -1
    while match:
        number = text.number(match.start(1))
        start, end = text.fragment(number)
        if start > upto:
            beside, upto = bool(_SERVER.search(text.text, start, end)), start
        stop = match.end()
        if beside:
            close = text.close(number)
            semicolon = text.text.find(";", match.end(), close)
            stop = close if semicolon < 0 else semicolon
            yield Candidate("connection-string", match.end(), stop, match[1])
        match = _SQL.search(text.text, max(stop, match.end()))
