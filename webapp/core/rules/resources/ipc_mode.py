"""Shared memory between modules: only the host's IPC namespace is left."""

from webapp.core.edit import Because, ask, find, put, remove, stay
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._ipc import DEFAULT, has_partners
from webapp.core.rules.resources._quantities import placeholder, shown

_DERIVED = Because(sure="derived")
_OPTIONS = {
    "host": "Use the host's IPC namespace; do the same in every module that takes part",
    "remove": "Do without shared memory between modules",
}


@rule(guidance=("G30",), sure="documented", reads=("HostConfig.IpcMode",))
def ipc_mode(module: Module) -> Outcomes:
    """Facts F1.68, F4.12; table 4.5."""
    for node in module.find("HostConfig", "IpcMode"):
        if isinstance(node.value, (dict, list, type(None))):
            continue
        mode = str(node.value).lower()
        if mode == "host":
            yield find(
                "info",
                node,
                "The module shares the worker's IPC namespace, and with it memory, with every pod that does the same.",
                "Give `IpcMode` with `host` to each module that takes part; `ShmSize` is not needed then.",
            )
        elif placeholder(node.value):
            yield from _later(node)
        elif has_partners(mode):
            yield from _partners(node)
        else:
            yield remove(
                node,
                "`{key}` is removed; a pod has an IPC namespace of its own unless it asks for the host's.",
                because=_DERIVED,
                key=node.key,
            )


def _later(node: Node) -> Outcomes:
    answer = yield ask(
        node,
        "`{mode}` is filled in later. The GPU device acts on the mode `host` only. May the setting go?",
        {"leave": "No; it becomes `host`", "remove": "Yes; the module shares no memory with others"},
        None,
        because=_DERIVED,
        mode=shown(node.value),
    )
    if answer == "leave":
        yield stay(node)
    elif answer == "remove":
        yield remove(node, "`{mode}` is removed, as you chose.", because=_DERIVED, mode=shown(node.value))


def _partners(node: Node) -> Outcomes:
    answer = yield ask(
        node,
        "`{mode}` shares memory between two containers; the GPU device knows only `host`. What should it be?",
        _OPTIONS,
        DEFAULT,
        because=_DERIVED,
        mode=shown(node.value),
    )
    if answer == "remove":
        yield remove(
            node,
            "`{mode}` is removed, as you chose; the module shares no memory.",
            because=_DERIVED,
            mode=shown(node.value),
        )
        return
    yield put(
        node,
        "host",
        "`{mode}` becomes `host`; every module that takes part in the shared memory needs the same.",
        mode=shown(node.value),
    )
