"""What a picture shows, before anything is drawn: boxes with rows, and links between rows."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from webapp.core.device import Target
from webapp.core.message import Message
from webapp.core.module import EXPERIMENTAL
from webapp.core.path import Json, Path

Tone = Literal["plain", "lost", "refused"]
MOST_ROWS = 24
_MOST_CHARACTERS = 240
_SPACES = re.compile(r"[\t\n\r\v\f\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a box.

    Args:
        text: what it says.
        note: what becomes of it, where no link shows it.
        tone: how the note looks; the words alone say it, too.
        sources: the places in the pasted createOptions that it stands for.
        fields: the fields of Kubernetes objects that it stands for, each with all that is below it.
        is_rest: whether it stands for rows that are left out.
    """

    text: Message
    note: Message | None = None
    tone: Tone = "plain"
    sources: tuple[Path, ...] = ()
    fields: tuple[Target, ...] = ()
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A named frame around rows and other frames."""

    title: Message
    items: "tuple[Row | Box, ...]" = ()

    @property
    def rows(self) -> "Iterator[Row]":
        """Every row in the order in which it is drawn."""
        for item in self.items:
            if isinstance(item, Box):
                yield from item.rows
            else:
                yield item


@dataclass(frozen=True, slots=True)
class Link:
    """A line from a row to another; both count among `Scene.rows`.

    Args:
        number: what stands at both ends.
        start: the row where it begins.
        end: the row where it ends.
        why: what the conversion changed on the way; nothing where the setting is handed on as it is.
    """

    number: int
    start: int
    end: int
    why: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: boxes side by side, or one below the other where `is_list`."""

    title: Message
    summary: Message
    boxes: tuple[Box, ...]
    links: tuple[Link, ...] = ()
    is_list: bool = False

    @property
    def rows(self) -> list[Row]:
        """Every row of every box, in order."""
        return [row for box in self.boxes for row in box.rows]


def say(template: str, **values: object) -> Message:
    """Return a message whose values are fit for drawing: on one line, not too long, and legal in XML."""
    return Message(template, {name: shown(str(value)) for name, value in values.items()})


def cleaned(message: Message) -> Message:
    """Return somebody else's message, fit for drawing."""
    return say(message.template, **message.values)


def shown(text: str) -> str:
    """Return a pasted text on one line, at most 240 characters long.

    What XML forbids or what turns the direction of writing is replaced by a sign that shows it. Text from right to
    left keeps to itself, so that it does not turn the words around it.
    """
    cut = text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"
    if text.isascii() and text.isprintable():
        return cut
    fit = "".join(one if _is_fit(one) else "\N{REPLACEMENT CHARACTER}" for one in _SPACES.sub(" ", cut))
    if any(unicodedata.bidirectional(one) in ("R", "AL") for one in fit):
        return f"\N{LEFT-TO-RIGHT ISOLATE}{fit}\N{POP DIRECTIONAL ISOLATE}"
    return fit


def plain_value(value: Json) -> str:
    """Return a scalar as JSON has it, a text without its quotes."""
    return str(value).lower() if isinstance(value, bool) else "null" if value is None else str(value)


def dotted(path: Path) -> str:
    """Return a place of createOptions as people name it: `HostConfig.Memory`."""
    return ".".join(str(step) for step in path)


def setting(leaf: Path) -> Path:
    """Return the place of the whole setting to which a leaf belongs."""
    first = str(leaf[0]).lower() if leaf else ""
    return leaf[: 4 if first == EXPERIMENTAL else 2 if first in ("hostconfig", "labels") else 1]


def flat(message: Message) -> str:
    """Return a message as text without the marks around code."""
    return "".join(piece for _, piece in message.parts())


def capped(rows: Sequence[Row], most: int = MOST_ROWS) -> tuple[Row, ...]:
    """Return as many rows as are drawn, and how many more there are.

    The last one stands for those that are left out: links to them lead to it.
    """
    if len(rows) <= most:
        return tuple(rows)
    rest = rows[most - 1 :]
    sources = tuple(path for row in rest for path in row.sources)
    fields = tuple(field for row in rest for field in row.fields)
    more = Row(say("and {number} more, not drawn", number=len(rest)), sources=sources, fields=fields, is_rest=True)
    return (*rows[: most - 1], more)


def _is_fit(character: str) -> bool:
    if character in "\ufffe\uffff" or unicodedata.category(character) in ("Cc", "Cs"):
        return False
    return unicodedata.bidirectional(character) not in _TURNING and character not in "\u200e\u200f\u061c"


_TURNING = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))
