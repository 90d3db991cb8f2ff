"""One module before and after: what changed, what a person should know, and the account of every leaf."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from webapp.core import carrier
from webapp.core.apply import Applied, Operation
from webapp.core.edit import Edit, Grounds, Op, Severity
from webapp.core.ledger import VERDICTS, Entry, Verdict, ledger
from webapp.core.message import Message
from webapp.core.module import Module, Part
from webapp.core.path import Json, Path, at, has, pointer
from webapp.core.registry import ABOUT_MODULES
from webapp.core.rule import Rule
from webapp.core.said import Asked, Said
from webapp.core.trail import Trail

_KINDS: Mapping[Op, str] = {"add": "added", "replace": "changed", "remove": "removed", "move": "moved"}


class Change(NamedTuple):
    """One edit that was carried out. `path` is where it began in the paste, `to` where it ends in the result."""

    rule: Rule
    op: Op
    path: Path
    to: Path | None
    before: Json
    after: Json
    summary: Message
    because: Grounds
    edit: Edit

    @property
    def kind(self) -> str:
        """What was done, in a word for people."""
        return _KINDS[self.op]


class Note(NamedTuple):
    """A finding with the rule that made it, its path as pasted."""

    rule: Rule
    severity: Severity
    path: Path
    message: Message
    remedy: Message
    because: Grounds
    part: Part = "createOptions"


@dataclass(frozen=True)
class ConvertedModule:
    """One module before and after, and everything that is said about it; what costs time is made when asked for."""

    module: Module
    said: Said
    passes: tuple[Applied, ...]
    env_passes: tuple[Applied, ...]
    converted_name: str | None = None

    @property
    def name(self) -> str | None:
        """The module's name as pasted."""
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
        return as_object(self.env_passes[-1].value)

    @property
    def operations(self) -> list[Operation]:
        """What leads from the pasted createOptions to the converted ones."""
        return [operation for applied in self.passes for operation in applied.operations]

    @property
    def env_operations(self) -> list[Operation]:
        """What leads from the module's own `env` section to the converted one."""
        return [operation for applied in self.env_passes for operation in applied.operations]

    @cached_property
    def questions(self) -> tuple[Asked, ...]:
        """Every choice that is left to the person, with the answer in force."""
        return tuple(
            asked._replace(path=self.pasted(asked.path, number, asked.part))
            for number, heard in enumerate(self.said.rounds)
            for asked in heard.questions
        )

    @cached_property
    def trail(self) -> Trail:
        """Where settings stood in the paste that an earlier round has put elsewhere."""
        return Trail(self.passes)

    @cached_property
    def env_trail(self) -> Trail:
        """The same for the module's own `env` section."""
        return Trail(self.env_passes)

    def pasted(self, path: Path, number: int, part: Part) -> Path:
        """Return where a setting stood in the paste that stands at `path` in a round."""
        if part == "createOptions":
            return self.trail.pasted(path, number)
        return self.env_trail.pasted(path, number) if part == "env" else path

    @cached_property
    def refused(self) -> frozenset[int]:
        """Ids of edits that found no room."""
        return frozenset(id(edit) for applied in (*self.passes, *self.env_passes) for edit in applied.refused)

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
        return tuple(ledger(self.module.options, self.said.rounds, self.refused, self.trail, _filled(self)))

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
    ends = _ends(one.passes, one.trail) | _ends(one.env_passes, one.env_trail)
    for number, rule, edit in _edits(one):
        if id(edit) in one.refused:
            continue
        path, then = one.pasted(edit.path, number, edit.part), _then(one, number, edit.part)
        op: Op = "replace" if edit.op == "add" and has(then, edit.path) else edit.op
        to = None if edit.op == "remove" else ends.get(id(edit), edit.to)
        before, because = at(then, edit.path), rule.grounds(edit.because)
        yield Change(rule, op, path, to, before, edit.value, edit.summary, because, edit)


def _then(one: ConvertedModule, number: int, part: Part) -> Json:
    """Return what a round looked at."""
    if part == "env":
        return one.env_passes[number - 1].value if number else dict(one.module.env)
    return one.passes[number - 1].value if number else one.module.options


def _ends(passes: Sequence[Applied], trail: Trail) -> dict[int, Path | None]:
    """Return where in the result each edit's value stands; later rounds may have moved it on, or taken it out."""
    ends: dict[int, Path | None] = {}
    for number, applied in enumerate(passes):
        for path, edit in applied.written.items():
            ends[id(edit)] = trail.onward(path, number + 1)
    return ends


def _edits(one: ConvertedModule) -> Iterable[tuple[int, Rule, Edit]]:
    for number, heard in enumerate(one.said.rounds):
        for rule, edit in heard.edits:
            yield number, rule, edit


def _notes(one: ConvertedModule) -> Iterable[Note]:
    for number, heard in enumerate(one.said.rounds):
        for rule, said in heard.findings:
            path = one.pasted(said.path, number, said.part)
            because = rule.grounds(said.because)
            yield Note(rule, said.severity, path, said.message, said.remedy, because, said.part)
    for number, rule, edit in _edits(one) if one.refused else ():
        if id(edit) in one.refused:
            message = Message(
                "This can't be converted, because `{to}` has a value that leaves no room for it.",
                {"to": pointer(tuple(step for step in edit.to if step != "-"))},
            )
            remedy = Message("Correct the type of that setting, then convert again.")
            path = one.pasted(edit.path, number, edit.part)
            yield Note(rule, "error", path, message, remedy, rule.grounds(edit.because), edit.part)


def _second_thoughts(one: ConvertedModule, notes: Iterable[Note]) -> Iterable[Note]:
    """What is wrong with the result and was not wrong with the paste: answers can clash with each other.

    All rules look at the result as if it had been pasted.
    """
    outcome = Said(one.said.choices, lenient=True, prefix=one.said.prefix)
    outcome.gaps = one.said.gaps
    outcome.run(ABOUT_MODULES, one.module.showing(one.create_options, one.env).known_by(outcome.before))
    known = {(note.rule.id, note.message.template) for note in notes}
    for rule, said in outcome.now.findings:
        if said.severity != "info" and (rule.id, said.message.template) not in known:
            because = rule.grounds(said.because)
            yield Note(rule, said.severity, said.path, said.message, said.remedy, because, said.part)


def _filled(one: ConvertedModule) -> dict[Path, tuple[Verdict, str]]:
    """Return the empty objects and arrays of the paste into which something was written: they are changed."""
    filled: dict[Path, tuple[Verdict, str]] = {}
    for change in one.changes:
        for size in range(len(change.to or ()) + 1 if change.edit.part == "createOptions" else 0):
            parent = (change.to or ())[:size]
            if at(one.module.options, parent) in ({}, []):
                filled.setdefault(parent, ("changed", change.rule.id))
    return filled
