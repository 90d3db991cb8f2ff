"""Mounts without Type, Source or Target, or of a type that the device does not know."""

from webapp.core.edit import Option, Outcome, ask, find, move, put, remove
from webapp.core.message import Message
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.storage._choices import removal, share_option
from webapp.core.rules.storage._host_paths import FPGA_BOARD, chosen_share, host_path
from webapp.core.rules.storage._mounts import Mount, read_mounts, tidied, where
from webapp.core.rules.storage._planned import is_shared_memory
from webapp.core.rules.storage._pod_volumes import FreshNames, pod_volume, to_pod_volumes

_SCRATCH = "A new empty directory, which lasts as long as the pod"


@rule(guidance=("G7", "G8"), sure="derived", reads=("HostConfig.Mounts",))
def incomplete_mounts(module: Module) -> Outcomes:
    """Fact F4.9: Type, Source and Target are all required."""
    for node in module.items("HostConfig", "Mounts"):
        if node.value is None or node.value == {}:
            yield remove(node, "This entry mounts nothing, and the device would refuse the deployment over it.")
    incomplete = [entry for entry in read_mounts(module) if entry.case == "incomplete" and entry.node.value]
    if not incomplete:
        return
    names = FreshNames(module, "data")
    for entry in incomplete:
        answer = yield ask(
            entry.node,
            "This mount does not say enough. What is it meant to be?",
            _options(entry),
            None,
        )
        if answer is None:
            yield _report(entry)
        elif answer == "remove":
            yield remove(entry.node, "The incomplete mount is removed, as you chose.")
        elif answer == "scratch":
            yield move(
                entry.node,
                to_pod_volumes(module),
                pod_volume(names.of(entry.target), {"emptyDir": {}}, entry.target, read_only=entry.read_only),
                "An empty directory is mounted at `{target}`; what is in it goes with the pod.",
                target=entry.target,
            )
        else:
            yield from _completed(entry, answer)


def _options(entry: Mount) -> list[Option]:
    useless = entry.source.startswith(FPGA_BOARD) or is_shared_memory(entry.source, entry.target)
    if not entry.target or useless:
        return [removal()]
    if not entry.source:
        return [share_option(entry.target), Option("scratch", Message(_SCRATCH)), removal()]
    kind = host_path(entry.source, entry.target).kind
    name = {"source": entry.source}
    if kind == "share":
        return [Option("volume", Message("The share that `{source}` leads to", name)), removal()]
    if kind == "volume":
        return [Option("volume", Message("The share or claim `{source}`", name)), removal()]
    options = [share_option(entry.source), removal()]
    if kind != "other":
        options.insert(0, Option("bind", Message("The host path `{source}`, as type `bind`", name)))
    return options


def _report(entry: Mount) -> Outcome:
    parts = {"Type": entry.type, "Source": entry.source, "Target": entry.target}
    missing = [name for name, text in parts.items() if not text]
    if missing:
        return find(
            "error",
            entry.node,
            "This mount lacks `{missing}`. The device then refuses the whole deployment, all other modules included.",
            "State `Type`, `Source` and `Target`, or remove the mount.",
            missing=", ".join(missing),
        )
    return find(
        "warning",
        entry.node,
        "The device does not know the mount type `{type}` and leaves this mount out without a word.",
        "Use `volume` for a share or `bind` for a directory.",
        type=entry.type,
    )


def _completed(entry: Mount, answer: str) -> Outcomes:
    kind = "bind" if answer == "bind" else "volume"
    source = chosen_share(answer) or host_path(entry.source, entry.target).share or entry.source
    source = entry.source if kind == "bind" else source
    yield from tidied(entry)
    for name, value, now in (("Type", kind, entry.type), ("Source", source, entry.source)):
        if value != now:
            yield put(
                where(entry, name), value, "The mount at `{target}` gets its `{name}`.", target=entry.target, name=name
            )
