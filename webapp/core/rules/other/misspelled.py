"""Names that nearly are names of createOptions."""

from webapp.core.edit import ask, move, remove
from webapp.core.module import EXPERIMENTAL, Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._empty import says_nothing
from webapp.core.rules.other._strays import Stray, strays

_MEANT = {"meant": "Yes: state it as `{meant}`", "remove": "No: remove it"}
_TAKEN = {"remove": "Remove it; there is no room for it at `{meant}` at present"}


@rule(guidance=("G40",), sure="derived", first=True)
def misspelled(module: Module) -> Outcomes:
    """Facts F2.12, F4.1 and F4.2: the agent knows a name exactly, up to case, or not at all."""
    for stray in strays(module):
        if stray.kind == "misspelled":
            yield from _meant(stray)


def _meant(stray: Stray) -> Outcomes:
    answer = yield ask(
        stray.node,
        "`{key}` is no name that the device knows, so it has no effect. Is `{meant}` meant?",
        _TAKEN if stray.taken else _MEANT,
        _default(stray),
        key=stray.node.key,
        meant=stray.meant,
    )
    value = stray.node.value
    if answer == "meant" and not says_nothing(value):
        yield move(
            stray.node,
            stray.to,
            value,
            "`{key}` is stated as `{meant}`, the name that the device knows.",
            key=stray.node.key,
            meant=stray.meant,
        )
    elif answer:
        yield remove(stray.node, "`{key}` is removed; it had no effect.", key=stray.node.key)


def _default(stray: Stray) -> str | None:
    """What has no meaning but the likely one is taken so: the section's name in other case, a member of a mount."""
    if stray.home == "Mounts" or (stray.name == EXPERIMENTAL and stray.exact):
        return "remove" if stray.taken else "meant"
    return None
