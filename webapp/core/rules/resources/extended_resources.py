"""GPUs and other devices are whole things, and a request for them equals the limit."""

import math

from webapp.core.edit import Edit, Option, Question, ask, find, move, put, remove
from webapp.core.message import Message
from webapp.core.module import Module, Node
from webapp.core.path import Path
from webapp.core.quantity import parse
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.resources._accelerators import FPGA, GPU, granted, meant_by, resource_entries, sources, whole
from webapp.core.rules.resources._limits import place
from webapp.core.rules.resources._quantities import placeholder, shown

_MOST = 1_000_000


class _Stated:
    """What is stated about one resource: the limit, the request, and nulls, which state nothing."""

    def __init__(self, entries: list[Node]) -> None:
        self.nulls = [entry for entry in entries if entry.value is None]
        self.limit = next((entry for entry in entries if entry.value is not None and _is_limit(entry)), None)
        self.request = next((entry for entry in entries if entry.value is not None and not _is_limit(entry)), None)


@rule(guidance=("G24", "G29"), sure="derived", reads=("k8s-experimental.resources",))
def extended_resources(module: Module) -> Outcomes:
    """Facts F1.66, K22, K23."""
    others = {FPGA, GPU} if sources(module) and not granted(module) else {FPGA}
    groups: dict[str, list[Node]] = {}
    for entry in resource_entries(module):
        if "/" in entry.key and entry.key not in others and not meant_by(entry.key):
            groups.setdefault(entry.key, []).append(entry)
    if not groups:
        return
    limits = place(module, "limits")
    for name, entries in groups.items():
        stated = _Stated(entries)
        if not any(node and _opaque(node) for node in (stated.limit, stated.request)):
            yield from _judged(stated, (*limits, name))


def _judged(stated: _Stated, to: Path) -> Outcomes:
    limit, request = stated.limit, stated.request
    main, gone, answer = limit or request, stated.nulls, ""
    if main:
        answer = "" if _is_whole(main) else (yield _meant(main)) or "?"
        count = whole(main) if not answer else int(answer) if answer.isdigit() else None
        if limit and request:
            yield from _both(limit, request, answer, count)
        elif answer == "remove":
            yield remove(main, "`{name}` is removed, as you chose.", name=main.key)
        elif request and count is not None:
            yield _raised(request, to, count)
            gone = [entry for entry in gone if entry.path != to]
        elif answer.isdigit():
            yield _rounded(main, count)
        yield from _unknown(main)
    for entry in gone:
        yield remove(entry, "`{name}` is removed; it has no value.", name=entry.key)


def _is_limit(entry: Node) -> bool:
    return str(entry.path[-2]).lower() == "limits"


def _opaque(node: Node) -> bool:
    """A value that is filled in later, or one of a type that the device refuses, is not for this rule."""
    return placeholder(node.value) or isinstance(node.value, (dict, list))


def _is_whole(node: Node) -> bool:
    count = whole(node)
    return count is not None and 0 <= count <= _MOST


def _meant(node: Node) -> Question:
    value = node.value.strip() if isinstance(node.value, str) else node.value
    amount = parse(value)
    rounded = str(math.ceil(amount)) if amount is not None and 0 < amount <= _MOST else None
    options = [Option(rounded, Message("`{count}`", {"count": rounded}))] if rounded else []
    return ask(
        node,
        "`{name}` is `{value}`, but such a resource is counted in whole pieces. How many should it be?",
        [*options, Option("remove", Message("None; remove it"))],
        rounded,
        name=node.key,
        value=shown(node.value),
    )


def _rounded(node: Node, count: int | None) -> Edit:
    return put(
        node,
        count,
        "`{name}` is {count} now; a part of one can't be had, as `{before}` says.",
        name=node.key,
        count=count,
        before=shown(node.value),
    )


def _raised(request: Node, to: Path, count: int) -> Edit:
    return move(
        request,
        to,
        count,
        "`{name}` moves from `requests` to `limits`: a request needs a limit, and the limit alone is enough.",
        name=request.key,
        count=count,
    )


def _both(limit: Node, request: Node, answer: str, count: int | None) -> Outcomes:
    if answer == "remove":
        for node in (limit, request):
            yield remove(node, "`{name}` is removed, as you chose.", name=node.key)
    if count is None:
        return
    if answer:
        yield _rounded(limit, count)
    elif _is_whole(request) and whole(request) != count:
        yield from _which(limit, request)
    if whole(request) != count:
        yield remove(request, "`{name}` under `requests` is removed; the limit alone is enough.", name=request.key)


def _which(limit: Node, request: Node) -> Outcomes:
    counts = {"limit": whole(limit), "request": whole(request)}
    answer = yield ask(
        request,
        "`{name}` has the limit {limit}, but the request {request}. They must be equal. Which number holds?",
        {"limit": "{limit}, the limit", "request": "{request}, the request"},
        "limit",
        name=limit.key,
        limit=counts["limit"],
        request=counts["request"],
    )
    if answer == "request":
        count = counts["request"]
        yield put(limit, count, "`{name}` is {count} now, as the request says.", name=limit.key, count=count)


def _unknown(node: Node) -> Outcomes:
    if node.key != GPU:
        yield find(
            "warning",
            node,
            "The GPU device itself offers no `{name}`. The module stays pending unless something provides it.",
            "For an accelerator ask for `{gpu}`; otherwise take it out.",
            name=node.key,
            gpu=GPU,
        )
