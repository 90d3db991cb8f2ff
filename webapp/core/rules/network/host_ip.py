"""`HostIp` of a binding: the device publishes on the module's own address, whatever it says."""

from webapp.core.edit import find, remove
from webapp.core.module import Module, Node, entries
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import Binding, bindings, is_loopback
from webapp.core.rules.network._reach import reached_by

_EVERY = ("", "0.0.0.0", "::", "[::]", "*")  # noqa: S104


@rule(guidance=("G14", "G18"), sure="derived", reads=("HostConfig.PortBindings",))
def host_ip(module: Module) -> Outcomes:
    """Facts F1.49, F4.6."""
    for one in bindings(module):
        if not one.is_plain and one.is_complete:
            for node in entries(one.node):
                if node.key.lower() == "hostip":
                    yield from _address(one, node, reached_by(module) == "ClusterIP")


def _address(one: Binding, node: Node, inside: bool) -> Outcomes:
    text = node.value.strip() if isinstance(node.value, str) else ""
    if text in _EVERY:
        yield remove(node, "`HostIp` is removed: the port is served at the module's own address.")
        return
    loopback = is_loopback(text)
    if loopback and inside:
        yield remove(node, "`HostIp` `{address}` is removed; only other modules reach the port.", address=text)
        return
    yield find(
        "warning",
        node,
        "`{port}` was bound to the device itself (`{address}`). That limit has no counterpart here."
        if loopback
        else "`{port}` was bound to the address `{address}` alone. Here the module has an address of its own.",
        "Choose `Other modules only` (`ClusterIP`) if no one outside may call it."
        if loopback
        else "Give callers the module's new address.",
        port=one.port,
        address=text,
    )
    yield remove(node, "`HostIp` `{address}` is removed: the device does not read it.", address=text)
