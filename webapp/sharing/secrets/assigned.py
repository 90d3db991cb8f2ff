"""Values that stand behind their names in one run of text: `NAME=value`, `--name value`, `name: value`."""

import re
from collections.abc import Iterator

from webapp.sharing.secrets import commands, names, values
from webapp.sharing.secrets.patterns import Candidate
from webapp.sharing.secrets.quoted import Quoted

_FIRST = re.compile(r"(-{0,2}[A-Za-z_][\w.:-]*+)\s*+=")
_WITHIN = re.compile(r"(?<![\w.$-])(?:(-{0,2}[A-Za-z_][\w.-]*+)(\s*+=\s*+|:\s++)|(--[A-Za-z_][\w.-]*+)\s++)")
_WORD = re.compile(r"(?:<[^<>\n\x00]{0,200}>|\{\{[^}\n\x00]{0,200}\}\}|[^\s;,&<>\x00])++")
_ARGUMENT = re.compile(r"(?:<[^<>\n\x00]{0,200}>|\{\{[^}\n\x00]{0,200}\}\}|[^\s<>\x00])++")
_ENDS_COMMAND = re.compile(r"&&|\|\||\*/")
_LEADS = re.compile(r"(?:(?:\A|\n|\\[nr])[ \t]*+(?:\#+|--|;|- |export )?|(?<!:)//+|/\*+)[ \t]*+\Z")
_LOOK_BACK = 24
_LINE = re.compile(r"[^\n\x00]*+")


def assigned(text: Quoted, number: int, *, item: bool) -> Iterator[Candidate]:
    """Yield `NAME=value`: to the end of the string or line that begins with it, else to the end of the word."""
    start, end = text.fragment(number)
    first = _FIRST.match(text.text, start, end)
    if first and names.strength(first[1]) and (item or text.is_closed(number) or not first[1].startswith("-")):
        close = text.close(number)
        close = _line_end(text, number, first.end(), close) if text.raw else close
        behind = values.secret_from(first[1], values.beginning(text.text, first.end(), close))
        if behind is not None:
            yield Candidate("password-variable", first.end() + behind, close, first[1])
        if close >= end:
            return
        start = close
    match = _WITHIN.search(text.text, start, end)
    while match:
        stop = match.end()
        name = match[1] or match[3]
        if names.strength(name):
            for one in _behind(text, number, match, name):
                stop = max(stop, one.end)
                if values.is_secret(name, values.beginning(text.text, one.start, one.end)):
                    yield one
        match = _WITHIN.search(text.text, stop, end) if stop < end else None


def _behind(text: Quoted, number: int, match: re.Match[str], name: str) -> Iterator[Candidate]:
    """Yield what stands behind a name and may be its value."""
    sign = (match[2] or "").strip()
    start, end = text.fragment(number)
    if not name.startswith("-") and _leads(text.text, start, match.start()):
        limit = _line_end(text, number, match.end(), text.close(number) if text.raw else end)
        line = text.text[match.end() : limit].partition("*/")[0].rstrip()
        if sign == "=" or not re.search(r"\s", line[: values.CLOSE_LOOK + 1]):
            line = line if sign == "=" else line.rstrip(",")
            if line:
                yield Candidate("password-variable", match.end(), match.end() + len(line), name)
            return
    yield from _word(text, number, match, name)


def _leads(text: str, start: int, at: int) -> bool:
    """Tell whether a name is the first of its line, or of a comment."""
    begin = max(start, at - _LOOK_BACK)
    before = text[begin:at]
    return bool(_LEADS.search(before if begin == start else "x" + before))


def _line_end(text: Quoted, number: int, start: int, close: int) -> int:
    """Return where a line ends: with the line, its string, or a line break that is written as an escape."""
    escape = rf"|\\{{{text.level(number - 1) + 1}}}n" if text.raw and number else ""
    found = re.compile(rf"\n{escape}").search(text.text, start, close)
    return found.start() if found else close


def _word(text: Quoted, number: int, match: re.Match[str], name: str) -> Iterator[Candidate]:
    """Yield the word behind a name; where only a colon is between, it has to look random."""
    sign = (match[2] or "").strip()
    limit = text.fragment(number)[1] if text.raw and not number else text.close(number)
    if match.end() >= text.fragment(number)[1] or text.text.startswith("--", match.end()):
        return
    option = name.startswith("--")
    found = (_ARGUMENT if option else _WORD).match(text.text, match.end(), max(limit, match.end()))
    if not found:
        return
    value = _ENDS_COMMAND.split(found[0], maxsplit=1)[0]
    if not values.stands_for_one(value):
        value = value.rstrip(")]},.;&\"'\\")
    if (sign == "=" or option or values.looks_random(value)) and (sign or commands.is_value(value)):
        yield Candidate("password-variable", found.start(), found.start() + len(value), name)
