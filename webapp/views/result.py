"""Arranges a conversion for the page: the account over all modules, what needs a decision, then module by module."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from markupsafe import Markup

from webapp.core.carrier import minified
from webapp.core.convert import Conversion
from webapp.core.converted import ConvertedModule
from webapp.core.deployment import holds_several
from webapp.core.ledger import VERDICTS, Verdict
from webapp.core.path import pointer
from webapp.core.preview import Preview, Previewed, Tally, preview, tally
from webapp.core.said import Asked
from webapp.core.source import Place
from webapp.formats import tally as counting
from webapp.formats.markup import code
from webapp.formats.picture import of_deployment, of_module
from webapp.views import blocks, devices
from webapp.views.answers import by_words, held
from webapp.views.blocks import LIMIT, Said, Scene, SectionBlock
from webapp.views.kubernetes import KubernetesView, kubernetes_view
from webapp.views.listing import Listings, listings
from webapp.views.manifest import manifest_lines
from webapp.views.pictures import Picture, picture_of
from webapp.views.waiting import Waiting, grouped, needs, prefix_of
from webapp.views.waiting import waiting as waiting_in

COPIED = 200_000
View = Literal["options", "kubernetes", "picture"]
VIEWS: Mapping[View, str] = {"options": "createOptions", "kubernetes": "Kubernetes", "picture": "Picture"}


@dataclass(frozen=True, slots=True)
class Showing:
    """What a person looks at.

    `open` is the number of the open module (0: the page decides), `only_open` tells whether only some are listed,
    `view` what is shown of the module.
    """

    open: int = 0
    only_open: bool = False
    just_opened: bool = False
    view: View = "options"


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
    preview: Previewed | None
    kubernetes: KubernetesView | None
    picture: Picture | None


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
    tally: Tally
    picture: Picture | None
    given: devices.Given


def arrange(
    conversion: Conversion,
    pending: Mapping[str, str],
    showing: Showing | None = None,
    given: devices.Given = devices.DEFAULT,
) -> Result:
    """Arrange a conversion for the page; `pending` are answers whose text is still missing, `given` the device."""
    whole = holds_several(conversion.kind)
    rows = tuple(_row(conversion, number, pending) for number in range(1, len(conversion.modules) + 1))
    waiting = waiting_in(conversion, pending, whole)
    showing = _shown(showing or Showing(), rows)
    previewed = preview(conversion, given.device)
    shown = _module(previewed, showing, pending, whole) if rows else None
    repairs = conversion.document.repairs
    changes = [change for one in conversion.modules for change in one.changes]
    text, counts = conversion.text, counting.account(conversion)
    return Result(
        kind=conversion.kind,
        whole=whole,
        account={verdict: counts[verdict] for verdict in VERDICTS},
        total=counting.settings(counts),
        open=grouped(waiting),
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
        tally=tally(previewed.modules),
        picture=picture_of(of_deployment(previewed), "picture-all") if whole and showing.view == "picture" else None,
        given=given,
    )


def _shown(showing: Showing, rows: tuple[Row, ...]) -> Showing:
    """Open the module that was asked for; else the first that needs the person, else the first."""
    if 0 < showing.open <= len(rows):
        return showing
    first = next((row.number for row in rows if row.needs), 0) or next((row.number for row in rows if _stirs(row)), 1)
    return replace(showing, open=first if rows else 0, just_opened=False)


def _stirs(row: Row) -> bool:
    return bool(row.errors or row.account["kept"] < row.total)


def _row(conversion: Conversion, number: int, pending: Mapping[str, str]) -> Row:
    one = conversion.modules[number - 1]
    counts = counting.account_of(one)
    open_here = sum(needs(conversion, asked, pending) for asked in one.questions)
    return Row(
        number,
        one.name or f"module {number}",
        one.converted_name or "",
        one.account,
        len(one.ledger),
        open_here,
        counts["error"],
        counts["warning"],
        conversion.place(one, (), "entry" if one.module.entry_at else "createOptions"),
    )


def _by_default(asked: Asked, pending: Mapping[str, str]) -> bool:
    return asked.answer is not None and asked.answer == asked.default and asked.id not in pending


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


def _module(previewed: Preview, showing: Showing, pending: Mapping[str, str], whole: bool) -> ModuleResult:
    conversion, number = previewed.conversion, showing.open
    one = conversion.modules[number - 1]
    prefix = prefix_of(number, whole)
    ledger = one.ledger[: LIMIT * 5]
    listed = listings(conversion, one, prefix)
    questions = by_words(conversion) if len(conversion.modules) > 1 else {}
    found = previewed.of.get(number - 1)
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
        found,
        kubernetes_view(previewed, found, prefix) if found and showing.view == "kubernetes" else None,
        picture_of(of_module(found), "picture-module") if found and showing.view == "picture" else None,
    )
