"""What taking items out of arrays does to the places of the others."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from webapp.core.path import Path


class Gaps:
    """The items among what was removed, and how their absence shifts the indexes behind them."""

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
        """Shift indexes: return where the setting stands afterwards."""
        steps: list[str | int] = []
        for depth, step in enumerate(path):
            places = self.places.get(path[:depth]) if isinstance(step, int) else None
            steps.append(step - bisect_left(places, step) if places and isinstance(step, int) else step)
        return tuple(steps)
