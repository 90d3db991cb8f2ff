"""What a person is told about a text: where something is wrong or was tolerated, why, and what to do."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from webapp.core.message import Message


class Place(NamedTuple):
    """Line and column, both counted from 1, in the pasted text."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a paste or an answer can't be taken, where, and what to do; line 0 where it is not about the text."""

    message: Message
    hint: Message
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Repair:
    """A departure from strict JSON that was tolerated, or an edit that a repaired text contains."""

    line: int
    column: int
    message: Message


class SourceError(Exception):
    """The one error that the person at the keyboard can cause.

    Args:
        problems: at least one; the first is the cause.
        repaired: a text that can be read, to be offered and never taken unasked; None where there is none.
        fixes: what was changed in it, with lines of the pasted text.
        status: HTTP status that fits, 413 for a paste over the limit, else 422.

    `source` is the text as pasted, once `convert` has passed the error on.
    """

    def __init__(
        self,
        problems: tuple[Problem, ...],
        repaired: str | None = None,
        fixes: tuple[Repair, ...] = (),
        status: int = 422,
    ) -> None:
        super().__init__("; ".join(str(problem.message) for problem in problems))
        self.problems = problems
        self.repaired = repaired
        self.fixes = fixes
        self.status = status
        self.source = ""


class Lines:
    """Turns offsets of a text into lines and columns."""

    def __init__(self, text: str) -> None:
        self.starts = [0]
        newline = text.find("\n")
        while newline >= 0:
            self.starts.append(newline + 1)
            newline = text.find("\n", newline + 1)

    def place(self, offset: int) -> Place:
        """Return line and column of an offset."""
        line = bisect_right(self.starts, offset)
        return Place(line, offset - self.starts[line - 1] + 1)

    def offset(self, place: Place) -> int:
        """Return the offset of a line and column."""
        return self.starts[place.line - 1] + place.column - 1
