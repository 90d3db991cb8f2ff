"""The texts of a deployment in which modules can be named: variables, commands, routes, twins.

Source: facts F2.7, F2.9, F2.14; sections 2 and 7 of the translation notes.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeVar

from webapp.core.deployment import Deployment
from webapp.core.edit import AS_THE_RULE, Edit, Finding, On, on, put
from webapp.core.forms import is_part
from webapp.core.module import Module, Node, items, member, once
from webapp.core.path import Json, Path

Said = TypeVar("Said", Edit, Finding)
WORD = re.compile(r"[\w.-]+")
_ENDING = 60  # characters of a variable's name that tell what it holds
_OPTION = re.compile(r"--?([A-Za-z][\w.-]*)(=?)", re.ASCII)
_TWIN = re.compile(r"(?:^|\.)modules?content\.(?!\$edgeagent\.)[^.]+\.properties\.desired\.")
_DESIRED = re.compile(r"(?:^|\.)desired\.(?!runtime\.|schemaversion\.)")
_ROUTES = re.compile(r"(?:^|\.)routes\.")
_COMMANDS = ("cmd", "entrypoint")
_UNSEEN = ("labels", "hostconfig")
_NAMING = ("IpcMode", "PidMode", "NetworkMode")
_LISTING = ("ExtraHosts", "VolumesFrom", "Links")
_FROM = re.compile(r"\s*FROM\s", re.IGNORECASE)
_LAYER = "properties.desired."
_UPKEEP = (".$metadata.", ".$version.")


class Spot(NamedTuple):
    """A text: of which module, or outside of all (None), and where its value begins behind the variable's name.

    `variable` is the end of that name, or of the option's in front of the text; `first` means that it is what a command
    runs, `number` that it stands as a number, and `route` that it is a route of edgeHub's.
    """

    module: Module | None
    part: Literal["createOptions", "env", "deployment"]
    path: Path
    text: str
    start: int = 0
    variable: str = ""
    first: bool = False
    number: bool = False
    route: bool = False

    @property
    def value(self) -> str:
        """The text without the variable's name."""
        return self.text[self.start :]

    @property
    def is_command(self) -> bool:
        """Whether it is a word of a command."""
        return bool(self.module) and self.part == "createOptions" and str(self.path[0]).lower() in _COMMANDS

    @property
    def is_unseen(self) -> bool:
        """Whether the module itself does not get to see it: a label, or what Docker was to share with it."""
        return bool(self.module) and self.part == "createOptions" and str(self.path[0]).lower() in _UNSEEN


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


def unseen(module: Module) -> Iterator[Spot]:
    """Yield texts of a module that others read: its labels, and what Docker was to share with it under a name."""
    named = [node for name in _NAMING for node in module.find("HostConfig", name)]
    listed = [item for name in _LISTING for item in module.items("HostConfig", name)]
    for node in (*module.entries("Labels"), *named, *listed):
        if isinstance(node.value, str):
            yield Spot(module, "createOptions", node.path, node.value, 0, node.key[-_ENDING:])


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
    unread = {path for path in deployment.unread if not str(path[-1]).lower().startswith(_LAYER)}
    sizes = {len(path) for path in unread}
    for path, text in deployment.outside():
        dotted = "".join(f"{step}." for step in path).lower()
        if _is_desired(dotted) and not any(path[:size] in unread for size in sizes):
            route = bool(_ROUTES.search(dotted) and _FROM.match(text))
            yield Spot(None, "deployment", path, text, 0, _variable(path)[-_ENDING:], route=route)


def _variable(path: Path) -> str:
    """Return the name of what holds a text; in a layer a variable can stand as `….env.HOST` with its `value` below."""
    steps = ".".join(str(step) for step in path[-3:]).split(".")
    return (
        steps[-2]
        if steps[-1].lower() == "value" and "env" in (step.lower() for step in steps[-3:-2])
        else str(path[-1])
    )


def _is_desired(dotted: str) -> bool:
    """Tell whether a path leads into what modules are to be told: the twin of a module, or the routes of edgeHub."""
    if any(key in dotted for key in _UPKEEP):
        return False
    return any(pattern.search(dotted) for pattern in (_TWIN, _DESIRED, _ROUTES))


def twin_at(module: Module) -> Path | None:
    """Return where the module's twin stands, if it has one: beside `$edgeAgent`, under the module's name."""
    beside = beside_agent(module)
    return None if beside is None else (*beside, str(module.name))


def beside_agent(module: Module) -> Path | None:
    """Return the object that holds `$edgeAgent`, in which the module's entry is."""
    steps = module.entry_at or ()
    return next((steps[:index] for index, step in enumerate(steps) if str(step).lower() == "$edgeagent"), None)


def is_its(path: Path, module: Module) -> bool:
    """Tell whether a place outside of all entries belongs to a module: to its twin, or to a part of it in a layer."""
    twin, entry = twin_at(module), module.entry_at
    if twin and path[: len(twin)] == twin:
        return True
    return entry is not None and any(is_part(str(step), entry, str(module.name)) for step in path[: len(entry)])


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
