"""The pictures of the page: the open module on both devices, and the deployment with who calls whom."""

from dataclasses import dataclass

from markupsafe import Markup

from webapp.core.device import Translation
from webapp.core.preview import Preview, Previewed
from webapp.formats.picture import Scene, calls, deployment_scene, listed, module_scene, svg


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


def of_module(found: Previewed) -> Scene:
    """Return what a module is on both devices."""
    return module_scene(found.one, found.pasted, found.converted)


def of_deployment(preview: Preview) -> Scene:
    """Return all modules and their calls; of those that are filled in later only the name is known."""
    modules = enumerate(preview.conversion.modules)
    known = [
        preview.of[number].converted if number in preview.of else Translation(one.name or "?")
        for number, one in modules
    ]
    return deployment_scene(known, calls(preview.conversion))
