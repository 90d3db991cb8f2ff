"""Why a cluster refuses an object."""

from typing import NamedTuple

from webapp.core.kubernetes.schema import VERSIONS, Version
from webapp.core.message import Message
from webapp.core.path import Path


class Found(NamedTuple):
    """What is wrong in one object, where, and in which versions."""

    path: Path
    message: Message
    versions: tuple[Version, ...] = VERSIONS


class ObjectProblem(NamedTuple):
    """Why a cluster refuses an object.

    Args:
        kind: the object's kind.
        name: its name.
        path: the place in the object.
        message: what is wrong, in a sentence.
        versions: the versions of Kubernetes that refuse it.
    """

    kind: str
    name: str
    path: Path
    message: Message
    versions: tuple[Version, ...]


def found(path: Path, template: str, versions: tuple[Version, ...] = VERSIONS, /, **values: object) -> Found:
    """Return what is wrong, with the values of the template; long texts are cut."""
    return Found(path, Message(template, {key: _cut(value) for key, value in values.items()}), versions)


def _cut(value: object) -> object:
    return value[:79] + "…" if isinstance(value, str) and len(value) > 80 else value
