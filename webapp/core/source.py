"""Pasted text becomes a `Document`: its kind, its modules, and where each value stands in the text."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from webapp.core import carrier, dialect, forms
from webapp.core.dialect import DialectError, Reading
from webapp.core.message import Message
from webapp.core.module import Module
from webapp.core.path import Json, Path, at

MAX_SIZE = 1 << 20
MAX_FIXES = 40
Kind = Literal["create-options", "module"]


class Place(NamedTuple):
    """Line and column, both counted from 1, in the pasted text."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a paste or an answer can't be taken, where, and what to do."""

    message: Message
    hint: Message
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Repair:
    """A departure from strict JSON that was tolerated, or an edit that a repaired text contains."""

    line: int
    column: int
    message: Message


class SourceError(Exception):
    """The one error that the person at the keyboard can cause.

    Args:
        problems: at least one; the first is the cause.
        repaired: a corrected text that the person may accept, or None.
        fixes: what was changed in it, with lines of the pasted text.
        status: HTTP status that fits, 413 for a paste over the limit, else 422.
    """

    def __init__(
        self,
        problems: tuple[Problem, ...],
        repaired: str | None = None,
        fixes: tuple[Repair, ...] = (),
        status: int = 422,
    ) -> None:
        super().__init__("; ".join(str(problem.message) for problem in problems))
        self.problems = problems
        self.repaired = repaired
        self.fixes = fixes
        self.status = status


class Lines:
    """Turns offsets of a text into lines and columns."""

    def __init__(self, text: str) -> None:
        self.starts = [0]
        newline = text.find("\n")
        while newline >= 0:
            self.starts.append(newline + 1)
            newline = text.find("\n", newline + 1)

    def place(self, offset: int) -> Place:
        """Return line and column of an offset."""
        line = bisect_right(self.starts, offset)
        return Place(line, offset - self.starts[line - 1] + 1)


@dataclass(frozen=True)
class Document:
    """What was pasted: `value` is the pasted JSON value as it stood, `modules` its modules with createOptions read."""

    text: str
    kind: Kind
    value: Json
    modules: tuple[Module, ...]
    reading: Reading | None = field(repr=False, default=None)
    unquoted: bool = False

    @cached_property
    def lines(self) -> Lines:
        """Line starts of the pasted text."""
        return Lines(self.text)

    @cached_property
    def placed(self) -> Reading:
        """The reading that knows where each value stands; made when the first place is asked for."""
        if self.unquoted:
            return Reading(self.value)
        return self.reading or dialect.read(self.text)

    @cached_property
    def _carried(self) -> dict[Path, tuple[Reading, list[int]]]:
        """For createOptions that stand in strings: their reading, and the offset of each character in the paste."""
        carried = {}
        for module in self.modules:
            if module.carrier != "object":
                content, origin = _content(self, module)
                carried[module.at] = (dialect.read(content) if content.strip() else Reading({}), origin)
        return carried

    @cached_property
    def repairs(self) -> tuple[Repair, ...]:
        """What had to be tolerated to read the paste; empty for strict JSON."""
        found = list(self.reading.tolerated) if self.reading else []
        if self.unquoted:
            found.append((_start(self.text), Message("The quotes around this escaped text were missing.")))
        for inner, origin in self._carried.values():
            found.extend((origin[offset], message) for offset, message in inner.tolerated)
        placed = [(self.lines.place(offset), message) for offset, message in found]
        return tuple(Repair(place.line, place.column, message) for place, message in placed)

    def place(self, module: Module, path: Path) -> Place:
        """Return where the setting at `path` of a module's createOptions begins; its nearest parent if it is new."""
        return self.lines.place(self.span(module, path)[0])

    def span(self, module: Module, path: Path) -> tuple[int, int]:
        """Return the offsets `[start, end)` of a member with its key, or of its nearest parent."""
        carried = self._carried.get(module.at) if module.carrier != "object" else None
        reading, full = (carried[0], path) if carried else (self.placed, module.at + path)
        while full and full not in reading.spans:
            full = full[:-1]
        if not full:
            return (carried[1][0], carried[1][-1]) if carried else (_start(self.text), len(self.text.rstrip()))
        span = reading.spans[full]
        if carried:
            return carried[1][span.start], carried[1][span.end]
        return span.start, span.end


def _start(text: str) -> int:
    return len(text) - len(text.lstrip())


def _content(document: Document, module: Module) -> tuple[str, list[int]]:
    """Return the text of createOptions that stand in strings, and where each of its characters began."""
    text, content, origin = document.text, "", [0]
    if not module.at:
        start, end = _start(text), len(text.rstrip())
        edge = 0 if document.unquoted else 1
        return str(document.value), carrier.offsets(text, start + edge, end - edge)
    settings = at(document.value, module.at[:-1])
    for key in carrier.numbered(list(settings)) if isinstance(settings, dict) else ():
        path = (*module.at[:-1], key)
        span = document.placed.spans[path]
        content += str(at(document.value, path) or "")
        origin = origin[:-1] + carrier.offsets(text, span.value + 1, span.end - 1)
    return content, origin


