"""Resources under a name that Kubernetes does not know."""

from webapp.core.edit import Option, ask, move, remove
from webapp.core.message import Message
from webapp.core.module import Module, Node, entries
from webapp.core.path import Path
from webapp.core.quantity import is_standard
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import meant_by
from webapp.core.rules.resources._quantities import shown


@rule(guidance=("G27",), sure="derived", reads=("k8s-experimental.resources",), first=True)
def resource_names(module: Module) -> Outcomes:
    """Facts K23 and K24: a name without a domain is one of Kubernetes' own, or the pod is refused."""
    for resources in module.find("k8s-experimental", "resources"):
        parts = [part for part in entries(resources) if part.key.lower() in ("limits", "requests")]
        for part in parts:
            if sum(other.key.lower() == part.key.lower() for other in parts) > 1:
                continue  # `duplicate_keys` makes one of them first, then this rule looks again
            taken = {entry.key for entry in entries(part)}
            for entry in entries(part):
                meant = meant_by(entry.key)
                if not meant and (is_standard(entry.key) or "/" in entry.key):
                    continue
                yield from _asked(entry, (*part.path, meant) if meant and meant not in taken else None)
                taken.add(meant)


def _asked(node: Node, to: Path | None) -> Outcomes:
    name = str(to[-1]) if to else ""
    options = [Option("rename", Message("It means `{name}`", {"name": name}))] if to else []
    answer = yield ask(
        node,
        "Kubernetes knows no `{key}` here. What should become of it?",
        [*options, Option("remove", Message("Remove it"))],
        None,
        key=shown(node.key),
    )
    if answer == "rename" and to:
        yield move(node, to, node.value, "`{key}` is written `{name}`.", key=shown(node.key), name=name)
    elif answer == "remove":
        yield remove(node, "`{key}` is removed, as you chose.", key=shown(node.key))
