"""The invariants hold for every createOptions in the files that other people wrote."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core import invariants
from webapp.core import SourceError, carrier, convert, dialect
from webapp.core.dialect.faults import DialectError
from webapp.core.ledger import VERDICTS
from webapp.core.path import Json

FOLDER = Path(os.environ.get("CORPUS") or Path(__file__).parents[3] / "shared" / "corpus") / "files"
TABLE = Path(__file__).parents[1] / "cases" / "corpus.tsv"
_HEAD = ["file", "kind", "modules", "verdicts", "findings", "questions"]
FILES = sorted(FOLDER.glob("*")) if FOLDER.is_dir() else []


def pulled_out(value: Json) -> Iterator[str]:
    """Yield every createOptions below a value as the text in which it stands, and modules' entries around them."""
    if isinstance(value, list):
        for child in value:
            yield from pulled_out(child)
    if not isinstance(value, dict):
        return
    settings = value.get("settings")
    if isinstance(settings, dict) and any("createoptions" in key.lower() for key in settings):
        yield json.dumps(value)
        yield from _joined(settings)
    elif any(key.lower().startswith("createoptions") for key in value):
        yield json.dumps({"settings": value})
        yield from _joined(value)
    for child in value.values():
        yield from pulled_out(child)


def _joined(settings: dict[str, Json]) -> Iterator[str]:
    try:
        chunks = carrier.numbered(list(settings))
    except carrier.MisnumberedError:
        return
    pieces = [settings[key] for key in chunks]
    text = "".join(piece if isinstance(piece, str) else "" if piece is None else json.dumps(piece) for piece in pieces)
    if text.strip():
        yield text


def contents(file: Path) -> list[str]:
    """Return the file itself and every createOptions that it holds, in whatever form."""
    text = file.read_text(encoding="utf-8", errors="replace")
    try:
        return [text, *pulled_out(dialect.read(text).value)]
    except DialectError:
        return [text]


PASTES = [
    pytest.param(text, id=f"{file.name}-{number}") for file in FILES for number, text in enumerate(contents(file))
]


def test_the_corpus_is_there() -> None:
    if not FILES:
        pytest.skip(f"NO CORPUS in {FOLDER}: set CORPUS to the folder that holds files/ to run these tests")
    assert len(PASTES) > len(FILES)


@pytest.mark.parametrize("text", PASTES)
def test_invariants_hold_for(text: str) -> None:
    try:
        conversion = convert(text)
    except SourceError as error:
        assert error.problems[0].line >= 1
        if error.repaired is not None:
            invariants.hold(convert(error.repaired))
        return
    invariants.hold(conversion)
    invariants.converting_again_changes_nothing(conversion)


def row(file: Path) -> list[str]:
    """Return what a file comes to: its kind, its modules, verdicts, findings and questions; or why it can't be read."""
    text = file.read_bytes().decode(errors="replace")
    try:
        conversion = convert(text)
    except SourceError as error:
        first = error.problems[0]
        return [file.name, "unreadable", f"line {first.line}, column {first.column}: {first.message}"]
    account = Counter[str]()
    for one in conversion.modules:
        account.update(one.account)
    notes = [*conversion.findings, *(note for one in conversion.modules for note in one.findings)]
    findings = Counter(f"{note.severity[0].upper()} {note.rule.id}" for note in notes)
    asked = [question for one in conversion.modules for question in one.questions]
    questions = Counter(f"{question.rule.id}{'' if question.answer else '?'}" for question in asked)
    counts = " ".join(f"{verdict}={account[verdict]}" for verdict in VERDICTS if account[verdict])
    return [file.name, conversion.kind, str(len(conversion.modules)), counts, _listed(findings), _listed(questions)]


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" if count > 1 else name for name, count in sorted(counts.items()))


def test_what_each_file_comes_to_is_what_the_table_says() -> None:
    """`UPDATE_CASES=1` writes the table anew; its change is part of the review. `?` marks questions without default."""
    if not FILES:
        pytest.skip(f"NO CORPUS in {FOLDER}: the table in {TABLE.name} is not compared")
    found = [_HEAD, *(row(file) for file in FILES)]
    if os.environ.get("UPDATE_CASES"):
        TABLE.write_text("".join("\t".join(cells) + "\n" for cells in found), encoding="utf-8")
    assert found == [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]


def test_few_of_them_can_not_be_read() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    assert sum("\tunreadable\t" in line for line in lines) <= 20
