"""The reference of a module's image (translation, sections 1 and 7; parsing notes, section 5)."""

import re

from webapp.core.device.errors import RefusedError, shown
from webapp.core.device.scalars import written
from webapp.core.path import Json

HUB = "https://index.docker.io/v1/"
_IMAGE = re.compile(r"(?:[^/]*/)*[^/:]+(:[^/:]+)?")


def reference(image: Json) -> str:
    """Return the image as the pod names it: trimmed, with `:latest` where no tag is given; a number counts as text.

    Raises:
        RefusedError: for what is no image to the agent.
    """
    text = "" if image is None or isinstance(image, (dict, list)) else written(image).strip()
    found = _IMAGE.fullmatch(text)
    if not found:
        raise RefusedError("InvalidModule", "`{image}` is no image that the agent reads.", image=shown(text))
    return text if found[1] else f"{text}:latest"


def registry(image: str) -> str | None:
    """Return the registry whose credential an image is pulled with; None for an image without a slash."""
    host, slash, _ = image.partition("/")
    if not slash:
        return None
    return host if "." in host or ":" in host else HUB
