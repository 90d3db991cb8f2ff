"""What the modules of a deployment reserve together, against what the device's worker has."""

from fractions import Fraction

from webapp.core.deployment import Deployment
from webapp.core.edit import find
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.other._entry import is_stopped
from webapp.core.rules.resources._limits import reserved
from webapp.core.rules.resources._quantities import text
from webapp.core.rules.resources._worker import LARGEST, RESERVING, USUAL, WORKER


@deployment_rule(guidance=("G22", "G29"), sure="derived", reads=RESERVING)
def worker_capacity(deployment: Deployment) -> Words:
    """Facts F1.10 and K22; what one module alone reserves is for the rule `device_capacity`."""
    if len(deployment.modules) < 2:
        return
    running = [module for module in deployment.modules if not is_stopped(module)]
    amounts = {name: [one for module in running if (one := reserved(module, name)) and one > 0] for name in WORKER}
    totals = {name: sum(found, Fraction(0)) for name, found in amounts.items()}
    above = [name for name in WORKER if len(amounts[name]) > 1 and totals[name] > USUAL[name]]
    if not above:
        return
    too_much = any(totals[name] > LARGEST[name] for name in above)
    yield find(
        "warning",
        (),
        "The modules that run reserve `{memory}` of memory and `{cpu}` of CPU together. The worker of a device has "
        "`{usual_memory}` and `{usual_cpu}` cores as delivered, for all modules: some of them never start.",
        "Reserve less: smaller limits, or smaller requests beside them. "
        + (
            "Even a worker that is made as large as recommended has only `{most_memory}` and `{most_cpu}` cores."
            if too_much
            else "Or give the worker more by `Set-AzureDataBoxEdgeRoleCompute`; 15 to 60 percent of the device are "
            "recommended, at most about `{most_memory}` and `{most_cpu}` cores."
        ),
        part="deployment",
        memory=text("memory", totals["memory"]),
        cpu=text("cpu", totals["cpu"]),
        usual_memory=WORKER["memory"][1],
        usual_cpu=WORKER["cpu"][1],
        most_memory=WORKER["memory"][0],
        most_cpu=WORKER["cpu"][0],
    )
