"""Lets the rules speak about one module, answers their questions, and keeps what they said."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from webapp.core.edit import Edit, Finding, Grounds, On, Option, Outcome, Question, Stay
from webapp.core.gaps import Gaps
from webapp.core.message import Message
from webapp.core.module import Module, Part, question_id
from webapp.core.path import Path
from webapp.core.rule import Rule
from webapp.core.source import Problem, SourceError
from webapp.core.trail import unshifted

Choices = Mapping[str, str]


class Asked(NamedTuple):
    """A question with its id and the answer in force: the caller's, the default, or None."""

    id: str
    rule: Rule
    path: Path
    prompt: Message
    options: tuple[Option, ...]
    default: str | None
    answer: str | None
    because: Grounds
    part: Part = "createOptions"


class Round:
    """What was said while a module looked one way. Paths count in the module as it was then."""

    def __init__(self) -> None:
        self.edits: list[tuple[Rule, Edit]] = []
        self.findings: list[tuple[Rule, Finding]] = []
        self.questions: list[Asked] = []
        self.stays: list[tuple[Rule, Stay]] = []

    def edits_of(self, part: Part) -> list[Edit]:
        """Return the edits of one part."""
        return [edit for _, edit in self.edits if edit.part == part]


class Said:
    """Lets rules speak about one module, round after round, and keeps what they said; nothing is said twice."""

    def __init__(self, choices: Choices, lenient: bool = False, prefix: str = "") -> None:
        self.choices = choices
        self.lenient = lenient
        self.prefix = prefix
        self.unfit: dict[str, str] = {}
        self.rounds: list[Round] = []
        self.settled: set[tuple[str, Path]] = set()
        self.now = self.begin()
        self.known: dict[object, int] = {}
        self.gaps: tuple[Gaps, ...] = ()

    def begin(self) -> Round:
        """Begin a round; the module has changed since the last one."""
        self.now = Round()
        self.rounds.append(self.now)
        return self.now

    def before(self, path: Path) -> Path:
        """Return the path under which a question about a setting of createOptions is known."""
        return unshifted(path, self.gaps)

    def run(self, rules: Iterable[Rule], module: Module) -> None:
        for rule in rules:
            if not rule.reads or module.has_any(rule.reads):
                listen(rule, module, self.take)

    def take(self, rule: Rule, outcome: Outcome | On) -> str | None:
        """Keep what a rule said of this module; return the answer in force where it was a question."""
        if isinstance(outcome, Edit):
            self.now.edits.append((rule, outcome))
            self.drop_settled(rule, outcome.path)
        elif isinstance(outcome, Finding):
            self.note(rule, outcome)
        elif isinstance(outcome, Stay):
            self.now.stays.append((rule, outcome))
        elif isinstance(outcome, Question):
            return self.ask(rule, outcome)
        return None

    def drop_settled(self, rule: Rule, path: Path) -> None:
        """Drop errors below a path that the rule now edits as the person has answered: they are ones no more."""
        if self.settled:
            self.now.findings = [
                (speaker, said)
                for speaker, said in self.now.findings
                if said.severity != "error"
                or said.path[: len(path)] != path
                or speaker is not rule
                or (rule.id, said.path) not in self.settled
            ]

    def note(self, rule: Rule, finding: Finding) -> None:
        if len(self.rounds) == 1 or self.is_new((rule.id, finding.path, finding.message.template)):
            self.now.findings.append((rule, finding))

    def is_new(self, key: object) -> bool:
        """Tell whether no earlier round said this; what they said is looked up when it matters."""
        if not self.known:
            for number, past in enumerate(self.rounds[:-1]):
                self.known.update(((rule.id, one.path, one.message.template), number) for rule, one in past.findings)
                self.known.update((one.id, number) for one in past.questions)
        return self.known.setdefault(key, len(self.rounds)) == len(self.rounds)

    def ask(self, rule: Rule, question: Question) -> str | None:
        where = self.before(question.path) if question.part == "createOptions" else question.path
        name = self.prefix + question_id(rule.id, where, question.topic)
        answer = self.choices.get(name, question.default)
        if name in self.choices and not _fits(question, str(answer)):
            if not self.lenient:
                raise SourceError((_no_such_answer(name, question, str(answer)),))
            self.unfit[name], answer = str(answer), question.default
        if name in self.choices and name not in self.unfit:
            self.settled.add((rule.id, question.path))
        _, prompt, options, default, because, _, part = question
        if len(self.rounds) == 1 or self.is_new(name):
            asked = Asked(name, rule, question.path, prompt, options, default, answer, rule.grounds(because), part)
            self.now.questions.append(asked)
        return answer


def listen(rule: Rule, about: object, take: Callable[[Rule, Outcome | On], str | None]) -> None:
    """Let a rule speak about what it is made for; `take` keeps each outcome and returns the answer to a question."""
    speaking = rule.run(about)
    answer: str | None = None
    while True:
        try:
            outcome = speaking.send(answer)
        except StopIteration:
            return
        answer = take(rule, outcome)


def _fits(question: Question, answer: str) -> bool:
    for option in question.options:
        if answer == option.value and not option.accepts:
            return True
        head, colon, text = answer.partition(":")
        if option.accepts and colon and head == option.value.partition(":")[0] and re.fullmatch(option.accepts, text):
            return True
    return False


def _no_such_answer(name: str, question: Question, answer: str) -> Problem:
    known = ", ".join(_shape(option) for option in question.options)
    return Problem(
        Message("`{answer}` is no answer to `{id}`.", {"answer": answer[:80], "id": name[:80]}),
        Message("Answer with one of: `{known}`.", {"known": known}),
        line=0,
    )


def _shape(option: Option) -> str:
    if not option.accepts:
        return option.value
    expects = str(option.expects) or f"a text that matches {option.accepts}"
    return f"{option.value.partition(':')[0]}:… ({expects})"
