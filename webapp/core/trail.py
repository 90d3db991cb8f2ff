"""Follows a setting through the rounds: where it stood in the paste, and where an earlier round has put it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

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


class Gaps:
    """Items that were taken out of arrays by one round, and how that shifts the indexes behind them."""

    def __init__(self, removed: Iterable[Path]) -> None:
        self.places: dict[Path, list[int]] = {}
        for path in removed:
            if isinstance(path[-1], int):
                self.places.setdefault(path[:-1], []).append(path[-1])
        for places in self.places.values():
            places.sort()
        self._left = {path: [gap - number for number, gap in enumerate(found)] for path, found in self.places.items()}

    def __bool__(self) -> bool:
        return bool(self.places)

    def opened(self, path: Path) -> Path:
        """Undo the shift: return where the setting stood before."""
        steps: list[str | int] = []
        for step in path:
            left = self._left.get(tuple(steps)) if isinstance(step, int) else None
            steps.append(step + bisect_right(left, step) if left and isinstance(step, int) else step)
        return tuple(steps)

    def closed(self, path: Path) -> Path:
        """Shift indexes as the round did."""
        steps: list[str | int] = []
        for depth, step in enumerate(path):
            places = self.places.get(path[:depth]) if isinstance(step, int) else None
            steps.append(step - bisect_left(places, step) if places and isinstance(step, int) else step)
        return tuple(steps)


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
        self.gaps = Gaps(applied.removed)

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
