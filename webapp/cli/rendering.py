"""Conversions as text, JSON, patch, report or SARIF. What a format needs is loaded when it is asked for."""

import json
import os
from pathlib import Path
from urllib.parse import quote

from webapp.cli.outcome import Outcome, converted, failed
from webapp.cli.writing import real
from webapp.core import Conversion

WHOLE = {"report": "report.html", "sarif": "createoptions.sarif"}


def one(kind: str, conversion: Conversion) -> str:
    """Return one conversion as text, exactly as it is, or as JSON or patch with a line end at its end."""
    if kind == "text":
        return conversion.text
    if kind == "patch":
        return json.dumps(conversion.patch, indent=2, ensure_ascii=False) + "\n"
    from webapp.formats.answer import answer

    return answer(conversion).model_dump_json(indent=2) + "\n"


def line(name: str, conversion: Conversion) -> str:
    """Return one conversion as a line of JSON that begins with the name of its file."""
    from webapp.formats.answer import answer

    whole = {"file": name, **answer(conversion).model_dump(mode="json")}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n"


def whole(kind: str, outcomes: list[Outcome]) -> str:
    """Return all conversions as one report or one SARIF log; what could not be converted is told in it."""
    from webapp.cli.version import version

    if kind == "report":
        from webapp.formats.report import report

        named = [(outcome.name, conversion) for outcome, conversion in converted(outcomes)]
        return report(named, [(outcome.name, error) for outcome, error in failed(outcomes)], version())
    from webapp.formats.sarif import sarif

    log = sarif(
        [(uri(outcome), conversion) for outcome, conversion in converted(outcomes)],
        [(uri(outcome), error) for outcome, error in failed(outcomes)],
        version(),
    )
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def uri(outcome: Outcome) -> str:
    """Return the address of an input: relative to the folder we are in where it is inside, else absolute."""
    if outcome.path is None:
        return "stdin"
    whole, here = real(outcome.path), real(Path.cwd())
    return quote(os.fsencode(whole.relative_to(here).as_posix())) if whole.is_relative_to(here) else whole.as_uri()
