"""How many external addresses the modules of a deployment take, against the range that the device has."""

from webapp.core.deployment import Deployment
from webapp.core.edit import find
from webapp.core.module import Module
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.network._ports import exposed, sorted_out
from webapp.core.rules.network._reach import is_external
from webapp.core.rules.network._sharing import sharing_key
from webapp.core.rules.other._entry import called
from webapp.core.rules.other._env import short

_HUB = "edgehub"
_LIKELY = 10


@deployment_rule(guidance=("G18",), sure="documented", reads=("HostConfig.PortBindings", "k8s-experimental"))
def external_ips(deployment: Deployment) -> Words:
    """Facts F1.43 and F1.46; a module that is stopped keeps its Service (translation notes, section 6)."""
    if len(deployment.modules) < 2:
        return
    found = [module for module in deployment.modules if _takes_one(module)]
    keys = [sharing_key(module) for module in found]
    count = keys.count("") + len(set(keys) - {""})
    if count < 2:
        return
    names = [called(module) for module in found]
    has_hub = any(name.lower() == _HUB for name in names)
    yield find(
        "info",
        (),
        "{count} external addresses are taken by modules of this deployment: `{names}`. The device's range must have "
        "at least as many, or a module runs and can't be reached from outside.",
        ("" if has_hub else "Add one for edgeHub, which is not among them. ")
        + "Compare that with the range `Kubernetes external service IPs` in the local UI, of which virtual machines "
        "and other deployments take addresses, too. A module that is called by modules only needs none: `ClusterIP`.",
        part="deployment",
        count=count,
        names=short(", ".join([*names[:_LIKELY], *(["…"] if len(names) > _LIKELY else [])])),
    )


def _takes_one(module: Module) -> bool:
    return is_external(module) and bool(sorted_out(module).served or exposed(module))
