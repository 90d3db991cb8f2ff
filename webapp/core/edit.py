"""What a rule yields, and the one place where edits are carried out."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from webapp.core.message import Message
from webapp.core.module import Node
from webapp.core.path import Json, Path, copy, pointer

Sure = Literal["documented", "derived", "advice"]
Severity = Literal["error", "warning", "info"]
Op = Literal["add", "replace", "remove", "move"]
Part = Literal["createOptions", "env"]


@dataclass(frozen=True, slots=True)
class Because:
    """Why something is said: statement numbers of the guidance and how sure it is. None: as the rule says."""

    guidance: tuple[str, ...] | None = None
    sure: Sure | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One change. `path` is where it begins in createOptions, `to` where the value goes (`"-"` appends)."""

    op: Op
    path: Path
    to: Path
    value: Json
    summary: Message
    because: Because
    part: Part = "createOptions"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know about a setting that is not changed, or not only changed."""

    severity: Severity
    path: Path
    message: Message
    remedy: Message
    because: Because


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question. `accepts` is a regular expression for the free text after the value's colon."""

    value: str
    label: Message
    accepts: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A choice that the guidance leaves to the person. Without `default` the setting is undecided until answered."""

    path: Path
    prompt: Message
    options: tuple[Option, ...]
    default: str | None
    because: Because
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """A setting that the device ignores stays in the result because the person wants it to."""

    path: Path


Outcome = Edit | Finding | Question | Stay


def _path(where: Node | Path) -> Path:
    return where.path if isinstance(where, Node) else where


def put(
    where: Node | Path,
    value: Json,
    summary: str,
    *,
    because: Because = Because(),
    part: Part = "createOptions",
    **values: object,
) -> Edit:
    """Set a value; parents that are missing are made. `summary` is a template for `values`."""
    path = _path(where)
    return Edit("add", path, path, value, Message(summary, values), because, part)


def remove(where: Node | Path, summary: str, *, because: Because = Because(), **values: object) -> Edit:
    """Take a setting out; a container that is emptied by this goes too."""
    path = _path(where)
    return Edit("remove", path, path, None, Message(summary, values), because)


def move(
    where: Node | Path, to: Path, value: Json, summary: str, *, because: Because = Because(), **values: object
) -> Edit:
    """Take a setting out and state it elsewhere as `value`; the last step `"-"` appends to an array."""
    return Edit("move", _path(where), to, value, Message(summary, values), because)


def stay(where: Node | Path) -> Stay:
    """Leave a setting in although the device does not act on it; its verdict is `kept`, under this rule's name."""
    return Stay(_path(where))


def find(
    severity: Severity,
    where: Node | Path,
    message: str,
    remedy: str,
    *,
    because: Because = Because(),
    **values: object,
) -> Finding:
    """Say something about a setting; both texts are templates for `values`."""
    return Finding(severity, _path(where), Message(message, values), Message(remedy, values), because)


def ask(
    where: Node | Path,
    prompt: str,
    options: Mapping[str, str] | Sequence[Option],
    default: str | None,
    *,
    topic: str = "",
    because: Because = Because(),
    **values: object,
) -> Question:
    """Ask a person. `options` maps answer to label (templates for `values`).

    `yield ask(…)` returns the answer in force; None where there is no safe default and nobody has answered.
    `topic` tells apart two questions of one rule about one path.
    """
    if isinstance(options, Mapping):
        options = [Option(value, Message(label, values)) for value, label in options.items()]
    return Question(_path(where), Message(prompt, values), tuple(options), default, because, topic)


class Operation(NamedTuple):
    """One operation of a JSON Patch (RFC 6902), by path."""

    op: str
    path: Path
    value: Json = None


@dataclass(slots=True)
class Applied:
    """The result of edits: the new value, the patch that leads to it, and which edit each new place comes from."""

    value: Json
    operations: list[Operation] = field(default_factory=list)
    written: dict[Path, Edit] = field(default_factory=dict)
    removed: set[Path] = field(default_factory=set)
    refused: list[Edit] = field(default_factory=list)


