"""A module's entry in a deployment: its status, policies and image, looked up as the agent does, ignoring case.

Source: fact F2.7; sections 1 and 5 of the parsing notes.
"""

from webapp.core.forms import key_of
from webapp.core.module import Module, Node


def stated(module: Module, *names: str) -> Node | None:
    """Return a member of the entry with its path there; None where there is none or it is null."""
    node: Node | None = Node((), dict(module.entry))
    for name in names:
        members = node.value if node and isinstance(node.value, dict) else {}
        key = key_of(members, name)
        node = Node((*node.path, key), members[key]) if node and key and members[key] is not None else None
    return node


def stated_text(module: Module, *names: str) -> str:
    """Return the text of a member of the entry, or an empty text."""
    node = stated(module, *names)
    return node.value if node and isinstance(node.value, str) else ""


def is_stopped(module: Module) -> bool:
    """Tell whether the module is not to run: it keeps its Service and has no pod (section 1 of the translation)."""
    return stated_text(module, "status").lower() == "stopped"


def called(module: Module) -> str:
    """Return a module's name for a message; containers that were inspected can lack one."""
    return module.name or "?"
