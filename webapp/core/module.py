"""One module of a document, with its createOptions looked up the way the device does: ignoring case.

Source: the agent matches member names of known structures case-insensitively, except `k8s-experimental`
(`parsing.md` of the translation notes; facts F2.12 and F4.2).
"""

from collections.abc import Callable, Mapping
from copy import copy
from functools import lru_cache, wraps
from typing import Literal, NamedTuple, TypeVar, cast

from webapp.core.path import Json, Path, pointer

T = TypeVar("T")
Carrier = Literal["object", "string", "chunks", "placeholder", "inspect"]
Part = Literal["createOptions", "env", "entry", "deployment"]
EXPERIMENTAL = "k8s-experimental"
MODULE_ENV = "module.env"
MODULE_ENTRY = "module.entry"
_NESTED = ("hostconfig", EXPERIMENTAL)


class Node(NamedTuple):
    """A value and where it stands in createOptions."""

    path: Path
    value: Json

    @property
    def key(self) -> str:
        """The member name or index that leads to this value, as text."""
        return str(self.path[-1])


class Module:
    """A module as pasted. Rules only read it; `options` is its createOptions.

    Args:
        options: the createOptions object.
        name: module name, None where the paste has none.
        image: `settings.image`, None where the paste has none.
        env: the module's own `env` section, `{"NAME": {"value": …}}`, empty where the paste has none.
        env_at: path of that section in the document, None where the paste has no place for one.
        at: path of createOptions in the document.
        carrier: how createOptions stood there; a `placeholder` is filled in later and can't be read.
        entry: the module's entry in a deployment, empty where the paste has none.
        entry_at: path of that entry in the document, None where the paste has none.
        repeated: keys of createOptions that stand more than once, with the line of the earlier one; the last counts.

    `choices` are the person's answers by question id; `before` tells under which path a question about a setting is
    known, since earlier rounds may have taken items out of arrays.
    """

    __slots__ = (
        *("_index", "_made", "at", "before", "carrier", "choices", "entry", "entry_at", "env", "env_at", "image"),
        *("name", "options", "repeated"),
    )

    def __init__(
        self,
        options: dict[str, Json],
        name: str | None = None,
        image: str | None = None,
        env: Mapping[str, Json] | None = None,
        env_at: Path | None = None,
        at: Path = (),
        carrier: Carrier = "object",
        repeated: tuple[tuple[Path, int], ...] = (),
        entry: Mapping[str, Json] | None = None,
        entry_at: Path | None = None,
    ) -> None:
        self.name = name
        self.image = image
        self.env_at = env_at
        self.at = at
        self.carrier = carrier
        self.repeated = repeated
        self.entry: Mapping[str, Json] = entry or {}
        self.entry_at = entry_at
        self.choices: Mapping[str, str] = {}
        self.before: Callable[[Path], Path] = _same
        self._look(options, env or {})

    def _look(self, options: dict[str, Json], env: Mapping[str, Json]) -> None:
        self.options = options
        self.env = env
        self._index = _index(options)
        if env:
            self._index.setdefault(MODULE_ENV, [])
        if self.entry:
            self._index.setdefault(MODULE_ENTRY, [])
        self._made: dict[Callable[[Module], object], object] = {}

    def showing(self, options: dict[str, Json], env: Mapping[str, Json] | None = None) -> "Module":
        """Return the same module with other createOptions, and other variables where `env` is given."""
        again = copy(self)
        again._look(options, self.env if env is None else env)
        return again

    def forget(self) -> None:
        """Give up what was worked out so far; it is worked out again when asked. Keeps many modules light."""
        self._made.clear()

    def with_repeated(self, repeated: tuple[tuple[Path, int], ...]) -> "Module":
        """Return the same module with the keys that stand more than once."""
        again = copy(self)
        again.repeated = repeated
        return again

    def known_by(self, before: Callable[[Path], Path]) -> "Module":
        """Return the same module with another way to tell under which path a question is known."""
        again = copy(self)
        again.before = before
        return again

    def with_choices(self, choices: Mapping[str, str]) -> "Module":
        """Return the same module with a person's answers."""
        again = self.showing(self.options)
        again.choices = choices
        return again

    def answer(self, rule: str, where: Path, default: str | None, topic: str = "") -> str | None:
        """Return the answer in force to a question that another rule asks; `default` as that rule has it."""
        return self.choices.get(question_id(rule, self.before(where), topic), default)

    def has_any(self, names: frozenset[str]) -> bool:
        """Tell whether any of these settings is present; `names` as `reads` of a rule gives them."""
        return not names.isdisjoint(self._index)

    def find(self, *names: str) -> list[Node]:
        """Return every member with this name, at most two levels deep (`find("HostConfig", "Binds")`).

        More than one is found only where two spellings stand side by side.
        """
        return self._index.get(name_of(names), [])

    def first(self, *names: str) -> Node | None:
        """Return the first member of this name that is set, that is not null."""
        return next((node for node in self.find(*names) if node.value is not None), None)

    def items(self, *names: str) -> list[Node]:
        """Return the items of the array of this name; nothing where it is no array."""
        return [item for node in self.find(*names) for item in items(node)]

    def entries(self, *names: str) -> list[Node]:
        """Return the members of the object of this name; nothing where it is no object."""
        return [entry for node in self.find(*names) for entry in entries(node)]

    def text(self, *names: str) -> str:
        """Return the text of this name, or an empty string."""
        node = self.first(*names)
        return node.value if node and isinstance(node.value, str) else ""

    def place(self, *names: str) -> Path:
        """Return the path at which a setting belongs, in the spelling that the paste already uses."""
        path: Path = ()
        for size in range(1, len(names) + 1):
            known = self._index.get(name_of(names[:size]))
            path = known[0].path if known else (*path, names[size - 1])
        return path


