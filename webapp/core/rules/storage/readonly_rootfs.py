"""`HostConfig.ReadonlyRootfs`: a container that can't write into itself."""

from webapp.core.edit import find, remove
from webapp.core.module import Module
from webapp.core.path import Json
from webapp.core.rule import Outcomes, rule


@rule(guidance=("G40",), sure="derived", reads=("HostConfig.ReadonlyRootfs",))
def readonly_rootfs(module: Module) -> Outcomes:
    """Facts F4.1 and K45; table 4.3."""
    for node in module.find("HostConfig", "ReadonlyRootfs"):
        state = _state(node.value)
        if state is None:
            continue
        if not state:
            yield remove(node, "The container may write into itself, as it does anyway.")
        else:
            yield remove(node, "The device does not read `ReadonlyRootfs`: the module may write into its container.")
            yield find(
                "warning",
                node,
                "The container's root file system is writable on the GPU device.",
                "Let the image itself forbid it: a user without rights to write, and `ReadOnly` on its mounts.",
            )


def _state(value: Json) -> bool | None:
    """Read a boolean as the agent does; None where it is none."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return bool(value) if isinstance(value, (bool, int, float)) else None
