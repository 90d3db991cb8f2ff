"""`Privileged` is carried over; whether it is still needed without an FPGA is for a person to say."""

from webapp.core.edit import Because, ask, find, remove
from webapp.core.module import Module
from webapp.core.path import Json
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import accelerator, fpga

_OPTIONS = {
    "keep": "Keep it; the module does more that needs full access to the host",
    "remove": "Take it away; it was only needed for the FPGA boards",
}


def _holds(value: Json) -> bool:
    """The agent takes a text of `true` and every number but zero for true."""
    return value.strip().lower() == "true" if isinstance(value, str) else bool(value)


@rule(guidance=("G23", "G24"), sure="documented", reads=("HostConfig.Privileged",))
def privileged(module: Module) -> Outcomes:
    """Facts F1.60, F1.61; table 4.5."""
    had_fpga = fpga(module) is not None
    for node in module.find("HostConfig", "Privileged"):
        if not _holds(node.value):
            continue
        answer: str | None = "keep"
        if had_fpga:
            answer = yield ask(
                node,
                "The module is privileged, as modules with FPGA boards are. A GPU does not need that. Does the module?",
                _OPTIONS,
                "keep",
                because=Because(sure="derived"),
            )
        elif accelerator(module):
            yield find(
                "info",
                node,
                "The module's container has full access to the Kubernetes worker. A GPU does not need that.",
                "Take `Privileged` out if nothing else in the module needs it.",
                because=Because((), "advice"),
            )
        if answer == "remove":
            yield remove(node, "`Privileged` is removed, as you chose; the GPU comes without it.")
