"""The pipeline: read the paste, let every rule speak, carry out the edits, account for every leaf."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from webapp.core import carrier
from webapp.core.edit import (
    Applied,
    Because,
    Edit,
    Finding,
    Operation,
    Option,
    Question,
    Stay,
    apply,
    as_patch,
)
from webapp.core.ledger import VERDICTS, Entry, Verdict, verdict_of
from webapp.core.message import Message
from webapp.core.module import Module
from webapp.core.path import Json, Path, at, copy, has, leaves, pointer
from webapp.core.registry import RULES
from webapp.core.rule import Rule
from webapp.core.source import Document, Place, Problem, SourceError, read

RULESET = "2026.11"
Choices = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
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


@dataclass(frozen=True, slots=True)
class Note:
    """A finding with the rule that made it, its path as pasted."""

    rule: Rule
    severity: str
    path: Path
    message: Message
    remedy: Message
    because: Because


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its id and the answer in force: the caller's, the default, or None."""

    id: str
    rule: Rule
    path: Path
    prompt: Message
    options: tuple[Option, ...]
    default: str | None
    answer: str | None
    because: Because


@dataclass(frozen=True)
class ConvertedModule:
    """One module before and after: its createOptions, and everything that is said about them."""

    module: Module
    create_options: dict[str, Json]
    env: Mapping[str, Json]
    changes: tuple[Change, ...]
    findings: tuple[Note, ...]
    questions: tuple[Asked, ...]
    ledger: tuple[Entry, ...]
    operations: tuple[Operation, ...]
    env_operations: tuple[Operation, ...]
    passes: tuple[Applied, ...]

    @property
    def name(self) -> str | None:
        """The module's name as pasted."""
        return self.module.name

    @property
    def create_options_string(self) -> str:
        """The converted createOptions on one line, as a manifest or the portal takes them."""
        return carrier.minified(self.create_options)

    @cached_property
    def account(self) -> dict[Verdict, int]:
        """How many leaves got each verdict; the sum is the number of leaves."""
        counts: dict[Verdict, int] = dict.fromkeys(VERDICTS, 0)
        for entry in self.ledger:
            counts[entry.verdict] += 1
        return counts


@dataclass(frozen=True)
class Conversion:
    """The whole answer. What costs time and is not always wanted (text, patch, places) is made when asked for."""

    document: Document
    modules: tuple[ConvertedModule, ...]
    stale: tuple[str, ...] = ()
    ruleset: str = RULESET

    @property
    def kind(self) -> str:
        """What was pasted."""
        return self.document.kind

    @cached_property
    def converted(self) -> Json:
        """The converted JSON value in the shape of the paste."""
        value = copy(self.document.value)
        for one in self.modules:
            value = _placed(value, one)
        return value

    @cached_property
    def text(self) -> str:
        """The converted value as text, ready to paste back."""
        from pydantic_core import to_json

        return to_json(self.converted, indent=_indent(self.document.text)).decode()

    @cached_property
    def patch(self) -> list[dict[str, Json]]:
        """RFC 6902 operations that lead from the pasted JSON value to `converted`."""
        return [operation for one in self.modules for operation in _patch(self, one)]

    def place(self, one: ConvertedModule, path: Path) -> Place:
        """Return line and column, in the paste, of a setting of a module."""
        return self.document.place(one.module, path)


def convert(source: str, choices: Choices | None = None, *, ignore_stale: bool = False) -> Conversion:
    """Convert what a person pasted.

    Args:
        source: the text as pasted, at most 1 MiB.
        choices: answers by question id.
        ignore_stale: leave out answers to questions that are not asked (any more) instead of refusing them.

    Raises:
        SourceError: the paste can't be read, or an answer does not fit.
    """
    document = read(source)
    given = dict(choices or {})
    modules = tuple(_convert(document, module, given) for module in document.modules)
    asked = {question.id for one in modules for question in one.questions}
    stale = tuple(sorted(given.keys() - asked))
    if stale and not ignore_stale:
        raise SourceError(tuple(_no_such_question(name) for name in stale))
    return Conversion(document, modules, stale)


def _no_such_question(name: str) -> Problem:
    return Problem(
        Message("There is no question `{id}` for this paste.", {"id": name}),
        Message("Leave the answer out, or look up the ids under `questions` of a conversion without answers."),
    )


