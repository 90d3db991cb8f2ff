"""The picture of one module: on the left as Docker runs it, on the right as Kubernetes will, with what moved where."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from webapp.core.converted import Change, ConvertedModule
from webapp.core.device import Translation, telling
from webapp.core.message import Message
from webapp.core.path import Path, leaves
from webapp.core.rules.resources._accelerators import GPU, sources
from webapp.formats.picture.docker import docker_side
from webapp.formats.picture.kubernetes import kubernetes_side
from webapp.formats.picture.scene import Box, Link, Row, Scene, Tone, cleaned, say

MOST_TOLD = 20
_GONE = say("taken out by the conversion")
_LOST = say("dropped by the GPU device")
_WITHOUT_EFFECT = say("without effect on the GPU device")
_PARTLY_LOST = say("a part is dropped by the GPU device")
_WOULD_BE_LOST = say("as pasted, this would be dropped")
_WOULD_PARTLY_BE_LOST = say("as pasted, a part would be dropped")


def module_scene(one: ConvertedModule, pasted: Translation, converted: Translation) -> Scene:
    """Return what a module is on both devices.

    Args:
        one: the module before and after.
        pasted: what the device makes of it as it was pasted.
        converted: what the device makes of the converted module.
    """
    changed = {change.path for change in one.changes if change.edit.part == "createOptions"}
    left = docker_side(one.module, pasted, changed)
    right = kubernetes_side(converted, tuple(one.env))
    links = _links(one, converted, list(left.rows), list(right.rows))
    left = _told(left, iter(_notes(one, pasted, converted, list(left.rows), {link.start for link in links})))
    return Scene(
        say("Module `{name}` on the FPGA device and on the GPU device", name=pasted.name),
        _summary(pasted, converted, links),
        (left, right),
        tuple(links),
    )


def _summary(pasted: Translation, converted: Translation, links: list[Link]) -> Message:
    if converted.errors:
        return say("Left the module on Docker. Right: the GPU device refuses it, even converted.")
    count = len({link.number for link in links})
    told = "Left the module on Docker, right on Kubernetes; settings connected with what they become: {count}. "
    before = "As pasted, the GPU device would refuse it." if pasted.errors else "As pasted, the GPU device drops {was}."
    lost = [len(telling(one.losses)) for one in (pasted, converted)]
    return say(
        told + before + " Converted, it drops {left}.", count=count, was=lost[0] or "none", left=lost[1] or "none"
    )


def _links(one: ConvertedModule, converted: Translation, left: list[Row], right: list[Row]) -> list[Link]:
    """Return what leads from a pasted setting to the fields that it becomes, row by row."""
    starts = {path: number for number, row in enumerate(left) for path in row.sources}
    ends = _ends(converted, right)
    found: dict[tuple[int, int], list[Message]] = {}  # as the rules wrote them
    for leaf in leaves(one.module.options):
        for pair in _between(_covering(leaf, starts), ends.get(one.trail.onward(leaf, 0) or ())):
            found.setdefault(pair, [])
    for change in one.changes:
        for path in _origins(one, change):
            for pair in _between(_covering(path, starts), ends.get(change.to or ())):
                found.setdefault(pair, []).append(change.summary)
    for start, end in list(found):
        if left[start].is_rest and not right[end].is_rest:
            del found[start, end]
    numbers = {start: number for number, start in enumerate(sorted({start for start, _ in found}), 1)}
    return [Link(numbers[start], start, len(left) + end, _once(found[start, end])) for start, end in sorted(found)]


def _origins(one: ConvertedModule, change: Change) -> list[Path]:
    """Return from which places of createOptions a change comes; GPUs take the place of all boards."""
    if change.edit.part != "createOptions":
        return []
    boards = sources(one.module) if change.to and change.to[-1] == GPU else []
    return [change.path, *(node.path for node in boards)]


def _between(start: int | None, ends: list[int] | None) -> list[tuple[int, int]]:
    return [] if start is None else [(start, end) for end in ends or ()]


def _once(messages: list[Message]) -> tuple[Message, ...]:
    """Return what is told of a link: each message once, and of many the first and how many more there are."""
    told = list({str(message): message for message in messages}.values())
    more = [say("and {number} more changes", number=len(told) - MOST_TOLD)] if len(told) > MOST_TOLD else []
    return (*map(cleaned, told[:MOST_TOLD]), *more)


def _ends(converted: Translation, right: list[Row]) -> Mapping[Path, list[int]]:
    """Return which rows stand for what became of each place of the converted createOptions, and of all below it."""
    fields = {field: number for number, row in enumerate(right) for field in row.fields}
    found: dict[Path, dict[int, None]] = defaultdict(dict)
    for leaf, targets in converted.reached.items():
        for target in targets:
            sizes = range(len(target.path), -1, -1)
            places = (target._replace(path=target.path[:size]) for size in sizes)
            number = next((fields[place] for place in places if place in fields), None)
            for size in range(1, len(leaf) + 1) if number is not None else ():
                found[leaf[:size]][number or 0] = None
    return {path: list(numbers) for path, numbers in found.items()}


def _covering(path: Path, rows: Mapping[Path, int]) -> int | None:
    return next((rows[path[:size]] for size in range(len(path), -1, -1) if path[:size] in rows), None)


def _notes(
    one: ConvertedModule, pasted: Translation, converted: Translation, left: Sequence[Row], linked: set[int]
) -> Iterator[tuple[Message, Tone] | None]:
    """Yield for each row what becomes of it, where that is not a link alone."""
    would, lost = _lost(pasted), _lost(converted)
    starts = {path: number for number, row in enumerate(left) for path in row.sources}
    parts: dict[int | None, list[Path]] = defaultdict(list)
    for leaf in leaves(one.module.options):
        parts[_covering(leaf, starts)].append(leaf)
    for number, row in enumerate(left):
        places = [one.trail.onward(leaf, 0) for leaf in parts[number]]
        if not row.sources or row.note or row.is_rest:
            yield None
        elif number in linked:
            yield _beside_links([leaf in would for leaf in parts[number]], [place in lost for place in places])
        else:
            yield _instead_of_links(converted, places, lost)


def _lost(translation: Translation) -> set[Path | None]:
    """Return what the device drops though it says something; of a module that it refuses there is nothing to tell."""
    return set() if translation.errors else {loss.path for loss in telling(translation.losses)}


def _beside_links(would: list[bool], lost: list[bool]) -> tuple[Message, Tone] | None:
    if any(lost):
        return _PARTLY_LOST, "lost"
    if not any(would):
        return None
    return (_WOULD_BE_LOST if all(would) else _WOULD_PARTLY_BE_LOST), "lost"


def _instead_of_links(
    converted: Translation, places: list[Path | None], lost: set[Path | None]
) -> tuple[Message, Tone] | None:
    if all(place is None for place in places):
        return _GONE, "plain"
    if converted.errors:
        return None
    return (_LOST, "lost") if any(place in lost for place in places) else (_WITHOUT_EFFECT, "plain")


def _told(box: Box, notes: Iterator[tuple[Message, Tone] | None]) -> Box:
    """Return the box with a note at each row that has one."""
    items: list[Row | Box] = []
    for item in box.items:
        if isinstance(item, Box):
            items.append(_told(item, notes))
            continue
        note = next(notes)
        items.append(replace(item, note=note[0], tone=note[1]) if note else item)
    return Box(box.title, tuple(items))