def read(text: str) -> Document:
    """Read what a person pasted. Raises `SourceError` with line, column, cause and, where there is one, a repair."""
    _check_size(text)
    try:
        bare = carrier.unquoted(text)
        value, reading = carrier.parse(text) if bare is None else (bare, None)
    except DialectError as error:
        raise _unreadable(text, error) from None
    if isinstance(value, str):
        return _string_document(text, value, reading, bare is not None)
    known = forms.entry(value) if isinstance(value, dict) else None
    if known and isinstance(value, dict):
        return _module_document(text, value, reading, known)
    looks_like = forms.other_than_expected(value)
    if looks_like or not isinstance(value, dict):
        expected = Message("Paste one module's createOptions, or its entry from a deployment.")
        raise SourceError((Problem(looks_like or expected, expected, *Lines(text).place(_start(text))),))
    module = Module(value)
    draft = Document(text, "create-options", value, (module,), reading)
    return Document(text, "create-options", value, (_read_carried(draft, module),), reading)


def _check_size(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise _unreadable(text, dialect.half_character(error.start)) from None
    if size > MAX_SIZE:
        message = Message("The text is {size} bytes long; the limit is 1 MiB.", {"size": f"{size:,}"})
        raise SourceError((Problem(message, Message("Paste one module at a time.")),), status=413)


def _string_document(text: str, content: str, reading: Reading | None, unquoted: bool) -> Document:
    draft = Document(text, "create-options", content, (Module({}, carrier="string"),), reading, unquoted)
    return Document(text, draft.kind, content, (_read_carried(draft, draft.modules[0]),), reading, unquoted)


def _module_document(text: str, value: dict[str, Json], reading: Reading | None, known: forms.Entry) -> Document:
    settings, entry = at(value, known.settings), at(value, known.at)
    if not isinstance(settings, dict) or not isinstance(entry, dict):
        raise TypeError("forms.entry vouches for both")
    draft = Document(text, "module", value, (), reading)
    try:
        chunks = carrier.numbered(list(settings))
    except DialectError as error:
        raise _unreadable(text, error) from None
    stands = settings[chunks[0]] if chunks else {}
    image = settings.get(forms.key_of(settings, "image") or "")
    env_key = forms.key_of(entry, "env") or "env"
    env = entry.get(env_key)
    module = Module(
        stands if isinstance(stands, dict) else {},
        known.name,
        image if isinstance(image, str) else None,
        env if isinstance(env, dict) else {},
        (*known.at, env_key) if known.has_env else None,
        (*known.settings, chunks[0] if chunks else "createOptions"),
        "chunks" if len(chunks) > 1 else "string" if isinstance(stands, str) else "object",
    )
    draft = Document(text, "module", value, (module,), reading)
    if module.carrier == "object" and not isinstance(stands, dict | None):
        place = draft.place(module, ())
        message = Message("createOptions must be an object or a string that holds one.")
        raise SourceError((Problem(message, Message("The device refuses anything else."), *place),))
    return Document(text, "module", value, (_read_carried(draft, module),), reading)


def _read_carried(draft: Document, module: Module) -> Module:
    """Read createOptions that stand in strings; what is wrong inside is shown where it stands in the paste."""
    if module.carrier == "object":
        return module.with_options(module.options, _repeated(draft, module)) if draft.reading else module
    content, origin = _content(draft, module)
    try:
        options, reading = carrier.options(content)
    except DialectError as error:
        place = draft.lines.place(origin[min(error.offset, len(origin) - 1)])
        repaired, fixes = _mended_inside(draft, module, content, origin)
        raise SourceError((Problem(error.message, error.hint, *place),), repaired, fixes) from None
    twice = reading.duplicates if reading else []
    return module.with_options(options, tuple((path, draft.lines.place(origin[offset]).line) for path, offset in twice))


def _repeated(draft: Document, module: Module) -> tuple[tuple[Path, int], ...]:
    """Return the keys of createOptions that stand more than once, with the line of the earlier one."""
    size = len(module.at)
    found = draft.reading.duplicates if draft.reading else []
    mine = [(path[size:], offset) for path, offset in found if path[:size] == module.at]
    return tuple((path, draft.lines.place(offset).line) for path, offset in mine)


def _mended_inside(
    draft: Document, module: Module, content: str, origin: list[int]
) -> tuple[str | None, tuple[Repair, ...]]:
    mended, fixes = mend(content)
    placed = [(draft.lines.place(origin[min(offset, len(origin) - 1)]), message) for offset, message in fixes]
    repairs = tuple(Repair(place.line, place.column, message) for place, message in placed)
    if mended is None or module.carrier == "chunks":
        return None, ()
    quoted = carrier.minified(mended)
    edge = 0 if draft.unquoted else 1
    return draft.text[: origin[0] - edge] + quoted + draft.text[origin[-1] + edge :], repairs


def _unreadable(text: str, error: DialectError) -> SourceError:
    lines = Lines(text)
    mended, fixes = mend(text)
    placed = [(lines.place(offset), message) for offset, message in fixes]
    repairs = tuple(Repair(place.line, place.column, message) for place, message in placed)
    return SourceError((Problem(error.message, error.hint, *lines.place(error.offset)),), mended, repairs)


def mend(text: str) -> tuple[str | None, list[tuple[int, Message]]]:
    """Propose a text that can be read, made by the smallest edits that reading asks for, one after the other.

    Returns the text and the edits with their offsets; None where no such text is found in 40 edits.
    """
    fixes: list[tuple[int, Message]] = []
    for _ in range(MAX_FIXES if len(text) < MAX_SIZE // 8 else 1):
        try:
            dialect.read(text)
        except DialectError as error:
            if error.fix is None:
                return None, []
            fixes.append((error.fix.start, error.fix.message))
            text = text[: error.fix.start] + error.fix.new + text[error.fix.end :]
        else:
            return text, fixes
    return None, []
