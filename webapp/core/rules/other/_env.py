"""Environment variables of a module: `Env` and the module's own `env`, taken apart, and which rule edits which entry.

Source: facts F2.14, F2.15, F4.11; names K5; expansion of `$(NAME)` K46; section 7 of the translation notes.
"""

import re
from collections.abc import Generator, Iterable
from typing import NamedTuple

from webapp.core.edit import Because, Outcome, ask, find
from webapp.core.module import Module, Node, Part, member, once
from webapp.core.path import Json, Path

ENV_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*"
SYSTEM = frozenset(
    {
        "IOTEDGE_IOTHUBHOSTNAME", "IOTEDGE_AUTHSCHEME", "IOTEDGE_WORKLOADURI", "IOTEDGE_MODULEGENERATIONID",
        "IOTEDGE_DEVICEID", "IOTEDGE_MODULEID", "IOTEDGE_APIVERSION", "EdgeDeviceHostName",
    }
)  # fmt: skip
GATEWAY = "IOTEDGE_GATEWAYHOSTNAME"
RUNTIME_MODULES = ("edgeAgent", "edgeHub")

_VALID = re.compile(r"(?!\.$|\.\.)[-._a-zA-Z][-._a-zA-Z0-9]*")
_REFERENCE = re.compile(r"(?<!\$)((?:\$\$)*)\$\(([-._a-zA-Z][-._a-zA-Z0-9]*)\)")
_DOUBLED = re.compile(r"\$\$(?![$(])")
_OTHERS = frozenset(
    {"no_proxy", "http_proxy", "https_proxy", "all_proxy", "upstreamprotocol", "nvidia_visible_devices"}
)
_DERIVED = Because(sure="derived")
_MOST = 80
_EXPANSION = {
    "leave": "The value of the variable, filled in by Kubernetes",
    "escape": "The text as it stands, as on the FPGA device",
}


class Variable(NamedTuple):
    """One variable: where it stands, in which part, and what it says. `value` is empty where it is no text."""

    node: Node
    name: str
    value: str
    part: Part = "createOptions"

    @property
    def final(self) -> str:
        """The name with `__` for every colon."""
        return self.name.replace(":", "__")

    @property
    def topic(self) -> str:
        """What tells a question about the module's own `env` from one about createOptions."""
        return "env" if self.part == "env" else ""

    @property
    def elsewhere(self) -> bool:
        """Whether rules of other sections edit this variable's value."""
        return self.name.lower() in _OTHERS


class Superseded(NamedTuple):
    """A variable that never takes effect, and what takes its place: a later entry, the module's `env`, the device."""

    variable: Variable
    by: str


@once
def names(module: Module) -> list[str]:
    """List what stands in front of the `=`, and the names in the module's own `env`; a quick look before a long one."""
    found = list(module.env)
    for node in module.find("Env"):
        if isinstance(node.value, list):
            found += [entry.partition("=")[0] for entry in node.value if isinstance(entry, str)]
    return found


@once
def may_refer(module: Module) -> bool:
    """Tell whether there is a `$` in `Env` or `Cmd`, or an `env` section that may hold one."""
    lists = [node.value for node in (*module.find("Env"), *module.find("Cmd")) if isinstance(node.value, list)]
    return bool(module.env) or any(isinstance(text, str) and "$" in text for texts in lists for text in texts)


@once
def variables(module: Module) -> list[Variable]:
    """List the well-formed entries of `Env`; `WIRESERVER_ADDRESS` belongs to another rule."""
    found = []
    for node in module.items("Env"):
        name, sign, value = node.value.partition("=") if isinstance(node.value, str) else ("", "", "")
        if name and sign and name != "WIRESERVER_ADDRESS":
            found.append(Variable(node, name, value))
    return found


@once
def module_variables(module: Module) -> list[Variable]:
    """List the variables of the module's own `env`; names with `$` are twin metadata or placeholders."""
    found = []
    for name, entry in module.env.items():
        node = Node((name,), entry)
        value = member(node, "value")
        if name and "$" not in name and name != "WIRESERVER_ADDRESS":
            text = value.value if value and isinstance(value.value, str) else ""
            found.append(Variable(node, name, text, "env"))
    return found


def is_valid(name: str) -> bool:
    """Tell whether Kubernetes accepts the name of a variable (K5)."""
    return bool(_VALID.fullmatch(name))


