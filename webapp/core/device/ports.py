"""Ports as createOptions name them: `80/tcp` (translation, section 4)."""

import re
from typing import NamedTuple

from webapp.core.device.errors import RefusedError

INT32 = (-(2**31), 2**31 - 1)
_INTEGER = re.compile(r"[\t-\r ]*+([+-]?)([0-9]++)[\t-\r ]*+")
_LONGEST = 20
_PROTOCOLS = ("TCP", "UDP", "SCTP")


class Port(NamedTuple):
    """A port of the container and its protocol in upper case."""

    number: int
    protocol: str


def integer(text: str, low: int = INT32[0], high: int = INT32[1]) -> int | None:
    """Return the integer that a text holds, as the agent reads one: white space around and a sign are allowed."""
    found = _INTEGER.fullmatch(text)
    digits = found[2].lstrip("0") or "0" if found else ""
    if not found or len(digits) > _LONGEST:
        return None
    number = -int(digits) if found[1] == "-" else int(digits)
    return number if low <= number <= high else None


def parse_port(text: str | None) -> Port | None:
    """Return the port that a key names, None where it is unreadable and passed over.

    Raises:
        RefusedError: for slashes alone, over which the agent stumbles.
    """
    if not text or text.isspace():
        return None
    parts = [part for part in text.split("/") if part]
    if not parts:
        raise RefusedError("InvalidCreateOptions", "`{port}` names no port; the agent fails over it.", port=text[:20])
    protocol = parts[1] if len(parts) > 1 else "TCP"
    number = integer(parts[0]) if len(parts) <= 2 else None
    # Python makes `S` of the long s, which the agent leaves as it is.
    known = protocol.isascii() and protocol.upper() in _PROTOCOLS
    return Port(number, protocol.upper()) if number is not None and known else None
