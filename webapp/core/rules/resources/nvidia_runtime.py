"""`Runtime` chose a container runtime on Docker; on Kubernetes a module can't."""

from webapp.core.edit import Because, remove
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import is_nvidia
from webapp.core.rules.resources._quantities import shown

_DERIVED = Because(("G24",), "derived")


@rule(guidance=("G24",), reads=("HostConfig.Runtime",))
def nvidia_runtime(module: Module) -> Outcomes:
    """Table 4.6; fact F1.65."""
    for node in module.find("HostConfig", "Runtime"):
        if is_nvidia(node):
            yield remove(node, "`Runtime` goes; the module gets its GPU by asking for the resource or by sharing one.")
        elif node.value == "":
            yield remove(node, "`Runtime` goes; it was not set.", because=_DERIVED)
        elif not isinstance(node.value, (dict, list, type(None))):
            yield remove(
                node,
                "`Runtime` goes; the device runs every module with its own container runtime, not with `{runtime}`.",
                because=_DERIVED,
                runtime=shown(node.value),
            )