@once
def superseded(module: Module) -> list[Superseded]:
    """List the variables that something else overrides, under the names that they will have."""
    own = module_variables(module)
    finals = {one.final for one in own}
    mine = variables(module)
    last = {one.final: one.node.path for one in mine}
    exact = {one.name for one in own}
    found = []
    for one in [*own, *mine]:
        if not is_valid(one.final):
            continue
        if one.final in SYSTEM or (one.final == GATEWAY and module.name not in RUNTIME_MODULES):
            found.append(Superseded(one, "device"))
        elif one.part == "env":
            if one.name != one.final and one.final in exact:
                found.append(Superseded(one, "later"))
        elif one.final in finals:
            found.append(Superseded(one, "module"))
        elif last[one.final] != one.node.path:
            found.append(Superseded(one, "later"))
    return found


@once
def effective(module: Module) -> list[Variable]:
    """List the variables of both parts that nothing else overrides."""
    gone = {(one.variable.part, one.variable.node.path) for one in superseded(module)}
    return [one for one in [*module_variables(module), *variables(module)] if (one.part, one.node.path) not in gone]


@once
def defined(module: Module) -> frozenset[str]:
    """Return the names that `$(NAME)` can refer to, as far as the paste tells."""
    own = {one.final for one in [*module_variables(module), *variables(module)]}
    return SYSTEM | own | {GATEWAY}


def with_value(variable: Variable, value: str) -> Json:
    """Return the entry of the module's own `env` with another value."""
    entry = variable.node.value
    if not isinstance(entry, dict):
        return entry
    place = member(variable.node, "value")
    return {**entry, place.key: value} if place and isinstance(place.value, str) else entry


def settled(
    module: Module,
    known: frozenset[str],
    where: Node | Path,
    text: str,
    part: Part = "createOptions",
    topic: str = "",
) -> Generator[Outcome, str | None, str]:
    """Ask about `$(NAME)` in a text, where there is any, and return the text as it should stand."""
    if "$$" in text and _DOUBLED.search(text):
        yield find(
            "warning",
            where,
            "Kubernetes reduces `$$` to a single `$` in `{text}`.",
            "Double every dollar sign that has to reach the module twice; nothing to do where that is done already.",
            because=_DERIVED,
            part=part,
            text=short(text),
        )
    found = _references(module, known, text)
    if not found:
        return text
    name = min(found)
    answer = yield ask(
        where,
        "Kubernetes replaces `$({name})` by the value of that variable where there is one; Docker does not. "
        "What should the module get?",
        _EXPANSION,
        "leave",
        topic=topic,
        because=_DERIVED,
        part=part,
        name=name,
    )
    if answer == "escape":
        return _escaped(text, found)
    if name in known:
        yield find(
            "warning",
            where,
            "The module gets the value of the variable `{name}` in place of `$({name})`; on Docker it got the text.",
            "Nothing to do if that is what was meant all along; otherwise escape the reference as `$$({name})`.",
            because=_DERIVED,
            part=part,
            name=name,
        )
    return text


def short(text: object) -> str:
    """Return a text for a message, cut where it is long."""
    shown = str(text)
    return shown if len(shown) <= 80 else shown[:79] + "…"


def listed(names: Iterable[object]) -> str:
    """Return names for a message, in order and each once; of many the first ones, and how many more there are."""
    known = list(dict.fromkeys(map(str, names)))
    shown, size = list[str](), 0
    for name in known:
        size += len(name) + 2
        if shown and size > _MOST:
            return f"{', '.join(shown)} and {len(known) - len(shown)} more"
        shown.append(short(name))
    return ", ".join(shown)


def _references(module: Module, known: frozenset[str], text: str) -> set[str]:
    """Return the names in `$(NAME)` that Kubernetes will replace, or may replace as far as the paste tells."""
    if "$(" not in text:
        return set()
    referred = {found[2] for found in _REFERENCE.finditer(text)}
    sure = referred & known
    known_all = module.env_at and module.carrier != "placeholder"
    maybe = set() if known_all else {name for name in referred if name != name.lower()}
    return sure or maybe


def _escaped(text: str, doomed: set[str]) -> str:
    def escape(found: re.Match[str]) -> str:
        return f"{found[1]}$$({found[2]})" if found[2] in doomed else found[0]

    return _REFERENCE.sub(escape, text)
