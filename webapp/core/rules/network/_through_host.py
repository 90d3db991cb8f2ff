"""Calls that reach a module at the Docker host's own address, where its HostPort was open.

Source: facts F1.31, F1.40; the pod of a module has neither that address nor that port.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from webapp.core.deployment import Deployment
from webapp.core.edit import Because, Finding, ask, find, on
from webapp.core.module import Module
from webapp.core.rule import Words
from webapp.core.rules.network._callers import listed, on_host_network, pairs
from webapp.core.rules.network._moves import Move, Moves, to_module
from webapp.core.rules.network._ports import sorted_out
from webapp.core.rules.network._served import ports
from webapp.core.rules.network._spots import Spot, at_spot, outside, spots

_DERIVED = Because(sure="derived")
_LOOPBACK = r"localhost|127\.0\.0\.1"
_GATEWAY = r"172\.1[78]\.0\.1|(?:host|gateway)\.docker\.internal"
_HOST = re.compile(rf"(?:{_LOOPBACK}|({_GATEWAY}))", re.IGNORECASE)
_CALL = re.compile(rf"(?<![\w.-])(?:{_LOOPBACK}|({_GATEWAY})):([0-9]{{1,5}})(?![\w@-]|[.:]\w)", re.IGNORECASE)
_PROXY = (35000, 35001)


class Through(NamedTuple):
    """A call to the host: the text, the place of the host in it, and of the port, which can stand in another text."""

    spot: Spot
    start: int
    end: int
    port: int
    port_spot: Spot
    port_at: tuple[int, int]
    is_gateway: bool

    @property
    def host(self) -> str:
        """The host as it is written."""
        return self.spot.text[self.start : self.end]


def through_host(deployment: Deployment, moved: Mapping[tuple[Module, int], int], moves: Moves) -> Words:
    """Ask about such calls; put into `moves` what the callers should say. `moved` HostPorts have new numbers."""
    owners = _owners(deployment)
    if not owners:
        return
    calls: dict[tuple[Module, int], list[Through]] = defaultdict(list)
    named = {str(one.name): one for one in deployment.modules}
    on_host = {
        one for one, pasted in zip(deployment.modules, deployment.pasted, strict=True) if on_host_network(pasted)
    }
    for one in _all(deployment):
        owner = owners.get(one.port)
        caller = one.spot.module or next((named[str(step)] for step in one.spot.path if str(step) in named), None)
        if owner and one.port in ports(owner).hosts and _reaches(one, owner, caller, caller in on_host):
            calls[owner, one.port].append(one)
    for (owner, port), found in calls.items():
        yield from _asked(deployment, owner, port, moved.get((owner, port), port), found, moves)


def _owners(deployment: Deployment) -> dict[int, Module | None]:
    """Return modules by the HostPorts that they had on the host; None where two have the same."""
    if len(deployment.modules) < 2:
        return {}
    owners: dict[int, Module | None] = {}
    for module, pasted in zip(deployment.modules, deployment.pasted, strict=True):
        for one in sorted_out(pasted).served if module.name and not on_host_network(pasted) else ():
            port = one.host or 0
            owners[port] = module if port not in _PROXY and owners.get(port, module) is module else None
    return owners


def _all(deployment: Deployment) -> Iterator[Through]:
    for module in deployment.modules:
        texts = spots(module)
        yield from (one for spot in texts for one in _stated(spot))
        for host, port, number in pairs(texts):
            found = _HOST.fullmatch(host.text, host.start)
            if found:
                yield Through(host, *found.span(), int(number[1]), port, number.span(1), bool(found[1]))
    yield from (one for spot in outside(deployment) for one in _stated(spot))


def _stated(spot: Spot) -> Iterator[Through]:
    for found in _CALL.finditer(spot.text, spot.start) if ":" in spot.text else ():
        end = found.start(2) - 1
        yield Through(spot, found.start(), end, int(found[2]), spot, found.span(2), bool(found[1]))


def _reaches(one: Through, owner: Module, caller: Module | None, on_host: bool) -> bool:
    """Tell whether the call came to the module: through the gateway, or from the host's own network."""
    if caller is owner:
        return False
    if caller is None:
        return one.is_gateway
    known = ports(caller)
    if one.port in known.hosts or one.port in known.containers or one.port in known.exposed:
        return False
    return one.is_gateway or on_host


def _asked(deployment: Deployment, owner: Module, port: int, now: int, found: list[Through], moves: Moves) -> Words:
    name = str(owner.name)
    answer = yield on(
        owner,
        ask(
            ports(owner).hosts[port].key,
            "This module is called at the Docker host's address, `{addresses}`, by `{callers}`. On the GPU device "
            "nobody listens there for it. Shall they call the module itself, `{name}:{port}`?",
            {"module": "Yes, `{name}:{port}`", "leave": "No; something else answers there"},
            "module",
            topic=f"host-{port}",
            because=_DERIVED,
            addresses=", ".join(dict.fromkeys(f"{one.host}:{port}" for one in found)),
            callers=listed(deployment, (one.spot for one in found)),
            name=name,
            port=now,
        ),
    )
    for one in found:
        if answer == "module":
            moves[one.spot].append(_moved(one, one.start, one.end, name, name, now))
            if now != port:
                moves[one.port_spot].append(_moved(one, *one.port_at, str(now), name, now))
        else:
            yield at_spot(one.spot, _nobody(one, name, now))


def _moved(one: Through, start: int, end: int, new: str, name: str, now: int) -> Move:
    return to_module(start, end, new, name, f"{one.host}:{one.port}", f"{name}:{now}")


def _nobody(one: Through, name: str, port: int) -> Finding:
    return find(
        "warning",
        one.spot.path,
        "At `{host}` the HostPort `{old}` of the module `{name}` answered on Docker. On the GPU device a module has an "
        "address of its own, and nobody listens here.",
        "Call `{name}:{port}`.",
        because=_DERIVED,
        part=one.spot.part,
        host=one.host,
        old=one.port,
        name=name,
        port=port,
    )
