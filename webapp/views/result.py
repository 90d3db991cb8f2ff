"""Arranges a conversion for the page: the account over all modules, what needs a decision, then module by module."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from webapp.core.carrier import minified
from webapp.core.convert import Conversion
from webapp.core.converted import ConvertedModule
from webapp.core.deployment import holds_several
from webapp.core.ledger import VERDICTS, Verdict
from webapp.core.path import pointer
from webapp.core.said import Asked
from webapp.core.source import Place
from webapp.formats import tally
from webapp.formats.markup import code
from webapp.views import blocks
from webapp.views.answers import by_words, held
from webapp.views.blocks import LIMIT, Said, Scene, SectionBlock
from webapp.views.listing import Listings, listings
from webapp.views.manifest import manifest_lines

COPIED = 200_000


@dataclass(frozen=True, slots=True)
class Showing:
    """What a person looks at: the number of the open module (0: the page decides), and whether only some are listed."""

    open: int = 0
    only_open: bool = False
    just_opened: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that waits for the person, wherever it stands. `module` is its number.

    `also` are the names of other modules in which the same is asked.
    """

    module: int
    name: str | None
    anchor: str
    place: Place
    prompt: Markup
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One module in the overview."""

    number: int
    name: str
    converted_name: str
    account: Mapping[Verdict, int]
    total: int
    needs: int
    errors: int
    warnings: int
    place: Place


@dataclass(frozen=True, slots=True)
class ModuleResult:
    """What is printed of one module."""

    number: int
    name: str
    one: ConvertedModule
    sections: tuple[SectionBlock, ...]
    listings: Listings
    portal: str
    manifest: str
    ledger: tuple[tuple[str, Verdict, str | None], ...]
    ledger_left_out: int
    unchanged: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What the result page prints. `whole` is True for pastes that can hold several modules."""

    kind: str
    whole: bool
    account: dict[Verdict, int]
    total: int
    open: tuple[Waiting, ...]
    questions: int
    defaults: int
    errors: int
    warnings: int
    added: int
    rows: tuple[Row, ...]
    count: int
    showing: Showing
    shown: ModuleResult | None
    said: tuple[Said, ...]
    said_left_out: int
    held: str
    manifest: Markup
    text: str
    copies: bool
    repairs: tuple[tuple[Place, Markup], ...]
    repairs_left_out: int
    stale: tuple[str, ...]
    ruleset: str
    unchanged: bool


def arrange(conversion: Conversion, pending: Mapping[str, str], showing: Showing | None = None) -> Result:
    """Arrange a conversion for the page; `pending` are answers whose text is still missing."""
    whole = holds_several(conversion.kind)
    rows = tuple(_row(conversion, number, pending) for number in range(1, len(conversion.modules) + 1))
    waiting = _waiting(conversion, pending, whole)
    showing = _shown(showing or Showing(), rows)
    shown = _module(conversion, showing.open, pending, whole) if rows else None
    repairs = conversion.document.repairs
    changes = [change for one in conversion.modules for change in one.changes]
    text, counts = conversion.text, tally.account(conversion)
    return Result(
        kind=conversion.kind,
        whole=whole,
        account={verdict: counts[verdict] for verdict in VERDICTS},
        total=tally.settings(counts),
        open=_grouped(waiting),
        questions=len(waiting),
        defaults=sum(_by_default(asked, pending) for one in conversion.modules for asked in one.questions),
        errors=counts["error"],
        warnings=counts["warning"],
        added=sum(change.op == "add" for change in changes),
        rows=tuple(row for row in rows if row.needs or not showing.only_open),
        count=len(rows),
        showing=showing,
        shown=shown,
        said=tuple(_of_the_whole(conversion)),
        said_left_out=max(len(conversion.findings) + len(conversion.changes) - LIMIT, 0),
        held=held(conversion, _printed(shown)),
        manifest=manifest_lines(conversion) if whole else Markup(),
        text=text,
        copies=len(text) <= COPIED,
        repairs=tuple((Place(repair.line, repair.column), code(repair.message)) for repair in repairs[:LIMIT]),
        repairs_left_out=max(len(repairs) - LIMIT, 0),
        stale=conversion.stale,
        ruleset=conversion.ruleset,
        unchanged=not changes and not conversion.changes,
    )


