"""Options of a mount that the device does not read, and mounts of Windows pipes."""

from webapp.core.edit import Because, find, remove
from webapp.core.module import Module, member
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.storage._mounts import Mount, has_more, read_mounts, tidied

_PRIVATE = ("", "private", "rprivate", "none")


@rule(guidance=(), sure="derived", reads=("HostConfig.Mounts",))
def mount_options(module: Module) -> Outcomes:
    """Fact F4.9. Entries that may leave `Mounts` are tidied by the rule that speaks for them."""
    for entry in read_mounts(module):
        if entry.case == "npipe":
            summary = "A Windows pipe can't be mounted; the device runs Linux modules only."
            yield remove(entry.node, summary, because=Because(sure="documented"))
        elif entry.case in ("bind", "volume", "mistyped") and has_more(entry):
            yield from tidied(entry)
            yield from _missed(entry)


def _missed(entry: Mount) -> Outcomes:
    """Warn where an option that goes did more than tuning."""
    bind, volume = (member(entry.node, name) for name in ("BindOptions", "VolumeOptions"))
    mode = member(bind, "Propagation") if bind else None
    if mode and isinstance(mode.value, str) and mode.value.lower() not in _PRIVATE:
        yield find(
            "warning",
            mode,
            "Mount propagation `{mode}` is not passed on: mounts made later on one side don't show on the other.",
            "Where the module needs it, mount the path under `k8s-experimental.volumes` with `mountPropagation`.",
            mode=mode.value,
        )
    for name in ("DriverConfig", "Subpath") if volume else ():
        lost = member(volume, name) if volume else None
        if lost and lost.value not in ("", {}, []):
            yield find(
                "warning",
                lost,
                "`{name}` decided where the data of this volume are. The device looks at the name of the share alone.",
                "Create a share of that name on the device, and copy the data there.",
                name=lost.key,
            )
