"""What is changed in the texts of callers: ports, names and addresses, all of a text at once."""

from collections.abc import Iterator
from typing import NamedTuple

from webapp.core.edit import Edit, On
from webapp.core.rules.network._calls import Reference
from webapp.core.rules.network._spots import Spot, changed, written
from webapp.core.rules.other._env import listed

_PORT = "`{name}` is called at its HostPort `{now}` instead of `{old}`."
_NAME = "`{old}` is `{now}` here: on the GPU device a module is found by its own name only."
_ADDRESS = "`{old}` is `{now}` here: on the GPU device no module answers at the host's address."


class Move(NamedTuple):
    """A piece `[start, end)` of a text that becomes another; `name` is the module's that is called."""

    start: int
    end: int
    new: str
    name: str
    old: str
    now: str
    summary: str

    @property
    def shown(self) -> str:
        """The move in a list of several."""
        return f"{self.name}:{self.old} → {self.now}" if self.summary == _PORT else f"{self.old} → {self.now}"


Moves = dict[Spot, list[Move]]


def to_port(one: Reference, host: int) -> Move:
    """Call the HostPort; where a scheme implied the port, it is stated."""
    new = f":{host}" if one.is_implied else str(host)
    return Move(*one.port_at, new, str(one.module.name), str(one.port), str(host), _PORT)


def to_name(one: Reference) -> Move:
    """Call the module by its own name."""
    name = str(one.module.name)
    return Move(one.start, one.end, name, name, one.word, name, _NAME)


def to_module(start: int, end: int, new: str, name: str, old: str, now: str) -> Move:
    """Call the module instead of the host that passed on its port."""
    return Move(start, end, new, name, old, now, _ADDRESS)


def carried_out(moves: Moves) -> Iterator[On | Edit]:
    """Change each text once."""
    for spot, there in moves.items():
        text = changed(spot, (one[:3] for one in there))
        known = list(dict.fromkeys((one.summary, one.name, one.old, one.now) for one in there))
        if len(known) == 1:
            ((summary, name, old, now),) = known
            yield written(spot, text, summary, name=name, old=old, now=now)
        else:
            shown = listed(one.shown for one in there)
            yield written(spot, text, "Modules are called as the GPU device has them: `{calls}`.", calls=shown)
