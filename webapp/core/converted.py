"""One module before and after: what changed, what a person should know, and the account of every leaf."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from webapp.core import carrier
from webapp.core.apply import Applied, Operation
from webapp.core.edit import Because, Edit
from webapp.core.ledger import VERDICTS, Entry, Verdict, verdict_of
from webapp.core.message import Message
from webapp.core.module import Module, Part
from webapp.core.path import Json, Path, at, has, leaves, pointer
from webapp.core.registry import RULES
from webapp.core.rule import Rule
from webapp.core.said import Asked, Round, Said
from webapp.core.trail import Trail


class Change(NamedTuple):
    """One edit that was carried out. `path` is where it began in the paste, `to` where it ends in the result."""

    rule: Rule
    op: str
    path: Path
    to: Path | None
    before: Json
    after: Json
    summary: Message
    because: Because
    edit: Edit


class Note(NamedTuple):
    """A finding with the rule that made it, its path as pasted."""

    rule: Rule
    severity: str
    path: Path
    message: Message
    remedy: Message
    because: Because
    part: Part = "createOptions"


@dataclass(frozen=True)
class ConvertedModule:
    """One module before and after, and everything that is said about it; what costs time is made when asked for."""

    module: Module
    said: Said
    passes: tuple[Applied, ...]
    env_pass: Applied

    @property
    def name(self) -> str | None:
        """The module's name as pasted."""
        return self.module.name

    @property
    def converted_name(self) -> str | None:
        """The module's name after the conversion."""
        return self.module.name

    @property
    def create_options(self) -> dict[str, Json]:
        """The converted createOptions."""
        return as_object(self.passes[-1].value)

    @property
    def create_options_string(self) -> str:
        """The converted createOptions on one line, as a manifest or the portal takes them."""
        return carrier.minified(self.create_options)

    @property
    def env(self) -> dict[str, Json]:
        """The module's own `env` section after the conversion."""
        return as_object(self.env_pass.value)

    @property
    def operations(self) -> list[Operation]:
        """What leads from the pasted createOptions to the converted ones."""
        return [operation for applied in self.passes for operation in applied.operations]

    @cached_property
    def questions(self) -> tuple[Asked, ...]:
        """Every choice that is left to the person, with the answer in force."""
        return tuple(
            asked._replace(path=self.trail.pasted(asked.path, number)) if number and asked.part != "env" else asked
            for number, heard in enumerate(self.said.rounds)
            for asked in heard.questions
        )

    @cached_property
    def trail(self) -> Trail:
        """Where settings stood in the paste that an earlier round has put elsewhere."""
        return Trail(self.passes)

    @cached_property
    def refused(self) -> frozenset[int]:
        """Ids of edits that found no room."""
        return frozenset(id(edit) for applied in (*self.passes, self.env_pass) for edit in applied.refused)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every edit that was carried out."""
        return tuple(_changes(self))

    @cached_property
    def findings(self) -> tuple[Note, ...]:
        """Everything that a person should know."""
        notes = tuple(_notes(self))
        return (*notes, *_second_thoughts(self, notes)) if self.said.choices else notes

    @cached_property
    def ledger(self) -> tuple[Entry, ...]:
        """Every leaf of the pasted createOptions with its verdict."""
        return tuple(_ledger(self))

    @cached_property
    def account(self) -> dict[Verdict, int]:
        """How many leaves got each verdict; the sum is the number of leaves."""
        counts: dict[Verdict, int] = dict.fromkeys(VERDICTS, 0)
        for entry in self.ledger:
            counts[entry.verdict] += 1
        return counts


def as_object(value: Json) -> dict[str, Json]:
    """Return createOptions or an `env` section as what they are: an object, and edits keep them one."""
    if not isinstance(value, dict):
        raise TypeError("createOptions are an object, and edits keep them one")
    return value


def _changes(one: ConvertedModule) -> Iterable[Change]:
    ends = {id(edit): path for applied in (*one.passes, one.env_pass) for path, edit in applied.written.items()}
    for number, rule, edit in _edits(one):
        if id(edit) in one.refused:
            continue
        inside = edit.part == "createOptions"
        path = one.trail.pasted(edit.path, number) if inside else edit.path
        whole: Json = one.module.options if inside else dict(one.module.env)
        op = "replace" if edit.op == "add" and has(whole, path) else edit.op
        to = None if edit.op == "remove" else ends.get(id(edit), edit.to)
        yield Change(rule, op, path, to, at(whole, path), edit.value, edit.summary, _because(rule, edit.because), edit)


def _edits(one: ConvertedModule) -> Iterable[tuple[int, Rule, Edit]]:
    for number, heard in enumerate(one.said.rounds):
        for rule, edit in heard.edits:
            yield number, rule, edit


def _because(rule: Rule, because: Because) -> Because:
    if because.guidance is not None and because.sure is not None:
        return because
    guidance = rule.guidance if because.guidance is None else because.guidance
    return Because(guidance, because.sure or rule.sure)


def _notes(one: ConvertedModule) -> Iterable[Note]:
    for number, heard in enumerate(one.said.rounds):
        for rule, said in heard.findings:
            path = one.trail.pasted(said.path, number) if said.part == "createOptions" else said.path
            because = _because(rule, said.because)
            yield Note(rule, said.severity, path, said.message, said.remedy, because, said.part)
    for number, rule, edit in _edits(one) if one.refused else ():
        if id(edit) in one.refused:
            message = Message(
                "This can't be converted, because `{to}` has a value that leaves no room for it.",
                {"to": pointer(tuple(step for step in edit.to if step != "-"))},
            )
            remedy = Message("Correct the type of that setting, then convert again.")
            path = one.trail.pasted(edit.path, number)
            yield Note(rule, "error", path, message, remedy, _because(rule, edit.because), edit.part)


def _second_thoughts(one: ConvertedModule, notes: Iterable[Note]) -> Iterable[Note]:
    """What is wrong with the result and was not wrong with the paste: answers can clash with each other.

    All rules look at the result as if it had been pasted.
    """
    outcome = Said(one.said.choices, lenient=True)
    outcome.run(RULES, one.module.with_options(one.create_options))
    known = {(note.rule.id, note.message.template) for note in notes}
    for rule, said in outcome.now.findings:
        if said.severity != "info" and (rule.id, said.message.template) not in known:
            because = _because(rule, said.because)
            yield Note(rule, said.severity, said.path, said.message, said.remedy, because, said.part)


def _ledger(one: ConvertedModule) -> Iterable[Entry]:
    tables = [_covered(heard, one.refused) for heard in one.said.rounds]
    filled = _filled(one)
    for leaf in leaves(one.module.options):
        decided: tuple[Verdict, str] | None = None
        for number, table in enumerate(tables):
            found = verdict_of(one.trail.then(leaf, number), table) if table else None
            if found and not (decided and (decided[0], found[0]) in _WEAKER):
                decided = found
        decided = decided or filled.get(leaf)
        yield Entry(leaf, *decided) if decided else Entry(leaf, "kept", None)


def _filled(one: ConvertedModule) -> dict[Path, tuple[Verdict, str]]:
    """Return the empty objects and arrays of the paste into which something was written: they are changed."""
    filled: dict[Path, tuple[Verdict, str]] = {}
    for change in one.changes:
        for size in range(len(change.to or ()) + 1 if change.edit.part == "createOptions" else 0):
            parent = (change.to or ())[:size]
            if at(one.module.options, parent) in ({}, []):
                filled.setdefault(parent, ("changed", change.rule.id))
    return filled


# What a later round says does not override this of an earlier one: a move carries an open question along, and what
# was moved stays moved when it is left where it is then.
_WEAKER = {("undecided", "moved"), ("moved", "kept"), ("changed", "kept")}
_VERDICT: Mapping[str, Verdict] = {
    "add": "changed",
    "replace": "changed",
    "remove": "removed",
    "move": "moved",
}


def _covered(heard: Round, refused: frozenset[int]) -> dict[Path, tuple[Verdict, str]]:
    covered: dict[Path, tuple[Verdict, str]] = {}
    for question in heard.questions:
        if question.answer is None and question.part == "createOptions":
            covered[question.path] = ("undecided", question.rule.id)
    for rule, edit in heard.edits:
        if edit.part == "createOptions":
            covered[edit.path] = ("undecided" if id(edit) in refused else _VERDICT[edit.op], rule.id)
    covered.update({stay.path: ("kept", rule.id) for rule, stay in heard.stays})
    return covered
