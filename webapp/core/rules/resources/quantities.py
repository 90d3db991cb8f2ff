"""Amounts of memory and CPU that Kubernetes refuses, or reads otherwise than they were meant."""

from collections.abc import Iterator

from webapp.core.device import RefusedError
from webapp.core.device.models import quantity
from webapp.core.edit import Because, Edit, Finding, Option, Question, ask, find, put, remove
from webapp.core.message import Message
from webapp.core.module import Module, Node
from webapp.core.quantity import is_standard, parse
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import resource_entries
from webapp.core.rules.resources._limits import claimed, docker_limit
from webapp.core.rules.resources._quantities import MEBI, doubtful, placeholder, proposals, shown, text

_LEAST = 6 * MEBI
_FINE = "`{name}` is `{value}`, finer than Kubernetes counts: by thousandths of a core. What is meant?"
_LITTLE = "`{name}` is `{value}`, which Kubernetes reads as less than one byte. What is meant?"
_DERIVED = Because(sure="derived")


@rule(guidance=("G27", "G29"), sure="derived", reads=("k8s-experimental.resources",))
def quantities(module: Module) -> Outcomes:
    """Facts K20 to K22, K24."""
    limits: dict[str, str | None] = {}
    for part in ("limits", "requests"):
        for entry in resource_entries(module, part):
            if not is_standard(entry.key) or isinstance(entry.value, (dict, list)):
                yield from _unread(entry)
                continue
            if entry.value is None:
                if not claimed(module, part, entry.key):
                    yield remove(entry, "`{name}` is removed; it has no value.", name=entry.key)
                continue
            answer: str | None = None
            if doubtful(entry.key, entry.value):
                answer = yield _meant(entry)
            settled = _settled(entry, answer)
            most = limits[entry.key] if entry.key in limits else _docker(module, entry.key)
            if part == "limits":
                limits[entry.key] = settled
            elif _more(settled, most):
                lower = yield _above(entry, most)
                if lower == "lower":
                    yield _lowered(entry, most)
                    continue
            yield from _mended(entry, answer)
            yield from _tiny(entry, settled)


def _unread(entry: Node) -> Iterator[Finding]:
    """Tell of amounts that no question is asked about: a list or an object, or one under a name that nobody knows."""
    asked = "/" in entry.key and not isinstance(entry.value, (dict, list))
    if asked or placeholder(entry.value) or entry.value is None:
        return
    try:
        quantity(entry.value, entry.path)
    except RefusedError:
        yield find(
            "error",
            entry,
            "`{name}` is `{value}`, which is no amount. The device refuses the whole deployment over it.",
            "State a number, with a unit of Kubernetes where one is needed, such as `128Mi` or `500m`.",
            name=shown(entry.key),
            value=shown(entry.value),
        )


def _meant(entry: Node) -> Question:
    """Ask what was meant; the readings of the text come first, then what there always is."""
    meant, accepted = proposals(entry.key, entry.value), parse(entry.value)
    options = [Option(one, Message("`{amount}`", {"amount": one})) for one in meant]
    if accepted is not None and accepted >= 0:
        options.append(Option("leave", Message("Leave it as it is")))
    options.append(Option("remove", Message("Remove it")))
    negative = accepted is not None and accepted < 0
    prompt = "`{name}` is `{value}`, which Kubernetes refuses. What is meant?"
    if accepted is not None and not negative:
        prompt = _FINE if entry.key == "cpu" else _LITTLE
    fallback = "remove" if negative else None
    return ask(entry, prompt, options, meant[0] if meant else fallback, name=entry.key, value=shown(entry.value))


def _settled(entry: Node, answer: str | None) -> str | None:
    """Return what the entry comes to; None where that is nothing, or not clear."""
    if answer in ("remove", "leave") or (answer is None and doubtful(entry.key, entry.value)):
        return None
    return answer or str(entry.value)


def _docker(module: Module, name: str) -> str | None:
    limit = docker_limit(module, name)
    return None if limit is None else text(name, limit)


def _more(request: str | None, limit: str | None) -> bool:
    asked, most = parse(request), parse(limit)
    return asked is not None and most is not None and asked > most


def _mended(entry: Node, answer: str | None) -> Outcomes:
    if answer == "remove":
        yield remove(entry, "`{name}` with `{value}` is removed.", name=entry.key, value=shown(entry.value))
    elif answer and answer != "leave":
        yield put(
            entry,
            answer,
            _written(entry),
            name=entry.key,
            text=shown(entry.value),
            amount=answer,
        )


def _written(entry: Node) -> str:
    if parse(entry.value) is None:
        return "`{name}` is written `{amount}`; Kubernetes does not take `{text}`."
    if entry.key == "cpu":
        return "`{name}` with `{text}` is written `{amount}`; Kubernetes counts by thousandths of a core."
    return "`{name}` is written `{amount}`; Kubernetes reads `{text}` as less than one byte."


def _above(entry: Node, most: str | None) -> Question:
    return ask(
        entry,
        "The request for `{name}` is `{value}`, more than the limit, `{most}`. Kubernetes refuses that. Change it?",
        {"lower": "As much as the limit, `{most}`", "leave": "Leave it; the limit is to be raised by hand"},
        "lower",
        topic="limit",
        name=entry.key,
        value=shown(entry.value),
        most=most,
    )


def _lowered(entry: Node, most: str | None) -> Edit:
    return put(
        entry,
        most,
        "The request for `{name}` is lowered from `{before}` to the limit.",
        name=entry.key,
        before=shown(entry.value),
    )


def _tiny(entry: Node, settled: str | None) -> Outcomes:
    amount = parse(settled)
    if entry.key == "memory" and amount is not None and 0 < amount < _LEAST:
        yield find(
            "warning",
            entry,
            "`{value}` of memory are {bytes} bytes; no container starts with so little.",
            "State the unit: `{value}Mi` are mebibytes."
            if str(settled).isdigit()
            else "State more; Docker itself refuses less than `6Mi`.",
            value=settled,
            bytes=float(amount) if amount.denominator > 1 else int(amount),
        )
