"""Where everything of a scene stands. Lengths are in the units of the picture's own coordinates."""

from dataclasses import dataclass, field
from typing import NamedTuple

from webapp.formats.picture.measure import width, wrapped
from webapp.formats.picture.scene import Box, Row, Scene, Tone, flat

WIDE, NARROW = 800, 330
SIZE, SMALL, LINE = 14.0, 12.5, 18.0
_GAP, _PAD, _LANE, _MOST_LANES = 96, 8, 12, 90
_MOST_LINES = 3
_BOLD = 1.08  # bold and slanted letters are wider


class Frame(NamedTuple):
    """A rectangle; those of the devices have depth 0."""

    x: float
    y: float
    width: float
    height: float
    depth: int


class Words(NamedTuple):
    """A text in lines; nothing of it is drawn outside of its rectangle. `whole` is the text where it was cut."""

    x: float
    y: float
    width: float
    lines: tuple[str, ...]
    look: str
    size: float
    whole: str


class Badge(NamedTuple):
    """The numbers of links at the end of a row."""

    x: float
    y: float
    width: float
    text: str


class Line(NamedTuple):
    """A line through points, a curve between two, else with corners; lines of one number look alike."""

    points: tuple[tuple[float, float], ...]
    number: int
    title: str


class Spot(NamedTuple):
    """Where a row stands."""

    left: float
    right: float
    middle: float


@dataclass
class Drawing:
    """What is drawn, by layers."""

    width: float
    height: float = 0.0
    frames: list[Frame] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    badges: list[Badge] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)


def layout(scene: Scene, *, narrow: bool = False) -> Drawing:
    """Place a scene: two columns with lines between them, or one column where it is narrow or a list."""
    drawing = Drawing(NARROW if narrow else WIDE)
    numbers = _numbers(scene)
    if scene.is_list:
        goals = sorted({link.end for link in scene.links})
        margin = min(_MOST_LANES if not narrow else _MOST_LANES / 2, _LANE * len(goals) + _PAD * 2) if goals else 0
        _column(drawing, scene.boxes, 0, drawing.width - margin, numbers)
        _lanes(drawing, scene, goals, margin)
    elif narrow:
        _column(drawing, scene.boxes, 0, drawing.width, numbers)
    else:
        room = (drawing.width - _GAP) / 2
        heights = []
        for index, box in enumerate(scene.boxes):
            drawing.height = 0
            _column(drawing, (box,), index * (room + _GAP), room, numbers)
            heights.append(drawing.height)
        drawing.height = max(heights, default=0)
        _curves(drawing, scene)
    return drawing


def _numbers(scene: Scene) -> dict[int, str]:
    """Return what stands at each row that has links; in a list of modules, the rows say it themselves."""
    found: dict[int, list[int]] = {}
    for link in scene.links if not scene.is_list else ():
        for row in (link.start, link.end):
            if link.number not in found.setdefault(row, []):
                found[row].append(link.number)
    return {row: _short(sorted(numbers)) for row, numbers in found.items()}


def _short(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:4])) + (" …" if len(numbers) > 4 else "")


def _column(drawing: Drawing, boxes: tuple[Box, ...], x: float, room: float, numbers: dict[int, str]) -> None:
    y = 1.0
    for box in boxes:
        y = _box(drawing, box, (x + 1, y), room - 2, numbers, 0) + _PAD * 1.5
    drawing.height = y - _PAD * 1.5 + 1


def _box(
    drawing: Drawing, box: Box, corner: tuple[float, float], room: float, numbers: dict[int, str], depth: int
) -> float:
    """Place a box with all that is in it, and return where it ends below."""
    x, top = corner
    place = len(drawing.frames)
    title = flat(box.title)
    inner = room - 2 * _PAD
    y = _words(drawing, title, (x + _PAD, top + _PAD), inner, f"title d{min(depth, 1)}", SIZE)
    for item in box.items:
        if isinstance(item, Row):
            y = _row(drawing, item, (x + _PAD, y + 3), inner, numbers)
        else:
            y = _box(drawing, item, (x + _PAD, y + _PAD), inner, numbers, depth + 1)
    bottom = y + _PAD
    drawing.frames.insert(place, Frame(x, top, room, bottom - top, depth))
    return bottom


def _row(drawing: Drawing, row: Row, corner: tuple[float, float], room: float, numbers: dict[int, str]) -> float:
    x, top = corner
    number = numbers.get(len(drawing.spots), "")
    badge = width(number, SMALL) + 10 if number else 0.0
    y = _words(drawing, flat(row.text), (x, top), room - (badge + 6 if badge else 0), "row", SIZE)
    middle = top + LINE / 2
    if badge:
        drawing.badges.append(Badge(x + room - badge, top + 1, badge, number))
    drawing.spots.append(Spot(x - _PAD, x + room + _PAD, middle))
    if row.note:
        y = _words(drawing, _marked(flat(row.note), row.tone), (x + 10, y), room - 10, f"note {row.tone}", SMALL)
    return y


def _marked(note: str, tone: Tone) -> str:
    return {"plain": "", "lost": "⚠ ", "refused": "✕ "}[tone] + note


def _words(drawing: Drawing, text: str, corner: tuple[float, float], room: float, look: str, size: float) -> float:
    lines = wrapped(text, room, size if look == "row" else size * _BOLD, _MOST_LINES)
    cut = text if lines[-1].endswith("…") else ""
    drawing.words.append(Words(*corner, room, tuple(lines), look, size, cut))
    return corner[1] + LINE * len(lines)


def _curves(drawing: Drawing, scene: Scene) -> None:
    rows = scene.rows
    for link in scene.links:
        start, end = drawing.spots[link.start], drawing.spots[link.end]
        told = [flat(message) for message in link.why]
        title = " ".join([f"{link.number}: {flat(rows[link.start].text)} → {flat(rows[link.end].text)}.", *told])
        drawing.lines.append(Line(((start.right, start.middle), (end.left, end.middle)), link.number, title))


def _lanes(drawing: Drawing, scene: Scene, goals: list[int], margin: float) -> None:
    """Lead every call along a lane of its own goal, so that lines to one module become one."""
    step = (margin - 2 * _PAD) / max(1, len(goals))
    lanes = {goal: drawing.width - margin + _PAD + step * (place + 1) for place, goal in enumerate(goals)}
    rows = scene.rows
    for link in scene.links:
        start, end, lane = drawing.spots[link.start], drawing.spots[link.end], lanes[link.end]
        look = goals.index(link.end)
        points = ((start.right, start.middle), (lane, start.middle), (lane, end.middle), (end.right, end.middle))
        drawing.lines.append(Line(points, look, flat(rows[link.start].text)))
