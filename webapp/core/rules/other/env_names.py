"""Names of variables that Kubernetes refuses: a leading digit, blanks and other characters."""

import re

from webapp.core.edit import Because, Option, ask, move, put, remove
from webapp.core.message import Message
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import ENV_NAME, Variable, defined, effective, is_valid, names, settled, with_value

_PLACEHOLDER = re.compile(r"\$[A-Za-z_{]")
_ADVICE = Because(sure="advice")
_A_NAME = Message("Letters, digits, `_`, `.` and `-`; a letter or `_` first.")


@rule(guidance=("G41",), sure="derived", reads=("Env", "module.env"))
def env_names(module: Module) -> Outcomes:
    """K5 and F4.11: the API server refuses the whole Deployment. What a program reads instead only its author knows."""
    if all(map(is_valid, names(module))):
        return
    refused = [one for one in effective(module) if not is_valid(one.final) and not _PLACEHOLDER.search(one.name)]
    known = defined(module) if refused else frozenset()
    for one in refused:
        answer = yield ask(
            one.node,
            "Kubernetes refuses `{name}` as the name of a variable, and with it the whole deployment. "
            "What should it be called?",
            [
                Option(
                    f"name:{proposed(one.name)}",
                    Message("Another name, which the module has to read"),
                    ENV_NAME,
                    _A_NAME,
                ),
                Option("remove", Message("Nothing; the module goes without it")),
            ],
            None,
            topic=one.topic,
            part=one.part,
            name=one.name,
        )
        if answer == "remove":
            yield remove(one.node, "The variable `{name}` is removed, as you chose.", part=one.part, name=one.name)
        elif answer is not None:
            value = yield from settled(module, known, one.node, one.value, one.part, one.topic + "expansion")
            yield from _renamed(one, answer.partition(":")[2], value)


def _renamed(one: Variable, new: str, value: str) -> Outcomes:
    summary = "The variable `{name}` is called `{new}`, as you chose; the module has to read that name."
    if one.part == "env":
        yield move(
            one.node, (new,), with_value(one, value), summary, because=_ADVICE, part="env", name=one.name, new=new
        )
    else:
        yield put(one.node, f"{new}={value}", summary, because=_ADVICE, name=one.name, new=new)


def proposed(name: str) -> str:
    """Return a name that Kubernetes and every shell accept, near the given one: `1st item` becomes `_1st_item`."""
    cleaned = re.sub(r"[^A-Za-z0-9_]+", "_", name.strip().replace(":", "__"))[:128]
    return cleaned if re.fullmatch(ENV_NAME, cleaned) else f"_{cleaned}"
