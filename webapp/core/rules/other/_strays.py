"""Members that stand where nobody looks for them: what they are likely meant to be.

A name that another container knows exactly is misplaced; one that only resembles a known name is misspelled.
Names without effect on the device are not worth a question and count as neither.
"""

import re
from difflib import get_close_matches
from itertools import islice
from typing import Literal, NamedTuple

from webapp.core.module import EXPERIMENTAL, Module, Node, once
from webapp.core.options import SLIPS
from webapp.core.path import Path
from webapp.core.rules.other._empty import says_nothing
from webapp.core.rules.other._ignored import HOST_NAMES, TOP_NAMES
from webapp.core.rules.other._k8s import RIGHT, WRONG, misnamed
from webapp.core.rules.other._names import NAMES, Unknown, only_object, unknown

_HARMLESS = HOST_NAMES | TOP_NAMES
_MOST = 100
_LONGEST = 40
_ALIKE = 0.8
_ELSEWHERE = {"": ("HostConfig", EXPERIMENTAL), "HostConfig": ("", EXPERIMENTAL), EXPERIMENTAL: ("HostConfig", "")}


class Stray(NamedTuple):
    """A member, where it is meant to stand (`names` from the root), and whether something stands there already."""

    node: Node
    kind: Literal["misspelled", "misplaced"]
    home: str
    name: str
    to: Path
    taken: bool

    @property
    def meant(self) -> str:
        """The meant setting for people, `HostConfig.Binds`."""
        return f"{self.home or 'createOptions'}.{self.name}"

    @property
    def exact(self) -> bool:
        """Whether only case and punctuation differ from the meant name."""
        return _plain(self.node.key) == _plain(self.name)


@once
def strays(module: Module) -> list[Stray]:
    """List the strays of a module; of very many unknown names, only the first hundred are looked into.

    What belongs into a container that is itself about to move waits until that stands in its place.
    """
    named = [one for one in islice(unknown(module), _MOST) if not says_nothing(one.node.value)]
    found = [stray for one in named if (stray := _stray(module, one))]
    coming = {stray.to for stray in found if len(stray.to) == 1}
    given: set[Path] = set()
    for index, stray in enumerate(found):
        if stray.to in given or (len(stray.to) > 1 and stray.to[:1] in coming):
            found[index] = stray._replace(taken=True)
        given.add(stray.to)
    return found


def _stray(module: Module, one: Unknown) -> Stray | None:
    plain = _plain(one.node.key)
    if one.kind == EXPERIMENTAL and one.node.key.lower() == WRONG:
        return None
    if not plain or len(plain) > _LONGEST or plain in _HARMLESS or is_placeholder(one.node.key):
        return None
    for home in _ELSEWHERE.get(one.kind, ()):
        name = _BY_PLAIN[home].get(plain)
        if name:
            return _placed(module, one, "misplaced", home, name)
    for home in (one.kind, *_ELSEWHERE.get(one.kind, ())):
        name = _resembles(plain, home)
        if name:
            return _placed(module, one, "misspelled", home, name)
    return None


def _placed(module: Module, one: Unknown, kind: Literal["misspelled", "misplaced"], home: str, name: str) -> Stray:
    if home not in ("", "HostConfig", EXPERIMENTAL):
        taken = name.lower() in one.siblings
        return Stray(one.node, kind, home, name, (*one.node.path[:-1], name), taken)
    names = (home, name) if home else (name,)
    room = not home or all(isinstance(node.value, dict) for node in module.find(home))
    taken = any(not says_nothing(node.value) for node in module.find(*names)) or _is_named_otherwise(module, name)
    container = only_object(module.find(home)) if home else None
    to = (*container.path, name) if container else module.place(*names)
    return Stray(one.node, kind, home, name, to, taken or not room)


def _is_named_otherwise(module: Module, name: str) -> bool:
    sections = module.find(EXPERIMENTAL) if name == RIGHT else []
    return any(isinstance(section.value, dict) and misnamed(section.value) for section in sections)


def _resembles(plain: str, home: str) -> str | None:
    slip = SLIPS.get(home, {}).get(plain)
    if slip:
        return slip
    close = get_close_matches(plain, _BY_PLAIN[home], 1, _ALIKE)
    return _BY_PLAIN[home][close[0]] if close else None


def is_placeholder(key: str) -> bool:
    """Tell whether a name or a text is to be filled in later, such as `${PORT}`, `{{name}}` or `<Port>`."""
    return "$" in key or "{" in key or ("<" in key and ">" in key)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


_BY_PLAIN = {kind: {_plain(name): name for name in names} for kind, names in NAMES.items()}
