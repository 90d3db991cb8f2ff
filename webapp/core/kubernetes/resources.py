"""Amounts and resources (facts K20 to K24)."""

from collections.abc import Iterator

from webapp.core.kubernetes import names
from webapp.core.kubernetes.problem import Found, found
from webapp.core.kubernetes.reading import Object, members
from webapp.core.path import Json, Path, at
from webapp.core.quantity import is_standard, parse

_AMOUNT = "`{amount}` is no amount: digits, and a suffix such as `m`, `k`, `Ki`, `Mi` or `Gi`."
_NEGATIVE = "An amount must not be negative."
_RESOURCE = "`{name}` is no resource: `cpu`, `memory`, or a name behind a domain and a slash."
_FINE = "CPU is not divided finer than `1m`."
_WHOLE = "Of `{name}` only whole pieces are given."
_OVER = "The request `{request}` must not be greater than the limit `{limit}`."
_EQUAL = "Of `{name}` request and limit must be equal; they are `{request}` and `{limit}`."
_NO_LIMIT = "Of `{name}` nothing is given without a limit."
_HUGE = "Huge pages need `cpu` or `memory` beside them."


def resources(one: Object, path: Path) -> Iterator[Found]:
    """Yield what is wrong with the resources of a container at a path."""
    requests, limits = members(at(one, (*path, "requests"))), members(at(one, (*path, "limits")))
    for side, amounts in (("requests", requests), ("limits", limits)):
        for name, value in amounts.items():
            yield from _amount(name, value, (*path, side, name))
    for name, request in requests.items():
        yield from _pair(name, request, limits.get(name), (*path, "requests", name))
    known = {*requests, *limits}
    if any(name.startswith("hugepages-") for name in known) and not known & {"cpu", "memory"}:
        yield found(path, _HUGE)


def amount(value: Json, path: Path) -> Iterator[Found]:
    """Yield what is wrong with an amount, whatever it is of."""
    if value is None:
        return
    found_amount = parse(value)
    if found_amount is None:
        yield found(path, _AMOUNT, amount=str(value))
    elif found_amount < 0:
        yield found(path, _NEGATIVE)


def _amount(name: str, value: Json, path: Path) -> Iterator[Found]:
    if not is_standard(name) and not ("/" in name and names.is_qualified(name)):
        yield found(path, _RESOURCE, name=name)
    yield from amount(value, path)
    given = parse(value)
    if given is not None and name == "cpu" and 1000 * given % 1:
        yield found(path, _FINE)
    if given is not None and _is_extended(name) and given % 1:
        yield found(path, _WHOLE, name=name)


def _pair(name: str, request: Json, limit: Json, path: Path) -> Iterator[Found]:
    fixed = _is_extended(name) or name.startswith("hugepages-")
    if limit is None:
        if fixed:
            yield found(path, _NO_LIMIT, name=name)
        return
    asked, most = parse(request), parse(limit)
    if asked is None or most is None:
        return
    if fixed and asked != most:
        yield found(path, _EQUAL, name=name, request=str(request), limit=str(limit))
    elif asked > most:
        yield found(path, _OVER, request=str(request), limit=str(limit))


def _is_extended(name: str) -> bool:
    return "/" in name and not name.partition("/")[0].endswith("kubernetes.io")
