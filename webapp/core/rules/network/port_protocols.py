"""TCP and UDP side by side: one number serves one protocol, one external address serves one protocol."""

from webapp.core.edit import Because, Option, ask, find, put, remove
from webapp.core.message import Message
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import (
    A_PORT,
    PORT,
    Binding,
    Bindings,
    Exposed,
    Port,
    exposed,
    sorted_out,
)
from webapp.core.rules.network._reach import is_external

_DERIVED = Because(sure="derived")


@rule(guidance=("G17",), sure="documented", reads=("HostConfig.PortBindings", "ExposedPorts"))
def port_protocols(module: Module) -> Outcomes:
    """Facts F1.46, F4.6, K32; conflict C18."""
    found = sorted_out(module)
    for one, winner in found.lost:
        if winner.port.protocol != one.port.protocol:
            yield from _lost(one, winner)
    ports = exposed(module)
    serving = _serving(ports, found)
    yield from _exposed(ports, serving)
    protocols = {port.protocol for port in serving.values()}
    if len(protocols) > 1 and is_external(module):
        yield find(
            "error",
            (found.served[0].key if found.served else ports[0].node).path[:-1],
            "The module's ports mix `{protocols}`. The cluster refuses a service that has both at an external address, "
            "and the whole deployment stops.",
            "Choose `Other modules only` (`ClusterIP`), or split the module so that each half publishes one protocol.",
            protocols=" + ".join(sorted(protocols)),
        )


def _lost(one: Binding, winner: Binding) -> Outcomes:
    answer = yield ask(
        one.place,
        "What should become of `{port}` on HostPort `{host}`?",
        [
            Option(f"port:{(one.host or 0) % 65535 + 1}", Message("Publish it under another HostPort"), PORT, A_PORT),
            Option("remove", Message("Don't publish it")),
        ],
        None,
        because=_DERIVED,
        port=one.port,
        host=one.host,
    )
    if answer is None:
        yield find(
            "error",
            one.place,
            "HostPort `{host}` serves `{winner}` only: the device has one port per number, so `{port}` is lost.",
            "Publish only one of them, or give one another HostPort and let only other modules reach it.",
            because=_DERIVED,
            host=one.host,
            winner=winner.port,
            port=one.port,
        )
    if answer == "remove":
        for node in one.host_ports:
            yield remove(node, "`{port}` is no longer published, as you chose.", because=_DERIVED, port=one.port)
    elif answer:
        number = answer.partition(":")[2]
        yield put(
            one.place, number, "`{port}` gets the HostPort `{number}`.", because=_DERIVED, port=one.port, number=number
        )


def _serving(ports: list[Exposed], found: Bindings) -> dict[int, Port]:
    """Return the container port behind each number of the Service: bindings replace what is only exposed."""
    exposed_ones = {one.port.number: one.port for one in ports}
    return exposed_ones | {one.host: one.port for one in found.served if one.host}


def _exposed(ports: list[Exposed], serving: dict[int, Port]) -> Outcomes:
    for one in ports:
        winner = serving[one.port.number]
        if winner.protocol != one.port.protocol:
            yield find(
                "warning",
                one.node,
                "Port `{port}` can't be reached: the number already serves `{winner}`, and the device has one port per "
                "number.",
                "Let the module listen on another number for `{protocol}` if others call it.",
                because=_DERIVED,
                port=one.port,
                winner=winner,
                protocol=one.port.protocol,
            )
