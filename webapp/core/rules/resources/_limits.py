"""What a module's memory and CPU come to: what Docker's settings say, and what `k8s-experimental` states already.

Source: formulas of table 4.6; facts F4.3 and K21.
"""

import re
from fractions import Fraction
from typing import NamedTuple

from webapp.core.edit import Because, ask, move, remove
from webapp.core.module import Module, Node, entries, once
from webapp.core.path import Json, Path
from webapp.core.quantity import parse
from webapp.core.rule import Outcomes
from webapp.core.rules.resources._accelerators import resource_entries
from webapp.core.rules.resources._quantities import doubtful, placeholder, proposals, shown, text

PERIOD = 100_000
_DERIVED = Because(sure="derived")
_DIGITS = re.compile(r"\s*-?[0-9]+\s*")
_LONGEST = 20
DEFAULT_SHARES = 1024
WISHES = {"memory": "MemoryReservation", "cpu": "CpuShares"}


class Cpu(NamedTuple):
    """How Docker limits CPU here: the cores and the setting that counts."""

    cores: Fraction
    node: Node


def number(value: Json) -> Fraction | None:
    """Return a number as Docker's model reads it, from digits in a text too; None where it is none.

    What no device can have (a switch, hundreds of digits) counts as 0, that is as not set.
    """
    if isinstance(value, str):
        digits = value.strip() if _DIGITS.fullmatch(value) else ""
        return (Fraction(int(digits)) if len(digits) <= _LONGEST else Fraction(0)) if digits else None
    return Fraction(0) if isinstance(value, bool) else parse(value)


def positive(module: Module, name: str) -> Node | None:
    """Return the first member of HostConfig of this name that is a number above zero; Docker ignores zero."""
    return next((node for node in module.find("HostConfig", name) if (number(node.value) or 0) > 0), None)


def amount(node: Node | None) -> Fraction:
    """Return the number of a member found by `positive`, 0 where there was none."""
    return (number(node.value) if node else None) or Fraction(0)


@once
def docker_cpu(module: Module) -> Cpu | None:
    """Return the CPU limit that Docker's settings make; `NanoCpus` counts before `CpuQuota`."""
    nano, quota = positive(module, "NanoCpus"), positive(module, "CpuQuota")
    if nano:
        return Cpu(amount(nano) / 10**9, nano)
    period = amount(positive(module, "CpuPeriod")) or PERIOD
    return Cpu(amount(quota) / period, quota) if quota else None


def docker_limit(module: Module, name: str) -> Fraction | None:
    """Return the limit that Docker's settings make on `memory` (bytes) or `cpu` (cores)."""
    if name == "cpu":
        cpu = docker_cpu(module)
        return cpu.cores if cpu else None
    return (amount(positive(module, "Memory")) or None) if name == "memory" else None


def docker_request(module: Module, name: str) -> Fraction | None:
    """Return what Docker's reservation and weight come to as a request."""
    if name == "cpu":
        return amount(positive(module, "CpuShares")) / DEFAULT_SHARES or None
    return (amount(positive(module, "MemoryReservation")) or None) if name == "memory" else None


def stated(module: Module, part: str, name: str) -> Node | None:
    """Return what `k8s-experimental.resources` states already under `limits` or `requests`; null states nothing."""
    named = (node for node in resource_entries(module, part) if node.key == name and node.value is not None)
    return next(named, None)


def claimed(module: Module, part: str, name: str) -> bool:
    """Tell whether a setting of Docker's may be stated there; the rule that does so also takes a null away."""
    if part == "requests":
        return docker_request(module, name) is not None
    return docker_limit(module, name) is not None or (name == "cpu" and positive(module, "CpuPeriod") is not None)


def without_value(module: Module, part: str, name: str) -> Outcomes:
    """Remove a null that stands where nothing is stated after all."""
    for entry in resource_entries(module, part):
        if entry.key == name and entry.value is None:
            yield remove(entry, "`{name}` is removed; it has no value.", name=name)


def reservation_default(node: Node, name: str) -> str:
    """Return what becomes of a reservation of Docker's by itself; its usual weight says nothing."""
    return "remove" if name == "cpu" and number(node.value) == DEFAULT_SHARES else "request"


def reserved(module: Module, name: str) -> Fraction | None:
    """Return how much the scheduler sets aside: the request as stated or as it comes of Docker's, else the limit."""
    known, most = stated(module, "requests", name), stated(module, "limits", name)
    if known:
        return parse(known.value)
    limit, wish = parse(most.value) if most else docker_limit(module, name), positive(module, WISHES[name])
    if wish and module.answer("reservations", wish.path, reservation_default(wish, name)) == "request":
        asked = docker_request(module, name)
        return asked if limit is None or asked is None else min(asked, limit)
    return limit


def ceiling(module: Module, name: str) -> str | None:
    """Return the lowest limit on `memory` or `cpu` that can come of the conversion; a request may not exceed it."""
    known, docker = stated(module, "limits", name), docker_limit(module, name)
    found = [] if docker is None else [text(name, docker)]
    if known:
        found += proposals(name, known.value) if doubtful(name, known.value) else [str(known.value)]
    return min((one for one in found if parse(one) is not None), key=lambda one: parse(one) or 0, default=None)


def fits(module: Module, name: str, limit: Fraction) -> bool:
    """Tell whether everything that is requested stays within a limit."""
    known = stated(module, "requests", name)
    asked = [docker_request(module, name)]
    if known:
        values = proposals(name, known.value) if doubtful(name, known.value) else [known.value]
        asked += [parse(value) for value in values]
    return all(one is None or one <= limit for one in asked)


def place(module: Module, part: str, name: str = "") -> Path:
    """Return where `limits` or `requests`, or one of their members, belongs, in the spelling of the paste."""
    resources = module.place("k8s-experimental", "resources")
    known = (entry for node in module.find("k8s-experimental", "resources")[:1] for entry in entries(node))
    spelled = sorted((entry for entry in known if entry.key.lower() == part), key=lambda entry: not entry.value)
    path = spelled[0].path if spelled else (*resources, part)
    return (*path, name) if name else path


def as_limit(module: Module, node: Node, name: str, limit: Fraction, summary: str) -> Outcomes:
    """Move a limit of Docker's to `limits`; where another is stated there already, that one stays unless answered."""
    known = stated(module, "limits", name)
    value = text(name, limit)
    if known is None:
        yield move(node, place(module, "limits", name), value, summary, key=node.key, amount=value)
        return
    answer: str | None = "keep"
    there = parse(known.value)
    unclear = placeholder(known.value) or doubtful(name, known.value)
    if not unclear and there != parse(value) and fits(module, name, limit):
        answer = yield ask(
            node,
            "`{key}` says `{amount}`, but `limits.{name}` under `k8s-experimental` says `{known}`. Which one holds?",
            {
                "keep": "`{known}`, which Kubernetes acts on already",
                "replace": "`{amount}`, which Docker acted on",
            },
            "keep",
            because=_DERIVED,
            key=node.key,
            name=name,
            amount=value,
            known=shown(known.value),
        )
    if answer == "replace":
        yield move(node, known.path, value, summary, key=node.key, amount=value)
    else:
        yield remove(
            node,
            "`{key}` is removed: `limits.{name}` under `k8s-experimental` is stated already and alone counts.",
            because=_DERIVED,
            key=node.key,
            name=name,
        )
