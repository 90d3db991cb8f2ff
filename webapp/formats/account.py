"""A conversion told from top to bottom, in pieces that Markdown and plain text then write each in its way.

What was pasted is found only in `Code` and in the gaps of messages, which stand between backticks.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from json import dumps
from typing import NamedTuple

from webapp.core import guidance
from webapp.core.convert import Conversion
from webapp.core.deployment import Kind
from webapp.core.guidance import Statement
from webapp.core.message import Message
from webapp.core.registry import BY_ID, RULES
from webapp.formats import tally
from webapp.formats.reported import Block, Changed, File, Finding, Question, Reason, Row, file
from webapp.formats.shortened import shortened

Said = tuple[Message, ...]
_WHAT: Mapping[Kind, tuple[str, str]] = {
    "create-options": ("createOptions", ""),
    "module": ("A module", ""),
    "deployment": ("A deployment", "module"),
    "layered-deployment": ("A layered deployment", "module"),
    "docker-inspect": ("An answer of docker inspect", "container"),
}
_SURE = {
    "documented": "Documented by Microsoft",
    "derived": "Derived from the agent’s code or the rules of Kubernetes",
    "advice": "Advice",
}
_MOVED_ON = Message(
    "The rules have changed since this link was made. What stands here is what they make of the paste today; the page "
    "shows what differs."
)
_WHOLE = "-0"  # what `reported.file` calls the part about the deployment around the modules
_ORDER = {rule.id: number for number, rule in enumerate(RULES)}
_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_HARMFUL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029{_TURNING}]")


class Heading(NamedTuple):
    """A heading of a level from 1; `url` is where its words lead, empty for nowhere."""

    level: int
    text: Message
    url: str = ""


class Paragraph(NamedTuple):
    """Sentences."""

    said: Said


class Item(NamedTuple):
    """One thing in a list: a word for its kind, its line (0 for none), sentences, and what can be chosen from."""

    kind: str
    line: int
    said: Said
    among: tuple[tuple[str, Message], ...] = ()


class Rests(NamedTuple):
    """On what the items before it rest: how sure that is, in words, and statements of the guidance."""

    sure: str
    statements: tuple[Statement, ...]


class Link(NamedTuple):
    """A way to somewhere else."""

    words: str
    url: str


class Code(NamedTuple):
    """JSON to be copied, as it stands but for characters that nobody sees; JSON reads their escapes as the same."""

    text: str


Piece = Heading | Paragraph | Item | Rests | Link | Code


def account(conversion: Conversion, address: str, home: str, *, has_moved_on: bool = False) -> Iterator[Piece]:
    """Tell a conversion.

    Args:
        conversion: what is told.
        address: where its page is.
        home: the address of this server, without a slash at its end; the rules have their pages there.
        has_moved_on: whether the rules made something else of it when the link was made.
    """
    told = file("", "", conversion)
    yield Heading(1, _title(conversion))
    yield Paragraph((Message(f"{tally.in_words(told.account)}."),))
    if has_moved_on:
        yield Paragraph((_MOVED_ON,))
    yield Link("This conversion as a page, where it can be changed", address)
    yield from _open(told)
    yield Heading(2, Message("The converted text"))
    yield Code(_HARMFUL.sub(_escape, conversion.text))
    yield from _repairs(told)
    for block in told.blocks:
        yield from _block(block, home, is_alone=len(told.blocks) == 1)
    yield Paragraph((Message("Rules of {ruleset}.", {"ruleset": conversion.ruleset}),))


def joined(pieces: Iterable[Piece], write: Callable[[Piece], str], is_tight: Callable[[Piece, Piece], bool]) -> str:
    """Return the pieces as one text, with an empty line between two of them unless they are tight."""
    written: list[str] = []
    before: Piece | None = None
    for one in pieces:
        gap = "" if before is None else "\n" if is_tight(before, one) else "\n\n"
        written += gap, write(one)
        before = one
    return "".join(written) + "\n"


def legible(text: str) -> str:
    """Return a pasted text on one line, with an escape in place of whatever is not seen or turns the line around."""
    return "".join(_escaped(one) if unicodedata.category(one) in _UNSEEN else one for one in text)


def _escaped(character: str) -> str:
    return f"\\u{ord(character):04x}" if character == "\x7f" else dumps(character)[1:-1]


def _escape(found: re.Match[str]) -> str:
    return _escaped(found[0])


def _title(conversion: Conversion) -> Message:
    what, part = _WHAT[conversion.kind]
    parts = f" of {tally.number(len(conversion.modules), part)}" if part else ""
    return Message(f"{what}{parts}, converted for Azure Stack Edge Pro GPU")


def _open(told: File) -> Iterator[Piece]:
    found = [(block, row) for block in told.blocks for row in block.open]
    if not found:
        yield Paragraph((Message("Nothing is left to decide."),))
        return
    yield Heading(2, Message("To decide"))
    for block, row in found:
        named = (Message("Module `{name}`:", {"name": block.name}),) if len(told.blocks) > 1 else ()
        yield Item("open", row.line, (*named, _where(row), shortened(row.text)), row.answers)


def _repairs(told: File) -> Iterator[Piece]:
    if told.repairs:
        yield Paragraph((Message("The device reads the paste although it is not strict JSON:"),))
    for place, message in told.repairs:
        yield Item("tolerated", place.line, (shortened(message),))


def _block(block: Block, home: str, *, is_alone: bool) -> Iterator[Piece]:
    if is_alone:
        yield Heading(2, Message("What was done, and why"))
    elif block.id == _WHOLE:
        yield Heading(2, Message(block.name))
    else:
        yield Heading(2, _name(block))
        yield Paragraph((Message(f"{tally.in_words(block.account)}."),))
    rows = sorted((*block.changes, *block.findings, *block.questions), key=lambda row: _ORDER[row.reason.rule])
    if not rows:
        yield Paragraph((Message("There is nothing to say about it."),))
    for rule, found in groupby(rows, lambda row: row.reason.rule):
        yield from _rule(rule, list(found), home)
    if block.left_out:
        yield Paragraph(
            (Message(f"{tally.number(block.left_out, 'more change')} of this module are not listed here."),)
        )


def _name(block: Block) -> Message:
    now = Message("Module `{name}`, now `{now}`" if block.renamed else "Module `{name}`")
    return shortened(now._replace(values={"name": block.name, "now": block.renamed}))


def _rule(rule: str, rows: Sequence[Row], home: str) -> Iterator[Piece]:
    section = guidance.section(BY_ID[rule].section).title
    words = f"{section}: {rows[0].reason.title}".replace("{", "{{").replace("}", "}}")
    yield Heading(3, Message(words), f"{home}/rules/{rule}")
    reasons: dict[Reason, list[Row]] = {}
    for row in rows:
        reasons.setdefault(row.reason, []).append(row)
    for reason, found in reasons.items():
        yield from map(_item, found)
        yield Rests(_SURE[reason.sure], reason.statements)


def _item(row: Row) -> Item:
    if isinstance(row, Changed):
        was = (Message("Before: `{before}`.", {"before": row.before}),) if row.before else ()
        return Item(row.kind, row.line, (_where(row), *map(shortened, (row.text, *was))))
    if isinstance(row, Finding):
        return Item(row.kind, row.line, (_where(row), shortened(row.text), shortened(row.remedy)))
    return Item(*_asked(row))


def _asked(row: Row) -> tuple[str, int, Said]:
    answer = row.answer if isinstance(row, Question) else None
    words = "Answer: `{answer}`." if answer is not None else "This is open."
    told = Message(words, {"answer": answer})
    return "asked", row.line, (_where(row), shortened(row.text), shortened(told))


def _where(row: Row) -> Message:
    """Return the setting that something is about, whole, and where it went."""
    to = row.to if isinstance(row, Changed) else ""
    return Message("`{setting}` to `{to}`:" if to else "`{setting}`:", {"setting": row.setting, "to": to})
