"""Follows a setting through the rounds: where it stood in the paste, and where an earlier round has put it."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from webapp.core.apply import Applied
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


class _Round:
    def __init__(self, applied: Applied) -> None:
        self.origin = {path: edit.path for path, edit in applied.written.items()}
        self.moved = {edit.path: path for path, edit in applied.written.items() if edit.op == "move"}
        self.removed = applied.removed
        self.gaps: dict[Path, list[int]] = {}
        for path in applied.removed:
            if isinstance(path[-1], int):
                self.gaps.setdefault(path[:-1], []).append(path[-1])
        for places in self.gaps.values():
            places.sort()

    def back(self, path: Path) -> Path:
        for size in range(len(path), 0, -1):
            origin = self.origin.get(path[:size])
            if origin is not None:
                return origin[:-1] if origin[-1:] == ("-",) else origin + path[size:]
        return _opened(path, self.gaps) if self.gaps else path

    def forth(self, path: Path) -> Path | None:
        for size in range(len(path), 0, -1):
            if path[:size] in self.moved:
                return self.moved[path[:size]] + path[size:]
            if path[:size] in self.removed:
                return None
        return _closed(path, self.gaps) if self.gaps else path


def _along(rounds: Sequence[_Round], path: Path) -> Path | None:
    for one in rounds:
        found = one.forth(path)
        if found is None:
            return None
        path = found
    return path


def _opened(path: Path, gaps: Mapping[Path, list[int]]) -> Path:
    """Undo the shift of indexes that removals before them made."""
    steps: list[str | int] = []
    for step in path:
        for gap in gaps.get(tuple(steps), ()) if isinstance(step, int) else ():
            if isinstance(step, int) and gap <= step:
                step += 1
        steps.append(step)
    return tuple(steps)


def _closed(path: Path, gaps: Mapping[Path, list[int]]) -> Path:
    """Shift indexes as removals before them do."""
    steps: list[str | int] = []
    for depth, step in enumerate(path):
        places = gaps.get(path[:depth], []) if isinstance(step, int) else []
        steps.append(step - bisect_left(places, step) if isinstance(step, int) else step)
    return tuple(steps)
