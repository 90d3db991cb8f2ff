"""What rules said of a module, ready to print: five sections in the article's order, each with its rules."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from markupsafe import Markup

from webapp.core import guidance
from webapp.core.convert import Conversion
from webapp.core.converted import Change, ConvertedModule, Note
from webapp.core.edit import SEVERITIES, Grounds, Option
from webapp.core.guidance import Page, SectionPage, Statement
from webapp.core.rule import SECTIONS, Rule
from webapp.core.said import Asked
from webapp.core.source import Place
from webapp.formats.markup import code
from webapp.views.answers import Questions, Seen, alike, field_name, print_of

LIMIT = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a rule said, ready to print: where, what, and on what it rests. `lights` are the lines of a change."""

    id: str
    kind: str
    text: Markup
    remedy: Markup
    place: Place | None
    statements: tuple[Statement, ...]
    sure: str
    lights: str = ""


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
    """A question, ready to print; `open` while it has no answer, `wrong` what was answered and does not fit.

    `field` stands in the names of its form fields, `seen` is what the form carries beside it. `alike` counts the
    questions of other modules with the same words that are not answered like this one.
    """

    id: str
    field: str
    anchor: str
    seen: str
    prompt: Markup
    place: Place
    answers: tuple[Answer, ...]
    default: str | None
    open: bool
    wrong: str
    alike: int


@dataclass(frozen=True, slots=True)
class RuleBlock:
    """Everything one rule said about this module."""

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
class Scene:
    """What is printed of which module; `prefix` tells its anchors from those of other modules.

    `questions` are those of all modules; none where there is one module only. `lit` are the numbers of the changes
    that have lines in the difference.
    """

    conversion: Conversion
    one: ConvertedModule
    prefix: str
    pending: Mapping[str, str]
    questions: Questions
    lit: Container[int]


def sections(scene: Scene) -> tuple[SectionBlock, ...]:
    """Return the five sections with what was said in each."""
    return tuple(SectionBlock(guidance.section(name), _blocks(scene, name)) for name in SECTIONS)


def anchors(prefix: str, questions: Sequence[Asked]) -> list[str]:
    """Return the anchor of each question of a module."""
    counts: dict[str, int] = {}
    found = []
    for asked in questions:
        counts[asked.rule.id] = counts.get(asked.rule.id, 0) + 1
        found.append(f"{prefix}{asked.rule.id}-{counts[asked.rule.id]}")
    return found


def _blocks(scene: Scene, section: str) -> tuple[RuleBlock, ...]:
    one = scene.one
    changes = _by_rule(section, ((made.rule, number) for number, made in enumerate(one.changes)))
    findings = _by_rule(section, ((note.rule, (number, note)) for number, note in enumerate(one.findings)))
    named = zip(anchors(scene.prefix, one.questions), one.questions, strict=True)
    asked = _by_rule(section, ((question.rule, (name, question)) for name, question in named))
    blocks = []
    for rule in dict.fromkeys([*changes, *findings, *asked]):
        mine, found, open_ = changes.get(rule, []), findings.get(rule, []), asked.get(rule, [])
        blocks.append(
            RuleBlock(
                guidance.page(rule),
                tuple(_change(scene, number) for number in mine[:LIMIT]),
                tuple(_finding(scene, *numbered) for numbered in sorted(found, key=by_severity)[:LIMIT]),
                tuple(_choice(scene, *numbered) for numbered in open_[:LIMIT]),
                sum(max(len(some) - LIMIT, 0) for some in (mine, found, open_)),
            )
        )
    return tuple(blocks)


def by_severity(numbered: tuple[int, Note]) -> int:
    """Return a key that sorts numbered findings, the worst first."""
    return SEVERITIES.index(numbered[1].severity)


def _by_rule(section: str, pairs: Iterable[tuple[Rule, T]]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for rule, item in pairs:
        if rule.section == section:
            groups.setdefault(rule.id, []).append(item)
    return groups


def cited(because: Grounds) -> tuple[Statement, ...]:
    """Return the statements that something rests on."""
    known = guidance.statements()
    return tuple(known[name] for name in because.guidance if name in known)


def change_said(change: Change, name: str, place: Place | None, lit: bool = False) -> Said:
    """Return a change ready to print; `name` makes its anchor, and names its lines where it has any (`lit`)."""
    text, because = code(change.summary), change.because
    lights = name if lit else ""
    return Said(f"said-{name}", change.kind, text, Markup(), place, cited(because), because.sure, lights)


def note_said(note: Note, name: str, place: Place) -> Said:
    """Return a finding ready to print."""
    because = note.because
    return Said(name, note.severity, code(note.message), code(note.remedy), place, cited(because), because.sure)


def _change(scene: Scene, number: int) -> Said:
    change = scene.one.changes[number]
    place = scene.conversion.place(scene.one, change.path, change.edit.part) if change.op != "add" else None
    return change_said(change, f"{scene.prefix}c{number}", place, number in scene.lit)


def _finding(scene: Scene, number: int, note: Note) -> Said:
    return note_said(note, f"{scene.prefix}f{number}", scene.conversion.place(scene.one, note.path, note.part))


def _choice(scene: Scene, anchor: str, asked: Asked) -> Choice:
    wrong = scene.conversion.unfit.get(asked.id, "")
    waiting = scene.pending.get(asked.id, "")
    held = wrong or waiting or asked.answer or ""
    options = tuple(_answer(option, held) for option in asked.options)
    place = scene.conversion.place(scene.one, asked.path, asked.part)
    return Choice(
        asked.id,
        field_name(asked.id),
        anchor,
        _seen(print_of(scene.one, asked), asked.default or "", options),
        code(asked.prompt),
        place,
        options,
        asked.default,
        is_open(asked, scene.pending),
        wrong,
        sum(other.answer is None or other.answer != asked.answer for _, other in _others(scene, asked)),
    )


def _seen(print_: str, default: str, options: Sequence[Answer]) -> str:
    chosen = next((one.value for one in options if one.chosen), "")
    field = next((one for one in options if one.text is not None), None)
    seen = Seen(print_, default, chosen, field.value, field.text or "") if field else Seen(print_, default, chosen)
    return seen.written()


def _others(scene: Scene, asked: Asked) -> list[tuple[ConvertedModule, Asked]]:
    return [(one, other) for one, other in alike(scene.questions, asked) if one is not scene.one]


def is_open(asked: Asked, pending: Mapping[str, str]) -> bool:
    """Tell whether a question waits for the person."""
    return asked.answer is None or asked.id in pending


def _answer(option: Option, held: str) -> Answer:
    if not option.accepts:
        return Answer(option.value, code(option.label), held == option.value, None, "", Markup())
    head, _, text = option.value.partition(":")
    chosen = held.startswith(f"{head}:")
    shown = held.partition(":")[2] if chosen else "" if option.sample else text
    return Answer(f"{head}:", code(option.label), chosen, shown, text if option.sample else "", code(option.expects))
