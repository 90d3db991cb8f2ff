"""The pod's security context, to which Docker's user, groups and kernel parameters move.

Source: facts F4.5, K14, K45, K48.
"""

from webapp.core.message import Message
from webapp.core.module import Module, Node, entries, member
from webapp.core.path import Path

MAX_ID = 2**31 - 1
NUMBER = r"[01]?[0-9]{1,9}"
A_NUMBER = Message("A number below 2000000000.")


def context(module: Module) -> Node | None:
    """Return `k8s-experimental.securityContext` where it is an object."""
    node = module.first("k8s-experimental", "securityContext")
    return node if node and isinstance(node.value, dict) else None


def stated(module: Module, name: str) -> Node | None:
    """Return a member of the security context that is set already."""
    node = context(module)
    return member(node, name) if node else None


def place(module: Module, name: str) -> Path:
    """Return the path of a member of the security context, in the spelling of the paste."""
    path = module.place("k8s-experimental", "securityContext")
    node = context(module)
    known = [entry.key for entry in entries(node)] if node else []
    return (*path, next((key for key in known if key.lower() == name.lower()), name))
