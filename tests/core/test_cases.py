"""Whole documents in and out: what each example of the menu becomes, so that a change of behaviour shows in review.

`UPDATE_CASES=1 .venv/bin/python -m pytest tests/core/test_cases.py` writes the files anew.
"""

import json
import os
from pathlib import Path

import pytest

from webapp.core import SourceError, convert
from webapp.views.pages import examples

FOLDER = Path(__file__).parents[1] / "cases" / "examples"


def outcome(source: str) -> object:
    """Return what a conversion comes to, with everything a person reads first."""
    try:
        conversion = convert(source)
    except SourceError as error:
        return {"problem": str(error), "repaired": error.repaired}
    one = conversion.modules[0]
    return {
        "converted": conversion.converted,
        "account": {verdict: count for verdict, count in one.account.items() if count},
        "changes": [f"{made.rule.id}: {made.summary}" for made in one.changes],
        "findings": [f"{note.rule.id}: {note.severity}: {note.message}" for note in one.findings],
        "questions": {asked.id: asked.answer for asked in one.questions},
    }


@pytest.mark.parametrize("slug", examples())
def test_example_becomes_what_it_became(slug: str) -> None:
    file = FOLDER / f"{slug}.json"
    found = outcome(examples()[slug].source)
    if os.environ.get("UPDATE_CASES"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(file.read_text(encoding="utf-8"))


def test_every_case_belongs_to_an_example() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(examples())
