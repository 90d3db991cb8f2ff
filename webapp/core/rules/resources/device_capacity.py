"""A module that wants more than one device has never starts."""

from fractions import Fraction

from webapp.core.edit import find
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import GPU, MOST
from webapp.core.rules.resources._limits import docker_cpu, docker_limit, positive, stated
from webapp.core.rules.resources._quantities import parse

_MOST = {"memory": Fraction(76 * 2**30), "cpu": Fraction(24), GPU: Fraction(MOST)}
_TEXT = {"memory": "76Gi", "cpu": "24", GPU: "2"}


@rule(
    guidance=("G22", "G29"),
    sure="derived",
    reads=(
        "k8s-experimental.resources",
        "HostConfig.Memory",
        "HostConfig.NanoCpus",
        "HostConfig.CpuQuota",
    ),
)
def device_capacity(module: Module) -> Outcomes:
    """Facts F1.10, F1.66."""
    for name, most in _MOST.items():
        for node, amount in _wanted(module, name):
            if amount > most:
                yield find(
                    "warning",
                    node,
                    "`{name}` is more than a device can give to its modules, which is `{most}`; it stays pending.",
                    "State less. By default the modules of a device share 12 cores and 32 GiB.",
                    name=name,
                    most=_TEXT[name],
                )


def _wanted(module: Module, name: str) -> list[tuple[Node, Fraction]]:
    found = [node for part in ("limits", "requests") if (node := stated(module, part, name))]
    amounts = [(node, amount) for node in found if (amount := parse(node.value)) is not None]
    docker = docker_limit(module, name)
    if docker is not None and not stated(module, "limits", name):
        cpu = docker_cpu(module)
        node = cpu.node if name == "cpu" and cpu else positive(module, "Memory")
        amounts += [(node, docker)] if node else []
    return amounts
