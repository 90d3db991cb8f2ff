"""Two HostPorts for one container port, one HostPort for two container ports, and plain repetition."""

from webapp.core.edit import Option, ask, find, put, remove
from webapp.core.message import Message
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import A_PORT, PORT, Binding, Port, sorted_out
from webapp.core.rules.other._env import listed


@rule(guidance=(), sure="derived", reads=("HostConfig.PortBindings",))
def double_bindings(module: Module) -> Outcomes:
    """Facts F4.6 and K11."""
    found = sorted_out(module)
    for one in found.repeated:
        for node in one.host_ports:
            yield remove(
                node, "HostPort `{host}` for `{port}` is stated twice; once is enough.", host=one.host, port=one.port
            )
    for one, winner in found.lost:
        if winner.port.protocol == one.port.protocol:
            yield from _lost(one, winner)
    if len({one.port for one in found.served}) == len(found.served):
        return
    groups: dict[Port, list[Binding]] = {}
    for one in found.served:
        groups.setdefault(one.port, []).append(one)
    for port, group in groups.items():
        if len(group) > 1:
            yield from _several(port, group)


def _lost(one: Binding, winner: Binding) -> Outcomes:
    yield find(
        "error",
        one.place,
        "HostPort `{host}` leads to container port `{winner}` only; the way to `{port}` is lost without a word.",
        "Give one of the two another HostPort.",
        host=one.host,
        winner=winner.port,
        port=one.port,
    )
    answer = yield ask(
        one.place,
        "HostPort `{host}` can't lead to `{port}` as well as `{winner}`. What should become of `{port}`?",
        [
            Option(f"port:{(one.host or 0) % 65535 + 1}", Message("Publish it under another HostPort"), PORT, A_PORT),
            Option("remove", Message("Don't publish it")),
        ],
        None,
        host=one.host,
        port=one.port,
        winner=winner.port,
    )
    if answer == "remove":
        for node in one.host_ports:
            yield remove(node, "`{port}` is no longer published, as you chose.", port=one.port)
    elif answer:
        number = answer.partition(":")[2]
        yield put(one.place, number, "`{port}` gets the HostPort `{number}`.", port=one.port, number=number)


def _several(port: Port, group: list[Binding]) -> Outcomes:
    first = group[0]
    numbers = [str(one.host) for one in group]
    yield find(
        "error",
        first.key,
        "Container port `{port}` has the HostPorts `{numbers}`. Both would get one name in the module's Service, "
        "which the cluster refuses; other modules' deployment stops with it.",
        "Keep one HostPort and change the callers of the other.",
        port=port,
        numbers=listed(numbers),
    )
    answer = yield ask(
        first.key,
        "Which HostPort should lead to container port `{port}`?",
        [Option(number, Message("HostPort `{number}`", {"number": number})) for number in numbers],
        None,
        port=port,
    )
    for one in group:
        if not answer and one.key.path != first.key.path:
            yield from _elsewhere(one)
        elif answer and str(one.host) != answer:
            for node in one.host_ports:
                yield remove(
                    node,
                    "HostPort `{host}` is removed, as you chose; callers use `{kept}`.",
                    host=one.host,
                    kept=answer,
                )


def _elsewhere(one: Binding) -> Outcomes:
    """A key that says the same in another way (`80`, `80/tcp`) stands apart from the one that the question is about."""
    answer = yield ask(
        one.place,
        "`{key}` is a second key for port `{port}`. May its HostPort `{host}` go?",
        {"remove": "Yes"},
        None,
        key=one.key.key,
        port=one.port,
        host=one.host,
    )
    if answer == "remove":
        for node in one.host_ports:
            yield remove(node, "HostPort `{host}` is removed, as you chose.", host=one.host)
