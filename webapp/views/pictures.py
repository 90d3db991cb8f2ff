"""The pictures of the page: the open module on both devices, and the deployment with who calls whom."""

from dataclasses import dataclass

from markupsafe import Markup

from webapp.formats.picture import Scene, listed, svg


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the two arrangements that the page shows, one of them at a time, and the same in words."""

    wide: Markup
    narrow: Markup
    words: Markup


def picture_of(scene: Scene, ident: str) -> Picture:
    """Draw a scene for the page; `ident` must differ between pictures on one page."""
    narrow = svg(scene, narrow=True, ident=f"{ident}-narrow")
    return Picture(svg(scene, ident=ident), narrow, listed(scene))
