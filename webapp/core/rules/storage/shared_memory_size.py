"""`HostConfig.ShmSize`: the size of `/dev/shm`."""

from webapp.core.edit import Because, ask, move, remove
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.storage._planned import shares_host_memory
from webapp.core.rules.storage._pod_volumes import (
    FreshNames,
    memory_volume,
    mounted,
    quantity,
    to_pod_volumes,
    whole_number,
)

_PATH = "/dev/shm"  # noqa: S108
_DEFAULT = 64 * 1024**2
_DERIVED = Because(sure="derived")


@rule(guidance=("G30",), sure="documented", reads=("HostConfig.ShmSize",))
def shared_memory_size(module: Module) -> Outcomes:
    """Facts F1.68, F4.1 and K42; table 4.3."""
    host = shares_host_memory(module)
    found = [(node, whole_number(node.value)) for node in module.find("HostConfig", "ShmSize")]
    for node, size in found:
        if size is None:
            continue
        if size <= 0 or size == _DEFAULT:
            yield remove(node, "`ShmSize` is removed; this is the size that every container gets.", because=_DERIVED)
        elif host:
            summary = "`ShmSize` is removed: with `IpcMode` `host` the module uses the host's shared memory."
            yield remove(node, summary, because=_DERIVED)
        elif node is not found[-1][0] or _PATH in mounted(module):
            yield remove(
                node, "`ShmSize` is removed: `/dev/shm` is mounted by another setting, which counts.", because=_DERIVED
            )
        else:
            yield from _asked(module, node, size)


def _asked(module: Module, node: Node, size: int) -> Outcomes:
    answer = yield ask(
        node,
        "The device does not read `ShmSize`, so `/dev/shm` has 64 MiB instead of `{size}`. Does the module need more?",
        {
            "memory": "Yes: a directory in memory at `/dev/shm`; what is in it counts as the module's memory",
            "remove": "No: 64 MiB will do",
        },
        "memory",
        because=_DERIVED,
        size=quantity(size),
    )
    if answer == "memory":
        yield move(
            node,
            to_pod_volumes(module),
            memory_volume(FreshNames(module, "shared").of("memory"), _PATH, size),
            "A directory in memory of at most `{size}` is mounted at `/dev/shm`, because `ShmSize` is not read.",
            because=_DERIVED,
            size=quantity(size),
        )
    else:
        yield remove(node, "`ShmSize` is not read; `/dev/shm` has 64 MiB, as you chose.", because=_DERIVED)
