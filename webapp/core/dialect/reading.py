"""What was read of a text, and where each value stands in it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from webapp.core.message import Message
from webapp.core.path import Json, Path


class Splice(NamedTuple):
    """Replace `text[start:end]` by `new`."""

    start: int
    end: int
    new: str


@dataclass(slots=True)
class Span:
    """Offsets of one member or item: `start` is where its key (or value) begins, `value` where the value does."""

    start: int
    value: int
    end: int
    inner: "dict[str | int, Span] | None" = None


@dataclass
class Reading:
    """What was read: the value, where it stands, tolerated departures and keys that stood twice.

    `strict` makes strict JSON of the text, in order of place; comments and placeholders without quotes stay.
    """

    value: Json
    root: Span
    tolerated: list[tuple[int, Message]] = field(default_factory=list)
    duplicates: list[tuple[Path, int]] = field(default_factory=list)
    strict: list[Splice] = field(default_factory=list)

    def span(self, path: Path) -> Span:
        """Return where the value at a path stands, or the nearest of its parents."""
        span = self.root
        for step in path:
            inner = span.inner.get(step) if span.inner else None
            if inner is None:
                return span
            span = inner
        return span
