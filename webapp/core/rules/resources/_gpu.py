"""What a module gets of a GPU: the question of the rule `gpu`, its answer in force, and which GPUs are named.

Source: facts F1.63 to F1.65; conflict C10.
"""

import re

from webapp.core.module import Module, Node, once
from webapp.core.rules.other._env import Variable, effective
from webapp.core.rules.resources._accelerators import (
    GPU,
    MOST,
    VISIBLE,
    boards,
    device_ids,
    fpga,
    granted,
    is_gpu_request,
    requests,
    sources,
)

SHARE = "share"
FIRST = "0"
_NUMBERS = tuple(str(number) for number in range(MOST))
_SEVERAL = re.compile(r"all|[0-9]+(?:\s*,\s*[0-9]+)+")


@once
def question(module: Module) -> tuple[Node, str] | None:
    """Return the setting that `gpu` asks about and the answer that it takes by itself; None where it does not ask."""
    old = sources(module)
    if not old or granted(module):
        return None
    seen = visible(module)
    shared = seen is not None and seen.value.strip().isdigit() and not fpga(module) and boards(module) == 1
    return old[0], SHARE if shared else str(min(boards(module), MOST))


@once
def answer(module: Module) -> str | None:
    """Return the answer in force to that question; None where it is not asked."""
    asked = question(module)
    return module.answer("gpu", asked[0].path, asked[1]) if asked else None


@once
def holds_gpu(module: Module) -> bool:
    """Tell whether the module is given a GPU that no other pod gets."""
    answered = answer(module)
    return answered != SHARE if answered else any(node.key == GPU for node in requests(module))


@once
def visible(module: Module) -> Variable | None:
    """Return the variable that names the GPUs which the container may see, in `Env` or in the module's own `env`."""
    return next((one for one in effective(module) if one.name == VISIBLE), None)


@once
def named(module: Module) -> str:
    """Return the GPU that a module which shares is to see, by its variable or its device requests, else the first."""
    seen = visible(module)
    if seen:
        return seen.value
    wanted = [item for item in module.items("HostConfig", "DeviceRequests") if is_gpu_request(item)]
    return next((one for item in wanted for one in device_ids(item) if one in _NUMBERS), FIRST)


def is_several(text: str) -> bool:
    """Tell whether a value of `NVIDIA_VISIBLE_DEVICES` lets the container see more than one GPU."""
    return bool(_SEVERAL.fullmatch(text.strip().lower()))
