"""The account of a paste: every leaf of createOptions and what became of it."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from webapp.core.path import Path

Verdict = Literal["kept", "changed", "moved", "removed", "undecided"]
VERDICTS: tuple[Verdict, ...] = ("kept", "changed", "moved", "removed", "undecided")


class Entry(NamedTuple):
    """One leaf of the paste: its path, its verdict and the rule that gave it (None for `kept`)."""

    path: Path
    verdict: Verdict
    rule: str | None


def verdict_of(path: Path, covered: Mapping[Path, tuple[Verdict, str]]) -> tuple[Verdict, str] | None:
    """Return what was decided for a path or the nearest of its parents; None where nothing was."""
    for size in range(len(path), -1, -1):
        found = covered.get(path[:size])
        if found:
            return found
    return None
