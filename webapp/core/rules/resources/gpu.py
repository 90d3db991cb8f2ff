"""A module that asked for an FPGA, or for a GPU in Docker's way, asks for `nvidia.com/gpu`."""

from webapp.core.edit import AS_THE_RULE, Because, Edit, ask, find, move, put, remove
from webapp.core.module import Module, Node
from webapp.core.path import Json, Path
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import Variable, with_value
from webapp.core.rules.resources._accelerators import (
    FPGA,
    GPU,
    MOST,
    VISIBLE,
    boards,
    granted,
    resource_entries,
    sources,
    whole,
)
from webapp.core.rules.resources._gpu import SHARE, is_several, named, question, visible
from webapp.core.rules.resources._limits import place
from webapp.core.rules.resources._quantities import shown

_OPTIONS = {
    "1": "One GPU for this module alone: `{gpu}` is 1",
    "2": "Two GPUs for this module alone: `{gpu}` is 2",
    SHARE: "GPU `{seen}`, shared with other modules: `{visible}` says so, and no limit claims it",
}
_SEEN = {
    "0": "The first GPU",
    "1": "The second GPU; the device must have two",
    "keep": "All of them, as it stands",
}
_DERIVED = Because(sure="derived")


@rule(
    guidance=("G22", "G23", "G24", "G25"),
    sure="documented",
    reads=(
        *("k8s-experimental.resources", "HostConfig.Devices", "HostConfig.DeviceRequests", "HostConfig.Runtime"),
        *("Env", "module.env"),
    ),
)
def gpu(module: Module) -> Outcomes:
    """Facts F1.10, F1.60 to F1.66, K23; conflicts C10 and C12."""
    limit, old = granted(module), sources(module)
    asked, answer = question(module), None
    if asked:
        answer = yield ask(
            asked[0],
            "The module asks for an accelerator here. What should it get on the GPU device?",
            _OPTIONS,
            asked[1],
            gpu=GPU,
            visible=VISIBLE,
            seen=shown(named(module)),
        )
    yield from _catapult(module, answer)
    if answer:
        yield from _surplus(module, answer == SHARE)
    count = whole(limit) if limit else int(answer) if answer and answer != SHARE else 0
    if count:
        yield from _warnings(module, limit or old[0], count)
    elif count == 0:
        yield from _several(module)


def _catapult(module: Module, answer: str | None) -> Outcomes:
    """Replace the limit on FPGA boards; where there is none, just state what takes the boards' place."""
    limits = resource_entries(module, "limits")
    catapult = [entry for entry in limits if entry.key == FPGA and not isinstance(entry.value, (dict, list))]
    first = catapult.pop(0) if catapult else None
    if answer == SHARE:
        if visible(module):
            yield from _gone(first, "`{key}` is removed; the module shares the GPUs that `{visible}` names.")
        else:
            yield _stated_at(
                first,
                (*module.place("Env"), "-"),
                f"{VISIBLE}={named(module)}",
                "The module shares a GPU: `{visible}` names it, and no limit claims it.",
                _DERIVED,
            )
    elif answer:
        yield _stated_at(
            first,
            place(module, "limits", GPU),
            int(answer),
            "The module asks for `{gpu}`: {count}, under `limits` only; Kubernetes takes the request from the limit.",
        )
    else:
        yield from _gone(first, "`{key}` is removed: the GPU device has no FPGA boards.")
    for entry in catapult:
        yield from _gone(entry, "`{key}` is removed: the GPU device has no FPGA boards.")


def _stated_at(old: Node | None, to: Path, value: Json, summary: str, because: Because = AS_THE_RULE) -> Edit:
    if old:
        return move(old, to, value, summary, because=because, gpu=GPU, visible=VISIBLE, count=value)
    return put(to, value, summary, because=because, gpu=GPU, visible=VISIBLE, count=value)


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
    seen = visible(module)
    if seen:
        yield find(
            "warning",
            seen.node,
            "The limit reserves a GPU and tells the container which one, but `{visible}` of the module overrides that.",
            "Leave `{visible}` out together with a limit; keep it only if the module is to share GPUs without one.",
            because=_DERIVED,
            part=seen.part,
            visible=VISIBLE,
        )


def _several(module: Module) -> Outcomes:
    """Without a limit, a variable that names more than one GPU is put to the person: the device's pages differ."""
    seen = visible(module)
    if seen is None or not is_several(seen.value):
        return
    answer = yield ask(
        seen.node,
        "`{visible}` is `{value}`. One page of the device's documentation lets a module see both GPUs, another allows "
        "one per module. Which should it see?",
        _SEEN,
        "keep",
        topic="visible",
        because=Because(guidance=()),
        part=seen.part,
        visible=VISIBLE,
        value=shown(seen.value),
    )
    if answer and answer != "keep":
        yield put(
            seen.node,
            _restated(seen, answer),
            "The module sees GPU `{number}` only, as you chose.",
            because=Because(guidance=()),
            part=seen.part,
            number=answer,
        )


def _restated(seen: Variable, value: str) -> Json:
    return with_value(seen, value) if seen.part == "env" else f"{seen.name}={value}"
