"""Modules in Node.js: its device SDK does not get along with IoT Edge on Kubernetes."""

import re

from webapp.core.edit import find
from webapp.core.module import Module, Node, Part
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._commands import SHELLS, split, words
from webapp.core.rules.other._entry import stated

_PROGRAMS = ("node", "nodejs", "npm", "npx")
_WORD = re.compile(r"(?:^|[-_.:])(?:nodejs|node-?red)(?:$|[-_.:0-9])|^node(?::|@|$)|node[-_.]js", re.IGNORECASE)
_LINE = re.compile(r"-[a-z]*c")
_PARTS = re.compile(r"&&|\|\||[;|\n]")


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
        if node and any(one.rpartition("/")[2].lower() in _PROGRAMS for one in _programs(words(node))):
            return node, "createOptions"
    return None


def _programs(command: list[str]) -> list[str]:
    """Return the programs that a command starts; a shell starts those of the line behind its `-c`."""
    shell = command[:1] and command[0].rpartition("/")[2] in SHELLS
    line = next((number for number, one in enumerate(command) if _LINE.fullmatch(one)), 0) if shell else 0
    if not line:
        return command[:1]
    parts = (split(part) for part in _PARTS.split("".join(command[line + 1 : line + 2])))
    return [next((word for word in part if word != "exec"), "") for part in parts]


def _built(module: Module) -> tuple[Node, Part] | None:
    """Return an image whose name says that it was built for Node.js; `node` alone can mean many things."""
    image = stated(module, "settings", "image")
    name = image.value.strip().rpartition("/")[2] if image and isinstance(image.value, str) else ""
    return (image, "entry") if image and _WORD.search(name) else None
