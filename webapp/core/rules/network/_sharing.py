"""The label by which Services share an external address.

Source: facts F1.46 and F4.13.
"""

from webapp.core.module import Module
from webapp.core.rules.other._dns import annotation_key

SHARING = "metallb.universe.tf/allow-shared-ip"


def sharing_key(module: Module) -> str:
    """Return the value of the label that lets Services share an address; an empty text where there is none."""
    found = [node for node in module.entries("Labels") if annotation_key(node.key) == SHARING]
    return str(found[-1].value) if found and isinstance(found[-1].value, str | int) else ""
