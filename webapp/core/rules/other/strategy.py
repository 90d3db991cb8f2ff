"""A module that holds something exclusively is replaced, not rolled: `strategy: Recreate`."""

from webapp.core.edit import Because, ask, put
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._held import WAYS, held
from webapp.core.rules.resources._accelerators import GPU

_ALONE = (
    "An update starts the new pod before it stops the old one, but they can't both hold `{held}`. How should it "
    "replace the module?"
)
_BOTH = (
    "An update starts the new pod before it stops the old one, but they can't both hold `{held}`, and both would use "
    "`{shared}`. How should it replace the module?"
)
_SHARED = (
    "An update starts the new pod before it stops the old one; for a while both use `{shared}`. How should it replace "
    "the module?"
)


@rule(guidance=("G35", "G36", "G37"), sure="documented")
def strategy(module: Module) -> Outcomes:
    """Section 4.8 of the facts; K43 explains the mechanism."""
    found = held(module)
    if module.first("k8s-experimental", "strategy") or not any(found):
        return
    because = Because(sure="documented" if GPU in found.alone or not found.alone else "derived")
    prompt = _SHARED if not found.alone else _BOTH if found.shared else _ALONE
    # The path is where the answer goes: it stays the same when what the module holds is stated elsewhere.
    answer = yield ask(
        (*module.place("k8s-experimental"), "strategy"),
        prompt,
        WAYS,
        "recreate" if found.alone else "leave",
        because=because,
        held=found.held,
        shared=found.used,
    )
    if answer == "recreate":
        yield put(
            module.place("k8s-experimental", "strategy"),
            {"type": "Recreate"},
            "Updates stop the old pod before the new one starts, because they can't both hold `{held}`."
            if found.alone
            else "Updates stop the old pod before the new one starts, so that two never use `{shared}` at once.",
            because=because,
            held=found.held,
            shared=found.used,
        )
