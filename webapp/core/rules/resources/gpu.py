"""A module that asked for an FPGA, or for a GPU in Docker's way, asks for `nvidia.com/gpu`."""

from webapp.core.edit import Because, Edit, ask, find, move, put, remove
from webapp.core.module import Module, Node
from webapp.core.path import Json, Path
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import (
    FPGA,
    GPU,
    MOST,
    VISIBLE,
    boards,
    granted,
    resource_entries,
    sources,
    variable,
    whole,
)
from webapp.core.rules.resources._limits import place

_OPTIONS = {
    "1": "One GPU for this module alone: `nvidia.com/gpu` is 1",
    "2": "Two GPUs for this module alone: `nvidia.com/gpu` is 2",
    "share": "The first GPU, shared with other modules: `NVIDIA_VISIBLE_DEVICES=0` and no limit",
}
_DERIVED = Because(sure="derived")


@rule(
    guidance=("G22", "G23", "G24", "G25"),
    reads=("k8s-experimental.resources", "HostConfig.Devices", "HostConfig.DeviceRequests", "HostConfig.Runtime"),
)
def gpu(module: Module) -> Outcomes:
    """Facts F1.10, F1.60 to F1.66, K23; conflicts C10 and C12."""
    limit, old = granted(module), sources(module)
    answer: str | None = None
    if old and not limit:
        answer = yield ask(
            old[0],
            "The module asks for an accelerator here. What shall it get on the GPU device?",
            _OPTIONS,
            str(min(boards(module), MOST)),
        )
    yield from _catapult(module, answer)
    if answer:
        yield from _surplus(module, answer == "share")
    count = whole(limit) if limit else int(answer) if answer and answer != "share" else 0
    if count:
        yield from _warnings(module, limit or old[0], count)


def _catapult(module: Module, answer: str | None) -> Outcomes:
    """Replace the limit on FPGA boards; where there is none, just state what takes the boards' place."""
    limits = resource_entries(module, "limits")
    catapult = [entry for entry in limits if entry.key == FPGA and not isinstance(entry.value, (dict, list))]
    first = catapult.pop(0) if catapult else None
    if answer == "share":
        if _visible(module):
            yield from _gone(first, "`{key}` goes; the module shares the GPUs that `{visible}` names.")
        else:
            yield _stated_at(
                first,
                (*module.place("Env"), "-"),
                f"{VISIBLE}=0",
                "The module shares the first GPU: `{visible}` names it, and no limit claims it.",
            )
    elif answer:
        yield _stated_at(
            first,
            place(module, "limits", GPU),
            int(answer),
            "The module asks for `{gpu}`: {count}, under `limits` only; Kubernetes takes the request from the limit.",
        )
    else:
        yield from _gone(first, "`{key}` goes: the GPU device has no FPGA boards.")
    for entry in catapult:
        yield from _gone(entry, "`{key}` goes: the GPU device has no FPGA boards.")


def _stated_at(old: Node | None, to: Path, value: Json, summary: str) -> Edit:
    if old:
        return move(old, to, value, summary, gpu=GPU, visible=VISIBLE, count=value)
    return put(to, value, summary, gpu=GPU, visible=VISIBLE, count=value)


def _gone(old: Node | None, summary: str) -> Outcomes:
    if old:
        yield remove(old, summary, key=FPGA, visible=VISIBLE)


def _surplus(module: Module, shared: bool) -> Outcomes:
    """A request beside the new limit would have to equal it, and sharing needs neither."""
    for entry in resource_entries(module, *(("limits", "requests") if shared else ("requests",))):
        if entry.key == GPU and not isinstance(entry.value, (dict, list)):
            yield remove(
                entry,
                "`{gpu}` goes here; a limit alone is enough, and a module that shares has none.",
                gpu=GPU,
                because=_DERIVED,
            )


def _visible(module: Module) -> Node | None:
    """Return the entry that names the GPUs a container may see, in `Env` or in the module's own `env`."""
    entries = (entry for entry in module.items("Env") if variable(entry) == VISIBLE)
    own = Node(module.place("Env"), module.env[VISIBLE]) if VISIBLE in module.env else None
    return next(entries, own)


def _warnings(module: Module, where: Node, count: int) -> Outcomes:
    if count == MOST:
        yield find(
            "warning",
            where,
            "The module waits until it gets two GPUs. Some devices have only one, or lend one to a virtual machine.",
            "Ask for 1 unless you know that the device has two GPUs to spare and the module uses both.",
            because=_DERIVED,
        )
    if boards(module) > MOST:
        yield find(
            "warning",
            where,
            "The module used {boards} boards. A GPU device has two GPUs at most.",
            "Check whether the model is fast enough with what it gets now.",
            because=_DERIVED,
            boards=boards(module),
        )
    seen = _visible(module)
    if seen:
        yield find(
            "warning",
            seen,
            "The limit reserves a GPU and tells the container which one, but `{visible}` of the module overrides that.",
            "Leave `{visible}` out together with a limit; keep it only if the module is to share GPUs without one.",
            because=_DERIVED,
            visible=VISIBLE,
        )
