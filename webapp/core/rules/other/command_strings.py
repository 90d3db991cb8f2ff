"""`Cmd` and `Entrypoint` must be arrays of texts; what else people write is made one."""

import re

from webapp.core.edit import ask, find, put, remove
from webapp.core.module import Module, Node, items
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._commands import needs_shell, resets, runs_shell, split, started_alone, word
from webapp.core.rules.other._env import defined, settled, short

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:?[0-9]{2})?")
_OPTIONS = {
    "words": "Its words, split as a shell splits them, quotes included",
    "one": "The whole text as a single word, as Docker's own interface takes it",
    "shell": "A shell that runs the text: `/bin/sh -c`; the image must have one",
}


@rule(guidance=("G40",), sure="derived", reads=("Cmd", "Entrypoint"))
def command_strings(module: Module) -> Outcomes:
    """F4.10 and section 3 of the parsing notes: a text is refused, numbers are printed, dates are rewritten."""
    for name in ("Cmd", "Entrypoint"):
        node = module.first(name)
        if node is None or (name == "Cmd" and started_alone(module)):
            continue
        if isinstance(node.value, str):
            yield from _text(module, node, node.value)
        elif isinstance(node.value, list) and not (name == "Entrypoint" and resets(node.value)):
            for item in items(node):
                yield from _item(item)


def _text(module: Module, node: Node, pasted: str) -> Outcomes:
    if not pasted.strip():
        yield remove(node, "`{name}` is empty, which the device takes as not given.", name=node.key)
        return
    text = yield from settled(module, defined(module), node, pasted, topic="expansion")
    parts = split(text)
    if parts == [text]:
        yield put(node, [text], "`{name}` becomes an array of one word; the device refuses a bare text.", name=node.key)
        return
    for_shell = node.key.lower() == "cmd" and runs_shell(module)
    answer = yield ask(
        node,
        "The device refuses `{name}` as a text; it must be an array of words. What is meant by `{text}`?",
        _OPTIONS if parts else {key: label for key, label in _OPTIONS.items() if key != "words"},
        "one" if for_shell else None if parts and needs_shell(text) else "words" if parts else "shell",
        name=node.key,
        text=short(pasted),
    )
    if answer is None:
        return
    command = parts if answer == "words" else [text] if answer == "one" else ["/bin/sh", "-c", text]
    yield put(node, [*command], "`{name}` becomes an array; the device refuses a bare text.", name=node.key)


def _item(node: Node) -> Outcomes:
    text = word(node.value)
    if isinstance(node.value, bool):
        yield put(node, text, "`{word}` stands in quotes now; the device would write it with a capital.", word=text)
    elif isinstance(node.value, int | float):
        yield put(node, text, "The number `{word}` stands in quotes now: words are texts.", word=text)
    elif isinstance(node.value, str) and _DATE.fullmatch(node.value):
        yield find(
            "info",
            node,
            "`{text}` looks like a date. The device's JSON reader may rewrite it, to `MM/DD/YYYY hh:mm:ss`.",
            "Check what arrives, or hand the date over in an environment variable: those stay as they are.",
            text=node.value,
        )
    elif node.value is None:
        yield remove(node, "`null` is no word of a command; it is removed.")
