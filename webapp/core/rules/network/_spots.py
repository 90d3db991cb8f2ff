"""The texts of a deployment in which modules can be named: variables, commands, routes, twins.

Source: facts F2.7, F2.9, F2.14; sections 2 and 7 of the translation notes.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeVar

from webapp.core.deployment import Deployment
from webapp.core.edit import AS_THE_RULE, Edit, Finding, On, on, put
from webapp.core.module import Module, Node, items, member, once
from webapp.core.path import Json, Path

Said = TypeVar("Said", Edit, Finding)
WORD = re.compile(r"[\w.-]+")
_ENDING = 60  # characters of a variable's name that tell what it holds
_OPTION = re.compile(r"--?([A-Za-z][\w.-]*)(=?)", re.ASCII)
_TWIN = re.compile(r"(?:^|\.)modules?content\.(?!\$edgeagent\.)[^.]+\.properties\.desired\.")
_DESIRED = re.compile(r"(?:^|\.)desired\.(?!runtime\.|schemaversion\.)")
_ROUTES = re.compile(r"(?:^|\.)routes\.")
_UPKEEP = (".$metadata.", ".$version.")


class Spot(NamedTuple):
    """A text: of which module, or outside of all (None), and where its value begins behind the variable's name.

    `variable` is the end of that name, or of the option's in front of the text; `first` means that it is what a command
    runs, and `number` that it stands as a number.
    """

    module: Module | None
    part: Literal["createOptions", "env", "deployment"]
    path: Path
    text: str
    start: int = 0
    variable: str = ""
    first: bool = False
    number: bool = False

    @property
    def value(self) -> str:
        """The text without the variable's name."""
        return self.text[self.start :]

    @property
    def is_command(self) -> bool:
        """Whether it is a word of a command."""
        return bool(self.module) and self.part == "createOptions" and str(self.path[0]).lower() != "env"


@once
def spots(module: Module) -> list[Spot]:
    """List the texts of a module that it gets to see: variables and the words of its command."""
    found = []
    for node in module.items("Env"):
        name, sign, _ = node.value.partition("=") if isinstance(node.value, str) else ("", "", "")
        if name and sign:
            found.append(Spot(module, "createOptions", node.path, str(node.value), len(name) + 1, name[-_ENDING:]))
    for name, entry in module.env.items():
        value = member(Node((name,), entry), "value")
        if value and isinstance(value.value, (str, int)) and not isinstance(value.value, bool):
            number = isinstance(value.value, int)
            found.append(Spot(module, "env", value.path, str(value.value), 0, name[-_ENDING:], number=number))
    for command in (*module.find("Entrypoint"), *module.find("Cmd")):
        found += _command(module, items(command))
    return found


def _command(module: Module, words: list[Node]) -> Iterator[Spot]:
    """Yield the words of a command; a value belongs to the option before it, or in front of its `=`."""
    before = ""
    for number, word in enumerate(words):
        if not isinstance(word.value, str):
            continue
        option = _OPTION.match(word.value)
        start = option.end() if option and option[2] else 0
        variable = option[1][-_ENDING:] if option and start else before
        first = number == 0 or before == "m"
        yield Spot(module, "createOptions", word.path, word.value, start, variable, first)
        before = option[1][-_ENDING:] if option and not start else ""


def outside(deployment: Deployment) -> Iterator[Spot]:
    """Yield the texts outside of the modules in which modules are named: routes and twins; not what was reported.

    What a deployment or a device says of itself, such as id, labels, conditions, queries and tags, is none of them.
    """
    reported = {path: len(path) for path in deployment.unread}
    sizes = set(reported.values())
    for path, text in deployment.outside():
        if _is_desired(path) and not any(path[:size] in reported for size in sizes):
            yield Spot(None, "deployment", path, text, 0, str(path[-1])[-_ENDING:])


def _is_desired(path: Path) -> bool:
    """Tell whether a path leads into what modules are to be told: the twin of a module, or the routes of edgeHub."""
    dotted = "".join(f"{step}." for step in path).lower()
    if any(key in dotted for key in _UPKEEP):
        return False
    return any(pattern.search(dotted) for pattern in (_TWIN, _DESIRED, _ROUTES))


def words(spot: Spot) -> Iterator[tuple[int, str]]:
    """Yield the words of a text with their places; parts of paths are none."""
    text = spot.text
    for found in WORD.finditer(text, spot.start):
        start, end = found.span()
        if text[start - 1 : start] not in ("/", "\\", "$") and text[end : end + 1] != "/":
            yield start, found[0]


def changed(spot: Spot, pieces: Iterable[tuple[int, int, str]]) -> str:
    """Return the text with some of its pieces replaced."""
    done, parts = 0, []
    for start, end, new in sorted(set(pieces)):
        parts += [spot.text[done:start], new]
        done = end
    return "".join((*parts, spot.text[done:]))


def written(spot: Spot, text: str, summary: str, **values: object) -> On | Edit:
    """Return the edit that puts another text in this place."""
    value: Json = int(text) if spot.number and text.isdecimal() else text
    made = put(spot.path, value, summary, because=AS_THE_RULE, part=spot.part, **values)
    return at_spot(spot, made)


def at_spot(spot: Spot, outcome: Said) -> On | Said:
    """Say something of the module that a text belongs to, or of the document around the modules."""
    return on(spot.module, outcome) if spot.module else outcome
