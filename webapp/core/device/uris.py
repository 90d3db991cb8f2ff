"""Addresses at which modules reach the runtime (translation, sections 7 and 8)."""

import re

_URI = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://([^/?#]*))?([^?#]*)(.*)", re.DOTALL)
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def canonical(uri: str) -> str:
    """Return an address as .NET writes it: `HTTP://Host:80` becomes `http://host/`."""
    found = _URI.fullmatch(uri.strip())
    if not found or found[2] is None:
        return uri
    scheme, host, path, rest = found[1].lower(), found[2].lower(), found[3], found[4]
    port = _DEFAULT_PORTS.get(scheme)
    if port is None:
        return f"{scheme}://{host}{path}{rest}"
    return f"{scheme}://{host.removesuffix(port)}{path or '/'}{rest}"


def socket(uri: str) -> str | None:
    """Return the path of a socket; None where the address is none."""
    found = _URI.fullmatch(uri.strip())
    return found[3] if found and found[1].lower() == "unix" else None
