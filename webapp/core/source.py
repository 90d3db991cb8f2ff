"""Pasted text becomes a `Document`: its kind, its modules, and where each value stands in the text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from webapp.core import carried, carrier, dialect, forms, mend
from webapp.core.carried import Origin
from webapp.core.dialect import faults
from webapp.core.dialect.faults import DialectError
from webapp.core.dialect.reading import Reading, Span
from webapp.core.message import Message
from webapp.core.module import Module, Part
from webapp.core.path import Json, Path, at
from webapp.core.problem import Lines, Place, Problem, Repair, SourceError

__all__ = ["MAX_SIZE", "Document", "Kind", "Lines", "Place", "Problem", "Repair", "SourceError", "read"]

MAX_SIZE = 1 << 20
Kind = Literal["create-options", "module", "deployment", "layered-deployment", "docker-inspect"]
_UNQUOTED = Message("The quotes around this escaped text were missing.")
_EXPECTED = Message("Paste one module's createOptions, or its entry from a deployment.")


@dataclass(frozen=True)
class Document:
    """What was pasted: `value` is the pasted JSON value as it stood, `modules` its modules with createOptions read.

    `reading` and `inner` are there where the strict reader failed: of the whole, and of createOptions in strings.
    """

    text: str
    kind: Kind
    value: Json
    modules: tuple[Module, ...]
    reading: Reading | None = field(repr=False, default=None)
    unquoted: bool = False
    inner: Mapping[Path, Reading] = field(repr=False, default_factory=dict)

    @cached_property
    def lines(self) -> Lines:
        """Line starts of the pasted text."""
        return Lines(self.text)

    @cached_property
    def placed(self) -> Reading:
        """The reading that knows where each value stands; made when the first place is asked for."""
        if self.unquoted:
            start = _start(self.text)
            return Reading(self.value, Span(start, start, len(self.text.rstrip())))
        return self.reading or dialect.read(self.text)

    @cached_property
    def _strings(self) -> dict[Path, tuple[str, Origin]]:
        """For createOptions that stand in strings: their text, and where its characters stand in the paste."""
        found = {}
        for module in self.modules:
            if module.carrier != "object":
                found[module.at] = self.string(module)
        return found

    def string(self, module: Module) -> tuple[str, Origin]:
        """Return the text of createOptions that stand in strings, and where its characters stand in the paste."""
        if not module.at:
            root, quote = self.placed.root, 0 if self.unquoted else 1
            return carried.of_text(self.text, str(self.value), root.start + quote, root.end - quote)
        return carried.of_settings(self.text, self.value, module.at[:-1], self.placed)

    @cached_property
    def _inner(self) -> dict[Path, Reading]:
        return {
            path: self.inner.get(path) or (dialect.read(content) if content.strip() else Reading({}, Span(0, 0, 0)))
            for path, (content, _) in self._strings.items()
        }

    @cached_property
    def repairs(self) -> tuple[Repair, ...]:
        """Every tolerance that reading took, in order of place; empty for strict JSON."""
        found = list(self.reading.tolerated) if self.reading else []
        if self.unquoted:
            found.append((_start(self.text), _UNQUOTED))
        for path, reading in self.inner.items():
            origin = self._strings[path][1]
            found.extend((origin.at(index), message) for index, message in reading.tolerated)
        placed = [(self.lines.place(offset), message) for offset, message in sorted(found, key=lambda one: one[0])]
        return tuple(Repair(place.line, place.column, message) for place, message in placed)

    def span_of(self, module: Module, path: Path) -> tuple[int, int]:
        """Return the offsets of what stands at `path` of the whole document, createOptions taken as read."""
        size = len(module.at)
        if module.carrier != "object" and path[:size] == module.at:
            return self.span(module, path[size:])
        span = self.placed.span(path)
        return span.start, span.end

    def place(self, module: Module, path: Path, part: Part = "createOptions") -> Place:
        """Return where the setting at `path` of a part of a module begins; its nearest parent if it is new."""
        return self.lines.place(self.span(module, path, part)[0])

    def span(self, module: Module, path: Path, part: Part = "createOptions") -> tuple[int, int]:
        """Return the offsets `[start, end)` of a member with its key, or of its nearest parent."""
        if part == "env" or module.carrier == "object":
            span = self.placed.span((module.at if part == "createOptions" else module.env_at or ()) + path)
            return span.start, span.end
        origin = self._strings[module.at][1]
        inner = self._inner[module.at]
        span = inner.span(path)
        return origin.whole if span is inner.root else origin.span(span.start, span.end)


def _start(text: str) -> int:
    return len(text) - len(text.lstrip())


def read(text: str) -> Document:
    """Read what a person pasted. Raises `SourceError` with line, column, cause and, where there is one, a repair."""
    size = len(text) if text.isascii() else _size(text)
    if size > MAX_SIZE:
        message = Message("The text is {size} bytes long; the limit is 1 MiB.", {"size": f"{size:,}"})
        raise SourceError((Problem(message, Message("Paste one module at a time.")),), status=413)
    return _read(text, 2)


def _size(text: str) -> int:
    try:
        return len(text.encode())
    except UnicodeEncodeError as error:
        raise _refused(text, faults.half_character(error.start), 0) from None


def _read(text: str, tries: int) -> Document:
    """Read; what can't be read is mended and read again, so that nothing is proposed which fails afterwards."""
    try:
        bare = carrier.unquoted(text)
        value, reading = carrier.parse(text) if bare is None else (bare, None)
    except DialectError as error:
        raise _refused(text, error, tries) from None
    draft = Document(text, "create-options", value, (), reading, bare is not None)
    if isinstance(value, str):
        return _with(draft, Module({}, carrier="string"), tries)
    known = forms.entry(value) if isinstance(value, dict) else None
    if known:
        draft = Document(text, "module", value, (), reading)
        return _with(draft, _entry(draft, known), tries)
    looks_like = forms.other_than_expected(value)
    if looks_like or not isinstance(value, dict):
        raise SourceError((Problem(looks_like or _EXPECTED, _EXPECTED, *draft.lines.place(_start(text))),))
    return _with(draft, Module(value), tries)


