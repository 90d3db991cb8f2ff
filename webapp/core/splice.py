"""Writes a converted value into the text that was pasted: every byte that needn't change stays as it was.

Members and items that go take their comma and, where they have lines to themselves, these lines with them; new ones
are written like those beside them. What had to be tolerated in the paste is made strict on the way.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple, TypeAlias

from webapp.core.carrier import minified
from webapp.core.dialect.layout import Layout, key_end
from webapp.core.dialect.reading import Reading, Span, Splice
from webapp.core.dialect.rearranged import Container, New, rearranged
from webapp.core.path import Json, Path

__all__ = ["Splice", "spliced", "splices"]

_COMPARED = 200
_Step: TypeAlias = tuple[int, int, int, int]


def splices(
    text: str,
    reading: Reading,
    before: Json,
    after: Json,
    renamed: Mapping[Path, str] = {},
    twice: Collection[Path] = (),
) -> list[Splice]:
    """Return what makes the converted text of a pasted one, in order of place, not overlapping.

    Args:
        text: the pasted text.
        reading: what was read of it.
        before: the value as it was read.
        after: the value that the text shall have.
        renamed: new names of members, by their path in the paste; in `after` their values stand under these.
        twice: members that stand twice and may do so in the converted text, too; of others only the last is left.
    """
    names: dict[Path, dict[str, str]] = {}
    for path, name in renamed.items():
        names.setdefault(path[:-1], {})[str(path[-1])] = name
    doubled = {path[:-1] for path, _ in reading.duplicates if path not in twice}
    walk = _Walk(text, names, doubled, _leading_to(doubled), frozenset(twice))
    document = Container(Layout(text, reading.root), reading.root, "\n" not in text.strip())
    return _with_strict(reading, _merged(walk.value(reading.root, (), document, before, after)))


def spliced(text: str, found: Iterable[Splice]) -> str:
    """Carry out what `splices` found."""
    pieces, done = [], 0
    for one in found:
        pieces += [text[done : one.start], one.new]
        done = one.end
    return "".join([*pieces, text[done:]])


class _Walk(NamedTuple):
    """Goes through both values, side by side.

    `renamed` has the new names by the path of their container, `doubled` the containers in which a key stands twice,
    `leading` the paths that lead there. Those of `twice` may go on standing twice, as long as their container only
    changes inside of its members.
    """

    text: str
    renamed: Mapping[Path, Mapping[str, str]]
    doubled: Collection[Path]
    leading: Collection[Path]
    twice: Collection[Path]

    def value(self, span: Span, path: Path, holder: Container, before: Json, after: Json) -> Iterator[Splice]:
        if before is after and path not in self.leading:
            return
        if path in self.doubled:
            yield _anew(span, holder, after)
        elif isinstance(before, dict) and isinstance(after, dict) and before and after:
            yield from self.members(span, path, holder, before, after)
        elif isinstance(before, list) and isinstance(after, list) and before and after:
            yield from self.items(span, path, holder, before, after)
        elif type(before) is not type(after) or before != after:
            yield _anew(span, holder, after)

    def members(
        self, span: Span, path: Path, outer: Container, before: dict[str, Json], after: dict[str, Json]
    ) -> Iterator[Splice]:
        renamed = self.renamed.get(path, {})
        named = {key: key for key in before} | {name: key for key, name in renamed.items() if key in before}
        kept = {key: name for name, key in named.items() if name in after}
        comes_or_goes = len(kept) < max(len(span.inner or {}), len(after))
        if not kept or ((comes_or_goes or renamed) and any((*path, key) in self.twice for key in before)):
            yield _anew(span, outer, after)
            return
        here, inner = outer.inside(span), span.inner or {}
        for key, name in kept.items():
            if name != key:
                start = inner[key].start
                yield Splice(start, key_end(self.text, start), _quoted(name))
            yield from self.value(inner[key], (*path, key), here, before[key], after[name])
        old = set(kept.values())
        new: list[New] = [(name, value) for name, value in after.items() if name not in old]
        if comes_or_goes:
            yield from rearranged(here, [key in kept for key in inner], {len(inner): new} if new else {})

    def items(
        self, span: Span, path: Path, outer: Container, before: list[Json], after: list[Json]
    ) -> Iterator[Splice]:
        kept, new = _matched(before, after)
        if not kept:
            yield _anew(span, outer, after)
            return
        here, inner = outer.inside(span), span.inner or {}
        for index, place in kept.items():
            yield from self.value(inner[index], (*path, index), here, before[index], after[place])
        if new or len(kept) < len(before):
            yield from rearranged(here, [index in kept for index in inner], new)


def _anew(span: Span, holder: Container, after: Json) -> Splice:
    """Print a value at its place; what was written on one line stays on one."""
    if not isinstance(after, dict | list) or not after:
        return Splice(span.value, span.end, _quoted(after))
    own = holder.inside(span) if span.inner else holder
    indent = None if own.inline else own.layout.indentation(span.value)
    return Splice(span.value, span.end, own.layout.style(own.span).printed(after, indent))


def _quoted(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


def _leading_to(paths: Iterable[Path]) -> set[Path]:
    found: set[Path] = set()
    for path in paths:
        while path not in found:
            found.add(path)
            path = path[:-1]
    return found


def alike_at_ends(before: Sequence[object], after: Sequence[object]) -> tuple[int, int]:
    """Return how many items are the same at the beginning and, behind these, at the end."""
    start, most = 0, min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, end


def _matched(before: list[Json], after: list[Json]) -> tuple[dict[int, int], dict[int, list[New]]]:
    """Return which items stay, with their new indexes, and new items by the old index before which they come.

    Items that stay can have changed, be it from `1` to `true`; they are looked at again.
    """
    start, end = alike_at_ends(before, after)
    kept = {index: index for index in range(start)}
    kept |= {len(before) - back: len(after) - back for back in range(end, 0, -1)}
    new: dict[int, list[New]] = {}
    for i, i_end, j, j_end in _steps(before[start : len(before) - end], after[start : len(after) - end]):
        paired = min(i_end - i, j_end - j)
        kept |= zip(range(start + i, start + i + paired), range(start + j, start + j + paired), strict=True)
        if j_end - j > paired:
            new[start + i_end] = [(None, item) for item in after[start + j + paired : start + j_end]]
    return kept, new


def _steps(before: list[Json], after: list[Json]) -> list[_Step]:
    """Cut two arrays in pieces that belong to each other; items of such a piece are paired one by one."""
    whole = [(0, len(before), 0, len(after))]
    if len(before) == len(after) == 1:
        return whole
    one, other = ([minified(item) for item in items] for items in (before, after))
    left = _left(one, other)
    if left is not None or max(len(one), len(other)) > _COMPARED:
        return whole if left is None else left
    return [step[1:] for step in SequenceMatcher(None, one, other, autojunk=False).get_opcodes()]


def _left(before: list[str], after: list[str]) -> list[_Step] | None:
    """Pair the items that are left of an array; None where there are others."""
    found: list[_Step] = []
    place = 0
    for index, item in enumerate(after):
        try:
            place = before.index(item, place) + 1
        except ValueError:
            return None
        found.append((place - 1, place, index, index + 1))
    return found


def _merged(changes: Iterable[Splice]) -> list[Splice]:
    """Put in order; cuts that overlap, or touch what is put in beside them, become one."""
    found: list[Splice] = []
    for one in sorted(changes, key=_place):
        if found and one.start <= found[-1].end:
            last = found.pop()
            found.append(Splice(last.start, max(last.end, one.end), last.new + one.new))
        else:
            found.append(one)
    return found


def _place(one: Splice) -> tuple[int, int]:
    return one.start, one.end


def _with_strict(reading: Reading, changes: list[Splice]) -> list[Splice]:
    """Add what makes strict JSON of the rest of the text; a change that covers such an edit has it already."""
    root, ahead, left = reading.root, 0, []
    whole = bool(changes) and _place(changes[0]) == (root.value, root.end)
    for edit in reading.strict:
        while ahead < len(changes) and changes[ahead].end <= edit.start:
            ahead += 1
        inside = whole and root.value <= edit.start and edit.end <= root.end
        if not inside and (ahead == len(changes) or edit.end <= changes[ahead].start):
            left.append(edit)
    return sorted([*changes, *left], key=_place)
