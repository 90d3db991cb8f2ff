"""A picture of what a module is on the FPGA device and on the GPU device, and of who calls whom in a deployment.

First a `Scene`, plain data made from the translation; from it `svg` draws, and `alternative` says the same in words.
No script, no inline style: in a page the look comes from `static/picture.css`, which `standalone` embeds.
"""

from webapp.formats.picture.alternative import listed, plain
from webapp.formats.picture.calls import Call, calls
from webapp.formats.picture.pair import module_scene
from webapp.formats.picture.previewed import of_deployment, of_module
from webapp.formats.picture.scene import Box, Link, Row, Scene
from webapp.formats.picture.svg import standalone, svg
from webapp.formats.picture.whole import deployment_scene

__all__ = [
    "Box",
    "Call",
    "Link",
    "Row",
    "Scene",
    "calls",
    "deployment_scene",
    "listed",
    "module_scene",
    "of_deployment",
    "of_module",
    "plain",
    "standalone",
    "svg",
]
