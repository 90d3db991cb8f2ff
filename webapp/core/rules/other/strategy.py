"""A module that holds something exclusively is replaced, not rolled: `strategy: Recreate`."""

from webapp.core.edit import Because, ask, put
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import accelerator

_OPTIONS = {
    "recreate": "Stop the old pod first (`Recreate`); the module is down while the new image is pulled",
    "leave": "Leave it at a rolling update",
}


_BECAUSE = {
    "accelerator": (
        "The module uses an accelerator. How shall an update replace it?",
        "Updates stop the old pod before the new one starts, because both can't hold the accelerator.",
    ),
    "network": (
        "The module uses the host's network. How shall an update replace it?",
        "Updates stop the old pod before the new one starts, because both can't hold the host's ports.",
    ),
    "ports": (
        "The module publishes ports. How shall an update replace it?",
        "Updates stop the old pod before the new one starts, so that its ports are never served by two.",
    ),
    "volumes": (
        "The module uses volumes. How shall an update replace it?",
        "Updates stop the old pod before the new one starts, so that two never write to its volumes.",
    ),
}


@rule(guidance=("G35", "G36", "G37"))
def strategy(module: Module) -> Outcomes:
    """Section 4.8 of the facts; K43 explains the mechanism."""
    held = None if module.first("k8s-experimental", "strategy") else _held(module)
    if held is None:
        return
    what, default, because = held
    prompt, summary = _BECAUSE[what]
    # The path is where the answer goes: it stays the same when what the module holds is stated elsewhere.
    answer = yield ask((*module.place("k8s-experimental"), "strategy"), prompt, _OPTIONS, default, because=because)
    if answer == "recreate":
        yield put(module.place("k8s-experimental", "strategy"), {"type": "Recreate"}, summary, because=because)


def _held(module: Module) -> tuple[str, str, Because] | None:
    """Return what the module holds, and what is advised."""
    if accelerator(module):
        return "accelerator", "recreate", Because()
    mode = module.first("HostConfig", "NetworkMode")
    if mode and str(mode.value).lower() == "host":
        return "network", "recreate", Because(sure="derived")
    ports = module.first("HostConfig", "PortBindings")
    if ports and ports.value:
        return "ports", "leave", Because()
    volumes = (module.first("HostConfig", name) for name in ("Binds", "Mounts"))
    return ("volumes", "leave", Because()) if any(one and one.value for one in volumes) else None
