"""Those who call a module by its name and a port, and the lines of the paste in which they do.

Source: facts F1.48, F4.6.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from webapp.core.deployment import Deployment
from webapp.core.module import Module, once
from webapp.core.rules.network._calls import Names, Reference, references
from webapp.core.rules.network._ports import is_port
from webapp.core.rules.network._spots import Spot, is_its, outside, spots

_HOST = ("hostname", "host_name", "host", "server", "address", "addr")
_CALL = re.compile("[:,][0-9]|//")
_NUMBER = re.compile(r" *([0-9]{1,5}) *")
_AROUND = frozenset(("content", "modulescontent", "modulecontent", "properties", "desired", "properties.desired"))

Calls = dict[tuple[Module, int], list[Reference]]


def calls_between(deployment: Deployment) -> Calls:
    """Return the calls that modules make to each other, by what is called."""
    names = Names(deployment.modules)
    return calls_of(all_references(deployment, names) if names.exact else ())


def calls_of(references: Iterable[Reference]) -> Calls:
    """Sort calls by what is called; those of a module to itself or into the host's network are none."""
    found: Calls = defaultdict(list)
    for one in references:
        if one.port and not is_own(one) and not on_host_network(one.module):
            found[one.module, one.port].append(one)
    return dict(found)


def is_own(one: Reference) -> bool:
    """Tell whether a module names itself, in its settings or in its twin."""
    return one.spot.module is one.module or (not one.spot.module and is_its(one.spot.path, one.module))


def all_references(deployment: Deployment, names: Names) -> Iterator[Reference]:
    """Yield where modules are called; where Docker gives them other names, every mention of a module."""
    everywhere = bool(names.others)
    for module in deployment.modules:
        texts = spots(module)
        yield from (one for spot in texts if everywhere or _may_call(spot) for one in references(spot, names))
        yield from _pairs(texts, names)
    for spot in outside(deployment):
        if (everywhere and not spot.route) or _may_call(spot):
            yield from references(spot, names)


def _may_call(spot: Spot) -> bool:
    return not spot.route and bool(_CALL.search(spot.text, spot.start))


def _pairs(texts: list[Spot], names: Names) -> Iterator[Reference]:
    for host, port, found in pairs(texts):
        module = names.get(host.value.strip(), host.module)
        if module:
            yield Reference(port, module, 0, 0, True, port.variable, int(found[1]), found.span(1))


def pairs(texts: list[Spot]) -> Iterator[tuple[Spot, Spot, re.Match[str]]]:
    """Yield hosts and ports that two variables make up, `REDIS_HOST` and `REDIS_PORT`, or two options.

    `SERVER` goes with `SERVER_PORT` before it goes with `PORT`, which can be the port of the caller itself.
    """
    ports = {(spot.is_command, stem): spot for spot in texts if (stem := _stem(spot.variable, ("port",))) is not None}
    hosts = [(spot, stem) for spot in texts if (stem := _stem(spot.variable, _HOST)) is not None] if ports else []
    claimed = {(spot.is_command, stem) for spot, stem in hosts}
    for spot, stem in hosts:
        whole, short = (spot.is_command, spot.variable.lower()), (spot.is_command, stem)
        where = ports.pop(whole if whole in ports and whole not in claimed else short, None)
        number = _NUMBER.fullmatch(where.text, where.start) if where else None
        if where and number and is_port(int(number[1])):
            yield spot, where, number


def _stem(variable: str, endings: Iterable[str]) -> str | None:
    """Return what stands before one of these endings, without a separator; None where the name has none of them."""
    name = variable.lower()
    return next((name.removesuffix(ending).rstrip("_.-") for ending in endings if name.endswith(ending)), None)


@once
def on_host_network(module: Module) -> bool:
    """Tell whether a module is on the host's network."""
    return module.text("HostConfig", "NetworkMode").lower() == "host"


def listed(deployment: Deployment, places: Iterable[Spot], most: int = 3) -> str:
    """Name callers with the lines of what they say: `front (line 8), back (lines 30, 31) and 2 more`."""
    callers: dict[str, list[Spot]] = defaultdict(list)
    for spot in dict.fromkeys(places):
        callers[_caller(spot)].append(spot)
    shown = [f"{name} ({_lines(deployment, found)})" for name, found in list(callers.items())[:most]]
    rest = len(callers) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def _caller(spot: Spot) -> str:
    if spot.module:
        return str(spot.module.name)
    step = next((str(step) for step in spot.path if str(step).lower() not in _AROUND), "")
    return step or "the document"


def line(deployment: Deployment, spot: Spot) -> int:
    """Return the line in the paste of a text."""
    if spot.module:
        return deployment.line(spot.module, spot.path, spot.part)
    return deployment.line_of(None, spot.path, spot.part)


def _lines(deployment: Deployment, found: list[Spot]) -> str:
    lines = sorted({line(deployment, spot) for spot in found[:3]})
    more = len(found) - 3
    text = ", ".join(str(number) for number in lines) + (f" and {more} more" if more > 0 else "")
    return f"line{'s' if len(lines) > 1 or more > 0 else ''} {text}"
