"""Amounts of resources as Kubernetes writes them: `128Mi`, `500m`, `1e3`.

Source: facts K20 and K21.
"""

import math
import re
from fractions import Fraction

from webapp.core.path import Json

_QUANTITY = re.compile(r"([+-]?)(\d+\.?\d*|\.\d+)(?:(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE])|[eE]([+-]?\d{1,3}))?", re.ASCII)
_SUFFIX = {
    "": Fraction(1),
    "n": Fraction(1, 10**9),
    "u": Fraction(1, 10**6),
    "m": Fraction(1, 1000),
    **{name: Fraction(10 ** (3 * power)) for power, name in enumerate("kMGTPE", 1)},
    **{f"{name}i": Fraction(1024**power) for power, name in enumerate("KMGTPE", 1)},
}


def parse(value: Json) -> Fraction | None:
    """Return a quantity's amount in bytes, cores or pieces; None where Kubernetes does not read it as one."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    if isinstance(value, int):
        return Fraction(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if not isinstance(value, str):
        return Fraction(str(value))
    found = _QUANTITY.fullmatch(value) if len(value) <= 64 else None
    if not found:
        return None
    sign, digits, suffix, exponent = found.groups()
    amount = Fraction(digits) * (Fraction(10) ** int(exponent) if exponent else _SUFFIX[suffix or ""])
    return -amount if sign == "-" else amount


def is_standard(name: str) -> bool:
    """Tell whether Kubernetes knows a resource by this name, without a domain before it."""
    return name in ("memory", "cpu", "ephemeral-storage") or name.startswith("hugepages-")
