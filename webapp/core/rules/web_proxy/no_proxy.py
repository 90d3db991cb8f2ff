"""A module behind a web proxy must not send its calls to `localhost` through it."""

from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.web_proxy._exceptions import exceptions


@rule(guidance=("G33",), sure="documented", reads=("Env", "module.env"))
def no_proxy(module: Module) -> Outcomes:
    """Facts F1.70, F1.71, F1.74, F2.14."""
    yield from exceptions(module)
