"""Services (facts K11 to K13, K30 and K32)."""

from collections.abc import Iterator

from webapp.core.kubernetes import names
from webapp.core.kubernetes.problem import Found, found
from webapp.core.kubernetes.reading import Object, entries, repeated, text
from webapp.core.kubernetes.schema import Version
from webapp.core.path import Json, Path, at

PROTOCOLS = ("TCP", "UDP", "SCTP")
_TYPES = ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")
_BEFORE_1_24: tuple[Version, ...] = ("1.20", "1.21", "1.22")

_RANGE = "{port} is no port: ports go from 1 to 65535."
_PROTOCOL = "`{protocol}` is no protocol: `TCP`, `UDP` or `SCTP`."
_NAME = "`{name}` can't name a port: lower-case letters, digits and inner hyphens, at most 63 characters."
_NAMELESS = "A Service with several ports needs a name for each."
_SAME_NAME = "Another port of the Service is called `{name}`, too."
_SAME_PORT = "Port {port} of the Service is given again for {protocol}."
_MIXED = "A LoadBalancer of this version takes ports of one protocol only; this one has {protocols}."
_TYPE = "`{type}` is no type of Service."


def service(one: Object) -> Iterator[Found]:
    """Yield what is wrong with a Service."""
    ports, kind = list(entries(one, ("spec", "ports"))), at(one, ("spec", "type"))
    for path, port in ports:
        yield from number(port.get("port"), (*path, "port"))
        yield from number(port.get("targetPort"), (*path, "targetPort"))
        yield from protocol(port, path)
    yield from _port_names(ports)
    pairs: list[tuple[Path, Json]] = [(path, [port.get("port"), _protocol(port)]) for path, port in ports]
    for path, pair in repeated(pairs):
        if isinstance(pair, list):
            yield found((*path, "port"), _SAME_PORT, port=pair[0], protocol=pair[1])
    if kind is not None and kind not in _TYPES:
        yield found(("spec", "type"), _TYPE, type=text(kind))
    protocols = sorted({_protocol(port) for _, port in ports})
    if kind == "LoadBalancer" and len(protocols) > 1:
        yield found(("spec", "ports"), _MIXED, _BEFORE_1_24, protocols=" and ".join(protocols))


def _port_names(ports: list[tuple[Path, Object]]) -> Iterator[Found]:
    for path, port in ports:
        name = text(port.get("name"))
        if not name and len(ports) > 1:
            yield found(path, _NAMELESS)
        if name and not names.is_label(name):
            yield found((*path, "name"), _NAME, name=name)
    for path, repeat in repeated([(path, port.get("name")) for path, port in ports]):
        yield found((*path, "name"), _SAME_NAME, name=text(repeat))


def _protocol(port: Object) -> str:
    return text(port.get("protocol")) or "TCP"


def number(port: Json, path: Path) -> Iterator[Found]:
    """Yield what is wrong with a port's number; a port that is given by name is left alone."""
    if isinstance(port, int) and not isinstance(port, bool) and not 1 <= port <= 65535:
        yield found(path, _RANGE, port=port)


def protocol(port: Object, path: Path) -> Iterator[Found]:
    """Yield what is wrong with a port's protocol."""
    if _protocol(port) not in PROTOCOLS:
        yield found((*path, "protocol"), _PROTOCOL, protocol=_protocol(port))
