"""Lists, maps and structures as the agent's reader takes them (parsing notes, sections 2 and 3).

A structure has known members, found ignoring case; those that it does not know are left where they are. A map has the
person's own keys.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias, TypeVar

from webapp.core.device.json_text import Repeated
from webapp.core.device.scalars import boolean, number, parsed_text, text, wrong
from webapp.core.device.trace import EARLIER, Entries, Fields, Items
from webapp.core.path import Json, Path

T = TypeVar("T")
Reader: TypeAlias = Callable[[Json, Path], T]

__all__ = [
    "Reader",
    "boolean",
    "entries",
    "items",
    "number",
    "optional",
    "parsed_text",
    "structure",
    "text",
    "unread",
    "wrong",
]


def absent(value: Json) -> bool:
    """Tell whether a list, map, object or nullable value counts as not given."""
    return value is None or value == ""


def optional(read: Reader[T]) -> Reader[T | None]:
    """Return the reader of a value that may be missing."""

    def maybe(value: Json, path: Path) -> T | None:
        return None if absent(value) else read(value, path)

    return maybe


def items(read: Reader[T]) -> Reader[Items[T] | None]:
    """Return the reader of a list."""

    def listed(value: Json, path: Path) -> Items[T] | None:
        if isinstance(value, list):
            return Items([read(child, (*path, index)) for index, child in enumerate(value)], path)
        if absent(value):
            return None
        raise wrong("list", path)

    return listed


def entries(read: Reader[T]) -> Reader[Entries[T] | None]:
    """Return the reader of a map; its keys are case-sensitive, and the last of two equal ones wins."""

    def mapped(value: Json, path: Path) -> Entries[T] | None:
        if isinstance(value, dict):
            return Entries({key: read(child, (*path, key)) for key, child in value.items()}, path)
        if absent(value):
            return None
        raise wrong("object", path)

    return mapped


def structure(known: Mapping[str, Reader[Any]]) -> Reader[Fields | None]:
    """Return the reader of a structure."""
    names = {name.lower(): (name, read) for name, read in known.items()}

    def read(value: Json, path: Path) -> Fields | None:
        if not isinstance(value, dict):
            if absent(value):
                return None
            raise wrong("object", path)
        fields = Fields(path)
        for key, child, place in members(value, path):
            found = names.get(key.lower())
            if found:
                name, member = found
                one = member(child, place)
                fields[name] = _joined(fields[name], one) if name in fields else one
        return fields

    return read


def unread(value: Json, made: object, path: Path) -> Iterator[Path]:
    """Yield the members of a value that its structure does not know, given what its reader has made of it."""
    if isinstance(value, list) and isinstance(made, Items):
        for index, (child, one) in enumerate(zip(value, made, strict=False)):
            yield from unread(child, one, (*path, index))
    elif isinstance(value, dict) and isinstance(made, (Fields, Entries)):
        known = {name.lower() if isinstance(made, Fields) else name: one for name, one in made.items()}
        for key, child in value.items():
            name = key.lower() if isinstance(made, Fields) else key
            if name in known:
                yield from unread(child, known[name], (*path, key))
            else:
                yield (*path, key)


def members(value: dict[str, Json], path: Path) -> Iterable[tuple[str, Json, Path]]:
    """Yield every member with its path, those that stand twice too; no path leads to the earlier ones."""
    if not isinstance(value, Repeated):
        for key, child in value.items():
            yield key, child, (*path, key)
        return
    last = {key: index for index, (key, _) in enumerate(value.pairs)}
    for index, (key, child) in enumerate(value.pairs):
        yield key, child, (*path, key) if last[key] == index else (*path, key, EARLIER)


def _joined(old: Any, new: Any) -> Any:
    """Return what a member holds that is given twice: lists and maps are added to, of scalars the last wins."""
    if isinstance(old, Items) and isinstance(new, Items):
        return Items([*old, *new], new.path)
    if isinstance(old, Entries) and isinstance(new, Entries):
        return Entries({**old, **new}, new.path)
    if isinstance(old, Fields) and isinstance(new, Fields):
        return _merged(old, new)
    return new


def _merged(old: Fields, new: Fields) -> Fields:
    """Return an object that is given twice; the second resets the scalars that it does not mention."""
    merged = Fields(new.path)
    merged.update({name: value for name, value in old.items() if isinstance(value, (Items, Entries, Fields))})
    for name, value in new.items():
        merged[name] = _joined(merged[name], value) if name in merged else value
    return merged
