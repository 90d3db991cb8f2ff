"""FPGA boards under `requests` go; what replaces them is stated once, under `limits`."""

from webapp.core.edit import remove
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import FPGA, resource_entries


@rule(guidance=("G24", "G25", "G29"), sure="documented", reads=("k8s-experimental.resources",))
def fpga_requests(module: Module) -> Outcomes:
    """Facts F1.60, F1.67, K22, K23."""
    for entry in resource_entries(module, "requests"):
        if entry.key == FPGA and not isinstance(entry.value, (dict, list)):
            yield remove(
                entry,
                "`{name}` under `requests` is removed: there is no such board; the limit on GPUs is a request, too.",
                name=FPGA,
            )
