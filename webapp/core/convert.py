"""The pipeline: read the paste, let every rule speak, carry out the edits, account for every leaf."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from pydantic_core import to_json

from webapp.core.apply import apply
from webapp.core.converted import Change, ConvertedModule, Note, as_object
from webapp.core.message import Message
from webapp.core.module import Module, Part
from webapp.core.paste_back import patch_of, placed
from webapp.core.path import Json, Path, copy
from webapp.core.registry import RULES
from webapp.core.said import Choices, Said
from webapp.core.source import Document, Place, Problem, SourceError, read

RULESET = "2026.11"
ROUNDS = 8

_FIRST = tuple(rule for rule in RULES if rule.first)
_REST = tuple(rule for rule in RULES if not rule.first)


@dataclass(frozen=True)
class Conversion:
    """The whole answer. What costs time and is not always wanted (text, patch, places) is made when asked for."""

    document: Document
    modules: tuple[ConvertedModule, ...]
    stale: tuple[str, ...] = ()
    unfit: Choices = field(default_factory=dict)
    ruleset: str = RULESET
    findings: tuple[Note, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def kind(self) -> str:
        """What was pasted."""
        return self.document.kind

    @cached_property
    def converted(self) -> Json:
        """The converted JSON value in the shape of the paste."""
        value = copy(self.document.value)
        for one in self.modules:
            value = placed(value, one)
        return value

    @cached_property
    def text(self) -> str:
        """The converted value as text, ready to paste back."""
        return to_json(self.converted, indent=_indent(self.document.text)).decode()

    @cached_property
    def patch(self) -> list[dict[str, Json]]:
        """RFC 6902 operations that lead from the pasted JSON value to `converted`."""
        return [operation for one in self.modules for operation in patch_of(self.document.value, self.converted, one)]

    def place(self, one: ConvertedModule, path: Path, part: Part = "createOptions") -> Place:
        """Return line and column, in the paste, of a setting of a module, or of one in its own `env` section."""
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
    modules = tuple(_convert(module, given, lenient) for module in document.modules)
    asked = {question.id for one in modules for question in one.questions}
    stale = tuple(sorted(given.keys() - asked))
    if stale and not lenient:
        raise SourceError(tuple(_no_such_question(name) for name in stale))
    unfit = {name: answer for one in modules for name, answer in one.said.unfit.items()}
    if unfit:
        # Rules that ask what another question decided must not see an answer that does not count.
        fit = {name: answer for name, answer in given.items() if name not in unfit}
        modules = tuple(_convert(module, fit, lenient) for module in document.modules)
    return Conversion(document, modules, stale, unfit)


def _no_such_question(name: str) -> Problem:
    return Problem(
        Message("There is no question `{id}` for this paste.", {"id": name[:80]}),
        Message("Leave the answer out, or look up the ids under `questions` of a conversion without answers."),
        line=0,
    )


def _convert(pasted: Module, choices: Choices, lenient: bool) -> ConvertedModule:
    """Let the rules of the first pass speak until nothing is left to be put in its place, then all the others."""
    if choices:
        pasted = pasted.with_choices(choices)
    said, module, passes = Said(choices, lenient), pasted, []
    for _ in range(ROUNDS):
        said.run(_FIRST, module)
        if not said.now.edits:
            break
        passes.append(apply(module.options, said.now.edits_of("createOptions")))
        module = pasted.with_options(as_object(passes[-1].value))
        said.begin()
    said.run(_REST, module)
    passes.append(apply(module.options, said.now.edits_of("createOptions")))
    env = apply(dict(module.env), said.now.edits_of("env"))
    return ConvertedModule(pasted, said, tuple(passes), env)


def _indent(text: str) -> int:
    """Return the indentation of the first indented line, so that the answer looks like the paste."""
    found = re.search(r"\n( {1,8})\S", text)
    return len(found[1]) if found else 2
