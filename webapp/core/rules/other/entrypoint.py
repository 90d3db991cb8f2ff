"""`Entrypoint` works as an array, although the article names it as one that does not; `[""]` breaks the module."""

from webapp.core.edit import Because, ask, find, put, remove
from webapp.core.module import Module, Node, items
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._commands import resets, started_alone, words
from webapp.core.rules.other._env import defined, settled

_DERIVED = Because(sure="derived")


@rule(guidance=("G40",), sure="documented", reads=("Entrypoint",))
def entrypoint(module: Module) -> Outcomes:
    """Conflict C2: SEED against the agent's code and the GPU sharing sample (F1.65, F4.10). K46 and K47."""
    node = module.first("Entrypoint")
    if node is None or not isinstance(node.value, list) or not node.value:
        return
    if resets(node.value):
        yield from _reset(module, node)
    elif words(node) != node.value:
        yield from _expanded(module, node)
    else:
        yield from _kept(module, node)


def _kept(module: Module, node: Node) -> Outcomes:
    answer = yield ask(
        node,
        "The guidance names `Entrypoint` among the options that have no effect on the GPU device, yet the device's "
        "agent passes it on and a Microsoft sample for the device uses it. Shall it stay?",
        {
            "keep": "Keep it; it becomes the `command` of the container",
            "remove": "Remove it; the image's own entry point starts the module",
        },
        "keep",
    )
    if answer == "remove":
        yield remove(node, "`Entrypoint` is removed, as you chose; the image's own entry point starts the module.")
        return
    yield find(
        "info",
        node,
        "`Entrypoint` is kept: agents since 2020-03 make it the `command` of the container, although the guidance says "
        "that it does not work.",
        "Try the module on the device. Should the entry point be ignored there, build it into the image.",
        because=_DERIVED,
    )
    yield from _expanded(module, node)


def _expanded(module: Module, node: Node) -> Outcomes:
    known = defined(module)
    for item in items(node):
        if isinstance(item.value, str) and "$" in item.value:
            text = yield from settled(module, known, item, item.value)
            if text != item.value:
                yield put(
                    item,
                    text,
                    "The reference is escaped as `$$(…)`, so that Kubernetes passes it on as it stands.",
                    because=_DERIVED,
                )


def _reset(module: Module, node: Node) -> Outcomes:
    command = module.first("Cmd")
    said = started_alone(module)
    options = {"remove": "The image's own entry point; this one is removed"}
    if said:
        options = {"cmd": "What `Cmd` says, as in Docker: its words become `Entrypoint`"} | options
    answer = yield ask(
        node,
        "With an `Entrypoint` of one empty text Docker drops the image's entry point. Kubernetes takes it as the name "
        "of the program, and the module can't start. What should start the module?",
        options,
        "cmd" if said else None,
        because=_DERIVED,
    )
    if answer == "remove":
        yield remove(
            node,
            "The empty `Entrypoint` is removed, as you chose; the image's own entry point starts the module.",
            because=_DERIVED,
        )
        if command and said and said != command.value:
            yield put(command, [*said], "`Cmd` becomes an array of texts.", because=_DERIVED)
    elif answer == "cmd" and command:
        yield put(node, [*said], "`Entrypoint` names the program itself: the words of `Cmd`.", because=_DERIVED)
        yield remove(command, "The words of `Cmd` stand in `Entrypoint` now.", because=_DERIVED)
