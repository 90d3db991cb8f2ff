"""`HostConfig.StorageOpt` and `DiskQuota`: how much a container may write into itself."""

from webapp.core.edit import ask, find, move, remove
from webapp.core.module import Module, Node
from webapp.core.path import Path, at
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._limits import place
from webapp.core.rules.storage._pod_volumes import docker_size, quantity, whole_number

_OPTIONS = {
    "limit": "Limit it by `ephemeral-storage`: a module that writes more is stopped and started afresh",
    "remove": "Set no limit",
}


@rule(guidance=("G27",), sure="derived", reads=("HostConfig.StorageOpt", "HostConfig.DiskQuota"))
def storage_opt(module: Module) -> Outcomes:
    """Table 4.3 of the facts; K24."""
    to = place(module, "limits", "ephemeral-storage")
    limited = at(module.options, to)
    for node, size in _settings(module):
        if size is None:
            yield from _unread(node)
        elif size <= 0:
            yield remove(node, "No limit is set, so nothing is lost.")
        elif limited is not None:
            yield remove(node, "The limit for `ephemeral-storage` under `k8s-experimental` counts.")
        else:
            limited = size
            yield from _asked(node, size, to)


def _settings(module: Module) -> list[tuple[Node, int | None]]:
    """List the settings with the bytes that they state; None where they state something else."""
    found: list[tuple[Node, int | None]] = []
    for entry in module.entries("HostConfig", "StorageOpt"):
        if isinstance(entry.value, (dict, list)):
            continue
        is_size = entry.key.lower() == "size"
        found.append((entry, docker_size(str(entry.value)) if is_size else None))
    quotas = [(node, whole_number(node.value)) for node in module.find("HostConfig", "DiskQuota")]
    return found + [quota for quota in quotas if quota[1] is not None]


def _unread(node: Node) -> Outcomes:
    yield remove(node, "The option `{name}` belongs to a storage driver of Docker, so it is removed.", name=node.key)
    yield find(
        "info",
        node,
        "The device does not read the storage option `{name}`.",
        "Where the container must not grow without end, set the limit `ephemeral-storage` under `k8s-experimental`.",
        name=node.key,
    )


def _asked(node: Node, size: int, to: Path) -> Outcomes:
    limit = quantity(size)
    answer = yield ask(
        node,
        "The container may write `{limit}` into itself, and the device does not read this limit. Shall there be one?",
        _OPTIONS,
        "limit",
        limit=limit,
    )
    if answer == "limit":
        yield move(
            node,
            to,
            limit,
            "The limit of `{limit}` is stated as `ephemeral-storage`; it covers logs and empty directories too.",
            limit=limit,
        )
    else:
        yield remove(node, "There is no limit to what the container writes, as you chose.")
