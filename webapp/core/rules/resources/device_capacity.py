"""A module that reserves more than one device has never starts."""

from webapp.core.edit import find
from webapp.core.module import Module, Node
from webapp.core.quantity import parse
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import GPU, MOST
from webapp.core.rules.resources._limits import docker_cpu, positive, reserved, stated
from webapp.core.rules.resources._worker import LARGEST, RESERVING, USUAL, WORKER


@rule(
    guidance=("G22", "G29"),
    sure="derived",
    reads=RESERVING,
)
def device_capacity(module: Module) -> Outcomes:
    """Facts F1.10, F1.66, K22."""
    for name, (most, usual) in WORKER.items():
        amount, node = reserved(module, name), _place(module, name)
        if not node or not amount or amount <= USUAL[name]:
            continue
        above = amount > LARGEST[name]
        yield find(
            "warning" if above else "info",
            node,
            "`{name}` reserves more than a device can give to its modules, which is `{most}`: the module never starts."
            if above
            else "`{name}` reserves more than the modules of a device have as delivered, which is `{usual}` for all of "
            "them: the module may never start.",
            "Reserve less: a smaller limit, or a smaller request beside it."
            if above
            else "Reserve less, or give the Kubernetes worker more with `Set-AzureDataBoxEdgeRoleCompute`.",
            name=name,
            most=most,
            usual=usual,
        )
    limit = stated(module, "limits", GPU)
    if limit and (parse(limit.value) or 0) > MOST:
        yield find(
            "warning",
            limit,
            "The module asks for more GPUs than a device has, which is two at most: it never starts.",
            "Ask for 1, or for 2 where the device has both to spare; or share a GPU by `NVIDIA_VISIBLE_DEVICES`.",
        )


def _place(module: Module, name: str) -> Node | None:
    """Return the setting that the reservation comes of."""
    cpu = docker_cpu(module)
    docker = (positive(module, "MemoryReservation"), positive(module, "Memory"))
    if name == "cpu":
        docker = (positive(module, "CpuShares"), cpu.node if cpu else None)
    places = (stated(module, "requests", name), docker[0], stated(module, "limits", name), docker[1])
    return next((node for node in places if node), None)
