"""The one place where edits are carried out, on a copy, with the patch that says the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from webapp.core.edit import Edit
from webapp.core.gaps import Gaps
from webapp.core.path import Json, Path, at, copy, pointer


class Operation(NamedTuple):
    """One operation of a JSON Patch (RFC 6902), by path."""

    op: str
    path: Path
    value: Json = None


@dataclass(slots=True)
class Applied:
    """The result of edits: the new value, the patch that leads to it, and which edit each new place comes from.

    The value shares with the pasted one whatever no edit touched; `own` holds the ids of containers that are its own.
    """

    value: Json
    operations: list[Operation] = field(default_factory=list)
    written: dict[Path, Edit] = field(default_factory=dict)
    removed: set[Path] = field(default_factory=set)
    gaps: Gaps = field(default_factory=lambda: Gaps(()))
    refused: list[Edit] = field(default_factory=list)
    own: set[int] = field(default_factory=set)


def apply(document: Json, edits: Iterable[Edit]) -> Applied:
    """Carry out edits on a copy. An edit whose target has no room (a text where an array belongs) is refused."""
    result = Applied(document)
    gone: dict[Path, Edit] = {}
    for edit in edits:
        if edit.op != "remove" and not _write(result, edit):
            result.refused.append(edit)
        elif edit.op in ("remove", "move"):
            gone[edit.path] = edit
    busy = _parents(result.written) if gone else set()
    gone = {path: edit for path, edit in gone.items() if path not in busy}  # replaced by what was written there
    if gone:
        _take_out(result, gone, document)
    return result


def _write(result: Applied, edit: Edit) -> bool:
    last = len(edit.to) - 1
    for depth in range(last):
        if _vacant(at(result.value, edit.to[: depth + 1]), edit.to[depth + 1]):
            return _fill(result, _mine(result, edit.to[:depth]), edit, depth)
    return _fill(result, _mine(result, edit.to[:last]), edit, last)


def _vacant(value: Json, step: str | int) -> bool:
    """Tell whether nothing stands there, or an empty value of a type that has no room for the next step."""
    return value is None or value == "" or (value == {} if step == "-" else value == [])


def _mine(result: Applied, path: Path) -> Json:
    """Return the container at a path, first copied, with its parents, where it is still the paste's."""
    result.value = parent = _copied(result, result.value)
    for step in path:
        child = _copied(result, at(parent, (step,)))
        if isinstance(parent, dict):
            parent[str(step)] = child
        elif isinstance(parent, list) and isinstance(step, int):
            parent[step] = child
        parent = child
    return parent


def _copied(result: Applied, value: Json) -> Json:
    if id(value) in result.own or not isinstance(value, (dict, list)):
        return value
    fresh = value.copy()
    result.own.add(id(fresh))
    return fresh


def _fill(result: Applied, parent: Json, edit: Edit, depth: int) -> bool:
    """Write the value at `edit.to[depth]`, wrapped in whatever is still missing below that."""
    value = edit.value
    for step in reversed(edit.to[depth + 1 :]):
        value = [value] if step == "-" else {str(step): value}
    step, base = edit.to[depth], edit.to[:depth]
    if isinstance(parent, list):
        if step != "-":
            return _replace_item(result, parent, edit, depth, value)
        parent.append(copy(value))
        result.operations.append(Operation("add", (*base, "-"), value))
        result.written[(*base, len(parent) - 1, *_rest(edit, depth))] = edit
        return True
    if not isinstance(parent, dict) or (step == "-" and "-" not in parent):
        return False
    op = "replace" if step in parent else "add"
    parent[str(step)] = copy(value)
    result.operations.append(Operation(op, (*base, step), value))
    result.written[(*base, step, *_rest(edit, depth))] = edit
    return True


def _rest(edit: Edit, depth: int) -> Path:
    return tuple(0 if step == "-" else step for step in edit.to[depth + 1 :])


def _replace_item(result: Applied, parent: list[Json], edit: Edit, depth: int, value: Json) -> bool:
    step, path = edit.to[depth], edit.to[: depth + 1]
    if not isinstance(step, int) or step >= len(parent):
        return False
    parent[step] = copy(value)
    result.operations.append(Operation("replace", path, value))
    result.written[path + _rest(edit, depth)] = edit
    return True


def _take_out(result: Applied, gone: dict[Path, Edit], document: Json) -> None:
    """Remove, last items first in the patch so that indexes hold; then correct the indexes of what was written."""
    removed = set(_collapsed(gone, document, _parents(result.written)))
    steps: dict[Path, set[str | int]] = {}
    for path in sorted(removed, reverse=True, key=_order):
        steps.setdefault(path[:-1], set()).add(path[-1])
        result.operations.append(Operation("remove", path))
    deepest_first = sorted(steps.items(), key=lambda step: len(step[0]), reverse=True)
    for parent, doomed in deepest_first:
        container = _mine(result, parent)
        if isinstance(container, dict):
            for step in doomed:
                del container[str(step)]
        elif isinstance(container, list):
            container[:] = [item for index, item in enumerate(container) if index not in doomed]
    result.removed = removed
    result.gaps = Gaps(removed)
    result.written = {result.gaps.closed(path): edit for path, edit in result.written.items()}


def _order(path: Path) -> tuple[tuple[int, int, str], ...]:
    return tuple((0, step, "") if isinstance(step, int) else (1, 0, step) for step in path)


def _parents(written: Iterable[Path]) -> set[Path]:
    return {path[:size] for path in written for size in range(len(path) + 1)}


def _collapsed(gone: Iterable[Path], document: Json, busy: set[Path]) -> list[Path]:
    """Where every child of a container goes and nothing new comes in, the container goes instead."""
    kept: list[Path] = []
    level = sorted(gone, key=len, reverse=True)
    while level:
        size = len(level[0])
        here = [path for path in level if len(path) == size]
        level = level[len(here) :]
        groups: dict[Path, list[Path]] = {}
        for path in here:
            groups.setdefault(path[:-1], []).append(path)
        emptied = []
        for parent, children in groups.items():
            if parent and parent not in busy and len(children) == _size(document, parent):
                emptied.append(parent)
            else:
                kept.extend(children)
        rest = [path for path in level if len(path) < size - 1]
        level = list(dict.fromkeys(emptied + [path for path in level if len(path) == size - 1])) + rest
    return kept


def _size(document: Json, path: Path) -> int:
    container = at(document, path)
    return len(container) if isinstance(container, (dict, list)) else -1


def below(head: Path, operations: Iterable[Operation]) -> Iterator[Operation]:
    """Return operations on a part of a document as operations on the document; `head` is where the part stands."""
    return (Operation(one.op, head + one.path, one.value) for one in operations)


def as_patch(operations: Iterable[Operation]) -> list[dict[str, Json]]:
    """Return operations as RFC 6902 wants them, with paths as JSON Pointers."""
    return [
        {"op": one.op, "path": pointer(one.path), **({} if one.op == "remove" else {"value": one.value})}
        for one in operations
    ]
