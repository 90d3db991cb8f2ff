"""The IPC namespace that a module has after conversion; the rules on shared memory go by it.

Source: only `host` switches anything on (fact F4.12); partners of Docker's shared memory get it too (F1.68).
"""

from webapp.core.module import Module, Node

DEFAULT = "host"


def has_partners(mode: str) -> bool:
    """Tell whether a mode, in lower case, shares memory between containers; `ipc_mode` asks what replaces it."""
    return mode == "shareable" or mode.startswith("container:")


def effective_ipc(module: Module) -> str:
    """Return `host` where the module uses the host's IPC namespace, as pasted or answered; else an empty text."""
    return "host" if any(_is_host(module, node) for node in module.find("HostConfig", "IpcMode")) else ""


def _is_host(module: Module, node: Node) -> bool:
    mode = node.value.lower() if isinstance(node.value, str) else ""
    return mode == "host" or (has_partners(mode) and module.answer("ipc_mode", node.path, DEFAULT) == "host")
