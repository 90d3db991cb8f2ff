"""`Hostname` and `Domainname`: a module is found by its module name."""

import re

from webapp.core.edit import find, remove
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._calls import host_name

_CONTAINER_ID = re.compile(r"[0-9a-f]{12}")


@rule(guidance=("G15",), sure="derived", reads=("Hostname", "Domainname"))
def hostname(module: Module) -> Outcomes:
    """Fact F4.1, table 4.2."""
    for name in ("Hostname", "Domainname"):
        for node in module.find(name):
            if isinstance(node.value, (str, int, float)):
                yield from _gone(module, node, str(node.value))


def _gone(module: Module, node: Node, text: str) -> Outcomes:
    if text and text.lower() != (module.name or "").lower() and not _CONTAINER_ID.fullmatch(text):
        yield find(
            "warning",
            node,
            "Other modules find this one by its module name only, not as `{text}`; it sees its pod's name as its own.",
            "Let other modules call `{name}` and its HostPort; give the module its name by a variable if it needs it.",
            text=text,
            name=host_name(module),
        )
    yield remove(node, "`{key}` is removed: the device does not read it.", key=node.key)
