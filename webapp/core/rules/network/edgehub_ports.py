"""edgeHub must answer at the three ports that the SDKs use, or no module gets a message through."""

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator

from webapp.core.deployment import Deployment
from webapp.core.edit import Edit, On, Outcome, ask, find, on, put
from webapp.core.module import Module
from webapp.core.path import Json, at
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.network._callers import calls_between
from webapp.core.rules.network._moves import Moves, carried_out, to_port
from webapp.core.rules.network._ports import Binding
from webapp.core.rules.network._served import HUB_PORTS, Ports, is_hub, ports
from webapp.core.rules.other._entry import is_stopped

_ADDED = "Port `{port}` ({use}) of edgeHub is published; modules and downstream devices call it."
_ADD = "Publish `{ports}`, each under the same HostPort"


@deployment_rule(guidance=("G13", "G15"), sure="derived")
def edgehub_ports(deployment: Deployment) -> Words:
    """Facts F1.43, F1.48, F2.15, F4.7; section 6 of the translation notes."""
    if deployment.kind in ("create-options", "layered-deployment"):
        return
    hub = next((one for one in deployment.modules if is_hub(one)), None)
    if not hub or is_stopped(hub) or not ports(hub).is_known:
        return
    known = ports(hub)
    lacking = [port for port in HUB_PORTS if not _answers(known, port)]
    moved = [known.containers[port] for port in lacking if port in known.containers]
    missing = [port for port in lacking if port not in known.containers]
    if len(missing) == len(HUB_PORTS):
        yield from _closed(hub)
    elif missing:
        yield from _partly(hub, missing)
    calls = calls_between(deployment) if moved else {}
    moves: Moves = defaultdict(list)
    for binding in moved:
        answer = yield from _elsewhere(hub, binding)
        for one in calls.get((hub, binding.host or 0), ()) if answer == "equal" else ():
            moves[one.spot].append(to_port(one, binding.port.number))
    yield from carried_out(moves)


def _answers(known: Ports, port: int) -> bool:
    return port in known.hosts or port in known.exposed


def _closed(hub: Module) -> Words:
    """No port at all: nobody reaches edgeHub."""
    place = hub.place("HostConfig", "PortBindings")
    if hub.answer("edgehub_ports", place, None) != "add":
        yield on(
            hub,
            find(
                "warning",
                place,
                "edgeHub can't be reached: it publishes none of the ports `{ports}`. Every module is sent to `edgehub` "
                "at one of them for its messages, its twin and its methods. On Docker they answer unpublished.",
                "Publish all three, as the default createOptions of edgeHub do.",
                ports=_listed(HUB_PORTS),
            ),
        )
    answer = yield on(
        hub,
        ask(
            place,
            "Shall edgeHub get its usual three ports? It takes the external address that the device keeps for it.",
            {"add": _ADD, "leave": "No; it gets its ports elsewhere, or no module talks to it"},
            "add",
            ports=_listed(HUB_PORTS),
        ),
    )
    if answer == "add":
        yield from _published(hub, HUB_PORTS)


def _partly(hub: Module, missing: list[int]) -> Words:
    place = hub.place("HostConfig", "PortBindings")
    told = ", ".join(f"{port} ({HUB_PORTS[port]})" for port in missing)
    if hub.answer("edgehub_ports", place, None) != "add":
        yield on(
            hub,
            find(
                "warning",
                place,
                "edgeHub can't be reached at `{ports}`: it does not publish that. Modules and devices with this "
                "protocol get no connection.",
                "Publish it, unless every client uses another protocol.",
                ports=told,
            ),
        )
    answer = yield on(
        hub,
        ask(
            place,
            "edgeHub lacks `{told}`. Does any module or downstream device use that?",
            {"leave": "No; leave its ports as they are", "add": _ADD},
            "leave",
            told=told,
            ports=_listed(missing),
        ),
    )
    if answer == "add":
        yield from _published(hub, missing)


def _elsewhere(hub: Module, binding: Binding) -> Generator[On | Outcome, str | None, str | None]:
    """A port with another number outside of the container: clients can't be told to use that. Return the answer."""
    port, key = binding.port.number, binding.key
    if hub.answer("edgehub_ports", key.path, None) != "equal":
        yield on(
            hub,
            find(
                "warning",
                key,
                "edgeHub's port `{port}` (`{use}`) has the HostPort `{host}`. Modules reach edgeHub at its HostPort "
                "here, and their SDK always calls `{port}`.",
                "Let HostPort and container port be the same.",
                port=port,
                use=HUB_PORTS[port],
                host=binding.host,
            ),
        )
    options = {"equal": "Yes; `{port}`, for downstream devices as well", "leave": "No, leave it at `{host}`"}
    prompt = "Shall the HostPort of edgeHub's port `{port}` be `{port}`, where modules call it?"
    answer = yield on(hub, ask(key, prompt, options, "equal", port=port, host=binding.host))
    if answer == "equal":
        summary = "The HostPort of edgeHub becomes `{port}`, which the SDKs call."
        yield on(hub, put(binding.place, str(port), summary, port=port))
    return answer


def _published(hub: Module, missing: Iterable[int]) -> Iterator[On]:
    """Add bindings: beside others, or all at once where there is no place for them yet."""
    place = hub.place("HostConfig", "PortBindings")
    added: dict[str, Json] = {f"{port}/tcp": [{"HostPort": str(port)}] for port in missing}
    for edit in _edits(hub, place, added):
        yield on(hub, edit)


def _edits(hub: Module, place: tuple[str | int, ...], added: dict[str, Json]) -> Iterator[Edit]:
    if at(hub.options, place):
        for key, binding in added.items():
            port = int(key.removesuffix("/tcp"))
            yield put((*place, key), binding, _ADDED, port=port, use=HUB_PORTS[port])
    else:
        summary = "edgeHub publishes `{ports}`; modules and downstream devices call them."
        yield put(place, added, summary, ports=", ".join(key.removesuffix("/tcp") for key in added))


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in numbers)
