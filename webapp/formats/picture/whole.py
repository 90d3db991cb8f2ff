"""The picture of a deployment: its modules on the GPU device, and who calls whom."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate

from webapp.core.device import Translation, telling
from webapp.core.path import Json, at
from webapp.core.rules.resources._accelerators import GPU
from webapp.formats.picture.calls import Call
from webapp.formats.picture.docker import refusals
from webapp.formats.picture.kubernetes import service_ports
from webapp.formats.picture.scene import Box, Link, Row, Scene, capped, say

MOST_MODULES = 16
_MOST_CALLS = 8
_LATER = say("its createOptions are filled in later")
_MOST_PORTS = 8


def deployment_scene(
    modules: Sequence[Translation],
    calls: Iterable[Call],
    most: int = MOST_MODULES,
    later: Collection[int] = (),
) -> Scene:
    """Return all modules of a deployment and their calls.

    Args:
        modules: what the device makes of each converted module, in the order of the document.
        calls: who calls whom; they count among `modules`.
        most: how many modules are drawn; of the others only the number is told.
        later: numbers of modules whose createOptions are filled in later, so that only their name is known.
    """
    known = list(calls)
    boxes, goals = [], []
    for number, one in enumerate(modules[:most]):
        own = [call for call in known if call.caller == number]
        about = [Row(_LATER)] if number in later else _rows(one)
        told = [_call(modules[call.callee], call.port, known=call.callee not in later) for call in own]
        rows = [*about, *capped(told, _MOST_CALLS)]
        boxes.append(Box(say("Module `{name}`", name=one.name), tuple(rows)))
        drawn = own if len(own) <= _MOST_CALLS else own[: _MOST_CALLS - 1]
        goals += [(number, len(rows) - min(len(own), _MOST_CALLS) + place, call) for place, call in enumerate(drawn)]
    first = [0, *accumulate(len(box.items) for box in boxes)]
    ends = [(first[box] + row, first[call.callee]) for box, row, call in goals if call.callee < len(boxes)]
    links = tuple(Link(number, start, end) for number, (start, end) in enumerate(ends, 1))
    if len(modules) > most:
        row = Row(say("and {number} more modules, not drawn", number=len(modules) - most))
        boxes.append(Box(say("Further modules"), (row,)))
    summary = say(
        "Modules on the GPU device: {modules}. Calls between them, as their variables and commands tell: {calls}.",
        modules=len(modules),
        calls=len(known),
    )
    return Scene(say("The deployment on the GPU device"), summary, tuple(boxes), links, is_list=True)


def _call(callee: Translation, port: int, *, known: bool) -> Row:
    text = say("calls `{name}` at port `{port}`", name=callee.name, port=port)
    services = [made for made in callee.objects if made["kind"] == "Service"]
    offered = [one.get("port") for made in services for one in service_ports(made)]
    if not known or callee.errors or port in offered:
        return Row(text)
    return Row(text, say("no Service offers this port"), "lost")


def _rows(one: Translation) -> Iterator[Row]:
    """Yield what a module is: how it is reached, its GPUs, what goes wrong; never nothing."""
    if one.errors:
        yield from refusals(one)
        return
    yield from _reached(one)
    gpus = [number for made in one.objects if (number := _gpus(made)) is not None]
    if gpus:
        yield Row(say("`{name}`: `{number}`", name=GPU, number=gpus[0]))
    lost = len(telling(one.losses))
    if lost:
        yield Row(say("settings without effect"), say("dropped by the GPU device: {number}", number=lost), "lost")


def _reached(one: Translation) -> Iterator[Row]:
    services = [made for made in one.objects if made["kind"] == "Service"]
    for made in services:
        ports = service_ports(made)
        told = ", ".join(f"{port.get('port')} {port.get('protocol')}" for port in ports[:_MOST_PORTS])
        more = " and more" if len(ports) > _MOST_PORTS else ""
        yield Row(say("Service of type {type}: `{ports}`" + more, type=at(made, ("spec", "type")), ports=told))
    if not services:
        yield Row(say("no Service"))


def _gpus(made: dict[str, Json]) -> Json:
    return at(made, ("spec", "template", "spec", "containers", 1, "resources", "limits", GPU))
