"""What came of one input, and what it says about the exit status."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from webapp.cli.reading import Input
from webapp.core import Conversion, SourceError
from webapp.core.converted import Note
from webapp.core.problem import Place
from webapp.core.said import Asked
from webapp.formats import tally


class Outcome(NamedTuple):
    """An input by its name for people and its path, with its conversion or the reason why there is none.

    `path` is None for standard input, `source` where nothing could be read.
    """

    name: str
    path: Path | None
    source: Input | None
    result: Conversion | SourceError

    @property
    def status(self) -> int:
        """0 converted and nothing open, 1 with something open, 2 not converted."""
        if isinstance(self.result, SourceError):
            return 2
        return int(tally.needs_you(tally.said(self.result)))


def notes(conversion: Conversion) -> Iterator[tuple[Place, Note]]:
    """Yield every finding, about the whole and about each module, with its place."""
    for note in conversion.findings:
        yield conversion.where(note.path), note
    for one in conversion.modules:
        for note in one.findings:
            yield conversion.place(one, note.path, note.part), note


def undecided(conversion: Conversion) -> Iterator[tuple[Place, Asked]]:
    """Yield every question that has no answer, with its place."""
    for one in conversion.modules:
        for asked in one.questions:
            if asked.answer is None:
                yield conversion.place(one, asked.path, asked.part), asked


def converted(outcomes: list[Outcome]) -> list[tuple[Outcome, Conversion]]:
    """Return those that were converted, each with its conversion."""
    return [(one, one.result) for one in outcomes if not isinstance(one.result, SourceError)]


def failed(outcomes: list[Outcome]) -> list[tuple[Outcome, SourceError]]:
    """Return those that were not converted, each with the reason."""
    return [(one, one.result) for one in outcomes if isinstance(one.result, SourceError)]
