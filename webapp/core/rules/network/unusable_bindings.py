"""Bindings whose HostPort the device can't use: none, empty, a range, a placeholder, out of range."""

from webapp.core.edit import Because, Option, ask, put, remove, stay
from webapp.core.message import Message
from webapp.core.module import Module, Node, entries, items
from webapp.core.path import Json
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import A_PORT, PORT, Binding, bindings, is_placeholder, is_port, read_port

_EMPTY: tuple[Json, ...] = (None, "", [])
_GIVEN = "Container port `{port}` gets the HostPort `{number}`."
_PROMPTS = {
    "none": "Container port `{port}` has no HostPort. Docker picks one at random, the GPU device drops the binding. "
    "Which HostPort should it have?",
    "number": "The cluster takes HostPorts from 1 to 65535 and refuses `{text}` for `{port}`. Which one should it be?",
    "placeholder": "`{text}` is not a number yet. Which HostPort should `{port}` have?",
    "text": "The GPU device drops the binding of `{port}`, because `{text}` is not one number. Which HostPort "
    "should it have?",
}


@rule(guidance=("G13",), sure="derived", reads=("HostConfig.PortBindings",))
def unusable_bindings(module: Module) -> Outcomes:
    """Facts F4.6 and K12."""
    for key in module.entries("HostConfig", "PortBindings"):
        if key.value in _EMPTY or (isinstance(key.value, list) and None in key.value):
            yield from _unlisted(key)
    for one in bindings(module):
        if one.usable or isinstance(one.place.value, list) or (one.is_complete and not one.host_ports):
            continue
        if not one.host_ports or not isinstance(one.place.value, dict):
            yield from _asked(one)


def _unlisted(key: Node) -> Outcomes:
    """A list without bindings publishes nothing; null in its place, or in the list, stops the agent."""
    port = read_port(key.key)
    if not port or not is_port(port.number):
        return
    for item in items(key):
        if item.value is None:
            yield remove(
                item, "The `null` among the bindings of `{port}` is removed: the agent stumbles over it.", port=port
            )
    if key.value not in _EMPTY:
        return
    answer = yield ask(
        key,
        "`{port}` is listed without a binding, so Docker publishes nothing. Do other modules or clients call it?",
        [
            Option("remove", Message("No")),
            Option(f"port:{port.number}", Message("Yes, at this HostPort"), PORT, A_PORT),
        ],
        "remove",
        port=port,
    )
    if answer == "remove":
        yield remove(key, "`{port}` is removed: it is listed without a binding.", port=port)
    elif answer:
        number = answer.partition(":")[2]
        yield put(key, [{"HostPort": number}], _GIVEN, port=port, number=number)


def _asked(one: Binding) -> Outcomes:
    kind = _kind(one)
    later = [Option("leave", Message("The one that is filled in before the module is deployed"))]
    answer = yield ask(
        one.place,
        _PROMPTS[kind],
        [
            *(later if kind == "placeholder" else []),
            Option(f"port:{one.port.number}", Message("This HostPort"), PORT, A_PORT),
            Option("remove", Message("None; nobody calls this port")),
        ],
        None,
        port=one.port,
        text=one.place.value,
    )
    if answer == "leave":
        yield stay(one.place)
    elif answer == "remove":
        for node in one.host_ports or [one.node]:
            yield remove(node, "`{port}` is no longer published, as you chose.", port=one.port)
    elif answer:
        yield from _given(one, answer.partition(":")[2])


def _given(one: Binding, number: str) -> Outcomes:
    yield put(
        (*one.node.path, "HostPort") if not one.host_ports else one.place, number, _GIVEN, port=one.port, number=number
    )
    if not one.host_ports:
        for other in entries(one.node):
            yield remove(
                other, "`{name}` has no effect; a module has its own address.", because=Because(), name=other.key
            )


def _kind(one: Binding) -> str:
    if not one.host_ports or one.place.value in (None, ""):
        return "none"
    if one.host is not None:
        return "number"
    return "placeholder" if isinstance(one.place.value, str) and is_placeholder(one.place.value) else "text"
