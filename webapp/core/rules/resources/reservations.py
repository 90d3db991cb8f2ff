"""Docker's soft limit and CPU weight become requests under `k8s-experimental`."""

from fractions import Fraction

from webapp.core.edit import Because, ask, move, remove
from webapp.core.module import Module, Node
from webapp.core.quantity import parse
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._limits import (
    WISHES,
    ceiling,
    docker_request,
    number,
    place,
    positive,
    reservation_default,
    stated,
    without_value,
)
from webapp.core.rules.resources._quantities import text

_OPTIONS = {
    "request": "Reserve `{amount}` as `requests.{name}`; a pod is only placed where that much is free",
    "remove": "Reserve nothing",
}
_SUMMARY = "`{key}` becomes `requests.{name}` with `{amount}`."


@rule(guidance=("G22", "G27", "G29"), sure="derived", reads=("HostConfig.MemoryReservation", "HostConfig.CpuShares"))
def reservations(module: Module) -> Outcomes:
    """Formulas of table 4.6; facts F4.3, K21, K22."""
    for name, setting in WISHES.items():
        counts = positive(module, setting)
        for node in module.find("HostConfig", setting):
            if node == counts:
                yield from _counted(module, node, name)
            elif number(node.value) is not None:
                yield remove(node, "`{key}` is removed; it was not set.", key=node.key)


def _counted(module: Module, node: Node, name: str) -> Outcomes:
    if stated(module, "requests", name):
        yield remove(
            node,
            "`{key}` is removed: `requests.{name}` under `k8s-experimental` is stated already and alone counts.",
            key=node.key,
            name=name,
        )
    else:
        yield from _asked(module, node, name)


def _asked(module: Module, node: Node, name: str) -> Outcomes:
    value, most = text(name, docker_request(module, name) or Fraction(0)), ceiling(module, name)
    capped = most is not None and (parse(value) or 0) > (parse(most) or 0)
    if most is not None and capped:
        value = most
    answer = yield ask(
        node,
        "`{key}` was a wish to Docker; to Kubernetes it is a reservation. Keep it as one?",
        _OPTIONS,
        reservation_default(node, name),
        because=Because(sure="derived"),
        key=node.key,
        name=name,
        amount=value,
    )
    if answer == "remove":
        yield remove(node, "`{key}` is removed; nothing is reserved.", key=node.key)
        yield from without_value(module, "requests", name)
        return
    yield move(
        node,
        place(module, "requests", name),
        value,
        "`{key}` becomes `requests.{name}` with `{amount}`, as much as the limit; a request may not exceed it."
        if capped
        else _SUMMARY,
        key=node.key,
        name=name,
        amount=value,
    )
