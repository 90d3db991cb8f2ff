"""`ExtraHosts`: lines of `/etc/hosts`, which createOptions can't express on the device."""

from webapp.core.edit import ask, remove
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._lists import dropped

_OPTIONS = {"remove": "Yes; the names are in DNS, or the module gets the addresses in another way"}


@rule(guidance=(), sure="derived", reads=("HostConfig.ExtraHosts",))
def extra_hosts(module: Module) -> Outcomes:
    """Fact F4.1, table 4.4."""
    for node, text in dropped(module, "HostConfig", "ExtraHosts"):
        if not text:
            yield remove(node, "The empty entry of `ExtraHosts` is removed.")
            continue
        name, _, address = text.partition(":")
        answer = yield ask(
            node,
            "The module knows `{name}` as `{address}`; the GPU device can't add that to its `/etc/hosts`. Put the name "
            "into your DNS, or the address into the module's configuration. May it go?",
            _OPTIONS,
            None,
            name=name,
            address=address,
        )
        if answer == "remove":
            yield remove(node, "The host entry `{text}` is removed, as you chose.", text=text)
