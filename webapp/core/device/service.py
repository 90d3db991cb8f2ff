"""The Service by which a module is reached (translation, section 6)."""

from typing import NamedTuple, TypeAlias

from webapp.core.device.errors import RefusedError, shown
from webapp.core.device.metadata import docker_annotations, metadata
from webapp.core.device.ports import Port, integer, parse_port
from webapp.core.device.prepared import Prepared
from webapp.core.device.trace import Entries, Fields, Items, Made, Sourced, Trace
from webapp.core.path import Path

_TYPES = {"clusterip": "ClusterIP", "loadbalancer": "LoadBalancer", "nodeport": "NodePort"}
_ORDINALS = ("ClusterIP", "LoadBalancer", "NodePort")
_UNREADABLE = "`{port}` names no single port that the agent reads, and nothing is published for it."
_REPLACED = "Port {port} of the Service is given again, and the last one counts whatever its protocol."
_NO_SERVICE = "No port can be published, so the module has no Service."


_Bindings: TypeAlias = "Entries[Items[Fields | None] | None] | None"


class _Entry(NamedTuple):
    made: Made
    path: Path


def services(prepared: Prepared) -> list[dict[str, Made]]:
    """Return the module's Service; none where no port can be published."""
    annotations = docker_annotations(prepared.options.labels)
    bindings = prepared.host.port_bindings if prepared.host else None
    ports = _table(prepared, bindings)
    options = prepared.extras.get("serviceOptions")
    if not ports:
        if options is not None:
            prepared.trace.lost(options.path, _NO_SERVICE)
        return []
    spec: dict[str, Made] = {
        "ports": [entry.made for entry in ports.values()],
        "selector": prepared.labels,
        "type": _type(prepared, bindings, options),
        "loadBalancerIP": options.get("loadBalancerIP") if options else None,
    }
    return [
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": metadata(prepared.name, prepared.device, prepared.labels, annotations),
            "spec": spec,
        }
    ]


def exposed(prepared: Prepared) -> list[tuple[Sourced[Port], Path]]:
    """Return the readable ports of `ExposedPorts`, in order."""
    found: list[tuple[Sourced[Port], Path]] = []
    ports = prepared.options.exposed_ports
    for key, value in ports.items() if ports else ():
        port = _port(key, value.sources[0], prepared.trace)
        if port:
            found.append((Sourced(port, value.sources), value.sources[0]))
    return found


def _table(prepared: Prepared, bindings: _Bindings) -> dict[int, _Entry]:
    """Return the ports of the Service by number: exposed ones, then bindings; a later one replaces an earlier one."""
    table: dict[int, _Entry] = {}
    for port, path in exposed(prepared):
        name = port.made(lambda one: f"exposedport-{one.number}-{one.protocol.lower()}")
        number, protocol = port.made(lambda one: one.number), port.made(lambda one: one.protocol)
        table[port.value.number] = _Entry({"port": number, "name": name, "protocol": protocol}, path)
    for host_port, entry in _bound(prepared, bindings):
        replaced = table.get(host_port)
        if replaced:
            prepared.trace.lost(replaced.path, _REPLACED, port=host_port)
        table[host_port] = entry
    return table


def _bound(prepared: Prepared, bindings: _Bindings) -> list[tuple[int, _Entry]]:
    found: list[tuple[int, _Entry]] = []
    for key, listed in bindings.items() if bindings else ():
        path = (*bindings.path, key) if bindings else ()
        port = _port(key, path, prepared.trace)
        if not port:
            continue
        if listed is None or None in listed:
            message = "`{port}` has a binding that is null, and the agent fails over it."
            raise RefusedError("InvalidCreateOptions", message, path, port=shown(key))
        if not listed:
            prepared.trace.lost(path, "`{port}` has no binding, so nothing is published for it.", port=shown(key))
        for binding in listed:
            entry = _binding(binding, port, prepared.trace) if binding is not None else None
            if entry:
                found.append(entry)
    return found


def _binding(binding: Fields, port: Port, trace: Trace) -> tuple[int, _Entry] | None:
    given: Sourced[str] | None = binding.get("HostPort")
    number = integer(given.value) if given else None
    if given is None or number is None:
        trace.lost(binding.path, "A binding without a single `HostPort` publishes nothing.")
        return None
    made: Made = {
        "port": Sourced(number, given.sources),
        "name": Sourced(f"hostport-{port.number}-{port.protocol.lower()}", given.sources),
        "protocol": Sourced(port.protocol, given.sources),
        "targetPort": Sourced(port.number, given.sources),
    }
    return number, _Entry(made, given.sources[0])


def _port(key: str, path: Path, trace: Trace) -> Port | None:
    try:
        port = parse_port(key)
    except RefusedError as error:
        raise error.at(path) from None
    if port is None:
        trace.lost(path, _UNREADABLE, port=shown(key))
    return port


def _type(prepared: Prepared, bindings: _Bindings, options: Fields | None) -> Made:
    given: Sourced[str] | None = options.get("type") if options else None
    if given:
        known = _known_type(given.value)
        if known:
            return Sourced(known, given.sources)
        message = "`{type}` is no type of Service that the agent knows; it counts as not given."
        prepared.trace.lost(given.sources[0], message, type=shown(given.value))
    if bindings is None:
        return "ClusterIP"
    return Sourced(prepared.device.port_mapping_service_type, (bindings.path,))


def _known_type(text: str) -> str | None:
    ordinal = integer(text)
    if ordinal is not None:
        return _ORDINALS[ordinal] if 0 <= ordinal < len(_ORDINALS) else None
    return _TYPES.get(text.strip().lower())
