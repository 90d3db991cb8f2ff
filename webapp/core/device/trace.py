"""What reached which field: values carry the place in createOptions from which they come.

Builders put `Sourced` values, or containers that know their place, into the objects they make; when an object is
settled into plain JSON, each of them is noted with the place where it ended.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from webapp.core.message import Message
from webapp.core.path import Json, Path, pointer

T = TypeVar("T")
S = TypeVar("S")

Made: TypeAlias = "bool | int | float | str | Sourced[Any] | list[Made] | dict[str, Made] | None"

# The earlier one of two members with one name: no path leads to it, and no leaf has such a step.
EARLIER = -1


class Sourced(NamedTuple, Generic[T]):
    """A value and the places in createOptions from which it was made."""

    value: T
    sources: tuple[Path, ...]

    def made(self, make: Callable[[T], S]) -> "Sourced[S]":
        """Return what is made of the value, with the same sources."""
        return Sourced(make(self.value), self.sources)

    def because(self, *others: "Sourced[Any] | None") -> "Sourced[T]":
        """Return the value as one that is there because of other values, too."""
        return Sourced(self.value, self.sources + tuple(path for one in others if one for path in one.sources))


class Items(list[T]):
    """A list and the place in createOptions where it stands."""

    __slots__ = ("path",)

    def __init__(self, items: Iterable[T], path: Path) -> None:
        super().__init__(items)
        self.path = path


class Entries(dict[str, T]):
    """A map, whose keys are the person's own, and the place where it stands."""

    __slots__ = ("path",)

    def __init__(self, entries: Mapping[str, T], path: Path) -> None:
        super().__init__(entries)
        self.path = path


class Fields(dict[str, Any]):
    """The known members of a structure under their own names, and the place where it stands."""

    __slots__ = ("path",)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class Target(NamedTuple):
    """A field of an object: the object's kind and name, and the path into it."""

    kind: str
    name: str
    path: Path

    @property
    def pointer(self) -> str:
        """The path as a JSON Pointer."""
        return pointer(self.path)


class Note(NamedTuple):
    """Why what stands at a path reached nothing; harmless where leaving it out would change nothing."""

    message: Message
    harmless: bool


class Trace:
    """What a module's translation notes while it goes."""

    def __init__(self) -> None:
        self.reached: dict[Path, list[Target]] = {}
        self.notes: dict[Path, Note] = {}
        self.hidden: set[Path] = set()
        self._steps: list[str | int] = []
        self._object = ("", "")

    def lost(self, path: Path, template: str, *, harmless: bool = False, **values: object) -> None:
        """Note why what stands at a path, or below it, reaches no field; what reaches one all the same is not lost."""
        self.notes.setdefault(path, Note(Message(template, values), harmless))

    def hide(self, paths: Iterable[Path], template: str, **values: object) -> None:
        """Note why what stands at these paths has no effect, although something of it, a name, reaches a field."""
        for path in paths:
            self.hidden.add(path)
            self.notes[path] = Note(Message(template, values), False)

    def settle(self, made: dict[str, Made], kind: str, name: str) -> dict[str, Json]:
        """Return an object as plain JSON without unset members, and note where each value with a source stands."""
        self._object = (kind, name)
        return self._members(made)

    def _plain(self, made: Made) -> Json:
        if isinstance(made, Sourced):
            self._note(made.sources)
            return made.value  # type: ignore[no-any-return]
        if isinstance(made, dict):
            return self._members(made)
        if isinstance(made, list):
            return self._items(made)
        return made

    def _members(self, made: dict[str, Made]) -> dict[str, Json]:
        result: dict[str, Json] = {}
        for key, value in made.items():
            if type(value) is str:  # most of them: nothing to follow, and no step to take
                result[key] = value
            elif value is not None:
                self._steps.append(key)
                result[key] = self._plain(value)
                self._steps.pop()
        if not result and isinstance(made, (Fields, Entries)):
            self._note((made.path,))
        return result

    def _items(self, made: list[Made]) -> list[Json]:
        result: list[Json] = []
        for index, value in enumerate(made):
            self._steps.append(index)
            if value is None and isinstance(made, Items):
                self._note(((*made.path, index),))  # unlike a member, an item that is null is written
            result.append(self._plain(value))
            self._steps.pop()
        if not result and isinstance(made, Items):
            self._note((made.path,))
        return result

    def _note(self, sources: tuple[Path, ...]) -> None:
        if sources:
            target = Target(*self._object, tuple(self._steps))
            for source in sources:
                self.reached.setdefault(source, []).append(target)
