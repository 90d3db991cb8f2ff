"""What a picture shows, in words: the same scene as a nested list in HTML, or as plain text."""

from collections.abc import Iterator

from markupsafe import Markup

from webapp.core.message import Message
from webapp.formats.markup import code
from webapp.formats.picture.scene import Box, Link, Row, Scene, flat

_Goal = tuple[Link, Row]


def plain(scene: Scene) -> str:
    """Return the scene as text, a line for each title and row."""
    rows = iter(_ends(scene))
    lines = [flat(scene.title), flat(scene.summary)]
    for box in scene.boxes:
        lines += _lines(box, rows, 0)
    return "\n".join(lines)


def listed(scene: Scene) -> Markup:
    """Return the scene as a nested list."""
    rows = iter(_ends(scene))
    boxes = (_item(box, rows) for box in scene.boxes)
    return Markup('<p>{}</p><ul class="picture-text">{}</ul>').format(code(scene.summary), Markup("").join(boxes))


def _ends(scene: Scene) -> Iterator[list[_Goal]]:
    """Yield for each row the links that begin there, with where they end; a list of calls says it in its rows."""
    rows = scene.rows
    found: dict[int, list[_Goal]] = {}
    for link in scene.links if not scene.is_list else ():
        found.setdefault(link.start, []).append((link, rows[link.end]))
    for number in range(len(rows)):
        yield found.get(number, [])


def _lines(box: Box, rows: Iterator[list[_Goal]], depth: int) -> Iterator[str]:
    indent = "  " * depth
    yield f"{indent}{flat(box.title)}"
    for item in box.items:
        if isinstance(item, Box):
            yield from _lines(item, rows, depth + 1)
            continue
        goals = next(rows)
        note = f" – {flat(item.note)}" if item.note else ""
        yield f"{indent}- {flat(item.text)}{note}"
        for goal in goals:
            yield f"{indent}  " + " ".join(flat(message) for message in _goal(goal))


def _item(box: Box, rows: Iterator[list[_Goal]]) -> Markup:
    items = []
    for item in box.items:
        if isinstance(item, Box):
            items.append(_item(item, rows))
            continue
        goals = [Markup("<li>{}</li>").format(_joined(_goal(goal))) for goal in next(rows)]
        note = Markup(" – <em>{}</em>").format(code(item.note)) if item.note else ""
        inner = Markup("<ul>{}</ul>").format(Markup("").join(goals)) if goals else ""
        items.append(Markup("<li>{}{}{}</li>").format(code(item.text), note, inner))
    return Markup("<li><strong>{}</strong><ul>{}</ul></li>").format(code(box.title), Markup("").join(items))


def _joined(messages: list[Message]) -> Markup:
    return Markup(" ").join(code(message) for message in messages)


def _goal(goal: _Goal) -> list[Message]:
    """Return where a link leads, and what was changed on the way."""
    link, row = goal
    becomes = Message("{its_link}: becomes " + row.text.template + ".", {**row.text.values, "its_link": link.number})
    return [becomes, *link.why]
