"""The paste and its conversion side by side, line by line, from the edits that are known: no guessing, linear time.

Both are printed by the same printer, so a line differs only where a setting does.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from webapp.core import carrier
from webapp.core.apply import Applied
from webapp.core.carrier import minified
from webapp.core.convert import Conversion
from webapp.core.converted import ConvertedModule, as_object
from webapp.core.deployment import holds_several
from webapp.core.module import Part
from webapp.core.path import Json, Path, at, copy, has
from webapp.core.trail import Trail

Sign = Literal[" ", "-", "+"]
SIGNS: Mapping[Sign, str] = {" ": "same", "-": "gone", "+": "come"}


class Line(NamedTuple):
    """One printed line.

    `path` is where it stands in the document: as pasted, or in the result for added lines. `change` numbers the change
    of the module that made it, None where nothing did; `ends` marks the closing line of an object or array.
    """

    sign: Sign
    path: Path
    ends: bool
    depth: int
    key: str | None
    text: str
    comma: bool
    change: int | None


def diff(conversion: Conversion, one: ConvertedModule) -> Iterator[Line]:
    """Yield the lines of both versions in one sequence: common ones, removed ones (`-`) and added ones (`+`).

    The whole paste is printed, with createOptions as the object that they are, however they stood; of a deployment
    the module's entry, of `docker inspect` the createOptions. Paths count in the document.
    """
    before, after = unfolded(conversion, one)
    top = top_of(conversion, one)
    return _Walk(one).both(before, after, _Spot(top, top, 0, one.name if top and one.module.entry else None))


def top_of(conversion: Conversion, one: ConvertedModule) -> Path:
    """Return the path of what is printed of a module."""
    if one.module.carrier == "inspect":
        return one.module.at
    return one.module.entry_at or () if holds_several(conversion.kind) else ()


def unfolded(conversion: Conversion, one: ConvertedModule) -> tuple[Json, Json]:
    """Return what is printed of a module before and after, createOptions as the object that they are."""
    module, top = one.module, top_of(conversion, one)
    if not module.at or module.carrier == "inspect":
        return module.options, one.create_options
    whole, size = at(conversion.document.value, top), len(top)
    before, after = copy(whole), copy(whole)
    if module.env_at and one.env_operations:
        as_object(at(after, module.env_at[size:-1]))[str(module.env_at[-1])] = one.env
    for side, options in ((before, module.options), (after, one.create_options)):
        settings = as_object(at(side, module.at[size:-1]))
        for key in carrier.numbered(list(settings))[1:]:
            del settings[key]
        if module.carrier != "placeholder" and (options or has(whole, module.at[size:])):
            settings[str(module.at[-1])] = options
    return before, after


class _Spot(NamedTuple):
    """Where the walk stands: paths before and after, depth, the key printed, and whether a comma follows."""

    before: Path = ()
    after: Path = ()
    depth: int = 0
    key: str | None = None
    comma: bool = False

    def child(self, before: str | int, after: str | int, comma: bool) -> "_Spot":
        key = after if isinstance(after, str) else None
        return _Spot((*self.before, before), (*self.after, after), self.depth + 1, key, comma)


class _Walk:
    def __init__(self, one: ConvertedModule) -> None:
        heads: dict[Part, Path] = {"createOptions": one.module.at, "env": one.module.env_at or ()}
        mine = [(number, change, heads[change.edit.part]) for number, change in enumerate(one.changes)]
        self.gone = _table((head + change.path, number) for number, change, head in mine if change.op != "add")
        self.come = _table((head + change.to, number) for number, change, head in mine if change.to is not None)
        self.removed = {heads["createOptions"] + path for path in _removed(one.passes, one.trail)}
        self.removed |= {heads["env"] + path for path in _removed(one.env_passes, one.env_trail)}

    def both(self, before: Json, after: Json, spot: _Spot) -> Iterator[Line]:
        if isinstance(before, dict) and isinstance(after, dict) and before and after:
            yield from self.members(before, after, spot)
        elif isinstance(before, list) and isinstance(after, list) and before and after:
            yield from self.items(before, after, spot)
        elif before == after and type(before) is type(after):
            yield from self.all(" ", after, spot)
        else:
            yield from self.all("-", before, spot)
            yield from self.all("+", after, spot)

    def members(self, before: dict[str, Json], after: dict[str, Json], spot: _Spot) -> Iterator[Line]:
        yield Line(" ", spot.before, False, spot.depth, spot.key, "{", False, None)
        last_before, last_after = next(reversed(before)), next(reversed(after))
        for key, value in before.items():
            if key in after:
                yield from self.both(value, after[key], spot.child(key, key, key != last_after))
            else:
                yield from self.all("-", value, spot.child(key, key, key != last_before))
        for key, value in after.items():
            if key not in before:
                yield from self.all("+", value, spot.child(key, key, key != last_after))
        yield Line(" ", spot.before, True, spot.depth, None, "}", spot.comma, None)

    def items(self, before: list[Json], after: list[Json], spot: _Spot) -> Iterator[Line]:
        yield Line(" ", spot.before, False, spot.depth, spot.key, "[", False, None)
        place = 0
        for index, value in enumerate(before):
            if (*spot.before, index) in self.removed or place >= len(after):
                yield from self.all("-", value, spot.child(index, index, index != len(before) - 1))
            else:
                yield from self.both(value, after[place], spot.child(index, place, place != len(after) - 1))
                place += 1
        for index in range(place, len(after)):
            yield from self.all("+", after[index], spot.child(index, index, index != len(after) - 1))
        yield Line(" ", spot.before, True, spot.depth, None, "]", spot.comma, None)

    def change(self, sign: Sign, spot: _Spot) -> int | None:
        """Name the change of a line; an emptied or filled object belongs to the change on its other side."""
        gone, come = _nearest(self.gone, spot.before), _nearest(self.come, spot.after)
        here, there = (gone, come) if sign == "-" else (come, gone)
        return there if here is None else here

    def all(self, sign: Sign, value: Json, spot: _Spot) -> Iterator[Line]:
        return _lines(sign, value, spot, self.change)


def printed(value: Json) -> Iterator[Line]:
    """Yield the lines of a value alone; paths count in it."""
    return _lines(" ", value, _Spot(), lambda *_: None)


def _lines(sign: Sign, value: Json, spot: _Spot, change_of: Callable[[Sign, _Spot], int | None]) -> Iterator[Line]:
    change = None if sign == " " else change_of(sign, spot)
    path = spot.after if sign == "+" else spot.before
    if isinstance(value, dict) and value:
        last = next(reversed(value))
        yield Line(sign, path, False, spot.depth, spot.key, "{", False, change)
        for key, inner in value.items():
            yield from _lines(sign, inner, spot.child(key, key, key != last), change_of)
        yield Line(sign, path, True, spot.depth, None, "}", spot.comma, change)
    elif isinstance(value, list) and value:
        yield Line(sign, path, False, spot.depth, spot.key, "[", False, change)
        for index, inner in enumerate(value):
            yield from _lines(sign, inner, spot.child(index, index, index != len(value) - 1), change_of)
        yield Line(sign, path, True, spot.depth, None, "]", spot.comma, change)
    else:
        yield Line(sign, path, False, spot.depth, spot.key, minified(value), spot.comma, change)


def _removed(passes: Sequence[Applied], trail: Trail) -> Iterator[Path]:
    """Yield where in the paste everything stood that a round has taken out."""
    return (trail.pasted(path, number) for number, applied in enumerate(passes) for path in applied.removed)


def _table(paths: Iterator[tuple[Path, int]]) -> Mapping[Path, tuple[int, bool]]:
    """Map each edited path to its change and, less strongly, each parent to the first change below it."""
    table: dict[Path, tuple[int, bool]] = {}
    for path, number in paths:
        for size in range(len(path)):
            table.setdefault(path[:size], (number, False))
        if not table.get(path, (0, False))[1]:
            table[path] = (number, True)
    return table


def _nearest(table: Mapping[Path, tuple[int, bool]], path: Path) -> int | None:
    """Return the change that made a line: the edit of this place or of a parent, else the first edit inside it."""
    for size in range(len(path), -1, -1):
        found = table.get(path[:size])
        if found and (found[1] or size == len(path)):
            return found[0]
    return None
