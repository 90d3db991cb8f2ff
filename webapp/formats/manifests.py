"""Kubernetes objects as a stream of YAML documents, with the field that each line states.

Every value stands on one line, and every text that any reader could take for something else is in quotes, written as
in JSON, which YAML contains. A general writer of YAML would cost fifteen conversions here.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from webapp.core.path import Json, Path

SEPARATOR = "---"
# Words that YAML 1.1 readers, kubectl's among them, take for switches or for nothing; numbers begin with digits.
_SPECIAL = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
_PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9_./-]*", re.ASCII)
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_LONGEST_KEY = 1_000


class YamlLine(NamedTuple):
    """A line and the field of the object with this number that it states; None for a line between documents."""

    text: str
    number: int | None
    path: Path


def stream(objects: Iterable[dict[str, Json]]) -> str:
    """Return objects as one stream, as `kubectl apply` reads it; empty where there are none."""
    return joined(lines(objects))


def joined(written: Iterable[YamlLine]) -> str:
    """Return lines as one text."""
    return "".join(f"{line.text}\n" for line in written)


def lines(objects: Iterable[dict[str, Json]]) -> Iterator[YamlLine]:
    """Yield the lines of the stream; a line between two documents stands before each but the first.

    A line that opens a container states the container; that of a dash states the first field of its item.
    """
    for number, one in enumerate(objects):
        if number:
            yield YamlLine(SEPARATOR, None, ())
        for text, path in _block(one, (), "", ""):
            yield YamlLine(text, number, path)


def _block(value: Json, path: Path, first: str, indent: str) -> Iterator[tuple[str, Path]]:
    """Write a value in lines; `first` stands before the first of them, `indent` before the others."""
    if isinstance(value, dict) and value:
        for key, child in value.items():
            yield from _member(_scalar(key), child, (*path, key), first, indent)
            first = indent
    elif isinstance(value, list) and value:
        for index, child in enumerate(value):
            yield from _block(child, (*path, index), f"{first}- ", f"{indent}  ")
            first = indent
    else:
        yield first + _scalar(value), path


def _member(key: str, value: Json, path: Path, first: str, indent: str) -> Iterator[tuple[str, Path]]:
    if len(key) > _LONGEST_KEY:
        yield f"{first}? {key}", path
        first, key = indent, ""
    if isinstance(value, (dict, list)) and value:
        yield f"{first}{key}:", path
        deeper = f"{indent}  " if isinstance(value, dict) else indent
        yield from _block(value, path, deeper, deeper)
    else:
        yield f"{first}{key}: {_scalar(value)}", path


def _scalar(value: Json) -> str:
    if isinstance(value, str):
        if _PLAIN.fullmatch(value) and value.lower() not in _SPECIAL:
            return value
        return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
    return json.dumps(value)
