"""Where a module's values do not fit the types that the agent reads, by the models of `webapp.core.options`."""

import re
from collections import Counter
from typing import Literal, NamedTuple

from pydantic import ValidationError

from webapp.core.module import EXPERIMENTAL, Module, Node
from webapp.core.options import CreateOptions, Ignored, Number, Structure
from webapp.core.path import Json, Path

Expected = Literal["text", "number", "boolean", "list", "object"]


class Mismatch(NamedTuple):
    """A value of a type that the device refuses, and the type that it expects."""

    path: Path
    expected: Expected


def mismatches(module: Module) -> list[Mismatch]:
    """Return the values that the device can't read, in the order of the models."""
    options = _lowered(module.options)
    try:
        CreateOptions.model_validate(options)
    except ValidationError as error:
        found: dict[Path, Expected] = {}
        for one in error.errors(include_url=False, include_context=False, include_input=False):
            if one["type"] == "literal_error":
                continue
            path = _path(module.options, one["loc"])
            found.setdefault(path, _expected(one["loc"][-1], one["type"]))
        outer = {path[:size] for path in found for size in range(len(path))}
        return [Mismatch(path, expected) for path, expected in found.items() if path not in outer]
    return []


def _lowered(options: dict[str, Json]) -> dict[str, Json]:
    """Return the members of known structures under lower-case names; the keys of maps keep theirs."""
    lowered = _once(options)
    host, section = lowered.get("hostconfig"), options.get(EXPERIMENTAL)
    lowered[EXPERIMENTAL] = None
    if isinstance(host, dict):
        lowered["hostconfig"] = {name: _host(name, child) for name, child in _once(host).items()}
    if isinstance(section, dict):
        lowered[EXPERIMENTAL] = {
            name: child if name == "nodeselector" else _members(child) for name, child in _once(section).items()
        }
    return lowered


def _once(members: dict[str, Json]) -> dict[str, Json]:
    """Return members under lower-case names, without those of two spellings: `duplicate_keys` speaks of them."""
    lowered = {key.lower(): value for key, value in members.items()}
    if len(lowered) == len(members):
        return lowered
    count = Counter(key.lower() for key in members)
    return {name: value for name, value in lowered.items() if count[name] == 1}


def _host(name: str, value: Json) -> Json:
    if name == "mounts":
        return _members(value)
    if name == "portbindings" and isinstance(value, dict):
        return {port: _members(bindings) for port, bindings in value.items()}
    return value


def _members(value: Json) -> Json:
    if isinstance(value, dict):
        return _once(value)
    if isinstance(value, list):
        return [_members(item) if isinstance(item, dict) else item for item in value]
    return value


def refused(node: Node) -> bool:
    """Tell whether the device refuses the value of an option that it ignores otherwise."""
    value = node.value
    if node.key.lower() in _NUMBERS and _is_out_of_range(value):
        return True
    try:
        Ignored.model_validate({node.key.lower(): _members(value) if isinstance(value, dict) else value})
    except ValidationError:
        return True
    return False


def _is_out_of_range(value: Json) -> bool:
    """Tell whether a number, as such or as text, does not fit into the 64 bits that the agent has for it."""
    if isinstance(value, str):
        digits = value.strip()
        if len(digits) > _LONGEST:
            return digits.lstrip("-").isdecimal()
        value = int(digits) if _INTEGER.fullmatch(digits) else None
    return isinstance(value, int | float) and not -(2**63) <= value < 2**63


def _spelled(members: dict[str, Json], field: str) -> str | None:
    return next((key for key in members if key.lower() == field), None) if field in _FIELDS else None


_LONGEST = 40
_INTEGER = re.compile(r"-?[0-9]+")
_NUMBERS = frozenset(str(field.alias) for field in Ignored.model_fields.values() if field.annotation == Number)
_FIELDS = frozenset(
    field.alias for model in Structure.__subclasses__() for field in model.model_fields.values() if field.alias
)
_MODELS = frozenset(model.__name__ for model in Structure.__subclasses__())
_SCALARS: dict[str, Expected] = {"str": "text", "int": "number", "float": "number", "bool": "boolean"}
_SHAPES: dict[str, Expected] = {"list_type": "list", "dict_type": "object", "model_type": "object"}


def _expected(tag: str | int, kind: str) -> Expected:
    """The first member of a type that did not fit tells what was wanted: types name their usual form first."""
    return _SHAPES.get(kind) or _SCALARS.get(str(tag), "object")


def _path(options: Json, where: tuple[str | int, ...]) -> Path:
    """Translate a place in the models into a path of the paste; names of types on the way are passed over."""
    path: Path = ()
    value = options
    for step in where:
        if isinstance(value, list) and isinstance(step, int):
            path, value = (*path, step), value[step]
        elif isinstance(value, dict) and isinstance(step, str) and step not in _MODELS:
            spelling = step if step in value else _spelled(value, step)
            if spelling is not None:
                path, value = (*path, spelling), value[spelling]
    return path
