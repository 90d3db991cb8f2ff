"""Follows a setting through the rounds: where it stood in the paste, and where an earlier round has put it."""

from collections.abc import Mapping, Sequence

from webapp.core.apply import Applied
from webapp.core.path import Path


class Trail:
    """The moves of each round. `number` says how many rounds came before the look."""

    def __init__(self, passes: Sequence[Applied]) -> None:
        moves = [[(edit.path, path) for path, edit in one.written.items() if edit.op == "move"] for one in passes]
        self.forth: list[Mapping[Path, Path]] = [dict(pairs) for pairs in moves]
        self.back: list[Mapping[Path, Path]] = [{to: path for path, to in pairs} for pairs in moves]

    def pasted(self, path: Path, number: int) -> Path:
        """Return where a setting stood in the paste that stands at `path` in a round."""
        for table in reversed(self.back[:number]):
            path = _translated(path, table)
        return path

    def then(self, path: Path, number: int) -> Path:
        """Return where a setting of the paste stands in a round."""
        for table in self.forth[:number]:
            path = _translated(path, table)
        return path


def _translated(path: Path, table: Mapping[Path, Path]) -> Path:
    if not table:
        return path
    for size in range(len(path), 0, -1):
        if path[:size] in table:
            return table[path[:size]] + path[size:]
    return path