class _Collector:
    """Lets rules speak about one module and keeps what they said, apart by kind."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.edits: list[tuple[Rule, Edit]] = []
        self.findings: list[tuple[Rule, Finding]] = []
        self.questions: list[Asked] = []
        self.stays: list[tuple[Rule, Stay]] = []

    def run(self, rules: Iterable[Rule], module: Module) -> None:
        for rule in rules:
            if not rule.reads or module.has_any(rule.reads):
                self.hear(rule, module)

    def hear(self, rule: Rule, module: Module) -> None:
        speaking = rule.run(module)
        answer: str | None = None
        while True:
            try:
                outcome = speaking.send(answer)
            except StopIteration:
                return
            answer = None
            if isinstance(outcome, Edit):
                self.edits.append((rule, outcome))
            elif isinstance(outcome, Finding):
                self.findings.append((rule, outcome))
            elif isinstance(outcome, Stay):
                self.stays.append((rule, outcome))
            else:
                answer = self.ask(rule, outcome)

    def ask(self, rule: Rule, question: Question) -> str | None:
        name = f"{rule.id}:{pointer(question.path)}" + (f"#{question.topic}" if question.topic else "")
        answer = self.choices.get(name, question.default)
        if name in self.choices and not _fits(question, str(answer)):
            raise SourceError((_no_such_answer(name, question, str(answer)),))
        self.questions.append(
            Asked(
                name,
                rule,
                question.path,
                question.prompt,
                question.options,
                question.default,
                answer,
                question.because,
            )
        )
        return answer


def _fits(question: Question, answer: str) -> bool:
    for option in question.options:
        if answer == option.value and not option.accepts:
            return True
        head, colon, text = answer.partition(":")
        if option.accepts and colon and head == option.value.partition(":")[0] and re.fullmatch(option.accepts, text):
            return True
    return False


def _no_such_answer(name: str, question: Question, answer: str) -> Problem:
    known = ", ".join(option.value for option in question.options)
    return Problem(
        Message("`{answer}` is no answer to `{id}`.", {"answer": answer[:80], "id": name}),
        Message("Answer with one of: {known}.", {"known": known}),
    )


def _convert(document: Document, pasted: Module, choices: Choices) -> ConvertedModule:
    said = _Collector(choices)
    said.run(_FIRST, pasted)
    first = apply(pasted.options, [edit for _, edit in said.edits])
    module = pasted.with_options(_object(first.value)) if said.edits else pasted
    origin = _Origin(first) if said.edits else None
    early = len(said.edits)
    said.run(_REST, module)
    late = [edit for _, edit in said.edits[early:]]
    second = apply(module.options, [edit for edit in late if edit.part == "createOptions"])
    env = apply(dict(module.env), [edit for edit in late if edit.part == "env"])
    refused = {id(edit) for applied in (first, second, env) for edit in applied.refused}
    return ConvertedModule(
        pasted,
        _object(second.value),
        _object(env.value),
        tuple(_changes(pasted, said.edits, refused, origin, (first, second, env))),
        tuple(_notes(said, refused, origin)),
        tuple(said.questions),
        tuple(_ledger(pasted, said, early, refused, origin)),
        tuple(first.operations + second.operations),
        tuple(env.operations),
        (first, second),
    )


_FIRST = tuple(rule for rule in RULES if rule.first)
_REST = tuple(rule for rule in RULES if not rule.first)


class _Origin:
    """Where settings stood in the paste that rules of the first pass have put elsewhere."""

    def __init__(self, first: Applied) -> None:
        self.back = {path: edit.path for path, edit in first.written.items() if edit.op == "move"}
        self.forth = {edit.path: path for path, edit in first.written.items() if edit.op == "move"}

    def of(self, path: Path) -> Path:
        """Return the path as pasted."""
        return _translated(path, self.back)

    def now(self, path: Path) -> Path:
        """Return the path after the first pass."""
        return _translated(path, self.forth)


def _translated(path: Path, table: Mapping[Path, Path]) -> Path:
    for size in range(len(path), 0, -1):
        if path[:size] in table:
            return table[path[:size]] + path[size:]
    return path


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("createOptions are an object, and edits keep them one")
    return value


def _changes(
    pasted: Module,
    edits: list[tuple[Rule, Edit]],
    refused: set[int],
    origin: _Origin | None,
    passes: tuple[Applied, ...],
) -> Iterable[Change]:
    ends = {id(edit): path for applied in passes for path, edit in applied.written.items()}
    for rule, edit in edits:
        if id(edit) in refused:
            continue
        path = origin.of(edit.path) if origin else edit.path
        whole: Json = dict(pasted.env) if edit.part == "env" else pasted.options
        op = "replace" if edit.op == "add" and has(whole, path) else edit.op
        to = None if edit.op == "remove" else ends.get(id(edit), edit.to)
        yield Change(rule, op, path, to, at(whole, path), edit.value, edit.summary, _because(rule, edit.because), edit)


def _because(rule: Rule, because: Because) -> Because:
    if because.guidance is not None and because.sure is not None:
        return because
    guidance = rule.guidance if because.guidance is None else because.guidance
    return Because(guidance, because.sure or rule.sure)


def _notes(said: _Collector, refused: set[int], origin: _Origin | None) -> Iterable[Note]:
    for rule, finding in said.findings:
        path = origin.of(finding.path) if origin else finding.path
        yield Note(rule, finding.severity, path, finding.message, finding.remedy, _because(rule, finding.because))
    for rule, edit in said.edits:
        if id(edit) in refused:
            message = Message(
                "This can't be converted, because `{to}` has a value that leaves no room for it.",
                {"to": pointer(tuple(step for step in edit.to if step != "-"))},
            )
            remedy = Message("Correct the type of that setting, then convert again.")
            yield Note(rule, "error", edit.path, message, remedy, _because(rule, edit.because))


def _ledger(pasted: Module, said: _Collector, early: int, refused: set[int], origin: _Origin | None) -> Iterable[Entry]:
    before = _covered(said.edits[:early], refused, ())
    after = _covered(said.edits[early:], refused, said.questions)
    after.update({one.path: ("kept", rule.id) for rule, one in said.stays})
    for leaf in leaves(pasted.options):
        now = origin.now(leaf) if origin else leaf
        decided = verdict_of(now, after) if after else None
        if decided is None and before:
            decided = verdict_of(leaf, before)
        yield Entry(leaf, *decided) if decided else Entry(leaf, "kept", None)


_VERDICT: Mapping[str, Verdict] = {
    "add": "changed",
    "replace": "changed",
    "remove": "removed",
    "move": "moved",
}


def _covered(
    edits: Iterable[tuple[Rule, Edit]], refused: set[int], questions: Iterable[Asked]
) -> dict[Path, tuple[Verdict, str]]:
    covered: dict[Path, tuple[Verdict, str]] = {}
    for question in questions:
        if question.answer is None:
            covered[question.path] = ("undecided", question.rule.id)
    for rule, edit in edits:
        if edit.part == "createOptions":
            covered[edit.path] = ("undecided" if id(edit) in refused else _VERDICT[edit.op], rule.id)
    return covered


def _placed(value: Json, one: ConvertedModule) -> Json:
    """Put a module's converted createOptions and env back to where they stood, in the form in which they stood."""
    if one.env_operations and one.module.env_at:
        value = _set(value, one.module.env_at, dict(one.env))
    if not one.operations:
        return value
    if one.module.carrier == "object":
        return _set(value, one.module.at, one.create_options)
    text = one.create_options_string
    if one.module.carrier == "string" and (not one.module.at or len(text) <= carrier.CHUNK):
        return _set(value, one.module.at, text)
    return _set(value, one.module.at[:-1], _rechunked(at(value, one.module.at[:-1]), text))


