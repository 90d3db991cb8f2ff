"""Arranges a conversion for the page: five sections in the article's order, each with its rules and what they said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeVar

from markupsafe import Markup

from webapp.core import guidance
from webapp.core.carrier import minified
from webapp.core.convert import Conversion
from webapp.core.converted import Change, ConvertedModule, Note
from webapp.core.edit import Option
from webapp.core.guidance import Page, SectionPage, Statement
from webapp.core.ledger import Verdict
from webapp.core.message import Message
from webapp.core.path import pointer
from webapp.core.rule import SECTIONS
from webapp.core.said import Asked
from webapp.core.source import Place
from webapp.views.answers import seen
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
class Answer:
    """One possible answer, ready to print. `text` is None where there is no field to fill in."""

    value: str
    label: Markup
    chosen: bool
    text: str | None
    sample: str
    expects: Markup


@dataclass(frozen=True, slots=True)
class Choice:
    """A question, ready to print; `open` while it has no answer, `wrong` what was answered and does not fit."""

    id: str
    anchor: str
    seen: str
    prompt: Markup
    place: Place
    answers: tuple[Answer, ...]
    default: str | None
    open: bool
    wrong: str


@dataclass(frozen=True, slots=True)
class RuleBlock:
    """Everything one rule said about this paste."""

    page: Page
    changes: tuple[Said, ...]
    findings: tuple[Said, ...]
    choices: tuple[Choice, ...]
    left_out: int


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
    open: tuple[Choice, ...]
    defaults: int
    errors: int
    warnings: int
    added: int
    sections: tuple[SectionBlock, ...]
    listings: Listings
    text: str
    portal: str
    manifest: str
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


def arrange(conversion: Conversion, pending: Mapping[str, str]) -> Result:
    """Arrange the first module of a conversion for the page; `pending` are answers whose text is still missing."""
    one = conversion.modules[0]
    ledger = one.ledger[: LIMIT * 5]
    repairs = conversion.document.repairs
    sections = tuple(SectionBlock(guidance.section(name), _blocks(conversion, one, name, pending)) for name in SECTIONS)
    choices = [choice for section in sections for block in section.rules for choice in block.choices]
    severities = [finding.severity for finding in one.findings]
    return Result(
        account=one.account,
        total=len(one.ledger),
        open=tuple(choice for choice in choices if choice.open or choice.wrong),
        defaults=sum(asked.answer is not None and asked.answer == asked.default for asked in one.questions),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        added=sum(change.op == "add" for change in one.changes),
        sections=sections,
        listings=listings(conversion, one),
        text=conversion.text,
        portal=one.create_options_string,
        manifest=minified(one.create_options_string),
        ledger=tuple((pointer(entry.path) or "/", entry.verdict, entry.rule) for entry in ledger),
        ledger_left_out=len(one.ledger) - len(ledger),
        repairs=tuple((Place(repair.line, repair.column), code(repair.message)) for repair in repairs[:LIMIT]),
        repairs_left_out=max(len(repairs) - LIMIT, 0),
        stale=conversion.stale,
        ruleset=conversion.ruleset,
        unchanged=not one.changes,
    )


def _blocks(
    conversion: Conversion, one: ConvertedModule, section: str, pending: Mapping[str, str]
) -> tuple[RuleBlock, ...]:
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
                tuple(
                    _choice(conversion, one, question, number, pending)
                    for number, question in enumerate(asked[:LIMIT], 1)
                ),
                sum(max(len(some) - LIMIT, 0) for some in (mine, found, asked)),
            )
        )
    return tuple(blocks)


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


def _choice(
    conversion: Conversion, one: ConvertedModule, asked: Asked, number: int, pending: Mapping[str, str]
) -> Choice:
    wrong = conversion.unfit.get(asked.id, "")
    waiting = pending.get(asked.id, "")
    held = wrong or waiting or asked.answer or ""
    options = tuple(_answer(option, held) for option in asked.options)
    open_ = asked.answer is None or bool(waiting)
    place = conversion.place(one, asked.path, asked.part)
    anchor, mark = f"{asked.rule.id}-{number}", seen(one, asked)
    return Choice(asked.id, anchor, mark, code(asked.prompt), place, options, asked.default, open_, wrong)


def _answer(option: Option, held: str) -> Answer:
    if not option.accepts:
        return Answer(option.value, code(option.label), held == option.value, None, "", Markup())
    head, _, text = option.value.partition(":")
    chosen = held.startswith(f"{head}:")
    shown = held.partition(":")[2] if chosen else "" if option.sample else text
    return Answer(f"{head}:", code(option.label), chosen, shown, text if option.sample else "", code(option.expects))
