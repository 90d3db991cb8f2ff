"""`NetworkingConfig`: Docker networks, aliases and fixed addresses, none of which exist on the device."""

from webapp.core.edit import find, remove
from webapp.core.module import Module, Node, entries, member
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._calls import host_name

_MOST = 20


@rule(guidance=("G15", "G16"), sure="derived", reads=("NetworkingConfig",))
def networking_config(module: Module) -> Outcomes:
    """Table 4.2: no counterpart, not needed for the host's network either."""
    for config in module.find("NetworkingConfig"):
        if not config.value or not isinstance(config.value, dict):
            if config.value == "":
                yield remove(config, "The empty `NetworkingConfig` is removed.")
            continue
        endpoints = member(config, "EndpointsConfig")
        networks = entries(endpoints) if endpoints else []
        host = [network for network in networks if network.key.lower() == "host"]
        for network in networks[:_MOST]:
            yield from _lost(module, network)
        if host and module.text("HostConfig", "NetworkMode").lower() != "host":
            yield find(
                "warning",
                host[0],
                "The network `host` is named here, but `HostConfig.NetworkMode` does not say `host`; only that puts a "
                "module on the host's network.",
                "State `NetworkMode` as `host` if the module needs the host's network.",
            )
        yield remove(
            config,
            "`NetworkingConfig` is removed: `NetworkMode` alone puts the module on the host's network."
            if host
            else "`NetworkingConfig` is removed: all modules are on the cluster's network.",
        )


def _lost(module: Module, network: Node) -> Outcomes:
    aliases, addresses = member(network, "Aliases"), member(network, "IPAMConfig")
    if aliases and isinstance(aliases.value, list) and aliases.value:
        yield find(
            "warning",
            aliases,
            "Other modules no longer find this one by its alias on the network `{network}`.",
            "Let them call `{name}` and its HostPort.",
            network=network.key,
            name=host_name(module),
        )
    if addresses and addresses.value:
        yield find(
            "warning",
            addresses,
            "The fixed address on the network `{network}` is lost; the cluster gives out addresses.",
            "Let modules call `{name}` and its HostPort. Give the module a fixed external address for other clients.",
            network=network.key,
            name=host_name(module),
        )
