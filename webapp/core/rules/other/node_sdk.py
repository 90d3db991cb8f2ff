"""Modules in Node.js: its device SDK does not get along with IoT Edge on Kubernetes."""

import re

from webapp.core.edit import find
from webapp.core.module import Module, Node, Part
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._commands import words
from webapp.core.rules.other._entry import stated

_PROGRAMS = ("node", "nodejs", "npm", "npx")
_WORD = re.compile(r"(?:^|[-_.:])(?:nodejs|node-?red)(?:$|[-_.:0-9])|^node(?::|@|$)|node[-_.]js", re.IGNORECASE)


@rule(guidance=(), sure="documented", reads=("Cmd", "Entrypoint", "module.entry"))
def node_sdk(module: Module) -> Outcomes:
    """Fact F1.86."""
    found = _started(module) or _built(module)
    if found:
        node, part = found
        yield find(
            "warning",
            node,
            "This looks like a module in Node.js. If it uses the Node.js SDK for devices, it gets no credentials on "
            "the GPU device and does not start.",
            "Try it on the GPU device before you move. Nothing to do if it does not talk to IoT Edge; else use the SDK "
            "of another language.",
            part=part,
        )


def _started(module: Module) -> tuple[Node, Part] | None:
    """Return the command that starts Node.js."""
    for node in (module.first("Entrypoint"), module.first("Cmd")):
        first = words(node)[:1]
        if node and first and first[0].rpartition("/")[2].lower() in _PROGRAMS:
            return node, "createOptions"
    return None


def _built(module: Module) -> tuple[Node, Part] | None:
    """Return an image whose name says that it was built for Node.js; `node` alone can mean many things."""
    image = stated(module, "settings", "image")
    name = image.value.strip().rpartition("/")[2] if image and isinstance(image.value, str) else ""
    return (image, "entry") if image and _WORD.search(name) else None
