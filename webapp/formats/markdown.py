"""A conversion as GitHub-flavoured Markdown, for wikis and tickets in which nothing else can be embedded.

Pasted text stands in code only, and its code can't be closed from inside.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote

from webapp.core.message import Message
from webapp.formats.account import Code, Heading, Item, Link, Piece, Rests, Said, joined, legible

# What means something in Markdown, or in what wikis add to it, wherever it stands in a line.
_MEANT = re.compile(r"[\\`*_\[\]<>|~$&#@]")
_BACKTICKS = re.compile(r"`+")


def markdown(pieces: Iterable[Piece]) -> str:
    """Write the pieces of an account."""
    return joined(pieces, _written, lambda before, after: isinstance(before, Item) and isinstance(after, Item))


def _written(one: Piece) -> str:
    if isinstance(one, Heading):
        words = _inline(one.text)
        return f"{'#' * one.level} {_link(words, one.url) if one.url else words}"
    if isinstance(one, Item):
        return _item(one)
    if isinstance(one, Rests):
        cited = ", ".join(_link(statement.id, statement.url) for statement in one.statements)
        return f"{one.sure}{': ' if cited else ''}{cited}"
    if isinstance(one, Link):
        return _link(one.words, one.url)
    if isinstance(one, Code):
        return _fenced(one.text)
    return _sentences(one.said)


def _item(one: Item) -> str:
    place = f", line {one.line}" if one.line else ""
    among = (f"\n  - {_code(value)}: {_inline(label)}" for value, label in one.among)
    return f"- **{one.kind}**{place}: {_sentences(one.said)}{''.join(among)}"


def _fenced(text: str) -> str:
    fence = "`" * max(3, _longest(text) + 1)
    return f"{fence}json\n{text}{'' if text.endswith(chr(10)) else chr(10)}{fence}"


def _sentences(said: Said) -> str:
    return " ".join(filter(None, map(_inline, said)))


def _inline(message: Message) -> str:
    return "".join(_code(text) if is_code else _plain(text) for is_code, text in message.parts())


def _plain(text: str) -> str:
    return _MEANT.sub(lambda found: f"\\{found[0]}", legible(text))


def _code(text: str) -> str:
    """Return a code span; the space that keeps a backtick or a space off its marks is not shown."""
    shown = legible(text) or " "
    marks = "`" * (_longest(shown) + 1)
    edge = " " if shown.strip() and {shown[0], shown[-1]} & {"`", " "} else ""
    return f"{marks}{edge}{shown}{edge}{marks}"


def _longest(text: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(text)), default=0)


def _link(words: str, url: str) -> str:
    return f"[{words}]({quote(url, safe=':/?#@!$&+,;=~%-._')})"
