"""Shared memory needs both: a module that joined another's IPC namespace, and that other one, must use the host's."""

from collections.abc import Generator

from webapp.core.deployment import Deployment, holds_several
from webapp.core.edit import Because, Finding, On, ask, find, on, put, remove
from webapp.core.module import Module
from webapp.core.path import Json, at
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.other._entry import called
from webapp.core.rules.resources._ipc import has_partners
from webapp.core.rules.resources._quantities import placeholder
from webapp.core.rules.resources._shared_memory import ipc_parameters, made_of_size

_CONTAINER = "container:"
_IPC = ("HostConfig", "IpcMode")
_OPTIONS = {
    "host": "Use the host's IPC namespace here too",
    "leave": "Leave this module as it is; the two share no memory then",
}

_SHARED_THEIRS = (
    "The module uses the host's IPC namespace, but `{other}` (line {line}), whose memory it shared, does not: "
    "neither sees the other's memory."
)
_SHARED_ITS = (
    "The module uses the host's IPC namespace, but `{other}` (line {line}), which shared its memory, does not: "
    "neither sees the other's memory."
)


@deployment_rule(guidance=("G30",), sure="derived", reads=("HostConfig.IpcMode",))
def ipc_partners(deployment: Deployment) -> Words:
    """Facts F1.68, F4.12, K48; Docker finds the partner by its container's name, which is the module's."""
    for module in deployment.modules:
        if _is_host(module):
            yield from _refused(module)
    if not holds_several(deployment.kind):
        return
    known = _by_name(deployment)
    wanted: dict[int, list[Module]] = {}
    for number, module in enumerate(deployment.modules):
        name = _partner(deployment.pasted[number])
        other = known.get(name)
        if not name or other == number:
            continue
        if other is not None and deployment.modules[other].carrier != "placeholder":
            wanted.setdefault(other, []).append(module)
        elif _is_host(module):
            yield on(module, _elsewhere(module, name))
    for other, modules in wanted.items():
        yield from _together(deployment, other, modules)


def _by_name(deployment: Deployment) -> dict[str, int]:
    """Number the modules by name, and by the long id that `docker inspect` can show in a name's place."""
    known = {module.name: number for number, module in enumerate(deployment.modules) if module.name}
    if deployment.kind == "docker-inspect":
        ids = (at(deployment.value, (*module.at, "Id")) for module in deployment.modules)
        known |= {ident: number for number, ident in enumerate(ids) if isinstance(ident, str)}
    return known


def _mode(module: Module) -> Json:
    """Return the IPC mode as pasted, in its place or, where it was misplaced, at the top."""
    found = [*module.find(*_IPC), *module.find("IpcMode")]
    return found[0].value if found else None


def _partner(pasted: Module) -> str:
    """Return the module whose memory this one shared; an empty text where none is named, or only later."""
    mode = _mode(pasted)
    if not isinstance(mode, str) or not mode.lower().startswith(_CONTAINER):
        return ""
    name = mode[len(_CONTAINER) :].strip()
    return "" if placeholder(name) else name


def _is_host(module: Module) -> bool:
    return any(isinstance(node.value, str) and node.value.lower() == "host" for node in module.find(*_IPC))


def _together(deployment: Deployment, number: int, modules: list[Module]) -> Words:
    partner, mode = deployment.modules[number], _mode(deployment.pasted[number])
    joined = [module for module in modules if _is_host(module)]
    decided = isinstance(mode, str) and (has_partners(mode.lower()) or placeholder(mode))
    if _is_host(partner):
        if decided and not joined:
            yield on(partner, _apart(deployment, partner, modules[0], _SHARED_ITS))
    elif joined and any(placeholder(node.value) for node in partner.find(*_IPC)):
        return  # its own question is still open
    elif joined:
        answer = "leave" if decided else (yield from _asked(partner, deployment.pasted[number], joined[0]))
        for module in joined if answer == "leave" else ():
            yield on(module, _apart(deployment, module, partner, _SHARED_THEIRS))


def _asked(partner: Module, pasted: Module, module: Module) -> Generator[On, str | None, str | None]:
    path = partner.place(*_IPC)
    answer = yield on(
        partner,
        ask(
            path,
            "The module `{other}` shared the memory of this one. On the GPU device that works only if both use the "
            "host's IPC namespace. Should this one use it?",
            _OPTIONS,
            "host",
            other=called(module),
        ),
    )
    if answer == "host":
        summary = "The module uses the host's IPC namespace, so that `{other}` still sees its memory."
        yield on(partner, put(path, "host", summary, other=called(module)))
        for volume in made_of_size(partner, pasted):
            summary = "The volume made of `ShmSize` is removed: it would hide the host's shared memory at `/dev/shm`."
            yield on(partner, remove(volume, summary))
        yield from _refused(partner)
    return answer


def _refused(module: Module) -> Generator[On, str | None, None]:
    """Tell of kernel parameters that no pod in the host's IPC namespace may have."""
    for name in ipc_parameters(module):
        yield on(
            module,
            find(
                "error",
                name,
                "The kernel parameter `{name}` belongs to an IPC namespace of the module's own. The module uses the "
                "host's, and Kubernetes refuses its pod.",
                "Remove the parameter, or do without the host's IPC namespace.",
                because=Because(guidance=()),
                name=name.value,
            ),
        )


def _elsewhere(module: Module, name: str) -> Finding:
    return find(
        "warning",
        module.place(*_IPC),
        "The module shared the memory of `{other}`, which is not among the modules that were converted here. It sees "
        "that memory only if `{other}` uses the host's IPC namespace as well.",
        "Give `{other}` `IpcMode` with `host`, or convert it together with this module.",
        other=name,
    )


def _apart(deployment: Deployment, module: Module, other: Module, message: str) -> Finding:
    """Tell a module in the host's IPC namespace that the other one, with which it shared memory, is not there."""
    return find(
        "error",
        module.place(*_IPC),
        message,
        "Answer the same for both: `host`, or no shared memory.",
        other=called(other),
        line=deployment.line(other, other.place(*_IPC)),
    )
