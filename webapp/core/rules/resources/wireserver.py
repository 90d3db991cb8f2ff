"""`WIRESERVER_ADDRESS` told an FPGA module where its boards are managed; a GPU needs nothing like it."""

from webapp.core.edit import remove
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import WIRESERVER, variable


@rule(guidance=("G23", "G26"), sure="documented", reads=("Env", "module.env"))
def wireserver(module: Module) -> Outcomes:
    """Fact F1.60."""
    for entry in module.items("Env"):
        if variable(entry) == WIRESERVER:
            yield remove(entry, "`{name}` is removed; a module with a GPU needs no wireserver.", name=WIRESERVER)
    if WIRESERVER in module.env:
        yield remove(
            (WIRESERVER,),
            "`{name}` is removed from the module's own `env`; a module with a GPU needs no wireserver.",
            part="env",
            name=WIRESERVER,
        )
