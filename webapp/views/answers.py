"""Answers as the form carries them: only what a person chose, and only for the setting it was chosen for.

A page posts every radio group, also those that nobody touched. Beside each group stands what was seen when it was
printed: the default, a print of the setting in question, and what was filled in. An answer that equals the default is
none; an answer whose setting has become another one (the next module was pasted) is dropped and told. Answers to
questions that are not printed travel together in one field, because a request may have only so many.
"""

import hashlib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from urllib.parse import quote, unquote

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json
from werkzeug.datastructures import MultiDict

from webapp.core import Conversion, convert
from webapp.core.carrier import minified
from webapp.core.converted import ConvertedModule
from webapp.core.path import at, has
from webapp.core.said import Asked
from webapp.operation import metrics

CHOICE, TEXT, SEEN, HELD = "choice.", "text.", "seen.", "held"


@dataclass(frozen=True, slots=True)
class Answers:
    """What the form says: answers by question id, prints of what they were given for, and chosen but empty fields."""

    given: Mapping[str, str] = field(default_factory=dict)
    prints: Mapping[str, str] = field(default_factory=dict)
    pending: Mapping[str, str] = field(default_factory=dict)


class Seen(NamedTuple):
    """What a question looked like when it was printed.

    `print` is that of its setting, `chosen` the value of the chosen option; `field` is the value of the option that
    takes a text, and `text` what stood in its field.
    """

    print: str = ""
    default: str = ""
    chosen: str = ""
    field: str = ""
    text: str = ""

    def written(self) -> str:
        """Return it as the form carries it."""
        return to_json(self).decode()


_HELD = TypeAdapter(dict[str, tuple[str, str]])
_SEEN = TypeAdapter(Seen)


def field_name(question: str) -> str:
    """Return a question's id as part of a field's name, in which a form keeps every character."""
    return quote(question, safe="/:#$~ ")


def given_in(conversion: Conversion) -> dict[str, str]:
    """Return the answers that a person gave to questions that are asked, those that don't fit left out."""
    asked = ((one.said.choices, asked.id) for one in conversion.modules for asked in one.questions)
    return {question: choices[question] for choices, question in asked if question in choices}


def held(conversion: Conversion, printed: Container[str]) -> str:
    """Return the answers that a person gave to questions that are not printed, as one field carries them."""
    found: dict[str, tuple[str, str]] = {}
    for one in conversion.modules:
        for asked in one.questions:
            given = conversion.unfit.get(asked.id) or one.said.choices.get(asked.id)
            if given is not None and asked.id not in printed:
                found[asked.id] = (given, print_of(one, asked))
    return to_json(found).decode() if found else ""


def read(form: MultiDict[str, str]) -> Answers:
    """Read the answers out of a posted form; what no page of ours has written is passed over."""
    carried = _carried(form.get(HELD, ""))
    given = {question: answer for question, (answer, _) in carried.items()}
    prints = {question: print_ for question, (_, print_) in carried.items()}
    pending: dict[str, str] = {}
    for question, value, text, was in _posted(form):
        if value.endswith(":") and not text:
            pending[question] = value
        elif not was.print or value + text != was.default:
            given[question] = value + text
            prints[question] = was.print
    return Answers(given, prints, pending)


def _carried(text: str) -> Mapping[str, tuple[str, str]]:
    try:
        return _HELD.validate_json(text) if text else {}
    except ValidationError:
        return {}


def _posted(form: MultiDict[str, str]) -> Iterator[tuple[str, str, str, Seen]]:
    """Yield each question with the option chosen, the text that belongs to it, and what was seen."""
    for name, chosen in form.items():
        if not name.startswith(CHOICE):
            continue
        field_ = name.removeprefix(CHOICE)
        text, was = form.get(TEXT + field_, "").strip(), _seen(form.get(SEEN + field_, ""))
        filled_in = text and text != was.text and chosen == was.chosen
        value = was.field or chosen if filled_in else chosen
        if value:
            yield unquote(field_), value, text if value.endswith(":") else "", was


def _seen(text: str) -> Seen:
    try:
        return _SEEN.validate_json(text) if text else Seen()
    except ValidationError:
        return Seen()


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
    metrics.count_conversion(conversion.kind)
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


def print_of(one: ConvertedModule, asked: Asked) -> str:
    """Return a short print of the setting that a question is about, or of its words where there is no setting."""
    whole = dict(one.module.env) if asked.part == "env" else one.module.options
    stands = asked.part in ("createOptions", "env") and has(whole, asked.path)
    about = minified(at(whole, asked.path)) if stands else str(asked.prompt)
    return hashlib.sha256(about.encode()).hexdigest()[:12]
