"""Answers as the form carries them: only what a person chose, and only for the setting it was chosen for.

A page posts every radio group, also those that nobody touched. Beside each group stands what was seen when it was
printed: the default, and a print of the setting in question. An answer that equals the default is none; an answer
whose setting has become another one (the next module was pasted) is dropped and told.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from webapp.core import Conversion, convert
from webapp.core.carrier import minified
from webapp.core.converted import ConvertedModule
from webapp.core.path import at, has
from webapp.core.said import Asked

CHOICE, TEXT, SEEN, HELD = "choice.", "text.", "seen.", "held."


@dataclass(frozen=True, slots=True)
class Answers:
    """What the form says: answers by question id, prints of what they were given for, and chosen but empty fields."""

    given: Mapping[str, str] = field(default_factory=dict)
    prints: Mapping[str, str] = field(default_factory=dict)
    pending: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """An answer to a question of a module that is not open: the form carries it along."""

    id: str
    answer: str
    seen: str


def held(conversion: Conversion, open_: int) -> tuple[Held, ...]:
    """Return the answers in force that a person gave for modules other than the open one."""
    found = []
    for number, one in enumerate(conversion.modules):
        for asked in one.questions if number != open_ else ():
            given = conversion.unfit.get(asked.id) or one.said.choices.get(asked.id)
            if given is not None:
                found.append(Held(asked.id, given, seen(one, asked)))
    return tuple(found)


def read(form: MultiDict[str, str]) -> Answers:
    """Read the answers out of a posted form."""
    given: dict[str, str] = {}
    prints: dict[str, str] = {}
    pending: dict[str, str] = {}
    for name, value in form.items() if not form.get("fresh") else ():
        if name.startswith(HELD):
            question = name.removeprefix(HELD)
            given[question] = value
            prints[question] = form.get(SEEN + question, "").partition(" ")[0]
        if not name.startswith(CHOICE) or not value:
            continue
        question = name.removeprefix(CHOICE)
        text = form.get(TEXT + question, "").strip() if value.endswith(":") else ""
        mark, _, default = form.get(SEEN + question, "").partition(" ")
        if value.endswith(":") and not text:
            pending[question] = value
        elif not mark or value + text != default:
            given[question] = value + text
            prints[question] = mark
    return Answers(given, prints, pending)


Questions = Mapping[tuple[str, str], Sequence[tuple[ConvertedModule, Asked]]]


def by_words(conversion: Conversion) -> Questions:
    """Return the questions of all modules by their rule and their words."""
    found: dict[tuple[str, str], list[tuple[ConvertedModule, Asked]]] = {}
    for one in conversion.modules:
        for asked in one.questions:
            found.setdefault((asked.rule.id, str(asked.prompt)), []).append((one, asked))
    return found


def alike(questions: Questions, asked: Asked) -> list[tuple[ConvertedModule, Asked]]:
    """Return the questions that have the same words and answers as this one, itself included."""
    same = questions.get((asked.rule.id, str(asked.prompt)), ())
    return [(one, other) for one, other in same if other.options == asked.options]


def spread(conversion: Conversion, answers: Answers, question: str) -> Answers:
    """Return answers in which every question like this one is answered like it."""
    asked = next((asked for one in conversion.modules for asked in one.questions if asked.id == question), None)
    if asked is None or asked.answer is None:
        return answers
    others = alike(by_words(conversion), asked)
    given = {**answers.given, **{other.id: asked.answer for _, other in others}}
    prints = {**answers.prints, **{other.id: print_of(one, other) for one, other in others}}
    return Answers(given, prints, answers.pending)


def converted(source: str, answers: Answers) -> Conversion:
    """Convert with those answers that were given for the settings of this text."""
    conversion = convert(source, answers.given, lenient=True)
    strangers = {
        asked.id
        for one in conversion.modules
        for asked in one.questions
        if answers.prints.get(asked.id) and answers.prints[asked.id] != print_of(one, asked)
    }
    if not strangers:
        return conversion
    mine = {name: answer for name, answer in answers.given.items() if name not in strangers}
    again = convert(source, mine, lenient=True)
    return replace(again, stale=(*again.stale, *sorted(strangers)))


def seen(one: ConvertedModule, asked: Asked) -> str:
    """Return what the form carries beside a question: the print of its setting, and its default."""
    return f"{print_of(one, asked)} {asked.default or ''}"


def print_of(one: ConvertedModule, asked: Asked) -> str:
    """Return a short print of the setting that a question is about, or of its words where there is no setting."""
    whole = dict(one.module.env) if asked.part == "env" else one.module.options
    stands = asked.part in ("createOptions", "env") and has(whole, asked.path)
    about = minified(at(whole, asked.path)) if stands else str(asked.prompt)
    return hashlib.sha256(about.encode()).hexdigest()[:12]
