"""edgeAgent's direct methods for logs: switched on for Docker, not there on Kubernetes."""

import re

from webapp.core.edit import find
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import effective

_SWITCH = re.compile(r"experimentalfeatures__enable(?:get|upload)logs", re.IGNORECASE)


@rule(guidance=(), sure="documented", reads=("Env", "module.env"))
def agent_logs(module: Module) -> Outcomes:
    """Fact F1.86."""
    if module.name != "edgeAgent":
        return
    switches = (one for one in effective(module) if _SWITCH.fullmatch(one.final))
    switch = next((one for one in switches if one.value.strip().lower() not in ("", "false")), None)
    if switch:
        yield find(
            "info",
            switch.node,
            "`{name}` lets edgeAgent hand out logs on Docker. On the GPU device its direct methods for logs do not "
            "exist.",
            "Get logs in the PowerShell interface of the device or in its Kubernetes dashboard.",
            part=switch.part,
            name=switch.name,
        )
