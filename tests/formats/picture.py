"""Scenes for the tests of the picture."""

import json
from typing import Any

from webapp.core import Conversion, convert
from webapp.core.converted import ConvertedModule
from webapp.core.device import AZURE_STACK_EDGE, DeviceModule, Translation, translate
from webapp.core.path import Json
from webapp.formats.picture import Box, Scene, calls, deployment_scene, module_scene
from webapp.formats.picture.scene import flat


def translated(one: ConvertedModule, options: Json, env: Any, name: str | None) -> Translation:
    """Return what the device makes of a module before or after."""
    return translate(
        DeviceModule(name or "module", one.module.image or "image:1", env=env, create_options=options), AZURE_STACK_EDGE
    )


def both(one: ConvertedModule) -> tuple[Translation, Translation]:
    """Return what the device makes of a module as pasted, and converted."""
    name = one.converted_name or one.name
    return (
        translated(one, one.module.options, one.module.env, one.name),
        translated(one, one.create_options, one.env, name),
    )


def drawn(options: Any) -> Scene:
    """Return the picture of createOptions."""
    (one,) = convert(json.dumps(options)).modules
    return module_scene(one, *both(one))


def whole(conversion: Conversion, most: int = 16) -> Scene:
    """Return the picture of a deployment."""
    return deployment_scene([both(one)[1] for one in conversion.modules], calls(conversion), most)


def outline(boxes: tuple[Box, ...]) -> dict[str, Any]:
    """Return titles and rows as nested text, the notes behind a dash."""
    found: dict[str, Any] = {}
    for box in boxes:
        rows = [
            flat(one.text) + (f" – {flat(one.note)}" if one.note else "")
            for one in box.items
            if not isinstance(one, Box)
        ]
        inner = outline(tuple(one for one in box.items if isinstance(one, Box)))
        found[flat(box.title)] = {"": rows, **inner} if inner and rows else inner or rows
    return found


def linked(scene: Scene) -> list[tuple[str, str]]:
    """Return the texts of the rows that are linked."""
    rows = scene.rows
    return [(flat(rows[link.start].text), flat(rows[link.end].text)) for link in scene.links]


def deployment(modules: dict[str, Any]) -> str:
    """Return a deployment with these createOptions by module."""
    entries = {
        name: {
            "type": "docker",
            "status": "running",
            "restartPolicy": "always",
            "version": "1.0",
            "settings": {"image": f"{name.lower()}:1", "createOptions": json.dumps(options)},
        }
        for name, options in modules.items()
    }
    agent = {"schemaVersion": "1.1", "runtime": {"type": "docker"}, "systemModules": {}, "modules": entries}
    return json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": agent}}})