def _same(path: Path) -> Path:
    return path


def once(make: Callable[[Module], T]) -> Callable[[Module], T]:
    """Let what several rules ask of a module be worked out once per module; nobody changes the result."""

    @wraps(make)
    def known(module: Module) -> T:
        made = module._made
        if make not in made:
            made[make] = make(module)
        return cast(T, made[make])

    return known


def items(node: Node) -> list[Node]:
    """Return the items of an array as nodes; nothing where the value is no array."""
    if not isinstance(node.value, list):
        return []
    return [Node((*node.path, index), value) for index, value in enumerate(node.value)]


def entries(node: Node) -> list[Node]:
    """Return the members of an object as nodes; nothing where the value is no object."""
    if not isinstance(node.value, dict):
        return []
    return [Node((*node.path, key), value) for key, value in node.value.items()]


def member(node: Node, name: str) -> Node | None:
    """Return the member of an object by its name, ignoring case; None where there is none or it is null."""
    return next(
        (entry for entry in entries(node) if entry.key.lower() == name.lower() and entry.value is not None),
        None,
    )


def question_id(rule: str, path: Path, topic: str = "") -> str:
    """Return the id under which a question is answered: `binds:/HostConfig/Binds/0`, with `#topic` behind it."""
    return f"{rule}:{pointer(path)}" + (f"#{topic}" if topic else "")


@lru_cache(maxsize=1024)
def name_of(names: tuple[str, ...]) -> str:
    """Return the key under which a setting is indexed: lower case, but `k8s-experimental` must be exact.

    Rules ask for the same few names over and over; what was pasted never comes through here.
    """
    return ".".join(_indexed(name) for name in names)


def _indexed(name: str) -> str:
    lower = name.lower()
    return "\0" + lower if lower == EXPERIMENTAL and name != EXPERIMENTAL else lower


def _index(options: dict[str, Json]) -> dict[str, list[Node]]:
    index: dict[str, list[Node]] = {}
    for key, value in options.items():
        name = _indexed(key)
        index.setdefault(name, []).append(Node((key,), value))
        if isinstance(value, dict) and name in _NESTED:
            for inner, child in value.items():
                index.setdefault(f"{name}.{inner.lower()}", []).append(Node((key, inner), child))
    return index
