"""Names that neither Docker nor the device knows."""

from webapp.core.device.errors import RefusedError
from webapp.core.device.models import SECURITY_CONTEXT, VOLUMES
from webapp.core.device.reading import unread
from webapp.core.edit import ask, find, remove, stay
from webapp.core.module import EXPERIMENTAL, Module, Node
from webapp.core.path import Path, at
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import bindings, sorted_out
from webapp.core.rules.other._empty import says_nothing
from webapp.core.rules.other._names import Unknown, unknown
from webapp.core.rules.other._strays import is_placeholder, strays

_OPTIONS = {"remove": "Remove them; each one is named", "leave": "Leave them in"}
_MODULE = frozenset(
    ("settings", "createoptions", "status", "version", "type", "imagepullpolicy", "startuporder", "restartpolicy")
)
_CONTAINER = frozenset(
    ("capabilities", "readonlyrootfilesystem", "allowprivilegeescalation", "procmount", "privileged")
)


@rule(guidance=("G40",), sure="derived")
def unknown_settings(module: Module) -> Outcomes:
    """Table 4.2, last row; F4.2, F4.4 and K45 for `k8s-experimental`."""
    found = [*_wanted(module), *_deep(module)]
    if not found:
        return
    asked_elsewhere = {stray.node.path for stray in strays(module)}
    for one in found:
        if is_placeholder(one.node.key):
            yield from _placeholder(one.node)
    rest = [one for one in found if one.node.path not in asked_elsewhere and not is_placeholder(one.node.key)]
    if rest:
        yield from _unknown(rest)


def _empty(one: Unknown) -> bool:
    """At the first two levels `empty_settings` takes empty values out."""
    return says_nothing(one.node.value) and len(one.node.path) <= 2


def _wanted(module: Module) -> list[Unknown]:
    """Leave out what may go with its container: mounts, bindings that are not served, a service without ports."""
    found = [one for one in unknown(module) if one.kind != "Mounts" and not _empty(one)]
    if any(one.kind == "PortBindings" for one in found):
        served = _served(module)
        found = [one for one in found if one.kind != "PortBindings" or one.node.path[:-1] in served]
    if any(one.kind == "serviceOptions" for one in found) and not _has_ports(module):
        found = [one for one in found if one.kind != "serviceOptions"]
    return found


_DEEP = {"volumes": (VOLUMES, 2), "securityContext": (SECURITY_CONTEXT, 1)}  # `update_strategy` treats the third


def _deep(module: Module) -> list[Unknown]:
    """List what the models of Kubernetes do not know further down than the names of `unknown` reach."""
    found: list[Unknown] = []
    for name, (read, depth) in _DEEP.items():
        for node in module.find(EXPERIMENTAL, name):
            try:
                made = read(node.value, node.path)
            except RefusedError:  # `k8s_values` and `wrong_types` tell
                continue
            paths = [path for path in unread(node.value, made, node.path) if len(path) > len(node.path) + depth]
            found += (Unknown(Node(path, at(module.options, path)), "deep", frozenset()) for path in paths)
    return found


def _served(module: Module) -> set[Path]:
    ports = sorted_out(module)
    gone = {one.node.path for one in ports.repeated} | {one.node.path for one, _ in ports.lost}
    return {one.node.path for one in bindings(module)} - gone


def _has_ports(module: Module) -> bool:
    return bool(module.first("HostConfig", "PortBindings") or module.first("ExposedPorts"))


def _unknown(found: list[Unknown]) -> Outcomes:
    answer = yield ask(
        (),
        "Some names are known neither to Docker nor to the device, and have no effect. What should become of them?",
        _OPTIONS,
        "remove",
    )
    for one in found:
        yield find("warning", one.node, _told(one), _remedy(one), key=one.node.key)
        if answer == "leave":
            yield stay(one.node)
        else:
            yield remove(one.node, "`{key}` is removed; it has no effect.", key=one.node.key)


def _told(one: Unknown) -> str:
    if one.kind == "securityContext" and one.node.key.lower() in _CONTAINER:
        return "`{key}` belongs to a container; `securityContext` is the pod's here, and the device drops the member."
    if one.kind in ("", "HostConfig") and one.node.key.lower() in _MODULE:
        return "`{key}` is no create option: it belongs to the module's entry in the deployment, or to `HostConfig`."
    return "The device does not know `{key}` and ignores it."


def _remedy(one: Unknown) -> str:
    if one.kind == "securityContext":
        return (
            "Only the fields of a pod's security context can be stated; `HostConfig.Privileged` is the one exception."
        )
    return "Check the spelling, or state it where it takes effect."


def _placeholder(node: Node) -> Outcomes:
    answer = yield ask(
        node,
        "`{key}` is a name that is filled in later. Does it become one that the device knows?",
        {"leave": "Yes: leave it in", "remove": "No: remove it"},
        None,
        key=node.key,
    )
    if answer == "leave":
        yield stay(node)
    elif answer == "remove":
        yield remove(node, "`{key}` is removed, as you chose.", key=node.key)
