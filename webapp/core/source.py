"""Pasted text becomes a `Document`: its kind, its modules with their createOptions read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from webapp.core import carrier, forms, inspected, refusal
from webapp.core.dialect import faults
from webapp.core.dialect.faults import DialectError
from webapp.core.dialect.reading import Reading
from webapp.core.document import IN_STRINGS, Document, start_of
from webapp.core.forms import Entry
from webapp.core.message import Message
from webapp.core.module import Carrier, Module
from webapp.core.path import MAX_MODULES, MAX_OPTIONS, MAX_REACH, Json, Path, TooMuchError, at, measure, reach
from webapp.core.problem import Lines, Place, Problem, Repair, SourceError
from webapp.core.refusal import UnreadableError

__all__ = ["MAX_SIZE", "Document", "Lines", "Place", "Problem", "Repair", "SourceError", "read"]

MAX_SIZE = 1 << 20
_EXPECTED = Message(
    "Paste createOptions, a module's entry, a deployment, or what `docker inspect` prints of a container."
)
_LONGEST_NAME = 1_000
_PACKED = Message("This is a deployment, or a part of one, packed into a JSON string.")
_UNPACKED = Message("The string was replaced by its content.")
_PLACEHOLDER = re.compile(
    r"\s*(\$\{[^}\n]*\}|\$[A-Za-z_]\w*|\{\{[^}\n]*\}\}|<[^<>{}\n]*>|%\w+%|#\{[^}\n]*\}#|__\w+__)\s*", re.ASCII
)


def read(text: str) -> Document:
    """Read what a person pasted. Raises `SourceError` with line, column, cause and, where there is one, a repair."""
    size = len(text) if text.isascii() else _size(text)
    if size > MAX_SIZE:
        message = Message("The text is {size} bytes long; the limit is 1 MiB.", {"size": f"{size:,}"})
        raise SourceError((Problem(message, Message("Paste fewer modules at a time."), line=0),), status=413)
    return _read(text, 2)


def _size(text: str) -> int:
    try:
        return len(text.encode())
    except UnicodeEncodeError as error:
        raise refusal.of_text(text, faults.half_character(error.start), 0, _read) from None


def _read(text: str, tries: int) -> Document:
    """Read; what can't be read is mended and read again, so that nothing is proposed which fails afterwards."""
    try:
        bare = carrier.unquoted(text)
        value, reading = carrier.parse(text) if bare is None else (bare, None)
    except DialectError as error:
        raise refusal.of_text(text, error, tries, _read) from None
    form = forms.Form("create-options", [Entry(None, (), ())]) if isinstance(value, str) else forms.recognised(value)
    draft = Document(text, "create-options", value, (), reading, bare is not None)
    if isinstance(form, Message):
        raise SourceError((Problem(form, _EXPECTED, *draft.lines.place(start_of(text))),))
    document = _with_modules(replace(draft, kind=form.kind, unread=tuple(form.unread)), form, tries)
    if isinstance(value, str):
        _check_unpacked(document, value, tries)
    return document


def _check_unpacked(document: Document, content: str, tries: int) -> None:
    """Refuse a string in which something else than createOptions is packed, with its content as repaired text."""
    found = forms.recognised(document.modules[0].options)
    if isinstance(found, forms.Form) and found.kind == "create-options":
        return
    place = document.lines.place(start_of(document.text))
    if isinstance(found, Message):
        raise SourceError((Problem(found, _EXPECTED, *place),))
    problem = Problem(_PACKED, Message("Paste what is inside the string."), *place)
    try:
        _read(content, 0)
    except SourceError:
        raise SourceError((problem,)) from None
    raise SourceError((problem,), content if tries else None, (Repair(*place, _UNPACKED),) if tries else ())


def _with_modules(draft: Document, form: forms.Form, tries: int) -> Document:
    modules: list[Module] = []
    inner: dict[Path, Reading] = {}
    unreadable: list[UnreadableError] = []
    if len(form.entries) > MAX_MODULES:
        raise _too_much(draft, Message("The paste holds more than {most} modules.", {"most": f"{MAX_MODULES:,}"}))
    for entry in form.entries:
        try:
            module, reading = _module(draft, form, entry)
        except UnreadableError as error:
            error.name = entry.name
            unreadable.append(error)
            continue
        modules.append(module)
        if reading:
            inner[module.at] = reading
    if unreadable:
        raise refusal.of_modules(draft, unreadable, tries, _read)
    if _reach(draft, modules, inner) > MAX_REACH:
        message = Message(
            "The names in it are so long, and in so many places, that an answer would outgrow {most} MiB."
        )
        raise _too_much(draft, message._replace(values={"most": MAX_REACH >> 20}))
    return _complete(draft, modules, inner)


def _reach(draft: Document, modules: Iterable[Module], inner: Mapping[Path, Reading]) -> int:
    """Return how long all pointers are that can be said of a paste, keys that stand twice included."""
    readings = [reading for reading in (draft.reading, *inner.values()) if reading]
    twice = sum(len(str(step)) for reading in readings for path, _ in reading.duplicates for step in path)
    return twice + reach(draft.value) + sum(reach(one.options, len(one.name or "")) for one in modules)


