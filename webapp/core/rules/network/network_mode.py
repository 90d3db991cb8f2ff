"""Network modes other than `host`: the device has one network for all modules."""

from webapp.core.edit import ask, remove, stay
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import is_placeholder

_USUAL = ("default", "bridge", "nat", "azure-iot-edge")
_LEAVE = {"leave": "No; it becomes `host`"}
_PROMPTS = {
    "none": "The module was cut off from the network. On the GPU device it is on the cluster's network, and "
    "createOptions can't prevent that. May `{mode}` go?",
    "container": "The module shared the network of another container and may have called it as `localhost`. Pods don't "
    "share networks here: it must call that module by its name. May `{mode}` go?",
    "later": "`{mode}` is filled in later. The GPU device acts on the mode `host` only. May the setting go?",
    "custom": "The module was on the Docker network `{mode}`. The GPU device has one network on which all modules call "
    "each other by name; what kept them apart is lost. May `{mode}` go?",
}


@rule(guidance=("G15",), sure="derived", reads=("HostConfig.NetworkMode",))
def network_mode(module: Module) -> Outcomes:
    """Fact F4.12, table 4.4."""
    for mode in module.find("HostConfig", "NetworkMode"):
        if not isinstance(mode.value, (str, int, float)) or str(mode.value).lower() == "host":
            continue
        if mode.value == "":
            yield remove(mode, "`{key}` is removed; it is empty.", key=mode.key)
        elif str(mode.value).lower() in _USUAL:
            yield remove(
                mode, "The network mode `{mode}` is removed: every module is on the cluster's network.", mode=mode.value
            )
        else:
            yield from _asked(mode, str(mode.value))


def _asked(mode: Node, text: str) -> Outcomes:
    kind = "later" if is_placeholder(text) else text.lower().partition(":")[0]
    answer = yield ask(
        mode,
        _PROMPTS.get(kind, _PROMPTS["custom"]),
        (_LEAVE if kind == "later" else {}) | {"remove": "Yes; the module is on the cluster's network"},
        None,
        mode=text,
    )
    if answer == "leave":
        yield stay(mode)
    elif answer == "remove":
        yield remove(mode, "The network mode `{mode}` is removed, as you chose.", mode=text)
