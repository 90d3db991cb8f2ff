"""A module that holds something exclusively is replaced, not rolled: `strategy: Recreate`."""

from webapp.core.edit import Because, ask, put
from webapp.core.module import Module
from webapp.core.path import Path
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import accelerator

_OPTIONS = {
    "recreate": "Stop the old pod first (`Recreate`); the module is down while the new image is pulled",
    "leave": "Leave it at a rolling update",
}


@rule(guidance=("G35", "G36", "G37"))
def strategy(module: Module) -> Outcomes:
    """Section 4.8 of the facts; K43 explains the mechanism."""
    if module.first("k8s-experimental", "strategy"):
        return
    held = _held(module)
    if held is None:
        return
    what, where, default, because = held
    answer = yield ask(
        where,
        "The module uses " + what + ". How shall an update replace it?",
        _OPTIONS,
        default,
        because=because,
    )
    if answer == "recreate":
        yield put(
            (*module.place("k8s-experimental", "strategy"),),
            {"type": "Recreate"},
            "Updates stop the old pod before the new one starts, because the module uses " + what + ".",
            because=because,
        )


def _held(module: Module) -> tuple[str, Path, str, Because] | None:
    """Return what the module holds, where that is stated, and what is advised."""
    gpu = accelerator(module)
    if gpu:
        return "an accelerator", gpu.path, "recreate", Because()
    mode = module.first("HostConfig", "NetworkMode")
    if mode and str(mode.value).lower() == "host":
        return "the host's network", mode.path, "recreate", Because(sure="derived")
    ports = module.first("HostConfig", "PortBindings")
    if ports and ports.value:
        return "published ports", ports.path, "leave", Because()
    for name in ("Binds", "Mounts"):
        volumes = module.first("HostConfig", name)
        if volumes and volumes.value:
            return "volumes", volumes.path, "leave", Because()
    return None
