"""`$(NAME)` in values and arguments is replaced by Kubernetes, not by Docker."""

from webapp.core.edit import find, put
from webapp.core.module import Module
from webapp.core.path import Path
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import Variable, defined, effective, is_valid, may_refer, settled


@rule(guidance=("G3",), sure="derived", reads=("Env", "Cmd", "module.env"))
def env_expansion(module: Module) -> Outcomes:
    """K46; the module's own `env`, `Env` and `Cmd`. `Entrypoint` is looked after by the rule of that name."""
    if not may_refer(module):
        return
    known = defined(module)
    for one in effective(module):
        if "$" in one.value and is_valid(one.name):
            yield from _value(module, known, one)
    for node in module.items("Cmd"):
        if isinstance(node.value, str) and "$" in node.value:
            text = yield from settled(module, known, node, node.value)
            if text != node.value:
                yield put(node, text, _SUMMARY)


_SUMMARY = "The reference is escaped as `$$(…)`, so that Kubernetes passes it on as it stands."


def _value(module: Module, known: frozenset[str], one: Variable) -> Outcomes:
    if one.elsewhere:
        if "$(" in one.value:
            yield find(
                "warning",
                one.node,
                "Kubernetes replaces a `$(…)` in the value of `{name}` where a variable of that name exists.",
                "Write the value out, or escape the reference as `$$(…)`.",
                part=one.part,
                name=one.name,
            )
        return
    where: Path = (*one.node.path, _value_key(one)) if one.part == "env" else one.node.path
    text = yield from settled(module, known, where, one.value, one.part, one.topic)
    if text != one.value:
        yield put(where, text if one.part == "env" else f"{one.name}={text}", _SUMMARY, part=one.part)


def _value_key(one: Variable) -> str:
    entry = one.node.value if isinstance(one.node.value, dict) else {}
    return next((key for key in entry if key.lower() == "value"), "value")