def _rechunked(settings: Json, text: str) -> dict[str, Json]:
    result: dict[str, Json] = {}
    for key, value in _object(settings).items():
        if "createoptions" not in key.lower():
            result[key] = value
        elif not any("createoptions" in known.lower() for known in result):
            result.update(carrier.chunked(text))
    return result


def _set(value: Json, path: Path, new: Json) -> Json:
    if not path:
        return new
    parent = at(value, path[:-1])
    if isinstance(parent, dict):
        parent[str(path[-1])] = new
    return value


def _patch(conversion: Conversion, one: ConvertedModule) -> list[dict[str, Json]]:
    patch: list[dict[str, Json]] = []
    module, value = one.module, conversion.document.value
    if one.env_operations and module.env_at:
        whole = has(value, module.env_at)
        add: dict[str, Json] = {"op": "add", "path": pointer(module.env_at), "value": dict(one.env)}
        patch += as_patch(one.env_operations, module.env_at) if whole else [add]
    if not one.operations:
        return patch
    if module.carrier == "object" and isinstance(at(value, module.at), dict):
        return patch + as_patch(one.operations, module.at)
    target = module.at if module.carrier == "object" or not module.at else module.at[:-1]
    op = "replace" if has(value, target) else "add"
    return [*patch, {"op": op, "path": pointer(target), "value": at(conversion.converted, target)}]


def _indent(text: str) -> int:
    """Return the indentation of the first indented line, so that the answer looks like the paste."""
    found = re.search(r"\n( {1,8})\S", text)
    return len(found[1]) if found else 2
