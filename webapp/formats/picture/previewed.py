"""The scenes of a preview: one module on both devices, and the deployment with who calls whom."""

from webapp.core.device import Translation
from webapp.core.preview import Preview, Previewed
from webapp.formats.picture.calls import calls
from webapp.formats.picture.pair import module_scene
from webapp.formats.picture.scene import Scene
from webapp.formats.picture.whole import deployment_scene


def of_module(found: Previewed) -> Scene:
    """Return what a module is on both devices."""
    return module_scene(found.one, found.pasted, found.converted)


def of_deployment(preview: Preview) -> Scene:
    """Return all modules and their calls; of those that are filled in later only the name is known."""
    modules = preview.conversion.modules
    known = [
        preview.of[number].converted if number in preview.of else Translation(one.converted_name or one.name or "?")
        for number, one in enumerate(modules)
    ]
    later = [number for number in range(len(modules)) if number not in preview.of]
    return deployment_scene(known, calls(preview.conversion), later=later)
