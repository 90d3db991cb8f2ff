"""A paste that was read: its modules, and where each value stands in the text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from webapp.core import carried, carrier, dialect, inspected
from webapp.core.carried import Origin
from webapp.core.deployment import Kind
from webapp.core.dialect.reading import Reading, Span
from webapp.core.message import Message
from webapp.core.module import Module, Part
from webapp.core.path import Json, Path
from webapp.core.problem import Lines, Place, Repair

IN_STRINGS = ("string", "chunks")
_UNQUOTED = Message("The quotes around this escaped text were missing.")


@dataclass(frozen=True)
class Document:
    """What was pasted: `value` is the pasted JSON value as it stood, `modules` its modules with createOptions read.

    `reading` and `inner` are there where the strict reader failed: of the whole, and of createOptions in strings.
    `repeated` are keys outside of createOptions that stand twice, with the line of the earlier one; `unread` are parts
    that hold modules and are not converted.
    """

    text: str
    kind: Kind
    value: Json
    modules: tuple[Module, ...] = ()
    reading: Reading | None = field(repr=False, default=None)
    unquoted: bool = False
    inner: Mapping[Path, Reading] = field(repr=False, default_factory=dict)
    repeated: tuple[tuple[Path, int], ...] = ()
    unread: tuple[Path, ...] = ()

    @cached_property
    def lines(self) -> Lines:
        """Line starts of the pasted text."""
        return Lines(self.text)

    @cached_property
    def placed(self) -> Reading:
        """The reading that knows where each value stands; made when the first place is asked for."""
        if self.unquoted:
            start = start_of(self.text)
            return Reading(self.value, Span(start, start, len(self.text.rstrip())))
        return self.reading or dialect.read(self.text)

    @cached_property
    def _strings(self) -> dict[Path, tuple[str, Origin]]:
        """createOptions that stand in strings, as far as somebody asked where something in them stands."""
        return {}

    @cached_property
    def _inner(self) -> dict[Path, Reading]:
        return dict(self.inner)

    def string(self, module: Module) -> tuple[str, Origin]:
        """Return the text of createOptions that stand in strings, and where its characters stand in the paste."""
        found = self._strings.get(module.at)
        if found is None:
            found = self._strings[module.at] = self._joined(module)
        return found

    def _joined(self, module: Module) -> tuple[str, Origin]:
        if not module.at:
            root, quote = self.placed.root, 0 if self.unquoted else 1
            return carried.of_text(self.text, str(self.value), root.start + quote, root.end - quote)
        return carried.of_settings(self.text, self.value, module.at[:-1], self.placed)

    def inside(self, module: Module) -> Reading:
        """Return the reading of createOptions that stand in strings."""
        found = self._inner.get(module.at)
        if found is None:
            content = self.string(module)[0]
            found = dialect.read(content) if carrier.says_something(content) else Reading({}, Span(0, 0, 0))
            self._inner[module.at] = found
        return found

    @cached_property
    def repairs(self) -> tuple[Repair, ...]:
        """Every tolerance that reading took, in order of place; empty for strict JSON."""
        found = list(self.reading.tolerated) if self.reading else []
        if self.unquoted:
            found.append((start_of(self.text), _UNQUOTED))
        for module in self.modules if self.inner else ():
            if module.at in self.inner:
                origin = self.string(module)[1]
                found.extend((origin.at(index), message) for index, message in self.inner[module.at].tolerated)
        placed = [(self.lines.place(offset), message) for offset, message in sorted(found, key=lambda one: one[0])]
        return tuple(Repair(place.line, place.column, message) for place, message in placed)

    def span_of(self, module: Module, path: Path) -> tuple[int, int]:
        """Return the offsets of what stands at `path` of the whole document, createOptions taken as read."""
        size = len(module.at)
        if path[:size] == module.at:
            return self.span(module, path[size:])
        span = self.placed.span(path)
        return span.start, span.end

    def place(self, module: Module, path: Path, part: Part = "createOptions") -> Place:
        """Return where the setting at `path` of a part of a module begins; its nearest parent if it is new."""
        return self.lines.place(self.span(module, path, part)[0])

    def span(self, module: Module, path: Path, part: Part = "createOptions") -> tuple[int, int]:
        """Return the offsets `[start, end)` of a member with its key, or of its nearest parent."""
        if part != "createOptions" or module.carrier not in IN_STRINGS:
            span = self.placed.span(self.path_of(module, path, part))
            return span.start, span.end
        origin = self.string(module)[1]
        inner = self.inside(module)
        span = inner.span(path)
        return origin.whole if span is inner.root else origin.span(span.start, span.end)

    def path_of(self, module: Module, path: Path, part: Part) -> Path:
        """Return the path in the document of a setting of a part of a module."""
        if part == "createOptions":
            return module.at + (inspected.path_of(path) if module.carrier == "inspect" and path else path)
        head = module.env_at if part == "env" else module.entry_at
        return (module.at if head is None else head) + path


def start_of(text: str) -> int:
    """Return the offset of the first character that is no white space."""
    return len(text) - len(text.lstrip())
