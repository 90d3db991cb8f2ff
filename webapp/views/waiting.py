"""The questions that wait for the person, over all modules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from webapp.core.convert import Conversion
from webapp.core.said import Asked
from webapp.core.source import Place
from webapp.formats.markup import code
from webapp.views import blocks


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that waits for the person, wherever it stands. `module` is its number.

    `also` are the names of other modules in which the same is asked.
    """

    module: int
    name: str | None
    anchor: str
    place: Place
    prompt: Markup
    also: tuple[str, ...] = ()


def prefix_of(number: int, whole: bool) -> str:
    """Return what stands before the anchors of a module."""
    return f"m{number}-" if whole else ""


def needs(conversion: Conversion, asked: Asked, pending: Mapping[str, str]) -> bool:
    """Tell whether a question is left to the person: without an answer, or with one that does not fit."""
    return blocks.is_open(asked, pending) or asked.id in conversion.unfit


def waiting(conversion: Conversion, pending: Mapping[str, str], whole: bool) -> list[Waiting]:
    """Return all of them, in the order of the modules."""
    found = []
    for number, one in enumerate(conversion.modules, 1):
        for anchor, asked in zip(blocks.anchors(prefix_of(number, whole), one.questions), one.questions, strict=True):
            if needs(conversion, asked, pending):
                place = conversion.place(one, asked.path, asked.part)
                found.append(Waiting(number, one.name if whole else None, anchor, place, code(asked.prompt)))
    return found


def grouped(waiting: list[Waiting]) -> tuple[Waiting, ...]:
    """Put questions with the same words behind the first of them."""
    groups: dict[str, list[Waiting]] = {}
    for number, one in enumerate(waiting):
        groups.setdefault(one.prompt if one.name else str(number), []).append(one)
    return tuple(replace(first, also=tuple(str(one.name) for one in others)) for first, *others in groups.values())
