"""The texts in a paste that can hold a secret, each with the setting it belongs to and its place in the paste."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from webapp.core import carried, carrier
from webapp.core.carried import Origin
from webapp.core.document import IN_STRINGS, Document
from webapp.core.module import Module
from webapp.core.path import Json, Path
from webapp.sharing.secrets import commands, names, values

# A number under a secret name that is smaller counts something.
_LEAST_NUMBER = 1_000
Piece = tuple[int, int]
# From a part of a text to where it stands in the paste: more than one piece where chunks cut it.
Places = Callable[[int, int], list[Piece]]


@dataclass(frozen=True, slots=True)
class Text:
    """A text, the pointer of the value it is, the setting it is the value of, and where its parts stand.

    `places` may be asked for what was found only: it is what costs. `quotes` are those that a placeholder needs there
    because the value has none. `address` is that of the registry whose setting it is.
    """

    content: str
    path: Path
    name: str
    places: Places
    quotes: str = ""
    address: str = ""


def of(document: Document) -> Iterator[Text]:
    """Yield the value of every setting in a paste that was read, createOptions in strings opened."""
    opened = [module for module in document.modules if module.carrier in IN_STRINGS]
    outer = _Outer(document)
    yield from _below(document.value, (), "", outer, {module.at for module in opened})
    for module in opened:
        yield from _below(module.options, (), "", _Inner(document, module), set())


class _Outer:
    """Values that stand in the paste itself."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.head: Path = ()
        self.quotes = '"'

    def value(self, path: Path) -> Places:
        @cache
        def written() -> Origin | Piece:
            return _written(self.document.text, self.span(path))

        return lambda start, end: _within(written(), start, end)

    def joined(self, path: Path) -> Places:
        document = self.document

        @cache
        def written() -> Origin:
            return carried.of_settings(document.text, document.value, path, document.placed)[1]

        return lambda start, end: pieces(written(), start, end)

    def span(self, path: Path) -> Piece:
        span = self.document.placed.span(path)
        return span.value, span.end


class _Inner:
    """Values in createOptions that stand in strings."""

    def __init__(self, document: Document, module: Module) -> None:
        self.document, self.module = document, module
        self.head = module.at
        self.quotes = '\\"'

    def value(self, path: Path) -> Places:
        @cache
        def written() -> Origin | Piece:
            span = self.document.inside(self.module).span(path)
            return _written(self.document.string(self.module)[0], (span.value, span.end))

        def places(start: int, end: int) -> list[Piece]:
            origin = self.document.string(self.module)[1]
            return [piece for one in _within(written(), start, end) for piece in pieces(origin, *one)]

        return places

    def joined(self, path: Path) -> Places:
        return self.value(path)


def _below(
    value: Json, path: Path, name: str, where: _Outer | _Inner, opened: set[Path], address: str = ""
) -> Iterator[Text]:
    if isinstance(value, dict):
        yield from _members(value, path, name, where, opened)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _below(child, (*path, index), commands.said_of(value, index) or name, where, opened)
    elif isinstance(value, str):
        if path not in opened:
            yield Text(value, where.head + path, name, where.value(path), address=address)
    elif isinstance(value, int) and abs(value) >= _LEAST_NUMBER and _is_sure(name, value):
        yield Text(str(value), where.head + path, name, where.value(path), where.quotes)


def _members(
    value: dict[str, Json], path: Path, name: str, where: _Outer | _Inner, opened: set[Path]
) -> Iterator[Text]:
    chunks = _chunks(value)
    if chunks and (*path, chunks[0]) not in opened and isinstance(where, _Outer):
        content = "".join(str(value[key]) for key in chunks)
        yield Text(content, (*path, chunks[0]), "", where.joined(path))
    outer = next((text for key in ("name", "Name") if isinstance(text := value.get(key), str)), name)
    address = value.get("address")
    for key, child in value.items():
        if key not in chunks:
            said = (outer or key) if key.lower() in names.TAILS else key
            yield from _below(child, (*path, key), said, where, opened, address if isinstance(address, str) else "")


def _is_sure(name: str, number: int) -> bool:
    return names.strength(name) == "sure" and values.is_secret(name, str(number))


def _chunks(value: dict[str, Json]) -> list[str]:
    """Return the keys of createOptions that are cut in pieces, where all of these are strings."""
    try:
        keys = carrier.numbered(list(value))
    except carrier.MisnumberedError:
        return []
    return keys if len(keys) > 1 and all(isinstance(value[key], str) for key in keys) else []


def _written(text: str, span: Piece) -> Origin | Piece:
    """Return where the characters of the value stand that is written at `span`; only that where it has no quotes."""
    if text[span[0] : span[0] + 1] not in ("'", '"'):
        return span
    origin = Origin()
    origin.add(text, span[0] + 1, span[1] - 1)
    return origin


def _within(written: Origin | Piece, start: int, end: int) -> list[Piece]:
    return pieces(written, start, end) if isinstance(written, Origin) else [written]


def pieces(origin: Origin, start: int, end: int) -> list[Piece]:
    """Return where the characters `[start, end)` of a content stand: one piece for each string they are in."""
    indexes = origin.indexes
    cuts = [start, *indexes[bisect_right(indexes, start) : bisect_left(indexes, end)], end]
    found: list[Piece] = []
    for first, following in pairwise(cuts):
        piece = (origin.at(first), origin.end(following))
        if found and found[-1][1] == piece[0]:
            piece = (found.pop()[0], piece[1])
        found.append(piece)
    return found


class Joined:
    """Parts of a text, put together: where the characters of the whole stand."""

    def __init__(self, starts: list[int], ends: list[int]) -> None:
        self.starts, self.ends = starts, ends
        self.indexes = [0]
        for start, end in zip(starts, ends, strict=True):
            self.indexes.append(self.indexes[-1] + end - start)

    def places(self, start: int, end: int) -> list[Piece]:
        """Return where the characters `[start, end)` stand: one piece for each part they are in."""
        found: list[Piece] = []
        part = bisect_right(self.indexes, start) - 1
        while start < end:
            shift = self.starts[part] - self.indexes[part]
            stop = min(end, self.indexes[part + 1])
            if start < stop:
                found.append((start + shift, stop + shift))
            start, part = max(start, stop), part + 1
        return found
