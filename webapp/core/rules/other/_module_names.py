"""What the device makes of the names of modules, and names that it takes as they are.

Source: section 3.1 of the facts (K1, K3, K4, the effective module-name rule); section 5 of the parsing notes.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from webapp.core.device.names import unlimited_name
from webapp.core.message import Message
from webapp.core.module import Module

RUNTIME = ("edgeAgent", "edgeHub")
TAKEN = ("proxy", "iotedged", "edgeagent", "edgehub")
VALID = r"(?!(?:proxy|iotedged|edgeagent|edgehub)$)[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?"
EXPECTS = Message(
    "Lower-case letters, digits and dashes, at most 63, beginning with a letter and not ending with a dash; none of "
    "`proxy`, `iotedged`, `edgeagent`, `edgehub`."
)
_PLACEHOLDER = re.compile(r"\$\{|\$\w|\{\{|<[^>]*>|%\w+%")
_PORTS = (("HostConfig", "PortBindings"), ("ExposedPorts",))


class Judged(NamedTuple):
    """A module, its name and what the device makes of it; `refusal` says why the device does not take it."""

    module: Module
    name: str
    made: str
    refusal: str

    @property
    def is_runtime(self) -> bool:
        """Whether this is edgeAgent or edgeHub, whose names are fixed."""
        return self.name in RUNTIME

    @property
    def drops(self) -> bool:
        """Whether the host name of the module differs from its name in more than case."""
        return self.made != self.name.lower()

    @property
    def unseen(self) -> bool:
        """Whether the agent does not find the container: its name begins with a digit."""
        return self.made[:1].isdigit()


def judged(modules: Iterable[Module]) -> list[Judged]:
    """Judge the name of every module that has one; names that are filled in later are passed over."""
    found = []
    for module in modules:
        name = module.name or ""
        if name and not _PLACEHOLDER.search(name):
            made = unlimited_name(name)
            refusal = "" if name in RUNTIME else _refusal(name, made, is_published(module))
            found.append(Judged(module, name, made, refusal))
    return found


def is_published(module: Module) -> bool:
    """Tell whether others can call the module by its name."""
    return any(node.value for names in _PORTS for node in module.find(*names))


def _refusal(name: str, made: str, published: bool) -> str:
    became = "The name `{name}`" if made == name else "The name `{name}` becomes `{made}` on the device, which"
    if not made:
        return "Nothing of the name `{name}` is left when the device makes a Kubernetes name of it."
    if made in TAKEN:
        return became + " is taken by a part of IoT Edge."
    if "." in made:
        return became + " has a dot, and the names of containers and Services must not have one."
    if made.strip("-") != made:
        return became + " has a dash at an end, and Kubernetes refuses that."
    if len(made) > 63:
        return "The name `{name}` is too long; Kubernetes takes 63 characters for a container and a Service."
    if made[0].isdigit() and published:
        return "The name `{name}` begins with a digit, and the module has ports: a Service must begin with a letter."
    return ""


def clashing(named: Iterable[Judged], names: Mapping[str, str]) -> dict[str, list[Judged]]:
    """Return the modules whose names become one on the device, by that name; `names` are new ones by the old."""
    groups: dict[str, dict[str, Judged]] = defaultdict(dict)
    for one in named:
        groups[unlimited_name(names.get(one.name, one.name))].setdefault(one.name, one)
    return {made: list(group.values()) for made, group in groups.items() if len(group) > 1 and made}


def proposed(name: str) -> str:
    """Return a name that obeys every rule, near the given one: `my_module` gives `my-module`."""
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if not words or words in TAKEN or words[0].isdigit():
        words = f"module-{words}".rstrip("-")
    return words[:63].strip("-")


class Proposals:
    """Hands out names that no module has, and none of them twice."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def near(self, name: str) -> str:
        """Return a free name near the given one: with a number behind it where that is taken."""
        base = found = proposed(name)
        number = self._last.get(base, 1)
        while found in self._taken:
            number += 1
            found = f"{base[: 62 - len(str(number))].rstrip('-')}-{number}"
        self._last[base] = number
        self._taken.add(found)
        return found
