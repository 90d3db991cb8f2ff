"""Keys of `PortBindings` and `ExposedPorts` that are no port to the device, or none to the cluster."""

from webapp.core.edit import ask, find, put, remove, stay
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import is_placeholder, is_port, read_port

_REMOVE = {"remove": "Remove it; the port is not served"}
_LEAVE = {"leave": "Leave it in; it is filled in before the module is deployed"}


@rule(guidance=("G13",), sure="derived", reads=("HostConfig.PortBindings", "ExposedPorts"))
def port_keys(module: Module) -> Outcomes:
    """Facts F4.6 and K12."""
    published, documented = module.find("HostConfig", "PortBindings"), module.entries("ExposedPorts")
    for node in [*published, *module.find("ExposedPorts")]:
        if node.value == "" or (node.value == {} and documented and all(_only_documents(one) for one in documented)):
            yield remove(node, "`{key}` says nothing and is removed.", key=node.key)
    for node in module.entries("HostConfig", "PortBindings"):
        if not _is_port(node.key) and (node.value in (None, "") or isinstance(node.value, list)):
            yield from _asked(node)
    for node in documented:
        if _only_documents(node):
            yield from _dropped(node)
        elif isinstance(node.value, dict) and not _is_port(node.key):
            yield from _asked(node)
        elif isinstance(node.value, dict) and node.value:
            yield from _with_content(node)


def _is_port(key: str) -> bool:
    port = read_port(key)
    return port is not None and is_port(port.number)


def _only_documents(node: Node) -> bool:
    """Tell whether a key of `ExposedPorts` is a range or the like, which has no effect on Docker either."""
    readable = read_port(node.key) or is_placeholder(node.key) or not node.key.strip("/")
    return not readable and isinstance(node.value, dict)


def _dropped(node: Node) -> Outcomes:
    yield find(
        "warning",
        node,
        "`{text}` is not one port, such as `80/tcp`; the GPU device drops it.",
        "List the ports one by one, those that others call under `PortBindings`.",
        text=node.key,
    )
    yield remove(node, "`{text}` is removed, because the device can't read it as a port.", text=node.key)


def _with_content(node: Node) -> Outcomes:
    yield find(
        "warning",
        node,
        "What stands inside the exposed port `{text}` has no effect: `{names}`.",
        "Publish the port under `HostConfig.PortBindings` if that was meant.",
        text=node.key,
        names=", ".join(node.value)[:80] if isinstance(node.value, dict) else "",
    )
    yield put(node, {}, "`{text}` is an empty object, as nobody looks inside.", text=node.key)


def _asked(node: Node) -> Outcomes:
    readable = read_port(node.key) is not None
    options = _LEAVE | _REMOVE if not readable and is_placeholder(node.key) else _REMOVE
    answer = yield ask(node, _prompt(node.key, readable), options, None, text=node.key)
    if answer == "leave":
        yield stay(node)
    elif answer == "remove":
        yield remove(node, "`{text}` is removed, as you chose.", text=node.key)


def _prompt(key: str, readable: bool) -> str:
    if readable:
        return "The cluster takes ports from 1 to 65535 and refuses `{text}`. Correct it in your text, or remove it?"
    if not key.strip("/"):
        return "`{text}` is no port and makes the agent fail. Correct it in your text, or remove it?"
    if is_placeholder(key):
        return "`{text}` is not one port yet, such as `80/tcp`. Will it be one when the module is deployed?"
    return (
        "The GPU device drops `{text}` without a word: it reads one port per key, such as `80/tcp`. List the ports one "
        "by one in your text, or remove it?"
    )
