"""A variable that is stated twice, or that the device sets itself: what never takes effect goes."""

from webapp.core.edit import find, remove
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import GATEWAY, SYSTEM, Superseded, names, superseded

_WHY = {
    "later": "Another entry for `{name}` follows, and the last one counts; this one goes.",
    "module": "The module's own `env` sets `{name}` too. It counted on the FPGA device, but here this entry would "
    "override it; so this one goes.",
    "device": "The device sets `{name}` itself and overrides this value; the entry goes.",
}


@rule(guidance=("G3",), sure="derived", reads=("Env", "module.env"))
def env_duplicates(module: Module) -> Outcomes:
    """F2.14 and F2.15. Names are compared as they will be, with `__` for every colon."""
    stated = names(module)
    once = len(stated) == len(set(stated)) and SYSTEM.isdisjoint(stated) and GATEWAY not in stated
    if once and not any(":" in name for name in stated):
        return
    for one in superseded(module):
        name = one.variable.final
        if one.by == "device":
            yield from _overridden(one)
        yield remove(one.variable.node, _WHY[one.by], part=one.variable.part, name=name)


def _overridden(one: Superseded) -> Outcomes:
    yield find(
        "warning",
        one.variable.node,
        "The module never sees this value of `{name}`: the device's own comes later and wins.",
        "Give the variable another name if the module depends on the value.",
        part=one.variable.part,
        name=one.variable.name,
    )
