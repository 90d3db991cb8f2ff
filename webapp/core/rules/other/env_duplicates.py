"""A variable that is stated twice, or that the device sets itself: what never takes effect goes."""

from collections.abc import Mapping

from webapp.core.edit import find, remove
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import GATEWAY, SYSTEM, Superseded, listed, names, superseded, variables

_WHY = {
    "later": "Another entry for `{name}` follows, and the last one counts; this one is removed.",
    "module": "The module's own `env` sets `{name}` too. It counted on the FPGA device, but here this entry would "
    "override it; so this one is removed.",
    "spelling": "Another entry with `{name}`, or with a colon in its place, follows. The device gets one variable of "
    "both, and the last one counts; this one is removed.",
    "exact": "The module's own `env` states `{name}` as well; this one, with a colon, would become the same variable "
    "and is removed.",
    "device": "The device sets `{name}` itself; the entry is removed.",
}


@rule(guidance=("G3",), sure="derived", reads=("Env", "module.env"))
def env_duplicates(module: Module) -> Outcomes:
    """F2.14 and F2.15. Names are compared as they will be, with `__` for every colon."""
    stated = names(module)
    once = len(stated) == len(set(stated)) and SYSTEM.isdisjoint(stated) and GATEWAY not in stated
    if once and not any(":" in name for name in stated):
        return
    found = superseded(module)
    last = {one.final: one.name for one in variables(module)}
    for one in found:
        yield remove(one.variable.node, _WHY[_reason(one, last)], part=one.variable.part, name=one.variable.final)
    yield from _overridden([one for one in found if one.by == "device"])


def _reason(one: Superseded, last: Mapping[str, str]) -> str:
    """Return why a variable goes; `last` has the names of the last entries as they are stated, by what they become."""
    if one.by != "later":
        return one.by
    if one.variable.part == "env":
        return "exact"
    return "later" if last[one.variable.final] == one.variable.name else "spelling"


def _overridden(found: list[Superseded]) -> Outcomes:
    """A dump of a running module is full of these, so they are told together."""
    for first in found[:1]:
        yield find(
            "info",
            first.variable.node,
            "The module gets the device's own values for `{names}`, as on the FPGA device, whatever is stated."
            if all(one.variable.final != GATEWAY for one in found)
            else "The module gets the device's own values for `{names}`, as on the FPGA device, whatever is stated. "
            "`{gateway}` is `edgehub` here, the name under which modules reach edgeHub.",
            "Give a variable another name if the module depends on a value of its own.",
            part=first.variable.part,
            gateway=GATEWAY,
            names=listed(one.variable.name for one in found),
        )
