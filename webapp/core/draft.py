"""One module on its way: what the rules have said so far, and what it looks like by now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from webapp.core.apply import Applied, apply
from webapp.core.converted import ConvertedModule, as_object
from webapp.core.document import Document
from webapp.core.edit import find
from webapp.core.module import Module, Part
from webapp.core.path import Path, pointer
from webapp.core.registry import ABOUT_MODULES
from webapp.core.said import Said
from webapp.core.trail import Trail

ROUNDS = 8
_NO_ROOM = "What belongs at `{path}` can't be stated: the createOptions of this module are filled in later."
_FILL_IN = "Paste what stands behind the placeholder, too, and convert again."

_FIRST = tuple(rule for rule in ABOUT_MODULES if rule.first)
_REST = tuple(rule for rule in ABOUT_MODULES if not rule.first)


class Draft:
    """A module between paste and result.

    Args:
        pasted: the module as it was pasted.
        choices: the answers about this module by question id, without the prefix.
        prefix: what stands before the ids of questions about this module.
        lenient: pass over answers that do not fit.
    """

    def __init__(self, pasted: Module, choices: Mapping[str, str], prefix: str, *, lenient: bool) -> None:
        self.pasted = pasted.with_choices(choices) if choices else pasted
        self.said = Said({prefix + name: answer for name, answer in choices.items()}, lenient, prefix)
        self.module = self.pasted.known_by(self.said.before)
        self.passes: list[Applied] = []
        self.env_passes: list[Applied] = []
        self.name = pasted.name
        self._trails: dict[Part, Trail] = {}

    def convert(self) -> None:
        """Let the rules of the first pass speak until nothing is left to be put in its place, then all the others.

        createOptions that are a placeholder count as empty: rules speak of the entry and the `env` section around them.
        """
        for _ in range(ROUNDS):
            self.said.run(_FIRST, self.module)
            if not self.said.now.edits:
                break
            self.carry_out()
            self.said.begin()
        self.said.run(_REST, self.module)
        self.carry_out()
        self.pasted.forget()
        self.module.forget()

    def carry_out(self) -> None:
        """Carry out the edits of this round."""
        if self.module.carrier == "placeholder":
            self._leave_out()
        self.passes.append(apply(self.module.options, self.said.now.edits_of("createOptions")))
        self.env_passes.append(apply(dict(self.module.env), self.said.now.edits_of("env")))
        if self.passes[-1].gaps:
            self.said.gaps = (*self.said.gaps, self.passes[-1].gaps)
        if self.said.now.edits:
            self.module = self.module.showing(as_object(self.passes[-1].value), as_object(self.env_passes[-1].value))

    def _leave_out(self) -> None:
        """Make findings of edits inside createOptions that can't be read: there is nothing to edit yet."""
        now = self.said.now
        for speaker, edit in now.edits:
            if edit.part == "createOptions":
                self.said.note(speaker, find("error", edit.to, _NO_ROOM, _FILL_IN, path=pointer(edit.to)))
        now.edits = [(speaker, edit) for speaker, edit in now.edits if edit.part != "createOptions"]

    def line(self, document: Document, path: Path, part: Part) -> int:
        """Return the line in the paste of a setting as it stands by now."""
        passes = self.env_passes if part == "env" else self.passes if part == "createOptions" else []
        known = self._trails.get(part)
        if known is None or len(known.rounds) != len(passes):
            known = self._trails[part] = Trail(passes)
        return document.place(self.pasted, known.pasted(path, len(passes)), part).line

    @property
    def finished(self) -> ConvertedModule:
        """The module before and after."""
        return ConvertedModule(self.pasted, self.said, tuple(self.passes), tuple(self.env_passes), self.name)


def drafts(modules: Sequence[Module], choices: Mapping[str, str], *, prefixed: bool, lenient: bool) -> list[Draft]:
    """Convert every module by itself; ids of questions carry the module's name where there can be several."""
    prefixes = list(_prefixes(modules)) if prefixed else [""] * len(modules)
    given = _given(choices, prefixes)
    made = []
    for module, prefix in zip(modules, prefixes, strict=True):
        draft = Draft(module, given[prefix], prefix, lenient=lenient)
        draft.convert()
        made.append(draft)
    return made


def _prefixes(modules: Sequence[Module]) -> Iterator[str]:
    """Yield what stands before the ids of each module: its name, for a repeated one with a number that no name has."""
    names = {module.name or "" for module in modules}
    numbers: dict[str, int] = {}
    for module in modules:
        name = module.name or ""
        number = numbers[name] = numbers.get(name, 0) + 1
        while number > 1 and f"{name}~{number}" in names:
            number = numbers[name] = number + 1
        yield f"{name}/" if number == 1 else f"{name}~{number}/"


def _given(choices: Mapping[str, str], prefixes: Iterable[str]) -> dict[str, dict[str, str]]:
    """Sort answers by the prefixes that their ids begin with; names can hold a slash, so there may be several."""
    given: dict[str, dict[str, str]] = {prefix: {} for prefix in prefixes}
    sizes = {len(prefix) for prefix in given}
    for name, answer in choices.items():
        for size in sizes:
            if name[:size] in given:
                given[name[:size]][name[size:]] = answer
    return given
