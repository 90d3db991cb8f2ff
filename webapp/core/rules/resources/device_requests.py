"""What `docker run --gpus` writes goes; a GPU is asked for as a resource."""

from webapp.core.edit import Because, ask, remove
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import device_ids, is_gpu_request

_DERIVED = Because(sure="derived")


@rule(guidance=("G24", "G25"), sure="documented", reads=("HostConfig.DeviceRequests",))
def device_requests(module: Module) -> Outcomes:
    """Table 4.6; facts F1.63 to F1.65."""
    for item in module.items("HostConfig", "DeviceRequests"):
        if is_gpu_request(item):
            ids = device_ids(item)
            yield remove(
                item,
                "The device request for GPUs `{ids}` is removed; which GPU a module gets is up to the device plugin."
                if ids
                else "The device request is removed; the module asks for the resource, or shares a GPU.",
                ids=", ".join(ids),
            )
        elif item.value in (None, ""):
            yield remove(item, "This entry of `DeviceRequests` is removed; it asks for nothing.", because=_DERIVED)
        elif isinstance(item.value, dict):
            answer = yield ask(
                item,
                "This asks Docker for a device that is no GPU, which can't be had here. What should become of it?",
                {"remove": "Remove it; the module goes without"},
                None,
                because=_DERIVED,
            )
            if answer == "remove":
                yield remove(item, "The device request is removed, as you chose.", because=_DERIVED)
