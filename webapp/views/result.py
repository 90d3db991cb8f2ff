"""Arranges a conversion for the page: five sections in the article's order, each with its rules and what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeVar

from markupsafe import Markup

from webapp.core import guidance
from webapp.core.convert import Conversion
from webapp.core.converted import Change, ConvertedModule, Note
from webapp.core.guidance import Page, SectionPage, Statement
from webapp.core.ledger import Verdict
from webapp.core.message import Message
from webapp.core.path import pointer
from webapp.core.rule import SECTIONS
from webapp.core.said import Asked
from webapp.core.source import Place
from webapp.views.listing import Listings, listings

LIMIT = 200
_ORDER = {"error": 0, "warning": 1, "info": 2}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a rule said, ready to print: where, what, and on what it rests."""

    id: str
    kind: str
    text: Markup
    remedy: Markup
    place: Place | None
    statements: tuple[Statement, ...]
    sure: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A question, ready to print; `open` while it has no answer."""

    id: str
    anchor: str
    prompt: Markup
    place: Place
    options: tuple[tuple[str, Markup, bool, str], ...]
    open: bool


@dataclass(frozen=True, slots=True)
class RuleBlock:
    """Everything one rule said about this paste."""

    page: Page
    changes: tuple[Said, ...]
    findings: tuple[Said, ...]
    choices: tuple[Choice, ...]
    left_out: int

    @property
    def urgency(self) -> tuple[bool, int, bool]:
        """Sorts open questions first, then errors and warnings, then changes."""
        worst = min((_ORDER[finding.kind] for finding in self.findings), default=3)
        return (not any(choice.open for choice in self.choices), min(worst, 2), not self.changes)


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """One of the five sections of the guidance and the rules that spoke."""

    page: SectionPage
    rules: tuple[RuleBlock, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What the result page prints."""

    account: dict[Verdict, int]
    total: int
    open: int
    errors: int
    first_open: str
    sections: tuple[SectionBlock, ...]
    listings: Listings
    text: str
    minified: str
    ledger: tuple[tuple[str, Verdict, str | None], ...]
    ledger_left_out: int
    repairs: tuple[tuple[Place, Markup], ...]
    repairs_left_out: int
    stale: tuple[str, ...]
    ruleset: str
    unchanged: bool


def code(message: Message) -> Markup:
    """Return a message as HTML, its backticked parts as code; what was pasted is escaped."""
    pieces = (f"<code>{escape(text)}</code>" if is_code else escape(text) for is_code, text in message.parts())
    return Markup("".join(pieces))  # noqa: S704 - both kinds of piece are escaped


def arrange(conversion: Conversion) -> Result:
    """Arrange the first module of a conversion for the page."""
    one = conversion.modules[0]
    account = one.account
    sections = tuple(SectionBlock(guidance.section(name), _blocks(conversion, one, name)) for name in SECTIONS)
    waiting = (choice for section in sections for block in section.rules for choice in block.choices if choice.open)
    first = next(waiting, None)
    ledger = one.ledger[: LIMIT * 5]
    repairs = conversion.document.repairs
    return Result(
        account=account,
        total=len(one.ledger),
        open=sum(question.answer is None for question in one.questions),
        errors=sum(finding.severity == "error" for finding in one.findings),
        first_open=first.anchor if first else "result",
        sections=sections,
        listings=listings(conversion, one),
        text=conversion.text,
        minified=one.create_options_string,
        ledger=tuple((pointer(entry.path) or "/", entry.verdict, entry.rule) for entry in ledger),
        ledger_left_out=len(one.ledger) - len(ledger),
        repairs=tuple((Place(repair.line, repair.column), code(repair.message)) for repair in repairs[:LIMIT]),
        repairs_left_out=max(len(repairs) - LIMIT, 0),
        stale=conversion.stale,
        ruleset=conversion.ruleset,
        unchanged=not one.changes,
    )


def _blocks(conversion: Conversion, one: ConvertedModule, section: str) -> tuple[RuleBlock, ...]:
    changes = _by_rule(
        [(change.rule.id, number) for number, change in enumerate(one.changes) if change.rule.section == section]
    )
    findings = _by_rule([(finding.rule.id, finding) for finding in one.findings if finding.rule.section == section])
    questions = _by_rule([(asked.rule.id, asked) for asked in one.questions if asked.rule.section == section])
    blocks = []
    for rule in dict.fromkeys([*changes, *findings, *questions]):
        mine, found, asked = changes.get(rule, []), findings.get(rule, []), questions.get(rule, [])
        blocks.append(
            RuleBlock(
                guidance.page(rule),
                tuple(_change(conversion, one, number) for number in mine[:LIMIT]),
                tuple(_finding(conversion, one, finding) for finding in sorted(found, key=_severity)[:LIMIT]),
                tuple(_choice(conversion, one, question, number) for number, question in enumerate(asked[:LIMIT], 1)),
                sum(max(len(some) - LIMIT, 0) for some in (mine, found, asked)),
            )
        )
    return tuple(sorted(blocks, key=lambda block: block.urgency))


def _severity(finding: Note) -> int:
    return _ORDER[finding.severity]


def _by_rule(pairs: Sequence[tuple[str, T]]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for rule, item in pairs:
        groups.setdefault(rule, []).append(item)
    return groups


def _cited(ids: tuple[str, ...] | None) -> tuple[Statement, ...]:
    known = guidance.statements()
    return tuple(known[name] for name in ids or () if name in known)


def _change(conversion: Conversion, one: ConvertedModule, number: int) -> Said:
    change: Change = one.changes[number]
    place = conversion.place(one, change.path, change.edit.part) if change.op != "add" else None
    because = change.because
    kind = {"add": "added", "replace": "changed", "remove": "removed", "move": "moved"}[change.op]
    return Said(f"c{number}", kind, code(change.summary), Markup(), place, _cited(because.guidance), because.sure or "")


def _finding(conversion: Conversion, one: ConvertedModule, finding: Note) -> Said:
    because = finding.because
    place = conversion.place(one, finding.path, finding.part)
    text, remedy = code(finding.message), code(finding.remedy)
    return Said("", finding.severity, text, remedy, place, _cited(because.guidance), because.sure or "")


def _choice(conversion: Conversion, one: ConvertedModule, asked: Asked, number: int) -> Choice:
    options = []
    for option in asked.options:
        head, _, text = option.value.partition(":") if option.accepts else (option.value, "", "")
        value = f"{head}:" if option.accepts else option.value
        answer = asked.answer or ""
        chosen = answer.startswith(value) if option.accepts else asked.answer == value
        if option.accepts and chosen:
            text = answer.partition(":")[2]
        options.append((value, code(option.label), chosen, text if option.accepts else ""))
    place = conversion.place(one, asked.path, asked.part)
    anchor = f"{asked.rule.id}-{number}"
    return Choice(asked.id, anchor, code(asked.prompt), place, tuple(options), asked.answer is None)
