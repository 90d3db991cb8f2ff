"""Entries of `Env` that are not `NAME=value`: the device drops or refuses them."""

import re

from webapp.core.edit import find, remove
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import is_valid, short

_PLACEHOLDER = re.compile(r"\$\{?[A-Za-z_][A-Za-z0-9_]*\}?")
_LATER = "The entry `{text}` is filled in later; as it stands, the device drops it."
_FITS = "Nothing to do if a text such as `NAME=value` takes its place."


@rule(guidance=("G40",), sure="derived", reads=("Env",))
def env_entries(module: Module) -> Outcomes:
    """F2.14 and F4.11; Docker takes `NAME` without `=` as: remove that variable of the image."""
    for node in module.items("Env"):
        if isinstance(node.value, str):
            if _PLACEHOLDER.fullmatch(node.value):
                yield find("info", node, _LATER, _FITS, text=short(node.value))
            elif node.value.find("=") < 1:
                yield from _without_value(module, node, node.value)
        elif isinstance(node.value, int | float):
            yield remove(node, "This entry is no text `NAME=value`, so the device drops it.")
        elif node.value is None:
            yield remove(node, "This entry is `null`, and the device can't make a pod with it; the entry is removed.")


def _without_value(module: Module, node: Node, text: str) -> Outcomes:
    if text in module.env:
        summary = "The entry `{text}` has no `=`, so the device drops it; the module's own `env` states the variable."
    elif is_valid(text):
        yield find(
            "warning",
            node,
            "Docker takes the variable `{name}` away from what the image sets; the GPU device has no such means.",
            "State it with an empty value if that is good enough for the module: an entry with `=` behind the name.",
            name=short(text),
        )
        summary = "The entry `{text}` has no `=`, so the device drops it."
    elif text.startswith("="):
        summary = "The entry `{text}` has no name in front of the `=`, so the device drops it."
    elif re.match(r"[A-Za-z_][A-Za-z0-9_]*:", text):
        yield find(
            "warning",
            node,
            "The entry `{text}` sets no variable, neither on the FPGA device nor here: `:` takes no part in that.",
            "If it was meant as a variable, write `=` behind the name and convert again.",
            text=short(text),
        )
        summary = "The entry `{text}` has a `:` where the `=` belongs; as it stands, the device drops it."
    else:
        summary = "The entry `{text}` is no `NAME=value`, so the device drops it."
    yield remove(node, summary, text=short(text))
