"""A conversion as the contract's JSON answer; the API and the command line write the same."""

from webapp.core.convert import Conversion
from webapp.core.converted import Change, ConvertedModule, Note
from webapp.core.edit import Option
from webapp.core.module import Part
from webapp.core.path import Json, Path, pointer
from webapp.core.said import Asked
from webapp.core.source import Place
from webapp.formats import answer_models as models
from webapp.formats.answer_models import ConvertAnswer
from webapp.formats.shortened import shortened

__all__ = ["ConvertAnswer", "answer"]


def answer(conversion: Conversion) -> ConvertAnswer:
    """Return the answer to be written with `model_dump_json()`: lines and columns from 1, paths as JSON Pointers."""
    return ConvertAnswer(
        kind=conversion.document.kind,
        converted=conversion.converted,
        text=conversion.text,
        modules=[_module(conversion, one) for one in conversion.modules],
        findings=[_finding(note, "deployment", conversion.where(note.path)) for note in conversion.findings],
        changes=[_change(change, "deployment", conversion.where(change.path)) for change in conversion.changes],
        repairs=[
            models.Repair(line=repair.line, column=repair.column, message=str(shortened(repair.message)))
            for repair in conversion.document.repairs
        ],
        patch=[_operation(operation) for operation in conversion.patch],
        ruleset=conversion.ruleset,
    )


def _module(conversion: Conversion, one: ConvertedModule) -> models.ConvertedModule:
    def place(path: Path, part: Part) -> Place:
        return conversion.place(one, path, part)

    return models.ConvertedModule(
        name=one.name,
        converted_name=one.converted_name,
        create_options=one.create_options,
        create_options_string=one.create_options_string,
        changes=[_change(change, change.edit.part, place(change.path, change.edit.part)) for change in one.changes],
        findings=[_finding(note, note.part, place(note.path, note.part)) for note in one.findings],
        questions=[_question(asked, place(asked.path, asked.part)) for asked in one.questions],
        ledger=[
            models.LedgerEntry(path=pointer(entry.path), verdict=entry.verdict, rule=entry.rule) for entry in one.ledger
        ],
    )


def _change(change: Change, part: Part, place: Place) -> models.Change:
    return models.Change(
        rule=change.rule.id,
        section=change.rule.section,
        op=change.op,
        part=part,
        path=pointer(change.path),
        to=None if change.to is None else pointer(change.to),
        before=change.before,
        after=change.after,
        line=place.line,
        summary=str(shortened(change.summary)),
        guidance=list(change.because.guidance),
        sure=change.because.sure,
    )


def _finding(note: Note, part: Part, place: Place) -> models.Finding:
    return models.Finding(
        rule=note.rule.id,
        section=note.rule.section,
        severity=note.severity,
        part=part,
        path=pointer(note.path),
        line=place.line,
        column=place.column,
        message=str(shortened(note.message)),
        remedy=str(shortened(note.remedy)),
        guidance=list(note.because.guidance),
        sure=note.because.sure,
    )


def _question(asked: Asked, place: Place) -> models.Question:
    return models.Question(
        id=asked.id,
        rule=asked.rule.id,
        section=asked.rule.section,
        part=asked.part,
        path=pointer(asked.path),
        line=place.line,
        prompt=str(shortened(asked.prompt)),
        options=[_option(option) for option in asked.options],
        default=asked.default,
        answer=asked.answer,
        guidance=list(asked.because.guidance),
        sure=asked.because.sure,
    )


def _option(option: Option) -> models.Option:
    return models.Option(
        value=option.value,
        label=str(shortened(option.label)),
        accepts=option.accepts or None,
        expects=str(shortened(option.expects)) or None,
        sample=option.sample,
    )


def _operation(operation: dict[str, Json]) -> models.Operation:
    if operation["op"] == "move":
        return models.PatchMove.model_validate(operation)
    kind = models.PatchWrite if "value" in operation else models.PatchRemove
    return kind.model_validate(operation)
