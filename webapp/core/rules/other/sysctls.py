"""`Sysctls` become kernel parameters of the pod, where Kubernetes allows them."""

from webapp.core.edit import Because, ask, move, remove
from webapp.core.module import Module, Node, items, member
from webapp.core.path import Path
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._security import place, stated

_SAFE = (
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.ping_group_range",
)
_ADVICE = Because(sure="advice")
_OPTIONS = {
    "remove": "The module goes without it; set it on the node if it is needed",
    "pod": "Set it for the pod all the same; a node that does not allow it rejects the pod",
}


@rule(guidance=("G40",), sure="derived", reads=("HostConfig.Sysctls",))
def sysctls(module: Module) -> Outcomes:
    """Table 4.5 and K48: unsafe parameters make the kubelet reject the pod."""
    known = _stated(module)
    to: Path = (*place(module, "sysctls"), "-")
    for node in module.entries("HostConfig", "Sysctls"):
        if node.value is None:
            yield remove(node, "`{name}` is `null` and says nothing.", name=node.key)
        elif isinstance(node.value, list | dict):
            continue
        elif node.key in known:
            yield remove(node, "`securityContext.sysctls` sets `{name}` already.", name=node.key)
        elif node.key not in _SAFE or isinstance(node.value, bool):
            yield from _decided(to, node, "`{name}` is not among the kernel parameters that every pod may set. ")
        elif _in_hosts_namespace(module, node.key):
            yield from _decided(to, node, "`{name}` can't be set in a namespace that is the host's. ")
        else:
            yield from _moved(to, node, Because())


def _stated(module: Module) -> set[str]:
    listed = stated(module, "sysctls")
    names = [member(item, "name") for item in items(listed)] if listed else []
    return {str(name.value) for name in names if name}


def _in_hosts_namespace(module: Module, name: str) -> bool:
    mode = "NetworkMode" if name.startswith("net.") else "IpcMode"
    return module.text("HostConfig", mode).lower() == "host"


def _moved(to: Path, node: Node, because: Because) -> Outcomes:
    yield move(
        node,
        to,
        {"name": node.key, "value": str(node.value)},
        "The kernel parameter `{name}` moves to `securityContext.sysctls`, for the whole pod.",
        because=because,
        name=node.key,
    )


def _decided(to: Path, node: Node, reason: str) -> Outcomes:
    answer = yield ask(node, reason + "What should become of it?", _OPTIONS, None, name=node.key)
    if answer == "remove":
        yield remove(node, "The kernel parameter `{name}` is removed, as you chose.", name=node.key)
    elif answer == "pod":
        yield from _moved(to, node, _ADVICE)
