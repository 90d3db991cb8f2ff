"""Parts of an object, whatever their types: what has another type than expected is the schema's to report."""

from collections.abc import Iterator
from typing import TypeAlias

from webapp.core.path import Json, Path, at

Object: TypeAlias = dict[str, Json]


def text(value: Json) -> str:
    """Return a text; empty where there is none."""
    return value if isinstance(value, str) else ""


def members(value: Json) -> Object:
    """Return an object; empty where there is none."""
    return value if isinstance(value, dict) else {}


def entries(one: Object, path: Path) -> Iterator[tuple[Path, Object]]:
    """Yield the objects of the list at a path, each with its own path."""
    found = at(one, path)
    for index, entry in enumerate(found if isinstance(found, list) else ()):
        if isinstance(entry, dict):
            yield (*path, index), entry


def repeated(found: list[tuple[Path, Json]]) -> Iterator[tuple[Path, Json]]:
    """Yield every value that an earlier one equals; null is none."""
    seen: set[str] = set()
    for path, value in found:
        if value is None:
            continue
        key = repr(value)
        if key in seen:
            yield path, value
        seen.add(key)
