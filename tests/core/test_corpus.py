"""The invariants hold for every createOptions in the files that other people wrote."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core import invariants
from webapp.core import SourceError, carrier, convert, dialect
from webapp.core.dialect.faults import DialectError
from webapp.core.path import Json

FOLDER = Path(os.environ.get("CORPUS") or Path(__file__).parents[3] / "shared" / "corpus") / "files"
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


def test_few_of_them_can_not_be_read() -> None:
    unreadable = 0
    for one in PASTES:
        try:
            convert(str(one.values[0]))
        except SourceError as error:
            unreadable += "deployment" not in str(error) and error.repaired is None
    assert unreadable <= len(PASTES) / 20
