"""A colon in the name of a variable becomes two underscores."""

from webapp.core.edit import move, put
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import Variable, defined, effective, is_valid, names, settled, with_value

_SUMMARY = (
    "The variable `{name}` is called `{final}`: Kubernetes accepts no colon in a name, and .NET reads `__` as one."
)


@rule(guidance=("G41",), sure="documented", reads=("Env", "module.env"))
def env_colon(module: Module) -> Outcomes:
    """F2.11, F4.11, K5; conflict C3. Values and arguments keep their colons."""
    if not any(":" in name for name in names(module)):
        return
    renamed = [one for one in effective(module) if ":" in one.name and is_valid(one.final)]
    known = defined(module)
    for one in renamed:
        value = yield from settled(module, known, one.node, one.value, one.part, one.topic)
        yield from _renamed(one, value)


def _renamed(one: Variable, value: str) -> Outcomes:
    if one.part == "env":
        yield move(
            one.node,
            (one.final,),
            with_value(one, value),
            _SUMMARY,
            part="env",
            name=one.name,
            final=one.final,
        )
    else:
        yield put(one.node, f"{one.final}={value}", _SUMMARY, name=one.name, final=one.final)
