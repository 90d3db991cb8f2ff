"""Which modules of a deployment call which, by the names and ports in their variables and commands."""

from typing import NamedTuple

from webapp.core.convert import Conversion
from webapp.core.converted import ConvertedModule
from webapp.core.deployment import Deployment
from webapp.core.module import Module
from webapp.core.rules.network._callers import all_references, calls_of
from webapp.core.rules.network._calls import Names
from webapp.core.rules.network._other_names import other_names


class Call(NamedTuple):
    """A module that calls another one; both count among the modules of the conversion."""

    caller: int
    callee: int
    port: int


def calls(conversion: Conversion) -> tuple[Call, ...]:
    """Return the calls between the converted modules, in the order of the callers."""
    pasted = tuple(one.module for one in conversion.modules)
    modules = tuple(_converted(one) for one in conversion.modules)
    document = conversion.document
    deployment = Deployment(
        document.kind, document.value, {}, modules, pasted, document.repeated, document.unread, lambda *_: 0
    )
    names = Names(modules, other_names(deployment))
    found = calls_of(all_references(deployment, names) if names.exact else ())
    return tuple(
        sorted(
            {
                Call(deployment.number(one.spot.module), deployment.number(callee), port)
                for (callee, port), references in found.items()
                for one in references
                if one.spot.module
            }
        )
    )


def _converted(one: ConvertedModule) -> Module:
    module = one.module.showing(one.create_options, one.env)
    module.name = one.converted_name or one.name
    return module
