"""`Runtime` chose a container runtime on Docker; on Kubernetes a module can't."""

from webapp.core.edit import Because, Question, ask, remove
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import is_nvidia
from webapp.core.rules.resources._quantities import placeholder, shown

_DERIVED = Because(("G24",), "derived")


@rule(guidance=("G24",), sure="documented", reads=("HostConfig.Runtime",))
def nvidia_runtime(module: Module) -> Outcomes:
    """Table 4.6; fact F1.65."""
    for node in module.find("HostConfig", "Runtime"):
        if placeholder(node.value):
            answer = yield _later(node)
            if not answer:
                continue
        if is_nvidia(module, node):
            yield remove(
                node, "`Runtime` is removed; the module gets its GPU by asking for the resource or by sharing one."
            )
        elif node.value == "":
            yield remove(node, "`Runtime` is removed; it was not set.", because=_DERIVED)
        elif not isinstance(node.value, (dict, list, type(None))):
            yield remove(
                node,
                "`Runtime` is removed; the device has its own container runtime, not `{runtime}`.",
                because=_DERIVED,
                runtime=shown(node.value),
            )


def _later(node: Node) -> Question:
    return ask(
        node,
        "`{runtime}` is filled in later. The GPU device reads no runtime; is it NVIDIA's, that is, a way to a GPU?",
        {"nvidia": "Yes; the module needs a GPU", "remove": "No; every module runs with the device's own runtime"},
        None,
        because=_DERIVED,
        runtime=shown(node.value),
    )
