"""Modules that call each other as Docker let them, which leads nowhere on the GPU device."""

from collections import defaultdict
from dataclasses import dataclass, field

from webapp.core.deployment import Deployment, holds_several
from webapp.core.edit import Because, Finding, Question, Severity, ask, find, on, put
from webapp.core.module import Module
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.network._callers import Calls, all_references, calls_of, listed
from webapp.core.rules.network._calls import Names, Reference
from webapp.core.rules.network._moves import Moves, carried_out, to_port
from webapp.core.rules.network._other_names import by_other_names, other_names
from webapp.core.rules.network._ports import Binding
from webapp.core.rules.network._served import HUB_PORTS, is_hub, ports
from webapp.core.rules.network._spots import at_spot
from webapp.core.rules.network._through_host import through_host
from webapp.core.rules.network._unstated import kept_inside, unstated

_RESERVED = (31000, 31001, 35000, 35001)
_DERIVED = Because(sure="derived")
_METRICS = ("edgeAgent", 9600)


@dataclass
class Heard:
    """What is called, and what the answers so far make of it: moves, new HostPorts, answers about unstated ports."""

    deployment: Deployment
    calls: Calls
    moves: Moves = field(default_factory=lambda: defaultdict(list))
    moved: dict[tuple[Module, int], int] = field(default_factory=dict)
    answers: dict[Module, list[str]] = field(default_factory=lambda: defaultdict(list))


@deployment_rule(guidance=("G13", "G15"), sure="documented", reads=("module.entry", "Env", "Cmd", "Entrypoint"))
def called_ports(deployment: Deployment) -> Words:
    """Facts F1.40, F1.43, F1.48, F1.51, F1.86, F4.6, F4.7; conflict C9."""
    if not holds_several(deployment.kind):
        return
    names = Names(deployment.modules, other_names(deployment))
    if not names.exact:
        return
    references = list(all_references(deployment, names))
    heard = Heard(deployment, calls_of(references))
    for (module, port), found in heard.calls.items():
        yield from _judged(heard, module, port, found)
    for module, answers in heard.answers.items():
        yield from kept_inside(module, answers)
    yield from by_other_names(deployment, names, references, heard.moves)
    yield from through_host(deployment, heard.moved, heard.moves)
    yield from carried_out(heard.moves)


def _judged(heard: Heard, module: Module, port: int, found: list[Reference]) -> Words:
    if port in HUB_PORTS and is_hub(module):
        return
    if (module.name, port) == _METRICS:
        yield from (at_spot(one.spot, _no_metrics(one)) for one in {one.spot: one for one in found}.values())
        return
    known = ports(module)
    leads_to, binding = known.hosts.get(port), known.containers.get(port)
    if leads_to and binding and leads_to.port.number != port:
        yield on(module, _crossed(leads_to, binding, listed(heard.deployment, (one.spot for one in found))))
    elif binding and not leads_to:
        yield from _elsewhere(heard, module, binding, found)
    elif not leads_to and known.is_known and port not in known.exposed | known.lost:
        answer = yield from unstated(heard.deployment, module, port, found)
        heard.answers[module].append(answer or "")


def _no_metrics(one: Reference) -> Finding:
    return find(
        "warning",
        one.spot.path,
        "The metrics of edgeAgent, at port `9600`, don't exist on Kubernetes: nobody answers there.",
        "Take this address out of the settings.",
        because=_DERIVED,
        part=one.spot.part,
    )


def _crossed(leads_to: Binding, binding: Binding, callers: str) -> Finding:
    return find(
        "warning",
        leads_to.place,
        "This module is called at `{port}` by `{callers}`. On Docker that is container port `{port}`; here it leads to "
        "container port `{other}`, and container port `{port}` has the HostPort `{host}`.",
        "See which of the two each caller means; `{host}` leads to container port `{port}`.",
        callers=callers,
        port=leads_to.host,
        other=leads_to.port.number,
        host=binding.host,
    )


def _elsewhere(heard: Heard, module: Module, binding: Binding, found: list[Reference]) -> Words:
    """A container port that is called and has another number outside of the container."""
    port, host = binding.port.number, binding.host or 0
    callers = listed(heard.deployment, (one.spot for one in found))
    answer = yield on(module, _whose_port(binding, callers))
    if answer == "callers":
        for one in found:
            heard.moves[one.spot].append(to_port(one, host))
    elif answer == "hostport":
        summary = "The HostPort becomes `{port}`, at which the module is called by `{callers}`."
        yield on(module, put(binding.place, str(port), summary, port=port, callers=callers))
        heard.moved[module, host] = port
        for one in heard.calls.get((module, host), ()):
            heard.moves[one.spot].append(to_port(one, port))
    elif port in ports(module).exposed:
        yield on(module, _left(binding, callers, _EXPOSED, "info"))
    else:
        yield on(module, _left(binding, callers, _LEFT, "warning"))


_LEFT = (
    "This module is called at `{port}`, its port on Docker, by `{callers}`; on the GPU device only `{host}` leads "
    "there."
)
_EXPOSED = (
    "This module is called at `{port}` by `{callers}`. Its HostPort is `{host}`; `{port}` answers only because it is "
    "exposed as well, and nobody documents that."
)


def _left(binding: Binding, callers: str, message: str, severity: Severity) -> Finding:
    return find(
        severity,
        binding.place,
        message,
        "Let the callers use `{host}`, or make the HostPort `{port}`.",
        because=_DERIVED if severity == "info" else Because(),
        callers=callers,
        port=binding.port.number,
        host=binding.host,
    )


def _whose_port(binding: Binding, callers: str) -> Question:
    port, host = binding.port.number, binding.host
    options = {"callers": "The callers: they use the HostPort `{host}`"}
    if port not in _RESERVED:
        options["hostport"] = "The HostPort: it becomes `{port}`, for clients outside the device as well"
    return ask(
        binding.key,
        "This module is called at the container's port `{port}` by `{callers}`. On the GPU device other modules reach "
        "it at its HostPort `{host}`. What should change?",
        options | {"leave": "Nothing"},
        "callers",
        port=port,
        host=host,
        callers=callers,
    )
