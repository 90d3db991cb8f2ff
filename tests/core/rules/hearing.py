"""What tests of rules ask of a conversion."""

from webapp.core import Conversion, convert


def said(conversion: Conversion, rule: str) -> list[tuple[str, str]]:
    notes = [*conversion.findings, *(note for one in conversion.modules for note in one.findings)]
    return [(note.severity, str(note.message)) for note in notes if note.rule.id == rule]


def asked(conversion: Conversion, rule: str) -> list[str]:
    return [question.id for one in conversion.modules for question in one.questions if question.rule.id == rule]


def repeats(conversion: Conversion) -> bool:
    again = convert(conversion.text)
    return not again.changes and not any(one.changes for one in again.modules)
