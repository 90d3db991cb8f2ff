"""`PidMode`: the host's process namespace is kept, every other one is lost."""

from webapp.core.edit import Because, ask, put, remove, stay
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import short
from webapp.core.rules.other._strays import is_placeholder

_ADVICE = Because(sure="advice")
_LATER = "`{mode}` is filled in later. The device knows no `PidMode` but `host`. Which processes should the module see?"
_LEAVE = {"leave": "All of the node: leave it in, because it becomes `host`"}
_OPTIONS = {
    "remove": "Its own only",
    "host": "All of the node, by `host`; a module whose processes it shares needs nothing for that",
}


@rule(guidance=("G40",), sure="derived", reads=("HostConfig.PidMode",))
def pid_mode(module: Module) -> Outcomes:
    """F4.12 and table 4.5; the host's namespace works since agent beta14 (ASE 2105)."""
    node = module.first("HostConfig", "PidMode")
    if node is None or isinstance(node.value, list | dict):
        return
    if isinstance(node.value, str) and node.value.lower() == "host":
        return
    if node.value in ("", "private"):
        yield remove(node, "`PidMode` is removed: a pod has its own processes unless told otherwise.")
        return
    yield from _asked(node, short(node.value))


def _asked(node: Node, mode: str) -> Outcomes:
    later = is_placeholder(mode)
    answer = yield ask(
        node,
        _LATER
        if later
        else "The device knows no `PidMode` but `host`; `{mode}` is ignored. Which processes should the module see?",
        (_LEAVE if later else {}) | _OPTIONS,
        None,
        mode=mode,
    )
    if answer == "leave":
        yield stay(node)
    elif answer == "remove":
        yield remove(node, "`PidMode` is removed, as you chose; the module sees its own processes only.")
    elif answer == "host":
        yield put(
            node,
            "host",
            "The module sees all processes of the node, as you chose; it needs agent beta14.",
            because=_ADVICE,
        )
