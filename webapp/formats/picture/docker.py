"""The module as Docker runs it on the FPGA device: container, storage, devices, ports.

Of variables and commands only names and numbers are shown, because their values can be secrets.
"""

from collections.abc import Collection, Iterator

from webapp.core.device import Translation
from webapp.core.message import Message
from webapp.core.module import Module, Node, items, member
from webapp.core.path import Json, Path, at, leaves
from webapp.core.rules.resources._accelerators import FPGA, resource_entries
from webapp.formats.picture.scene import Box, Row, capped, cleaned, dotted, plain_value, say, setting

_MODES = (
    ("NetworkMode", "network mode `{mode}`"),
    ("IpcMode", "IPC mode `{mode}`"),
    ("PidMode", "PID mode `{mode}`"),
)


def docker_side(module: Module, pasted: Translation, changed: Collection[Path]) -> Box:
    """Return the device on the left; `changed` are the places of createOptions that the conversion touches."""
    groups = [
        Box(say("Container: `{name}`", name=pasted.name), capped([*_container(module, changed)])),
        Box(say("Storage"), capped([*_storage(module)])),
        Box(say("FPGA boards and other devices"), capped([*_devices(module)])),
        Box(say("Published ports"), capped([*_ports(module)])),
    ]
    told = [path for group in groups for row in group.rows for path in row.sources]
    groups.append(Box(say("Other settings"), capped([*_others(module, told)])))
    groups.append(Box(say("As pasted, the GPU device would refuse the module"), capped([*refusals(pasted)])))
    return Box(say("FPGA device: IoT Edge on Docker"), tuple(group for group in groups if group.items))


def refusals(translation: Translation) -> Iterator[Row]:
    """Yield why the device refuses a module."""
    for error in translation.errors:
        yield Row(cleaned(error.message), say("refused: {kind}", kind=error.kind), "refused")


def _container(module: Module, changed: Collection[Path]) -> Iterator[Row]:
    yield Row(say("image `{image}`", image=module.image) if module.image else say("image: not pasted"))
    for name in ("Entrypoint", "Cmd"):
        for node in module.find(name):
            words = node.value if isinstance(node.value, list) else [node.value]
            text = say("`{name}`, words: {number}", name=name, number=len(words))
            yield Row(text, sources=(node.path,))
    yield from _variables(module, changed)
    for node in module.find("HostConfig", "Privileged"):
        yield Row(say("privileged" if node.value is True else "not privileged"), sources=(node.path,))
    for key, template in _MODES:
        for node in module.find("HostConfig", key):
            yield Row(say(template, mode=node.value), sources=(node.path,))


def _variables(module: Module, changed: Collection[Path]) -> Iterator[Row]:
    """Yield the variables that change one by one, and those that stay in one row."""
    nodes = module.items("Env")
    staying = [node for node in nodes if node.path not in changed]
    for node in nodes:
        if node.path in changed:
            yield Row(say("variable `{name}`", name=variable(node.value)), sources=(node.path,))
    if staying:
        names = ", ".join(variable(node.value) for node in staying)
        yield Row(say("variables `{names}`", names=names), sources=tuple(node.path for node in staying))
    if module.env:
        yield Row(say("variables of the module's entry: `{names}`", names=", ".join(module.env)))


def variable(entry: Json) -> str:
    """Return the name of a variable without its value."""
    return entry.partition("=")[0] if isinstance(entry, str) else "?"


def _storage(module: Module) -> Iterator[Row]:
    for node in module.items("HostConfig", "Binds"):
        yield Row(_bind(str(node.value)), sources=(node.path,))
    for node in module.items("HostConfig", "Mounts"):
        kind, source, target = (_text(node, name) for name in ("Type", "Source", "Target"))
        only = member(node, "ReadOnly")
        places = "{kind} `{source}` → `{target}`" if source else "{kind} `{target}`"
        template = places + (", read-only" if only and only.value is True else "")
        kind = "host path" if kind.lower() == "bind" else kind or "mount"
        yield Row(say(template, kind=kind, source=source, target=target), sources=(node.path,))
    for name in ("Tmpfs", "Volumes"):
        for node in (*module.entries("HostConfig", name), *module.entries(name)):
            yield Row(say("{kind} `{target}`", kind=name, target=node.key), sources=(node.path,))


def _bind(bind: str) -> Message:
    source, _, rest = bind.partition(":")
    target, _, mode = rest.partition(":")
    if not source.startswith("/") or not target:
        return say("bind `{bind}`", bind=bind)
    template = "host path `{source}` → `{target}`" + (", `{mode}`" if mode else "")
    return say(template, source=source, target=target, mode=mode)


def _text(node: Node, name: str) -> str:
    found = member(node, name)
    return str(found.value) if found else ""


def _devices(module: Module) -> Iterator[Row]:
    for node in module.items("HostConfig", "Devices"):
        host, inside = _text(node, "PathOnHost"), _text(node, "PathInContainer")
        yield Row(say("device `{host}` → `{inside}`", host=host, inside=inside or host), sources=(node.path,))
    for node in module.items("HostConfig", "DeviceRequests"):
        driver, count = _text(node, "Driver"), _text(node, "Count")
        yield Row(say("device request `{driver}`, `{count}`", driver=driver, count=count), sources=(node.path,))
    for node in resource_entries(module):
        if node.key == FPGA:
            text = say("`{name}`: `{value}` ({part})", name=node.key, value=node.value, part=node.path[-2])
            yield Row(text, sources=(node.path,))


def _ports(module: Module) -> Iterator[Row]:
    for entry in module.entries("HostConfig", "PortBindings"):
        bindings = items(entry)
        for node in bindings:
            host, address = _text(node, "HostPort"), _text(node, "HostIp")
            template = "host port `{host}` → `{port}`" + (", only at `{address}`" if address else "")
            yield Row(say(template, host=host or "any", port=entry.key, address=address), sources=(node.path,))
        if not bindings:
            yield Row(say("port `{port}` without a binding", port=entry.key), sources=(entry.path,))
    for node in module.entries("ExposedPorts"):
        yield Row(say("exposes `{port}`", port=node.key), sources=(node.path,))


def _others(module: Module, told: list[Path]) -> Iterator[Row]:
    """Yield what no other row stands for, a row for each setting."""
    covered = frozenset(told)
    for path in dict.fromkeys(setting(leaf) for leaf in leaves(module.options) if not _is_below(leaf, covered)):
        value = at(module.options, path)
        if isinstance(value, (bool, int, float)):
            yield Row(say("`{name}`: `{value}`", name=dotted(path), value=plain_value(value)), sources=(path,))
        elif path:
            yield Row(say("`{name}`", name=dotted(path)), sources=(path,))


def _is_below(leaf: Path, covered: frozenset[Path]) -> bool:
    return any(leaf[:size] in covered for size in range(len(leaf) + 1))
