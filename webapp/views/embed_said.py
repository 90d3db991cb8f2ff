"""What one rule said of a paste, over its modules: changes, findings and questions, ready to print."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from webapp.core import Conversion
from webapp.core.converted import Change, ConvertedModule, Note
from webapp.core.said import Asked
from webapp.core.source import Place
from webapp.formats.markup import code

_Item = Asked | Change | Note


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a rule said. `kind` is that of a change, a severity, or `question`; `module` may be empty."""

    kind: str
    module: str
    text: Markup
    remedy: Markup
    place: Place | None


def spoke(conversion: Conversion, modules: Sequence[ConvertedModule]) -> list[str]:
    """Return the ids of the rules that said something of these modules or of the whole, each once."""
    found: list[_Item] = [*conversion.changes, *conversion.findings]
    for one in reversed(modules):
        found[:0] = [*one.questions, *one.changes, *one.findings]
    return list(dict.fromkeys(item.rule.id for item in found))


def told(conversion: Conversion, modules: Sequence[ConvertedModule], rule: str) -> list[Told]:
    """Return what a rule said of these modules and of the whole, questions first."""
    several = len(conversion.modules) > 1
    found = [item for one in modules for item in _of(conversion, one, rule, (one.name or "") if several else "")]
    whole: list[Change | Note] = [*conversion.findings, *conversion.changes]
    return found + [_told(item, "", conversion.where(item.path)) for item in whole if item.rule.id == rule]


def _of(conversion: Conversion, one: ConvertedModule, rule: str, name: str) -> Iterator[Told]:
    for asked in one.questions:
        if asked.rule.id == rule:
            yield _question(asked, name, conversion.place(one, asked.path, asked.part))
    for note in one.findings:
        if note.rule.id == rule:
            yield _told(note, name, conversion.place(one, note.path, note.part))
    for change in one.changes:
        if change.rule.id == rule:
            place = None if change.op == "add" else conversion.place(one, change.path, change.edit.part)
            yield _told(change, name, place)


def _told(item: Change | Note, name: str, place: Place | None) -> Told:
    if isinstance(item, Note):
        return Told(item.severity, name, code(item.message), code(item.remedy), place)
    return Told(item.kind, name, code(item.summary), Markup(), place)


def _question(asked: Asked, name: str, place: Place) -> Told:
    answer = next((one for one in asked.options if one.value == asked.answer), None)
    label = code(answer.label if answer else "Not answered yet." if asked.answer is None else "Answered.")
    return Told("question", name, code(asked.prompt), label, place)