def _entry(draft: Document, known: forms.Entry) -> Module:
    """Take a module's entry apart."""
    settings, entry = _members(draft.value, known.settings), _members(draft.value, known.at)
    try:
        chunks = carrier.numbered(list(settings))
    except carrier.MisnumberedError as error:
        place = draft.lines.place(draft.placed.span((*known.settings, error.key)).start)
        raise SourceError((Problem(error.message, error.hint, *place),)) from None
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
    if module.carrier == "object" and not isinstance(stands, dict | None):
        message = Message("createOptions must be an object or a string that holds one.")
        place = draft.place(module, ())
        raise SourceError((Problem(message, Message("The device refuses anything else."), *place),))
    return module


def _members(value: Json, path: Path) -> dict[str, Json]:
    found = at(value, path)
    return found if isinstance(found, dict) else {}


def _with(draft: Document, module: Module, tries: int) -> Document:
    """Read createOptions that stand in strings; what is wrong inside is shown where it stands in the paste."""
    if module.carrier == "object":
        twice = draft.reading.duplicates if draft.reading else []
        size = len(module.at)
        mine = [(path[size:], offset) for path, offset in twice if path[:size] == module.at]
        return _complete(draft, _repeating(draft, module, module.options, mine), {})
    content, origin = draft.string(module)
    try:
        options, reading = carrier.options(content)
    except DialectError as error:
        raise _refused_inside(draft, module, error, tries) from None
    twice = [(path, origin.at(index)) for path, index in reading.duplicates] if reading else []
    module = _repeating(draft, module, options, twice)
    return _complete(draft, module, {module.at: reading} if reading else {})


def _complete(draft: Document, module: Module, inner: Mapping[Path, Reading]) -> Document:
    return Document(draft.text, draft.kind, draft.value, (module,), draft.reading, draft.unquoted, inner)


def _repeating(draft: Document, module: Module, options: dict[str, Json], twice: list[tuple[Path, int]]) -> Module:
    if not twice:
        return module if options is module.options else module.with_options(options)
    return module.with_options(options, tuple((path, draft.lines.place(offset).line) for path, offset in twice))


def _refused(text: str, error: DialectError, tries: int) -> SourceError:
    lines = Lines(text)
    problem = Problem(error.message, error.hint, *lines.place(error.offset))
    mended = mend.mend(text) if tries and error.fix else None
    if mended is None:
        return SourceError((problem,))
    repaired, fixes = mended
    shown = mend.repairs(lines, fixes)
    try:
        _read(repaired, tries - 1)
    except SourceError as second:
        if second.repaired is None:
            return SourceError((problem,))
        later = Lines(repaired)
        for fix in second.fixes:
            place = lines.place(mend.before(later.offset(Place(fix.line, fix.column)), fixes))
            shown += (Repair(place.line, place.column, fix.message),)
        repaired = second.repaired
    return SourceError((problem,), repaired, shown)


def _refused_inside(draft: Document, module: Module, error: DialectError, tries: int) -> SourceError:
    content, origin = draft.string(module)
    problem = Problem(error.message, error.hint, *draft.lines.place(origin.at(error.offset)))
    mended = mend.mend(content) if tries and error.fix else None
    if mended is None:
        return SourceError((problem,))
    fixes = carried.outer(origin, mended[1])
    if fixes is None:
        return SourceError((problem,))
    repaired = mend.applied(draft.text, fixes)
    try:
        again = _read(repaired, 0)
    except SourceError:
        return SourceError((problem,))
    if again.modules[0].options != dialect.read(mended[0]).value:
        return SourceError((problem,))
    return SourceError((problem,), repaired, mend.repairs(draft.lines, fixes))
