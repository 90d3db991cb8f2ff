"""Follows a setting through the rounds: where it stood in the paste, and where an earlier round has put it."""

from collections.abc import Sequence

from webapp.core.apply import Applied
from webapp.core.gaps import Gaps
from webapp.core.path import Path


class Trail:
    """What each round did to places. `number` says how many rounds came before the look."""

    def __init__(self, passes: Sequence[Applied]) -> None:
        self.rounds = [_Round(one) for one in passes]

    def pasted(self, path: Path, number: int) -> Path:
        """Return where a setting stood in the paste that stands at `path` in a round; its container if it is new."""
        for one in reversed(self.rounds[:number]):
            path = one.back(path)
        return path

    def then(self, path: Path, number: int) -> Path | None:
        """Return where a setting of the paste stands in a round; None where an earlier one has taken it out."""
        return _along(self.rounds[:number], path)

    def onward(self, path: Path, number: int) -> Path | None:
        """Return where in the result a setting stands that stood at `path` after `number` rounds; None if gone."""
        return _along(self.rounds[number:], path)


def unshifted(path: Path, gaps: Sequence[Gaps]) -> Path:
    """Return a path as if no item had been taken out of an array; unlike `Trail.pasted` it does not follow moves.

    Whatever is taken out, no two paths become one, so this is what questions are known by.
    """
    for one in reversed(gaps):
        path = one.opened(path)
    return path


class _Round:
    def __init__(self, applied: Applied) -> None:
        self.origin = {path: edit.path for path, edit in applied.written.items()}
        self.moved = {edit.path: path for path, edit in applied.written.items() if edit.op == "move"}
        self.removed = applied.removed
        self.gaps = applied.gaps

    def back(self, path: Path) -> Path:
        for size in range(len(path), 0, -1):
            origin = self.origin.get(path[:size])
            if origin is not None:
                return origin[:-1] if origin[-1:] == ("-",) else origin + path[size:]
        return self.gaps.opened(path) if self.gaps else path

    def forth(self, path: Path) -> Path | None:
        for size in range(len(path), 0, -1):
            if path[:size] in self.moved:
                return self.moved[path[:size]] + path[size:]
            if path[:size] in self.removed:
                return None
        return self.gaps.closed(path) if self.gaps else path


def _along(rounds: Sequence[_Round], path: Path) -> Path | None:
    for one in rounds:
        found = one.forth(path)
        if found is None:
            return None
        path = found
    return path
