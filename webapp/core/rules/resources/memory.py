"""`HostConfig.Memory` becomes `limits.memory`."""

from webapp.core.edit import Because, remove
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._limits import amount, as_limit, number, positive

_SUMMARY = "`{key}` becomes `limits.memory` with `{amount}`: the GPU device takes limits only from `k8s-experimental`."


@rule(guidance=("G22", "G27", "G29"), sure="documented", reads=("HostConfig.Memory",))
def memory(module: Module) -> Outcomes:
    """Formula of table 4.6; facts F1.67, F4.3; conflict C6."""
    counts = positive(module, "Memory")
    for node in module.find("HostConfig", "Memory"):
        if node == counts:
            yield from as_limit(module, node, "memory", amount(node), _SUMMARY)
        elif number(node.value) is not None:
            yield remove(node, "`{key}` is removed; it sets no limit.", because=Because(sure="derived"), key=node.key)
