"""Host devices that are no accelerators have no counterpart: a person decides."""

from webapp.core.edit import ask, remove, stay
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import device_kind, host_device
from webapp.core.rules.resources._quantities import shown


@rule(guidance=("G24",), sure="derived", reads=("HostConfig.Devices",))
def devices(module: Module) -> Outcomes:
    """Facts F1.62, F4.1; table 4.6."""
    for device in module.items("HostConfig", "Devices"):
        if device.value in (None, ""):
            yield remove(device, "This entry of `Devices` is removed; it names no device.")
        if not isinstance(device.value, dict) or device_kind(device):
            continue
        answer = yield ask(
            device,
            "The host's device `{path}` can't be mapped into a module on the GPU device. What should become of it?",
            {
                "remove": "Remove it; the module works without, or reaches the device over the network",
                "stay": "Leave it in as a reminder; the device ignores it",
            },
            None,
            path=shown(host_device(device)) or "?",
        )
        if answer == "remove":
            yield remove(
                device, "The mapping of `{path}` is removed, as you chose.", path=shown(host_device(device)) or "?"
            )
        elif answer == "stay":
            yield stay(device)
