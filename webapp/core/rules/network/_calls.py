"""Where in a text a module is called by its name.

Source: facts F1.48, F2.8; section 3 of the translation notes for the name that the device makes of a module's.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from webapp.core.device.names import unlimited_name
from webapp.core.module import Module
from webapp.core.rules.network._meanings import (
    is_another_name,
    is_connection,
    is_host_variable,
    is_image,
    is_surely_host,
    may_be_image,
)
from webapp.core.rules.network._ports import is_placeholder, is_port
from webapp.core.rules.network._spots import WORD, Spot

_PORT = re.compile(r":([0-9]{1,5})(?![\w@-]|[.:]\w)")
_LISTED_PORT = re.compile(r",([0-9]{1,5})(?=[ ]*(?:$|[;\"']))")
_SCHEME = re.compile(r"(?<![\w.+-])(https?|wss?|mqtts?|amqps?|rtsp)://(?:[^/\s@]*@)?$", re.IGNORECASE)
_PROTOCOL = re.compile(r"(?:^|[^\w.-])(?:tcp|udp):$", re.IGNORECASE)
_KEY = re.compile(r"([\w.-]+)(?:[ ]*=|\"[ ]*:[ ]*\")$")
_ENDS = ("", ",", ";", '"', "'")
_STANDARD = {"http": 80, "ws": 80, "https": 443, "wss": 443, "mqtt": 1883, "mqtts": 8883, "rtsp": 554}
_STANDARD |= {"amqp": 5672, "amqps": 5671}
_REGISTERED = 1024  # from here on `name:5000` is a port, whatever the variable
_LOWEST = 20  # below it `name:7` is the tag of an image, or a number of another kind
_NEAR = 24
_USER = 200  # characters in front of a host in which `user:password@` can stand


class Reference(NamedTuple):
    """A name in a text, at `[start, end)`: surely a host's, or only a word by itself under the key `variable`.

    `port` is the one that is called, at `port_at`; one that its scheme implies has no length. `is_sure` tells that this
    is a call, not two words such as `camera:30`.
    """

    spot: Spot
    module: Module
    start: int
    end: int
    is_host: bool
    variable: str = ""
    port: int | None = None
    port_at: tuple[int, int] = (0, 0)
    is_sure: bool = True

    @property
    def word(self) -> str:
        """The name as it is written here."""
        return self.spot.text[self.start : self.end]

    @property
    def is_implied(self) -> bool:
        """Whether the port is not stated."""
        return self.port_at[0] == self.port_at[1]


class Names:
    """Finds a module by a host name: as it is written, else in any case, else by what the device makes of it.

    The new name that a person has chosen for a module counts as well, where nothing else has it.
    `others` are names that only Docker gives a module, in lower case, each with the caller that knows it ("": all do).
    """

    def __init__(
        self, modules: Iterable[Module], others: Mapping[tuple[str, str], Module] = MappingProxyType({})
    ) -> None:
        self.others = others
        self.exact: dict[str, Module] = {}
        for module in modules:
            if module.name and module.name.lower() != "localhost":
                self.exact.setdefault(module.name, module)
        self.folded = self._by(str.lower)
        self.made = self._by(unlimited_name)
        for module in self.exact.values():
            new = new_name(module)
            if new:
                self.made.setdefault(new, module)

    def _by(self, made_of: Callable[[str], str]) -> dict[str, Module | None]:
        """Return modules by what is made of their names; of several the one that alone keeps its name, else none."""
        found: dict[str, list[Module]] = defaultdict(list)
        for name, module in self.exact.items():
            found[made_of(name)].append(module)
        return {key: _only(group) for key, group in found.items()}

    def get(self, word: str, caller: Module | None = None) -> Module | None:
        """Return the module that is called so, by a name of its own or by one that Docker gives it."""
        found = self.named(word)
        if found or not self.others:
            return found
        word = word.lower()
        return self.others.get(((caller and caller.name) or "", word)) or self.others.get(("", word))

    def named(self, word: str) -> Module | None:
        """Return the module of this name; None where there is none, or several."""
        found = self.exact.get(word)
        if found:
            return found
        word = word.lower()
        return self.folded[word] if word in self.folded else self.made.get(word)


def _only(group: list[Module]) -> Module | None:
    kept = [module for module in group if not new_name(module)] if len(group) > 1 else group
    return kept[0] if len(kept) == 1 else None


def new_name(module: Module) -> str:
    """Return the name that a person has chosen for a module, or an empty text."""
    return (module.answer("module_name", (), None) or "").partition("rename:")[2]


def host_name(module: Module) -> str:
    """Return the host name of a module on the device, with the name that a person has chosen for it."""
    name = new_name(module) or module.name or "<module>"
    return name if is_placeholder(name) else unlimited_name(name) or name


def references(spot: Spot, names: Names) -> Iterator[Reference]:
    """Yield the names of modules in a text, in time that grows with the text alone."""
    text = spot.text
    for found in WORD.finditer(text, spot.start):
        module = names.get(found[0], spot.module)
        if module:
            reference = _reference(spot, module, *found.span())
            if reference:
                yield reference


def _reference(spot: Spot, module: Module, start: int, end: int) -> Reference | None:
    text = spot.text
    before = _before(text, spot.start, start)
    if before is None:
        return None
    port = _port(spot, end, before)
    if port:
        number = int(port[1])
        if not is_port(number) or (before != "//" and _is_tag(key_of(spot, start), number)):
            return None
        is_sure = before in ("//", "tcp:") or number >= _REGISTERED or _holds_calls(spot, start)
        return Reference(spot, module, start, end, True, spot.variable, number, port.span(1), is_sure)
    if before == "//":
        return _without_port(spot, module, start, end) if _ends_host(text[end : end + 2]) else None
    if spot.first or text[end : end + _NEAR].lstrip(" ")[:1] not in _ENDS:
        return None
    return _alone(spot, module, start, end)


def _is_tag(key: str, number: int) -> bool:
    """Tell whether `name:number` is an image with its tag, or a number of another kind."""
    return number < _LOWEST or is_image(key) or (number < _REGISTERED and may_be_image(key))


def _holds_calls(spot: Spot, start: int) -> bool:
    """Tell whether this is where hosts and ports stand: a command, `DB_HOST=…`, `Server=…` in a connection string."""
    return spot.is_command or is_surely_host(key_of(spot, start)) or is_connection(spot.variable)


def key_of(spot: Spot, start: int) -> str:
    """Return the key to which a word belongs, the variable's or the option's name where it has none of its own."""
    key = _KEY.search(spot.text[max(spot.start, start - _NEAR) : start])
    return key[1] if key else spot.variable


def _port(spot: Spot, end: int, before: str) -> re.Match[str] | None:
    """Find the port behind a host: `:80`, and `,1433` as databases have it."""
    following = spot.text[end : end + 1]
    if following == ":":
        return _PORT.match(spot.text, end)
    if following == "," and before != "//" and (before or is_host_variable(spot.variable)):
        return _LISTED_PORT.match(spot.text, end)
    return None


def _before(text: str, begin: int, start: int) -> str | None:
    """Tell what leads up to a host: `//`, `tcp:`, `=`, nothing of the kind (empty); None where it can't be one."""
    near = text[max(begin, start - _NEAR) : start]
    last = near[-1:]
    if last == "/":
        return "//" if near.endswith("//") and not near.endswith("///") else None
    if last == "@":
        return "//" if "//" in text[max(begin, start - _USER) : start] else None
    if last == ":":
        return "tcp:" if _PROTOCOL.search(near) else None
    if last in ("\\", "$", "{", "<", "%"):
        return None
    return "=" if near.rstrip(" ").endswith("=") else ""


