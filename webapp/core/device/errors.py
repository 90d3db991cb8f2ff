"""Why the agent refuses a module: the kinds that the specification knows (translation, sections 1, 3 and 10)."""

from dataclasses import dataclass, replace
from typing import Literal

from webapp.core.message import Message
from webapp.core.path import Path

ErrorKind = Literal["InvalidMount", "InvalidKubernetesName", "InvalidModule", "InvalidCreateOptions"]


@dataclass(frozen=True, slots=True)
class DeviceError:
    """Why nothing comes of a module.

    Args:
        kind: as the specification names it; where the agent fails with a general exception, the nearest.
        message: what is wrong, in a sentence.
        path: the place in createOptions; empty where it is not about one.
        modules: the modules that a plan's error is about.
    """

    kind: ErrorKind
    message: Message
    path: Path = ()
    modules: tuple[str, ...] = ()


class RefusedError(Exception):
    """The agent refuses a module; `error` says why."""

    def __init__(self, kind: ErrorKind, template: str, path: Path = (), **values: object) -> None:
        super().__init__(template)
        self.error = DeviceError(kind, Message(template, values), path)

    def __str__(self) -> str:
        return str(self.error.message)

    def at(self, path: Path) -> "RefusedError":
        """Return the same with the place in createOptions from which it came."""
        self.error = replace(self.error, path=path)
        return self


def shown(text: str, most: int = 80) -> str:
    """Return a piece of the paste for a message, cut where it is long."""
    return text if len(text) <= most else text[: most - 1] + "…"