def _too_much(draft: Document, message: Message) -> SourceError:
    place = draft.lines.place(start_of(draft.text))
    return SourceError((Problem(message, Message("Paste fewer modules at a time."), *place),))


def _module(draft: Document, form: forms.Form, entry: Entry) -> tuple[Module, Reading | None]:
    """Take a module's entry apart and read its createOptions."""
    reading: Reading | None = None
    if isinstance(draft.value, str):
        module = Module({}, carrier="string")
    elif form.kind == "create-options":
        module = Module(_members(draft.value, ()))
    elif form.kind == "docker-inspect":
        shown = inspected.options(_members(draft.value, entry.at))
        module = Module(shown, entry.name, None, None, None, entry.at, "inspect")
    else:
        module = _entry(draft, entry)
    if module.carrier in IN_STRINGS:
        module, reading = _opened(draft, module)
    _measured(module)
    return module, reading


def _entry(draft: Document, known: Entry) -> Module:
    settings, entry = _members(draft.value, known.settings), _members(draft.value, known.at)
    if len(known.name or "") > _LONGEST_NAME:
        message = Message("A module's name is {size} characters long.", {"size": f"{len(known.name or ''):,}"})
        raise UnreadableError(known.at, message, Message("IoT Hub takes names of at most 128 characters."))
    try:
        chunks = carrier.numbered(list(settings))
    except carrier.MisnumberedError as error:
        raise UnreadableError((*known.settings, error.key), error.message, error.hint) from None
    stands = settings[chunks[0]] if chunks else {}
    image = settings.get(forms.key_of(settings, "image") or "")
    env_key = forms.key_of(entry, "env") or "env"
    env = entry.get(env_key)
    return Module(
        stands if isinstance(stands, dict) else {},
        known.name,
        image if isinstance(image, str) else None,
        env if isinstance(env, dict) else {},
        (*known.at, env_key) if known.has_env else None,
        (*known.settings, chunks[0] if chunks else "createOptions"),
        _carrier(stands, len(chunks), (*known.settings, chunks[0] if chunks else "")),
        (),
        entry if known.has_env else {},
        known.at,
    )


def is_filled_in_later(text: str) -> bool:
    """Tell whether a text is nothing but a placeholder, such as `${OPTIONS}`, for what a tool puts there."""
    return bool(_PLACEHOLDER.fullmatch(text))


def _carrier(stands: Json, chunks: int, path: Path) -> Carrier:
    if chunks > 1:
        return "chunks"
    if isinstance(stands, str):
        return "placeholder" if is_filled_in_later(stands) else "string"
    if isinstance(stands, dict | None):
        return "object"
    message = Message("createOptions must be an object or a string that holds one.")
    raise UnreadableError(path, message, Message("The device refuses anything else."))


def _members(value: Json, path: Path) -> dict[str, Json]:
    found = at(value, path)
    return found if isinstance(found, dict) else {}


def _opened(draft: Document, module: Module) -> tuple[Module, Reading | None]:
    """Read createOptions that stand in strings; what is wrong inside is shown where it stands in the paste."""
    content = carrier.joined(draft.value, module.at)
    try:
        options, reading = carrier.options(content)
    except DialectError as error:
        raise UnreadableError(module.at, error.message, error.hint, module, error) from None
    if reading and reading.duplicates:
        origin = draft.string(module)[1]
        twice = [(path, draft.lines.place(origin.at(index)).line) for path, index in reading.duplicates]
        module = module.with_repeated(tuple(twice))
    return module.showing(options), reading


def _measured(module: Module) -> None:
    try:
        measure(module.options, MAX_OPTIONS)
    except TooMuchError:
        message = Message("One module's createOptions hold more than {most} values.", {"most": f"{MAX_OPTIONS:,}"})
        raise UnreadableError(module.at, message, Message("Cut them down to what belongs to the module.")) from None


def _complete(draft: Document, modules: list[Module], inner: Mapping[Path, Reading]) -> Document:
    """Give every key that stands twice to the module in whose createOptions it does, the others to the document."""
    mine: dict[Path, list[tuple[Path, int]]] = {one.at: [] for one in modules if one.carrier == "object"}
    others: list[tuple[Path, int]] = []
    for path, offset in draft.reading.duplicates if draft.reading else ():
        line = draft.lines.place(offset).line
        size = next((size for size in range(len(path)) if path[:size] in mine), None)
        if size is None:
            others.append((path, line))
        else:
            mine[path[:size]].append((path[size:], line))
    repeated = {head: tuple(found) for head, found in mine.items() if found}
    complete = tuple(one.with_repeated(repeated[one.at]) if one.at in repeated else one for one in modules)
    return replace(draft, modules=complete, inner=inner, repeated=tuple(others))
