"""`Dns`, `DnsOptions`, `DnsSearch`: the cluster resolves names for all modules."""

from webapp.core.edit import find, remove
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._lists import dropped

_NAMES = ("Dns", "DnsOptions", "DnsSearch")


@rule(guidance=("G16",), sure="derived", reads=("HostConfig.Dns", "HostConfig.DnsOptions", "HostConfig.DnsSearch"))
def dns(module: Module) -> Outcomes:
    """Facts F1.44 and K34, table 4.4."""
    for name in _NAMES:
        for node, text in dropped(module, "HostConfig", name):
            if text:
                yield find(
                    "warning",
                    node,
                    "The module loses `{text}` of its own `{name}`: names are resolved through the cluster.",
                    "Set the DNS servers in the network settings of the device; write names in full where a search "
                    "domain completed them.",
                    text=text,
                    name=name,
                )
            yield remove(node, "`{name}` is removed: the device does not read it.", name=name)
