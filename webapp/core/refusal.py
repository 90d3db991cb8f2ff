"""What a person is told of a paste that can't be read, and the mended text that is offered where there is one."""

from collections.abc import Callable, Iterable

from webapp.core import carried, dialect, mend
from webapp.core.dialect.faults import DialectError, Fix
from webapp.core.document import Document
from webapp.core.message import Message
from webapp.core.module import Module
from webapp.core.path import Path
from webapp.core.problem import Lines, Place, Problem, Repair, SourceError

Read = Callable[[str, int], Document]


class UnreadableError(Exception):
    """One module's createOptions can't be read. `path` of the document; `error` counts in the module's own text.

    `name` is the module's, set by whom goes through the modules.
    """

    def __init__(
        self,
        path: Path,
        message: Message,
        hint: Message,
        module: Module | None = None,
        error: DialectError | None = None,
    ) -> None:
        super().__init__(message.template)
        self.path = path
        self.message = message
        self.hint = hint
        self.module = module
        self.error = error
        self.name: str | None = None


def of_text(text: str, error: DialectError, tries: int, read: Read) -> SourceError:
    """Return the error of a text that is broken itself, with a text that `read` takes where mending finds one."""
    lines = Lines(text)
    problem = Problem(error.message, error.hint, *lines.place(error.offset))
    mended = mend.mend(text) if tries and error.fix else None
    if mended is None:
        return SourceError((problem,))
    repaired, fixes = mended
    shown = mend.repairs(lines, fixes)
    try:
        read(repaired, tries - 1)
    except SourceError as second:
        if second.repaired is None:
            return SourceError((problem,))
        later = Lines(repaired)
        for fix in second.fixes:
            place = lines.place(mend.before(later.offset(Place(fix.line, fix.column)), fixes))
            shown += (Repair(place.line, place.column, fix.message),)
        repaired = second.repaired
    return SourceError((problem,), repaired, shown)


def of_modules(draft: Document, unreadable: list[UnreadableError], tries: int, read: Read) -> SourceError:
    """Return the error of modules whose createOptions are broken, all of them at once, as the device refuses all."""
    problems = tuple(_problem(draft, one) for one in unreadable)
    fixes = _fixes(draft, unreadable) if tries else None
    if fixes is None:
        return SourceError(problems)
    repaired = mend.applied(draft.text, fixes)
    try:
        again = read(repaired, 0)
    except SourceError:
        return SourceError(problems)
    if not _as_mended(draft, unreadable, again):
        return SourceError(problems)
    return SourceError(problems, repaired, mend.repairs(draft.lines, fixes))


def _problem(draft: Document, one: UnreadableError) -> Problem:
    if one.module and one.error:
        place = draft.lines.place(draft.string(one.module)[1].at(one.error.offset))
    else:
        place = draft.lines.place(draft.placed.span(one.path).start)
    message = one.message
    if one.name is not None and draft.kind != "module":
        values = {**message.values, "module": one.name[:60]}
        message = Message("In module `{module}`: " + message.template, values)
    return Problem(message, one.hint, *place)


def _fixes(draft: Document, unreadable: Iterable[UnreadableError]) -> list[Fix] | None:
    """Return edits of the paste that mend every module; None where one can't be mended."""
    found: list[Fix] = []
    for one in unreadable:
        if one.module is None or one.error is None or not one.error.fix:
            return None
        content, origin = draft.string(one.module)
        mended = mend.mend(content)
        outer = carried.outer(origin, mended[1]) if mended else None
        if outer is None:
            return None
        found += outer
    return sorted(found, key=lambda fix: fix.start)


def _as_mended(draft: Document, unreadable: Iterable[UnreadableError], again: Document) -> bool:
    """Tell whether the repaired paste holds what mending each text alone gave."""
    options = {module.at: module.options for module in again.modules}
    for one in unreadable:
        mended = mend.mend(draft.string(one.module)[0]) if one.module else None
        if one.module is None or mended is None or options.get(one.module.at) != dialect.read(mended[0]).value:
            return False
    return True
