"""Where a value stands inside a JSON document: a tuple of keys and indexes, shown as a JSON Pointer (RFC 6901)."""

from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Path: TypeAlias = tuple[str | int, ...]

MAX_DEPTH = 64
MAX_VALUES = 60_000
MAX_OPTIONS = 15_000
MAX_MODULES = 2_000
MAX_REACH = 8 << 20


class TooMuchError(Exception):
    """A value is nested more than `MAX_DEPTH` levels deep, or holds more values than it may."""


def pointer(path: Path) -> str:
    """Return the JSON Pointer of a path: `("HostConfig", "Binds", 0)` becomes `/HostConfig/Binds/0`."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def check_size(value: Json, text: str) -> None:
    """Raise `TooMuchError` beyond `MAX_DEPTH` or `MAX_VALUES`; texts with few brackets and commas need no look."""
    openers = text.count("{") + text.count("[")
    if openers > MAX_DEPTH or text.count(",") >= MAX_VALUES - openers:
        measure(value, MAX_VALUES)


def measure(value: Json, most: int) -> int:
    """Count the values in a value, itself included. Raises `TooMuchError` beyond `most`, or beyond 64 levels."""
    level, depth, count = [value], 0, 0
    while level:
        count += len(level)
        if count > most:
            raise TooMuchError
        containers = [one for one in level if isinstance(one, (dict, list))]
        if containers and depth >= MAX_DEPTH:
            raise TooMuchError
        level = [child for one in containers for child in (one.values() if isinstance(one, dict) else one)]
        depth += 1
    return count


def reach(value: Json, before: int = 0) -> int:
    """Return how long the pointers of all values in a value are together, each behind `before` characters.

    Everything that is said of a paste names its places, so this bounds how long an answer can grow.
    """
    total, waiting = 0, [(value, before)]
    while waiting:
        one, length = waiting.pop()
        total += length
        if isinstance(one, dict):
            waiting += [(child, length + len(key) + 1) for key, child in one.items()]
        elif isinstance(one, list):
            waiting += [(child, length + 6) for child in one]
    return total


def leaves(value: Json) -> list[Path]:
    """List the path of every leaf in document order; `{}` and `[]` are leaves, too."""
    found: list[Path] = []
    _collect(value, (), found)
    return found


def _collect(value: Json, path: Path, found: list[Path]) -> None:
    if isinstance(value, dict) and value:
        for key, child in value.items():
            _collect(child, (*path, key), found)
    elif isinstance(value, list) and value:
        for index, child in enumerate(value):
            _collect(child, (*path, index), found)
    else:
        found.append(path)


def at(value: Json, path: Path) -> Json:
    """Return the value at a path, or None where there is none."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def has(value: Json, path: Path) -> bool:
    """Tell whether something stands at a path, be it null."""
    parent = at(value, path[:-1]) if path else value
    if isinstance(parent, dict) and path:
        return path[-1] in parent
    if isinstance(parent, list) and path:
        return isinstance(path[-1], int) and path[-1] < len(parent)
    return not path


def copy(value: Json) -> Json:
    """Return a deep copy; several times faster than `copy.deepcopy` because JSON has no cycles."""
    if isinstance(value, dict):
        return {key: copy(child) for key, child in value.items()}
    if isinstance(value, list):
        return [copy(child) for child in value]
    return value
