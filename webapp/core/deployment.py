"""A whole deployment as rules see it: its modules, and what stands around them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from webapp.core.module import Module, Part
from webapp.core.path import Json, Path

Kind = Literal["create-options", "module", "deployment", "layered-deployment", "docker-inspect"]


def holds_several(kind: Kind) -> bool:
    """Tell whether a paste of this kind can hold several modules."""
    return kind not in ("create-options", "module")


@dataclass(frozen=True)
class Deployment:
    """The modules of a paste, each as the rules about modules leave it.

    Args:
        kind: what was pasted; a single module is a deployment of one.
        value: the pasted document.
        values: what rules about the deployment have changed in it so far, by path.
        modules: the modules, in the order of the document.
        pasted: the same modules as they were pasted.
        repeated: keys of the document, outside of createOptions, that stand twice, with the line of the earlier one.
        unread: parts of the document that stand where modules do, or hold some, and are not converted.
        line_of: the line in the paste of a setting of a module (by number), or of a path of the document (None).
    """

    kind: Kind
    value: Json
    values: Mapping[Path, Json]
    modules: tuple[Module, ...]
    pasted: tuple[Module, ...]
    repeated: tuple[tuple[Path, int], ...]
    unread: tuple[Path, ...]
    line_of: Callable[[int | None, Path, Part], int]

    def line(self, module: Module, path: Path, part: Part = "createOptions") -> int:
        """Return the line in the paste in which a setting of a module stands."""
        return self.line_of(self.number(module), path, part)

    def number(self, module: Module) -> int:
        """Return the place of a module in `modules`."""
        return self._numbers[id(module)]

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {id(module): number for number, module in enumerate(self.modules)}

    def outside(self) -> Iterator[tuple[Path, str]]:
        """Yield every text of the document that stands outside of the modules' entries, with its path."""
        inside = {module.entry_at if module.entry_at is not None else module.at for module in self.modules}
        for path, text in _texts(self.value, (), inside):
            now = self.values.get(path, text)
            yield path, now if isinstance(now, str) else text


def _texts(value: Json, path: Path, inside: set[Path]) -> Iterator[tuple[Path, str]]:
    if path in inside:
        return
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _texts(child, (*path, key), inside)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _texts(child, (*path, index), inside)