def apply(document: Json, edits: Iterable[Edit]) -> Applied:
    """Carry out edits on a copy. An edit whose target has no room (a text where an array belongs) is refused."""
    result = Applied(copy(document))
    gone: dict[Path, Edit] = {}
    for edit in edits:
        if edit.op != "remove" and not _write(result, edit):
            result.refused.append(edit)
        elif edit.op in ("remove", "move"):
            gone[edit.path] = edit
    if gone:
        _take_out(result, gone, document)
    return result


def _write(result: Applied, edit: Edit) -> bool:
    parent: Json = result.value
    for depth, step in enumerate(edit.to[:-1]):
        child = _child(parent, step)
        if child is None:
            return _fill(result, parent, edit, depth)
        parent = child
    return _fill(result, parent, edit, len(edit.to) - 1)


def _child(parent: Json, step: str | int) -> Json:
    if isinstance(parent, dict):
        return parent.get(str(step))
    if isinstance(parent, list) and isinstance(step, int) and step < len(parent):
        return parent[step]
    return None


def _fill(result: Applied, parent: Json, edit: Edit, depth: int) -> bool:
    """Write the value at `edit.to[depth]`, wrapped in whatever is still missing below that."""
    value = copy(edit.value)
    for step in reversed(edit.to[depth + 1 :]):
        value = [value] if step == "-" else {str(step): value}
    step, base = edit.to[depth], edit.to[:depth]
    if isinstance(parent, list):
        if step != "-":
            return _replace_item(result, parent, edit, depth, value)
        parent.append(value)
        result.operations.append(Operation("add", (*base, "-"), copy(value)))
        result.written[(*base, len(parent) - 1, *_rest(edit, depth))] = edit
        return True
    if not isinstance(parent, dict):
        return False
    op = "replace" if step in parent else "add"
    parent[str(step)] = value
    result.operations.append(Operation(op, (*base, step), copy(value)))
    result.written[(*base, step, *_rest(edit, depth))] = edit
    return True


def _rest(edit: Edit, depth: int) -> Path:
    return tuple(0 if step == "-" else step for step in edit.to[depth + 1 :])


def _replace_item(result: Applied, parent: list[Json], edit: Edit, depth: int, value: Json) -> bool:
    step, path = edit.to[depth], edit.to[: depth + 1]
    if not isinstance(step, int) or step >= len(parent):
        return False
    parent[step] = value
    result.operations.append(Operation("replace", path, copy(value)))
    result.written[path + _rest(edit, depth)] = edit
    return True


def _take_out(result: Applied, gone: dict[Path, Edit], document: Json) -> None:
    """Remove, last items first in the patch so that indexes hold; then correct the indexes of what was written."""
    removed = set(_collapsed(gone, document, _parents(result.written)))
    steps: dict[Path, set[str | int]] = {}
    for path in sorted(removed, reverse=True, key=_order):
        steps.setdefault(path[:-1], set()).add(path[-1])
        result.operations.append(Operation("remove", path))
    for parent, doomed in steps.items():
        container: Json = result.value
        for step in parent:
            container = _child(container, step)
        if isinstance(container, dict):
            for step in doomed:
                del container[str(step)]
        elif isinstance(container, list):
            container[:] = [item for index, item in enumerate(container) if index not in doomed]
    result.removed = removed
    places = {parent: sorted(step for step in doomed if isinstance(step, int)) for parent, doomed in steps.items()}
    result.written = {_shifted(path, places): edit for path, edit in result.written.items()}


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
    for step in path:
        document = _child(document, step)
    return len(document) if isinstance(document, (dict, list)) else -1


def _shifted(path: Path, removed: Mapping[Path, list[int]]) -> Path:
    """Return where a written path stands after removals before it in the same arrays."""
    steps: list[str | int] = []
    for depth, step in enumerate(path):
        places = removed.get(path[:depth]) if isinstance(step, int) else None
        steps.append(step - bisect_left(places, step) if places and isinstance(step, int) else step)
    return tuple(steps)


def as_patch(operations: Iterable[Operation], prefix: Path = ()) -> list[dict[str, Json]]:
    """Return operations as RFC 6902 wants them, with paths as JSON Pointers below `prefix`."""
    return [
        {"op": one.op, "path": pointer(prefix + one.path)} | ({} if one.op == "remove" else {"value": one.value})
        for one in operations
    ]
