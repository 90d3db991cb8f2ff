"""Reads and writes amounts of memory and CPU as Kubernetes states them, and mends what it refuses.

Source: facts K20 and K21; formulas of table 4.6.
"""

import math
import re
from fractions import Fraction

from webapp.core.path import Json
from webapp.core.quantity import parse

MEBI = 2**20

_LOOSE = re.compile(r"\s*(\d{1,18}(?:\.\d{1,9})?|\.\d{1,9})\s*([A-Za-z]{0,12})\s*", re.ASCII)
_PLACEHOLDER = re.compile(r"\s*(?:<[^<>]+>|\$\{?\w+\}?|\{\{[^{}]+\}\})\s*")
_UNITS = {name.lower(): ("k" if name == "K" else name, f"{name}i") for name in "KMGTPE"}
_CORES = {"c", "core", "cores", "cpu", "cpus", "vcpu", "vcpus"}
_MILLI = {"m", "milli", "mcpu", "millicpu", "millicore", "millicores"}


def placeholder(value: Json) -> bool:
    """Tell whether a text is filled in by a tool before it is deployed: `<Name>`, `$Name`, `${Name}`."""
    return isinstance(value, str) and bool(_PLACEHOLDER.fullmatch(value))


def shown(value: Json) -> str:
    """Return a pasted value for a message, cut where it is long."""
    text = str(value)
    return text if len(text) <= 80 else text[:79] + "…"


def memory_text(amount: Fraction | int) -> str:
    """Write bytes: whole mebibytes as such, anything else as plain bytes."""
    size = math.ceil(amount)
    return f"{size // MEBI}Mi" if size % MEBI == 0 else str(size)


def cpu_text(cores: Fraction) -> str:
    """Write cores, rounded up to thousandths: `2`, `500m`."""
    milli = math.ceil(cores * 1000)
    return f"{milli}m" if milli % 1000 else str(milli // 1000)


def text(name: str, amount: Fraction) -> str:
    """Write an amount of `memory` or `cpu`."""
    return cpu_text(amount) if name == "cpu" else memory_text(amount)


def doubtful(name: str, value: Json) -> bool:
    """Tell whether an amount of `cpu`, `memory` or the like is refused or can't be what was meant."""
    if value is None or placeholder(value):
        return False
    amount = parse(value)
    if amount is None or amount < 0:
        return True
    if name == "cpu":
        return 1000 * amount % 1 != 0
    return 0 < amount < 1


def proposals(name: str, value: Json) -> list[str]:
    """Return what may have been meant by a doubtful amount, likeliest first; nothing where it can't be guessed."""
    amount = parse(value)
    if name == "cpu" and amount is not None:
        return [cpu_text(amount)] if amount > 0 else []
    if isinstance(value, bool) or not isinstance(value, str):
        return []
    found = _LOOSE.fullmatch(value)
    if not found:
        return []
    digits, unit = found[1], found[2].lower()
    if name == "cpu":
        return _meant_cpu(digits, unit)
    # Docker's `128m` is 128 MiB; Kubernetes reads it as 0.128 bytes.
    meant = _meant_memory(digits, unit)
    return meant[::-1] if amount is not None else meant


def _meant_cpu(digits: str, unit: str) -> list[str]:
    if unit in _MILLI:
        return [cpu_text(Fraction(digits) / 1000)]
    return [cpu_text(Fraction(digits))] if not unit or unit in _CORES else []


def _meant_memory(digits: str, unit: str) -> list[str]:
    if unit in ("", "b", "byte", "bytes"):
        return [digits] if digits.isdigit() else []
    decimal, binary = _UNITS.get(unit[0], ("", ""))
    if not decimal or unit[1:] not in ("", "b", "i", "ib"):
        return []
    return [digits + binary] if unit[1:] in ("i", "ib") else [digits + decimal, digits + binary]
