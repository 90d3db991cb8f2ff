"""Puts what was converted back to where it stood, in the form in which it stood, and says so as a patch."""

from collections.abc import Iterable, Iterator, Mapping

from webapp.core import carrier, inspected
from webapp.core.apply import Operation, as_patch, below
from webapp.core.converted import ConvertedModule, as_object
from webapp.core.document import Document
from webapp.core.path import Json, Path, at, copy, has, pointer
from webapp.core.splice import spliced, splices
from webapp.core.whole import Whole


def operations(document: Document, modules: Iterable[ConvertedModule], whole: Whole) -> list[Operation]:
    """Return what leads from the pasted document to the converted one, but for the new names of keys."""
    found = [operation for one in modules for operation in _operations_of(document, one)]
    return found + [Operation("replace", path, new) for path, new in whole.values.items()]


def converted(value: Json, done: Iterable[Operation], modules: Iterable[ConvertedModule]) -> Json:
    """Return the pasted document with these operations carried out, keys still under their old names."""
    result = copy(value)
    for operation in done:
        result = _carried_out(result, operation)
    for one in modules:
        _in_order(result, one)
    return result


def renamed(value: Json, names: Mapping[Path, str]) -> Json:
    """Return the document with its keys under their new names, in the same order; the deepest first."""
    for path in sorted(names, key=len, reverse=True):
        parent = at(value, path[:-1])
        if isinstance(parent, dict):
            members = {names[path] if key == path[-1] else key: child for key, child in parent.items()}
            parent.clear()
            parent.update(members)
    return value


def patch(done: Iterable[Operation], names: Mapping[Path, str]) -> list[dict[str, Json]]:
    """Return the same as RFC 6902 operations, with the new names of keys as moves, the deepest first."""
    return as_patch(done) + [_moved(path, names[path]) for path in _in_turn(names)]


def _moved(path: Path, name: str) -> dict[str, Json]:
    return {"op": "move", "from": pointer(path), "path": pointer((*path[:-1], name))}


def _in_turn(names: Mapping[Path, str]) -> Iterator[Path]:
    """Yield the deepest first, and of two in one object the one that makes room for the other.

    Raises:
        ValueError: for names that are exchanged in a circle; no rule gives a name that another member keeps.
    """
    left = dict.fromkeys(sorted(names, key=len, reverse=True))
    while left:
        free = next((path for path in left if (*path[:-1], names[path]) not in left), None)
        if free is None:
            raise ValueError("names are exchanged in a circle")
        del left[free]
        yield free


def _operations_of(document: Document, one: ConvertedModule) -> Iterator[Operation]:
    module, value = one.module, document.value
    if one.env_operations and module.env_at:
        whole = has(value, module.env_at) and isinstance(at(value, module.env_at), dict)
        yield from below(module.env_at, one.env_operations) if whole else [_put(value, module.env_at, one.env)]
    if not one.operations:
        return
    if module.carrier == "inspect":
        yield from _into_container(as_object(at(value, module.at)), one)
    elif module.carrier == "object" and isinstance(at(value, module.at), dict):
        yield from below(module.at, one.operations)
    elif module.carrier == "object":
        yield _put(value, module.at, one.create_options)
    else:
        yield from _into_strings(document, one)


def _in_order(value: Json, one: ConvertedModule) -> None:
    """Put variables of a module's own `env` that only have another name where they stood under the old one."""
    names = renamed_variables(one)
    section = at(value, one.module.env_at) if names and one.module.env_at else None
    if isinstance(section, dict):
        order = {names.get((*(one.module.env_at or ()), key), key): None for key in one.module.env}
        members = {key: section[key] for key in [*order, *section] if key in section}
        section.clear()
        section.update(members)


def renamed_variables(one: ConvertedModule) -> dict[Path, str]:
    """Return the new names of variables that keep their value, by path in the document."""
    head, found = one.module.env_at, dict[Path, str]()
    for made in one.changes if head and one.env_operations else ():
        if head and made.edit.part == "env" and made.op == "move" and made.to and len(made.path) == len(made.to) == 1:
            found[head + made.path] = str(made.to[0])
    return found


def _put(value: Json, path: Path, new: Json) -> Operation:
    return Operation("replace" if has(value, path) else "add", path, new)


def _into_strings(document: Document, one: ConvertedModule) -> Iterator[Operation]:
    """Write createOptions as the string that stood there, in chunks where they were or where it grows too long."""
    head, text = one.module.at[:-1], _inner_text(document, one)
    if one.module.carrier == "string" and (not one.module.at or len(text) <= carrier.CHUNK):
        yield Operation("replace", one.module.at, text)
        return
    settings = as_object(at(document.value, head))
    yield from _differences(head, settings, settings, carrier.rechunked(settings, text))


def _inner_text(document: Document, one: ConvertedModule) -> str:
    """Return converted createOptions in the layout in which their string was written, with its comments.

    What was on one line is written so again, which is faster. So is what would not fit otherwise, unless it has
    comments or placeholders that this would lose.
    """
    content, module, short = document.string(one.module)[0], one.module, one.create_options_string
    if content == carrier.minified(module.options) or not carrier.says_something(content):
        return short
    reading = document.inside(module)
    text = spliced(content, splices(content, reading, module.options, one.create_options))
    most = carrier.CHUNK if module.carrier == "string" else carrier.CHUNK * carrier.MAX_CHUNKS
    return short if len(text) > most >= len(short) and not reading.tolerated else text


def _into_container(container: dict[str, Json], one: ConvertedModule) -> Iterator[Operation]:
    """State converted createOptions as `docker inspect` shows them; what was left out as saying nothing stays."""
    for name, before, after in inspected.parts(container, one.module.options, one.create_options):
        head, stands = (*one.module.at, name), container.get(name)
        if isinstance(stands, dict):
            yield from _differences(head, stands, before, after)
        elif after:
            yield Operation("add", head, after)
    for index in reversed(inspected.mounted_no_more(container, one.create_options)):
        yield Operation("remove", (*one.module.at, inspected.MOUNTS, index))


def _differences(
    head: Path, stands: Mapping[str, Json], before: Mapping[str, Json], after: Mapping[str, Json]
) -> Iterator[Operation]:
    """Lead from the members that were read to those that are wanted, in an object in which `stands` stands."""
    yield from (Operation("remove", (*head, key)) for key in before if key not in after and key in stands)
    for key, new in after.items():
        if key not in before or not same(before[key], new):
            yield Operation("replace" if key in stands else "add", (*head, key), new)


def same(one: Json, other: Json) -> bool:
    """Tell whether two values are the same JSON: `1` and `true` are not."""
    return carrier.minified(one) == carrier.minified(other)


def _carried_out(value: Json, operation: Operation) -> Json:
    if operation.op != "remove":
        return _set(value, operation.path, copy(operation.value))
    parent, step = at(value, operation.path[:-1]), operation.path[-1]
    if isinstance(parent, dict):
        del parent[str(step)]
    elif isinstance(parent, list) and isinstance(step, int):
        del parent[step]
    return value


def _set(value: Json, path: Path, new: Json) -> Json:
    if not path:
        return new
    parent, step = at(value, path[:-1]), path[-1]
    if isinstance(parent, dict):
        parent[str(step)] = new
    elif isinstance(parent, list) and step == "-":
        parent.append(new)
    elif isinstance(parent, list) and isinstance(step, int):
        parent[step] = new
    return value
