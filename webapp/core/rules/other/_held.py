"""What two pods of a module can't hold at the same time, and what both would use while an update rolls.

Source: section 4.8 of the facts; K43 explains the mechanism.
"""

from typing import NamedTuple

from webapp.core.module import Module, once
from webapp.core.rules.resources._accelerators import GPU, accelerator
from webapp.core.rules.resources._gpu import holds_gpu

# By the names that these have in the result.
_SHARED_BY = {"PortBindings": "PortBindings", "Binds": "Mounts", "Mounts": "Mounts"}
WAYS = {
    "recreate": "Stop the old pod first (`Recreate`); the module is down while the new image is pulled",
    "leave": "Leave it at a rolling update",
}


class Held(NamedTuple):
    """Names of what one pod alone can hold, and of what two may use at once."""

    alone: tuple[str, ...]
    shared: tuple[str, ...]

    @property
    def held(self) -> str:
        """What one pod alone can hold, as text."""
        return ", ".join(self.alone)

    @property
    def used(self) -> str:
        """What two may use, as text."""
        return ", ".join(self.shared)


@once
def held(module: Module) -> Held:
    """Return what stands in the way of a rolling update, and what makes it worth a thought."""
    alone = (GPU,) if holds_gpu(module) else ()
    shared = ("GPU",) if accelerator(module) and not alone else ()
    mode = module.first("HostConfig", "NetworkMode")
    network = (f"{mode.key}: host",) if mode and str(mode.value).lower() == "host" else ()
    used = (name for name in _SHARED_BY if (node := module.first("HostConfig", name)) and node.value)
    return Held(alone + network, shared + tuple(dict.fromkeys(_SHARED_BY[name] for name in used)))
