"""Whole documents in and out: what each example of the menu and each deployment becomes, so that any change shows.

`UPDATE_CASES=1 .venv/bin/python -m pytest tests/core/test_cases.py tests/core/test_corpus.py` writes the files anew.
"""

import json
import os
from pathlib import Path

import pytest

from tests.core import invariants
from webapp.core import SourceError, convert
from webapp.core.converted import ConvertedModule
from webapp.views.pages import examples

CASES = Path(__file__).parents[1] / "cases"
FOLDER = CASES / "examples"
DEPLOYMENTS = sorted((CASES / "deployments").glob("*.json"))


def outcome(source: str) -> object:
    """Return what a conversion comes to, with everything a person reads first."""
    try:
        conversion = convert(source)
    except SourceError as error:
        return {"problem": str(error), "repaired": error.repaired}
    found: dict[str, object] = {"converted": conversion.converted}
    if conversion.kind in ("create-options", "module"):
        return found | told(conversion.modules[0])
    if conversion.findings or conversion.changes:
        found["changes"] = [f"{made.rule.id}: {made.summary}" for made in conversion.changes]
        found["findings"] = [f"{note.rule.id}: {note.severity}: {note.message}" for note in conversion.findings]
    return found | {"modules": {str(one.name): told(one) for one in conversion.modules}}


def told(one: ConvertedModule) -> dict[str, object]:
    return {
        "account": {verdict: count for verdict, count in one.account.items() if count},
        "changes": [f"{made.rule.id}: {made.summary}" for made in one.changes],
        "findings": [f"{note.rule.id}: {note.severity}: {note.message}" for note in one.findings],
        "questions": {asked.id: asked.answer for asked in one.questions},
    }


def held_to(file: Path, found: object) -> None:
    """Compare with what a file says, or write it where that is asked for."""
    if os.environ.get("UPDATE_CASES"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("slug", examples())
def test_example_becomes_what_it_became(slug: str) -> None:
    held_to(FOLDER / f"{slug}.json", outcome(examples()[slug].source))


@pytest.mark.parametrize("file", DEPLOYMENTS, ids=lambda file: file.stem)
def test_deployment_becomes_what_it_became(file: Path) -> None:
    source = file.read_bytes().decode()
    held_to(CASES / "outcomes" / file.name, outcome(source))
    invariants.hold(convert(source))
    invariants.converting_again_changes_nothing(convert(source))


def test_every_case_belongs_to_an_example() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(examples())
    assert {file.name for file in (CASES / "outcomes").glob("*")} == {file.name for file in DEPLOYMENTS}
