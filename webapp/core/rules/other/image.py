"""The image of a module: references that the device's agent refuses, and images for Windows."""

import re

from webapp.core.edit import Because, Finding, find
from webapp.core.module import Module, Node, entries
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import is_placeholder
from webapp.core.rules.other._entry import stated, stated_text
from webapp.core.rules.other._env import short

_LATER = re.compile(r"\$\{[^{}]*\}|\$\w+|\{\{[^{}]*\}\}|<[^<>]*>|%\w+%")
_READ = re.compile(r"(?:[^/]*/)*[^/:]+(?::[^/:]+)?")
_WINDOWS = re.compile(
    r"windowsservercore|nanoserver|-windows-(?:amd64|x64|arm|ltsc|[0-9])|:(?:[^/:]*[-_.])?windows", re.IGNORECASE
)
_WHOLE = ("status", "restartPolicy")
_REMEDY = "Write `registry/name:tag`, or `registry/name@sha256:…` without a tag."


@rule(guidance=(), sure="derived", reads=("module.entry",))
def image(module: Module) -> Outcomes:
    """Facts F1.84 and F2.7; section 1 of the translation notes, section 5 of the parsing notes."""
    node = _image(module)
    if node is None:
        if _is_whole(module):
            yield _missing(module)
        return
    text = node.value.strip() if isinstance(node.value, str) else ""
    if _WINDOWS.search(_LATER.sub("", text)):
        yield find(
            "error",
            node,
            "`{image}` is an image for Windows. The device runs Linux containers only, so the module never starts.",
            "Take the image for Linux on AMD64.",
            because=Because(sure="documented"),
            part="entry",
            image=short(text),
        )
    elif isinstance(node.value, list | dict):
        yield find("error", node, _reason("?"), _REMEDY, part="entry", image=short(node.value))
    elif not is_placeholder(text) and not _READ.fullmatch(text):
        yield find(
            "error",
            node,
            _reason(text),
            _REMEDY,
            part="entry",
            image=short(text),
        )


def _image(module: Module) -> Node | None:
    """Return the image as stated, be it null; None where nothing is said of one, or it is a number or a switch."""
    settings = stated(module, "settings")
    found = [node for node in entries(settings) if node.key.lower() == "image"] if settings else []
    return next((node for node in found if isinstance(node.value, str | list | dict | None)), None)


def _is_whole(module: Module) -> bool:
    """Tell whether the entry says what only a whole one does, and names no image; a part of one can come in a layer."""
    settings = stated(module, "settings")
    if settings is None or not isinstance(settings.value, dict) or module.carrier == "inspect":
        return False
    named = any(entry.key.lower() == "image" for entry in entries(settings))
    whole = stated_text(module, "type").lower() == "docker" or any(stated(module, name) for name in _WHOLE)
    return whole and not named


def _missing(module: Module) -> Finding:
    settings = stated(module, "settings")
    return find("error", settings.path if settings else (), _reason(""), _REMEDY, part="entry")


def _reason(text: str) -> str:
    if not text:
        return "The module has no image. The device refuses the whole deployment."
    if "@" in text.rpartition("/")[2]:
        return "`{image}` has a tag and a digest. The device can't read that and refuses the whole deployment."
    return "`{image}` is no image that the device can read. It refuses the whole deployment."
