"""What tests of rules ask of a conversion."""

from webapp.core import Conversion, convert


def said(conversion: Conversion, rule: str) -> list[tuple[str, str]]:
    return [
        (note.severity, str(note.message))
        for one in conversion.modules
        for note in one.findings
        if note.rule.id == rule
    ]


def asked(conversion: Conversion, rule: str) -> list[str]:
    return [question.id for one in conversion.modules for question in one.questions if question.rule.id == rule]


def repeats(conversion: Conversion) -> bool:
    return not any(one.changes for one in convert(conversion.text).modules)
