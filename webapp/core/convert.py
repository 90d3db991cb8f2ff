"""The pipeline: read the paste, let every rule speak, carry out the edits, account for every leaf."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from webapp.core import paste_back
from webapp.core.apply import Operation
from webapp.core.carrier import minified
from webapp.core.converted import Change, ConvertedModule, Note
from webapp.core.deployment import Kind, holds_several
from webapp.core.document import Document
from webapp.core.draft import Draft, drafts
from webapp.core.message import Message
from webapp.core.module import Part
from webapp.core.path import Json, Path
from webapp.core.problem import Place, Problem, SourceError
from webapp.core.said import Choices
from webapp.core.source import read
from webapp.core.splice import Splice, spliced, splices
from webapp.core.whole import Whole, convert_whole, names_of

RULESET = "2026.12"


@dataclass(frozen=True)
class Conversion:
    """The whole answer. What costs time and is not always wanted (text, patch, places) is made when asked for."""

    document: Document
    modules: tuple[ConvertedModule, ...]
    whole: Whole = field(default_factory=Whole)
    stale: tuple[str, ...] = ()
    unfit: Choices = field(default_factory=dict)
    ruleset: str = RULESET

    @property
    def kind(self) -> Kind:
        """What was pasted."""
        return self.document.kind

    @property
    def findings(self) -> tuple[Note, ...]:
        """What a person should know about the deployment as a whole; paths count in the pasted document."""
        return tuple(self.whole.findings)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What changed around the modules; paths count in the pasted document."""
        return tuple(self.whole.changes)

    @cached_property
    def _operations(self) -> list[Operation]:
        return paste_back.operations(self.document, self.modules, self.whole)

    @cached_property
    def converted(self) -> Json:
        """The converted JSON value in the shape of the paste."""
        value = paste_back.converted(self.document.value, self._operations, self.modules)
        return paste_back.renamed(value, self.whole.names)

    @cached_property
    def splices(self) -> tuple[Splice, ...]:
        """The places of the pasted text that change, in order, with what stands there afterwards."""
        document = self.document
        if document.unquoted:
            root = document.placed.root
            return (Splice(root.start, root.end, minified(self.converted)),)
        names = dict(self.whole.names)
        for one in self.modules:
            names.update(paste_back.renamed_variables(one))
        twice = {path for path, _ in document.repeated}
        return tuple(splices(document.text, document.placed, document.value, self.converted, names, twice))

    @cached_property
    def text(self) -> str:
        """The converted value as text, ready to paste back: the pasted text with nothing else touched."""
        return spliced(self.document.text, self.splices)

    @cached_property
    def patch(self) -> list[dict[str, Json]]:
        """RFC 6902 operations that lead from the pasted JSON value to `converted`."""
        return paste_back.patch(self._operations, self.whole.names)

    def place(self, one: ConvertedModule, path: Path, part: Part = "createOptions") -> Place:
        """Return line and column, in the paste, of a setting of a part of a module."""
        return self.document.place(one.module, path, part)

    def where(self, path: Path) -> Place:
        """Return line and column, in the paste, of what stands at a path of the whole document."""
        return self.document.lines.place(self.document.placed.span(path).start)


def convert(source: str, choices: Choices | None = None, *, lenient: bool = False) -> Conversion:
    """Convert what a person pasted.

    Args:
        source: the text as pasted, at most 1 MiB.
        choices: answers by question id.
        lenient: leave out answers that don't fit, or to questions that are not asked, instead of refusing them;
            `Conversion.unfit` and `stale` name them.

    Raises:
        SourceError: the paste can't be read, or an answer does not fit.
    """
    try:
        return _conversion(source, dict(choices or {}), lenient)
    except SourceError as error:
        error.source = source
        raise


def _conversion(source: str, given: dict[str, str], lenient: bool) -> Conversion:
    document = read(source)
    modules, whole = _convert(document, given, lenient)
    stale = tuple(sorted(given.keys() - _asked(modules))) if given else ()
    if stale and not lenient:
        raise SourceError(tuple(_no_such_question(name) for name in stale))
    unfit = {name: answer for draft in modules for name, answer in draft.said.unfit.items()}
    if unfit:
        # Rules that ask what another question decided must not see an answer that does not count.
        fit = {name: answer for name, answer in given.items() if name not in unfit}
        modules, whole = _convert(document, fit, lenient)
    return Conversion(document, tuple(draft.finished for draft in modules), whole, stale, unfit)


def _convert(document: Document, choices: Choices, lenient: bool) -> tuple[list[Draft], Whole]:
    modules = drafts(document.modules, choices, prefixed=holds_several(document.kind), lenient=lenient)
    whole = convert_whole(document, modules)
    names_of(whole, modules)
    return modules, whole


def _asked(modules: Iterable[Draft]) -> set[str]:
    return {asked.id for draft in modules for heard in draft.said.rounds for asked in heard.questions}


def _no_such_question(name: str) -> Problem:
    return Problem(
        Message("There is no question `{id}` for this paste.", {"id": name[:80]}),
        Message("Leave the answer out, or look up the ids under `questions` of a conversion without answers."),
        line=0,
    )
