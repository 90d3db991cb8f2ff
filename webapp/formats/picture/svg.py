"""A scene as SVG. Every text goes through `Markup.format`, which escapes it."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from markupsafe import Markup

from webapp.formats.picture.alternative import plain
from webapp.formats.picture.layout import LINE, Badge, Drawing, Frame, Line, Words, layout
from webapp.formats.picture.scene import Scene, flat

_STYLE = Path(__file__).parents[3] / "static" / "picture.css"
_SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="picture {look}"{size} viewBox="0 0 {width:g} {height:g}" '
    'role="img" aria-labelledby="{ident}-title {ident}-desc"><title id="{ident}-title">{title}</title>'
    '<desc id="{ident}-desc">{desc}</desc>{style}{body}</svg>'
)
# Without it, what shows the file as an image makes it as small as it likes.
_SIZE = Markup(' width="{width:g}" height="{height:g}"')
_FRAME = Markup('<rect class="frame d{depth}" x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{r}"/>')
_LINE = Markup('<g class="link l{look}"><title>{title}</title><path d="{d}"/><path class="tip" d="{tip}"/></g>')
_BADGE = Markup(
    '<g class="badge"><rect x="{x:g}" y="{y:g}" width="{w:g}" height="16" rx="8"/>'
    '<text x="{middle:g}" y="{base:g}" font-size="12" text-anchor="middle">{text}</text></g>'
)
_WORDS = Markup(
    '<svg x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}">{title}'
    '<text class="{look}" font-size="{size:g}" direction="ltr">{lines}</text></svg>'
)
_TITLE = Markup("<title>{text}</title>")
_TEXT_LINE = Markup('<tspan x="0" y="{y:g}">{text}</tspan>')
_LOOKS = 6


def svg(scene: Scene, *, narrow: bool = False, ident: str = "picture") -> Markup:
    """Return a picture for a page; `ident` must differ between pictures on one page."""
    return _svg(scene, "narrow" if narrow else "wide", narrow, ident, flat(scene.summary), Markup(""))


def standalone(scene: Scene, *, narrow: bool = False) -> str:
    """Return a picture as a file of its own, with its style and the whole text alternative inside."""
    style = Markup("<style>{}</style>").format(_style())
    return str(_svg(scene, "alone", narrow, "picture", plain(scene), style)) + "\n"


@cache
def _style() -> str:
    return _STYLE.read_text(encoding="utf-8")


def _svg(scene: Scene, look: str, narrow: bool, ident: str, desc: str, style: Markup) -> Markup:
    drawing = layout(scene, narrow=narrow)
    return _SVG.format(
        look=look,
        size=_SIZE.format(width=drawing.width, height=drawing.height) if look == "alone" else "",
        width=drawing.width,
        height=drawing.height,
        ident=ident,
        title=flat(scene.title),
        desc=desc,
        style=style,
        body=_body(drawing),
    )


def _body(drawing: Drawing) -> Markup:
    return _joined(
        (
            *map(_frame, drawing.frames),
            *map(_line, drawing.lines),
            *map(_words, drawing.words),
            *map(_badge, drawing.badges),
        )
    )


def _joined(pieces: Iterable[Markup]) -> Markup:
    return Markup("").join(pieces)


def _frame(one: Frame) -> Markup:
    return _FRAME.format(depth=min(one.depth, 3), x=one.x, y=one.y, w=one.width, h=one.height, r=8 if one.depth else 12)


def _line(one: Line) -> Markup:
    (x, y), (end_x, end_y) = one.points[0], one.points[-1]
    if len(one.points) == 2:
        middle = (x + end_x) / 2
        d = f"M{x:g} {y:g}C{middle:g} {y:g} {middle:g} {end_y:g} {end_x - 6:g} {end_y:g}"
    else:
        d = "M" + "L".join(f"{px:g} {py:g}" for px, py in one.points)
    side = -6 if len(one.points) == 2 else 6
    tip = f"M{end_x:g} {end_y:g}l{side} -4v8z"
    return _LINE.format(look=one.number % _LOOKS, title=one.title, d=d, tip=tip)


def _badge(one: Badge) -> Markup:
    return _BADGE.format(x=one.x, y=one.y, w=one.width, middle=one.x + one.width / 2, base=one.y + 12.4, text=one.text)


def _words(one: Words) -> Markup:
    lines = (_TEXT_LINE.format(y=13 + LINE * number, text=line) for number, line in enumerate(one.lines))
    return _WORDS.format(
        x=one.x,
        y=one.y,
        w=one.width,
        h=LINE * len(one.lines),
        look=one.look,
        size=one.size,
        title=_TITLE.format(text=one.whole) if one.whole else "",
        lines=_joined(lines),
    )