def _ends_host(after: str) -> bool:
    """Tell whether a host of a URL ends here; a port that is filled in later may follow."""
    return after[1:] in ("$", "{", "<", "%") if after[:1] == ":" else after[:1] not in ("@", "$", "{", "<", "%")


def _without_port(spot: Spot, module: Module, start: int, end: int) -> Reference:
    text = spot.text
    size = _USER if text[start - 1] == "@" else _NEAR
    scheme = _SCHEME.search(text[max(spot.start, start - size) : start])
    if not scheme or text[end : end + 1] == ":":
        return Reference(spot, module, start, end, True, spot.variable)
    return Reference(spot, module, start, end, True, spot.variable, _STANDARD[scheme[1].lower()], (end, end))


def _alone(spot: Spot, module: Module, start: int, end: int) -> Reference | None:
    """Read a word that stands alone: the whole text, an item of a list, a value behind `=`, a text in quotes."""
    near = spot.text[max(spot.start, start - _NEAR) : start].rstrip(" ")
    key = _KEY.search(near) if near[-1:] in ("=", '"') else None
    if not key and near[-1:] not in _ENDS and not near.endswith(":"):
        return None
    variable = key[1] if key else spot.variable
    return None if is_another_name(variable) else Reference(spot, module, start, end, False, variable)
