"""Docker's CPU quota becomes `limits.cpu`."""

from webapp.core.edit import Because, ask, remove
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._limits import (
    PERIOD,
    Cpu,
    amount,
    as_limit,
    docker_cpu,
    fits,
    number,
    positive,
    stated,
    without_value,
)
from webapp.core.rules.resources._quantities import cpu_text

_SUMMARY = "`{key}` becomes `limits.cpu` with `{amount}`: the GPU device takes limits only from `k8s-experimental`."
_DERIVED = Because(sure="derived")


@rule(
    guidance=("G22", "G27", "G29"),
    sure="documented",
    reads=("HostConfig.NanoCpus", "HostConfig.CpuQuota", "HostConfig.CpuPeriod"),
)
def cpu(module: Module) -> Outcomes:
    """Formulas of table 4.6; facts F1.67, F2.4, F4.3; conflict C6."""
    found = docker_cpu(module)
    if found:
        yield from as_limit(module, found.node, "cpu", found.cores, _SUMMARY)
    for name in ("NanoCpus", "CpuQuota", "CpuPeriod"):
        for node in module.find("HostConfig", name):
            if not (found and node == found.node):
                yield from _other(module, node, found)


def _other(module: Module, node: Node, found: Cpu | None) -> Outcomes:
    value = number(node.value)
    if value is None:
        return
    if value <= 0:
        yield remove(node, "`{key}` is removed; Docker takes it as not set.", because=_DERIVED, key=node.key)
    elif node.key.lower() != "cpuperiod":
        yield remove(
            node,
            "`{key}` is removed; `{other}` says it already.",
            because=_DERIVED,
            key=node.key,
            other=found.node.key if found else "",
        )
    elif found:
        yield remove(
            node,
            "`{key}` is removed; it is part of what `{other}` says.",
            because=_DERIVED,
            key=node.key,
            other=found.node.key,
        )
    elif node != positive(module, "CpuPeriod"):
        yield remove(node, "`{key}` is removed; it is stated twice.", because=_DERIVED, key=node.key)
    elif value == PERIOD:
        yield from _no_limit(module, node)
    else:
        yield from _period_alone(module, node)


def _period_alone(module: Module, node: Node) -> Outcomes:
    """Docker sets no limit by the period alone, although a page of IoT Edge's documentation says that it does."""
    share = amount(node) / PERIOD
    options = {"remove": "No limit, as Docker acted on it"}
    if fits(module, "cpu", share) and not stated(module, "limits", "cpu"):
        options["limit"] = "A limit of `{amount}`, if that was meant"
    answer = yield ask(
        node,
        "`{key}` without `CpuQuota` changes how often Docker counts, not how much CPU the module gets. What was meant?",
        options,
        "remove",
        because=_DERIVED,
        key=node.key,
        amount=cpu_text(share),
    )
    if answer == "limit":
        yield from as_limit(module, node, "cpu", share, _SUMMARY)
    else:
        yield from _no_limit(module, node)


def _no_limit(module: Module, node: Node) -> Outcomes:
    yield remove(node, "`{key}` is removed; without a quota it sets no limit.", because=_DERIVED, key=node.key)
    yield from without_value(module, "limits", "cpu")
