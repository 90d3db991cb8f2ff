"""Arranges a conversion for the report: what each file and each of its modules has to say, ready to print."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from webapp.core import guidance
from webapp.core.carrier import minified
from webapp.core.convert import Conversion
from webapp.core.converted import Change, ConvertedModule, Note
from webapp.core.diff import diff
from webapp.core.edit import SEVERITIES, Grounds
from webapp.core.guidance import Statement
from webapp.core.message import Message
from webapp.core.module import Part
from webapp.core.path import Json, Path, pointer
from webapp.core.problem import Place
from webapp.core.rule import Rule
from webapp.core.said import Asked
from webapp.formats import plain, tally
from webapp.formats.difference import Difference, difference

MOST_ROWS = 500
LONGEST = 400
Where = Callable[[Path, Part], Place]


@dataclass(frozen=True, slots=True)
class Reason:
    """On what something rests: the rule, with the title of its page, statements of the guidance, and how sure it is."""

    rule: str
    title: str
    statements: tuple[Statement, ...]
    sure: str


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is said: its kind, the line and the setting that it is about, the words, and the reason."""

    kind: str
    line: int
    setting: str
    text: Message
    reason: Reason


@dataclass(frozen=True, slots=True)
class Finding(Row):
    """Something that a person should know, and what to do about it."""

    remedy: Message


@dataclass(frozen=True, slots=True)
class Changed(Row):
    """A change: where the setting stands now, and both values as JSON, empty where there is none."""

    to: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Question(Row):
    """A question with its answers and their labels; `answer` is the one in force, None while it is open."""

    id: str
    answers: tuple[tuple[str, Message], ...]
    answer: str | None


@dataclass(frozen=True, slots=True)
class Block:
    """What is said of a module, or of a deployment around its modules."""

    id: str
    name: str
    renamed: str
    account: Counter[str]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]
    changes: tuple[Changed, ...]
    left_out: int
    difference: Difference

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions that have no answer."""
        return tuple(row for row in self.questions if row.answer is None)

    @property
    def rules(self) -> set[str]:
        """The rules that spoke."""
        return {row.reason.rule for row in (*self.questions, *self.findings, *self.changes)}


@dataclass(frozen=True, slots=True)
class File:
    """One file: its modules, led by the deployment around them where there is anything to say of it, and its text."""

    id: str
    name: str
    kind: str
    blocks: tuple[Block, ...]
    repairs: tuple[tuple[Place, Message], ...]
    text: str

    @property
    def account(self) -> Counter[str]:
        """How many settings got each verdict, findings of each severity, and how many questions are open."""
        total: Counter[str] = Counter()
        for block in self.blocks:
            total.update(block.account)
        return total


def file(name: str, shown: str, conversion: Conversion) -> File:
    """Arrange the conversion of one file; `name` begins the ids of its parts in the page."""
    blocks = [_module(f"{name}-{number}", conversion, one) for number, one in enumerate(conversion.modules, 1)]
    if conversion.findings or conversion.changes or not blocks:
        blocks.insert(0, _whole(f"{name}-0", conversion))
    repairs = tuple((Place(one.line, one.column), one.message) for one in conversion.document.repairs[:MOST_ROWS])
    return File(name, shown, conversion.kind, tuple(blocks), repairs, conversion.text)


def reason(rule: Rule, grounds: Grounds) -> Reason:
    """Return on what an outcome of a rule rests."""
    known = guidance.statements()
    return Reason(rule.id, plain.title(rule), tuple(known[name] for name in grounds.guidance), grounds.sure)


def _whole(name: str, conversion: Conversion) -> Block:
    def where(path: Path, _: Part) -> Place:
        return conversion.where(path)

    findings = _findings(conversion.findings, where)
    changes = _changes(conversion.changes, where)
    account = tally.said_of_whole(conversion)
    return Block(name, "The deployment as a whole", "", account, (), findings, changes, 0, Difference())


def _module(name: str, conversion: Conversion, one: ConvertedModule) -> Block:
    def where(path: Path, part: Part) -> Place:
        return conversion.place(one, path, part)

    findings = _findings(one.findings, where)
    renamed = one.converted_name if one.converted_name != one.name else None
    return Block(
        name,
        one.name or "createOptions",
        renamed or "",
        tally.account_of(one),
        tuple(
            sorted(
                (_question(asked, where) for asked in one.questions), key=lambda row: (row.answer is not None, row.line)
            )
        ),
        findings,
        _changes(one.changes[:MOST_ROWS], where),
        max(len(one.changes) - MOST_ROWS, 0),
        difference(diff(conversion, one)) if one.changes else Difference(),
    )


def _setting(path: Path, part: Part) -> str:
    return ("" if part in ("createOptions", "deployment") else part) + pointer(path) or "/"


def _findings(notes: Iterable[Note], where: Where) -> tuple[Finding, ...]:
    rows = (
        Finding(
            note.severity,
            where(note.path, note.part).line,
            _setting(note.path, note.part),
            note.message,
            reason(note.rule, note.because),
            note.remedy,
        )
        for note in notes
    )
    return tuple(sorted(rows, key=lambda row: (SEVERITIES.index(row.kind), row.line)))


def _changes(changes: Sequence[Change], where: Where) -> tuple[Changed, ...]:
    rows = (
        Changed(
            change.kind,
            where(change.path, change.edit.part).line,
            _setting(change.path, change.edit.part),
            change.summary,
            reason(change.rule, change.because),
            _setting(change.to, change.edit.part) if change.to and change.to != change.path else "",
            "" if change.op == "add" else _value(change.before),
            "" if change.op == "remove" else _value(change.after),
        )
        for change in changes
    )
    return tuple(sorted(rows, key=lambda row: row.line))


def _question(asked: Asked, where: Where) -> Question:
    return Question(
        "question",
        where(asked.path, asked.part).line,
        _setting(asked.path, asked.part),
        asked.prompt,
        reason(asked.rule, asked.because),
        asked.id,
        tuple((option.value, option.label) for option in asked.options),
        asked.answer,
    )


def _value(value: Json) -> str:
    text = minified(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"
