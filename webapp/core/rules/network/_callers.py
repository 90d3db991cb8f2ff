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
from webapp.core.rules.network._spots import Spot, outside, spots

_HOST = ("hostname", "host_name", "host", "server", "address", "addr")
_CALL = re.compile("[:,][0-9]|//")
_NUMBER = re.compile(r" *([0-9]{1,5}) *")
_AROUND = frozenset(("content", "modulescontent", "modulecontent", "properties", "desired", "properties.desired"))

Calls = dict[tuple[Module, int], list[Reference]]


def calls_between(deployment: Deployment) -> Calls:
    """Return the calls that modules make to each other, by what is called; those into the host's network are none."""
    found: Calls = defaultdict(list)
    names = Names(deployment.modules)
    for one in _all_calls(deployment, names) if names.exact else ():
        mine = one.spot.module is one.module or (not one.spot.module and one.module.name in one.spot.path)
        if one.port and not mine and not _on_host_network(one.module):
            found[one.module, one.port].append(one)
    return dict(found)


def _all_calls(deployment: Deployment, names: Names) -> Iterator[Reference]:
    for module in deployment.modules:
        texts = spots(module)
        yield from (one for spot in texts if _may_call(spot) for one in references(spot, names))
        yield from _pairs(texts, names)
    yield from (one for spot in outside(deployment) if _may_call(spot) for one in references(spot, names))


def _may_call(spot: Spot) -> bool:
    return bool(_CALL.search(spot.text, spot.start))


def _pairs(texts: list[Spot], names: Names) -> Iterator[Reference]:
    """Yield calls that two variables make up, `REDIS_HOST` and `REDIS_PORT`, or two options."""
    ports = {stem: spot for spot in texts if (stem := _stem(spot.variable, ("port",))) is not None}
    for spot in texts if ports else ():
        stem = _stem(spot.variable, _HOST)
        module = names.get(spot.value.strip()) if stem in ports else None
        where = ports.pop(stem, None) if stem is not None and module else None
        number = _NUMBER.fullmatch(where.text, where.start) if where else None
        if where and module and number and is_port(int(number[1])):
            yield Reference(where, module, 0, 0, True, where.variable, int(number[1]), number.span(1))


def _stem(variable: str, endings: Iterable[str]) -> str | None:
    """Return what stands before one of these endings, without a separator; None where the name has none of them."""
    name = variable.lower()
    return next((name.removesuffix(ending).rstrip("_.-") for ending in endings if name.endswith(ending)), None)


@once
def _on_host_network(module: Module) -> bool:
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
