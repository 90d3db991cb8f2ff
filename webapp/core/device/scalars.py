"""Single values as the agent's reader takes them for text, booleans and numbers (parsing notes, sections 3 and 4)."""

import math
from collections.abc import Callable

from webapp.core.device import dates
from webapp.core.device.errors import RefusedError
from webapp.core.device.json_text import Written
from webapp.core.device.ports import integer
from webapp.core.device.trace import Sourced
from webapp.core.path import Json, Path

INT64 = (-(2**63), 2**63 - 1)
UINT64 = (0, 2**64 - 1)
UINT16 = (0, 2**16 - 1)
_EXPONENT_FROM = 1e15
_WRONG = {
    "text": "`{key}` must be a text.",
    "boolean": "`{key}` must be `true` or `false`.",
    "number": "`{key}` must be a number within its range.",
    "list": "`{key}` must be a list.",
    "object": "`{key}` must be an object.",
}


def wrong(expected: str, path: Path) -> RefusedError:
    """Return the refusal of a value that is of another type than the agent's model."""
    return RefusedError("InvalidCreateOptions", _WRONG[expected], path, key=str(path[-1]) if path else "createOptions")


def text(value: Json, path: Path) -> Sourced[str] | None:
    """Read a text straight from createOptions: digits stay as they are written, booleans are in lower case."""
    return Sourced(value, (path,)) if isinstance(value, str) else _text(value, path, written)


def parsed_text(value: Json, path: Path) -> Sourced[str] | None:
    """Read a text from what was parsed before: numbers are printed, booleans in upper case, times reformatted."""
    return _text(value, path, printed)


def _text(value: Json, path: Path, show: Callable[[Json], str]) -> Sourced[str] | None:
    if value is None:
        return None
    if isinstance(value, (dict, list)):
        raise wrong("text", path)
    try:
        return Sourced(show(value), (path,))
    except ValueError:  # an integer of thousands of digits
        raise wrong("text", path) from None


def written(value: Json) -> str:
    """Return a scalar as it stands in the text of createOptions."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Written):
        return value.text
    if isinstance(value, float):
        shown = _double(value)
        return shown if "." in shown or "E" in shown else shown + ".0"
    return str(value)


def printed(value: Json) -> str:
    """Return a scalar as .NET prints one, whatever the country: `True`, `1.5`, `1E+20`, `01/02/2020 03:04:05`."""
    if isinstance(value, str):
        return dates.printed(value)
    if isinstance(value, Written) and value.text.lstrip("-").isdigit():
        return value.text if value else "0"
    return _double(float(value)) if isinstance(value, float) else str(value)


def _double(number: float) -> str:
    if not math.isfinite(number):
        return "Infinity" if number > 0 else "-Infinity"
    shown = repr(number)
    if "e" in shown:
        return shown.upper()
    if abs(number) >= _EXPONENT_FROM:
        sign, digits = ("-" if number < 0 else ""), shown.lstrip("-").removesuffix(".0")
        fraction = digits[1:].rstrip("0")
        return f"{sign}{digits[0]}{'.' + fraction if fraction else ''}E+{len(digits) - 1}"
    return shown.removesuffix(".0")


def boolean(value: Json, path: Path) -> Sourced[bool]:
    """Read a boolean: text in any case and numbers pass."""
    if isinstance(value, (bool, int, float)):
        return Sourced(bool(value), (path,))
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return Sourced(value.strip().lower() == "true", (path,))
    raise wrong("boolean", path)


def number(low: int, high: int, *, booleans: bool = True) -> Callable[[Json, Path], Sourced[int]]:
    """Return the reader of an integer within a range: fractions are rounded, text of digits passes."""

    def read(value: Json, path: Path) -> Sourced[int]:
        found: int | None = None
        if isinstance(value, str):
            found = integer(value, low, high)
        elif isinstance(value, float):
            found = round(value) if math.isfinite(value) else None
        elif isinstance(value, int) and (booleans or not isinstance(value, bool)):
            found = int(value)
        if found is None or not low <= found <= high:
            raise wrong("number", path)
        return Sourced(found, (path,))

    return read