def prefix_of(number: int, whole: bool) -> str:
    """Return what stands before the anchors of a module."""
    return f"m{number}-" if whole else ""


def _shown(showing: Showing, rows: tuple[Row, ...]) -> Showing:
    """Open the module that was asked for; else the first that needs the person, else the first."""
    if 0 < showing.open <= len(rows):
        return showing
    first = next((row.number for row in rows if row.needs), 0) or next((row.number for row in rows if _stirs(row)), 1)
    return Showing(first if rows else 0, showing.only_open)


def _stirs(row: Row) -> bool:
    return bool(row.errors or row.account["kept"] < row.total)


def _row(conversion: Conversion, number: int, pending: Mapping[str, str]) -> Row:
    one = conversion.modules[number - 1]
    counts = tally.account_of(one)
    needs = sum(_needs(conversion, asked, pending) for asked in one.questions)
    return Row(
        number,
        one.name or f"module {number}",
        one.converted_name or "",
        one.account,
        len(one.ledger),
        needs,
        counts["error"],
        counts["warning"],
        conversion.place(one, (), "entry" if one.module.entry_at else "createOptions"),
    )


def _needs(conversion: Conversion, asked: Asked, pending: Mapping[str, str]) -> bool:
    return blocks.is_open(asked, pending) or asked.id in conversion.unfit


def _by_default(asked: Asked, pending: Mapping[str, str]) -> bool:
    return asked.answer is not None and asked.answer == asked.default and asked.id not in pending


def _waiting(conversion: Conversion, pending: Mapping[str, str], whole: bool) -> list[Waiting]:
    found = []
    for number, one in enumerate(conversion.modules, 1):
        for anchor, asked in zip(blocks.anchors(prefix_of(number, whole), one.questions), one.questions, strict=True):
            if _needs(conversion, asked, pending):
                place = conversion.place(one, asked.path, asked.part)
                found.append(Waiting(number, one.name if whole else None, anchor, place, code(asked.prompt)))
    return found


def _grouped(waiting: list[Waiting]) -> tuple[Waiting, ...]:
    """Put questions with the same words behind the first of them."""
    groups: dict[str, list[Waiting]] = {}
    for number, one in enumerate(waiting):
        groups.setdefault(one.prompt if one.name else str(number), []).append(one)
    return tuple(replace(first, also=tuple(str(one.name) for one in others)) for first, *others in groups.values())


def _of_the_whole(conversion: Conversion) -> list[Said]:
    """Return what was said about the document around the modules, the worst first, and not more than is read."""
    notes = sorted(enumerate(conversion.findings), key=blocks.by_severity)[:LIMIT]
    said = [blocks.note_said(note, f"d-f{number}", conversion.where(note.path)) for number, note in notes]
    for number, change in enumerate(conversion.changes[: LIMIT - len(notes)]):
        said.append(blocks.change_said(change, f"d-c{number}", conversion.where(change.path)))
    return said


def _printed(shown: ModuleResult | None) -> frozenset[str]:
    """Return the ids of the questions that the page prints."""
    blocks_ = [block for section in shown.sections for block in section.rules] if shown else []
    return frozenset(choice.id for block in blocks_ for choice in block.choices)


def _module(conversion: Conversion, number: int, pending: Mapping[str, str], whole: bool) -> ModuleResult:
    one = conversion.modules[number - 1]
    prefix = prefix_of(number, whole)
    ledger = one.ledger[: LIMIT * 5]
    listed = listings(conversion, one, prefix)
    questions = by_words(conversion) if len(conversion.modules) > 1 else {}
    return ModuleResult(
        number,
        one.name or f"module {number}",
        one,
        blocks.sections(Scene(conversion, one, prefix, pending, questions, listed.lit)),
        listed,
        one.create_options_string,
        minified(one.create_options_string),
        tuple((pointer(entry.path) or "/", entry.verdict, entry.rule) for entry in ledger),
        len(one.ledger) - len(ledger),
        not one.changes,
    )
