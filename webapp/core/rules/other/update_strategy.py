"""`k8s-experimental.strategy` as it stands: a type that Kubernetes knows, and one by which an update can finish."""

from collections.abc import Generator

from webapp.core.edit import Because, Outcome, ask, find, put, remove, stay
from webapp.core.module import EXPERIMENTAL, Module, Node, entries, member
from webapp.core.path import Json
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._held import WAYS, held
from webapp.core.rules.other._strays import is_placeholder

_TYPES = {"recreate": "Recreate", "rollingupdate": "RollingUpdate"}
_LEAVE = {"leave": "Leave it in; it is filled in before the module is deployed"}
_OPTIONS = {
    "Recreate": "Stop the old pod, then start the new one (`Recreate`)",
    "RollingUpdate": "Start the new pod, then stop the old one (`RollingUpdate`)",
}
_ROLLING = ("maxsurge", "maxunavailable")
_NO_MEMBER = "The device does not know `{key}` of a rolling update and ignores it."
_DOCUMENTED = Because(sure="documented")


@rule(guidance=("G35", "G36", "G37"), sure="derived", reads=("k8s-experimental.strategy",))
def update_strategy(module: Module) -> Outcomes:
    """K43: the agent passes the section on as it is, and the cluster refuses what it does not know."""
    for section in module.find(EXPERIMENTAL, "strategy"):
        kind = member(section, "type")
        if not isinstance(section.value, dict) or (kind and not isinstance(kind.value, str)):
            continue
        known: str | None = "RollingUpdate"
        if kind:
            known = _TYPES.get(str(kind.value).lower())
            if known is None:
                known = yield from _unknown(kind)
        if known == "RollingUpdate" and held(module).alone and not _makes_room(section):
            answer = yield from _stuck(module, kind or section)
            known = "Recreate" if answer == "recreate" else known
        yield from _written(section, kind, known)


def _unknown(kind: Node) -> Generator[Outcome, str | None, str | None]:
    """Ask what an unknown type stands for; a placeholder may stay."""
    later = is_placeholder(str(kind.value))
    if not later:
        yield find(
            "error",
            kind,
            "Kubernetes knows no strategy `{text}`, and refuses the module.",
            "State `Recreate` or `RollingUpdate`.",
            text=kind.value,
        )
    answer = yield ask(
        kind,
        "The strategy `{text}` is filled in later. Which one should it be?"
        if later
        else "Which strategy does `{text}` stand for?",
        (_LEAVE if later else {}) | _OPTIONS,
        None,
        text=kind.value,
    )
    if answer == "leave":
        yield stay(kind)
        return None
    return answer


def _stuck(module: Module, where: Node) -> Generator[Outcome, str | None, str | None]:
    """A rolling update that can't finish: the new pod waits for what the old one holds."""
    wanted = held(module).held
    yield find(
        "warning",
        where,
        "A rolling update of this module can't finish: the new pod waits for `{held}`, which the old one holds until "
        "the new one is ready.",
        "State `Recreate`, or let the update stop the old pod first by `maxUnavailable` 1.",
        because=_DOCUMENTED,
        held=wanted,
    )
    return (
        yield ask(
            where,
            "Both pods of an update can't hold `{held}`. How should it replace the module?",
            WAYS,
            "recreate",
            topic="held",
            because=_DOCUMENTED,
            held=wanted,
        )
    )


def _written(section: Node, kind: Node | None, known: str | None) -> Outcomes:
    rolling = member(section, "rollingUpdate")
    if kind and known and known.lower() != str(kind.value).lower():
        yield put(kind, known, "The strategy is `{known}`.", known=known)
    elif kind and known and known != kind.value:
        yield put(kind, known, "The strategy is `{known}`, in the spelling that Kubernetes takes.", known=known)
    elif not kind and known == "Recreate":
        yield put((*section.path, "type"), known, "The strategy is `{known}`.", known=known)
    if known == "Recreate" and rolling:
        yield remove(rolling, "`{key}` is removed: beside `Recreate` the cluster refuses it.", key=rolling.key)
    elif rolling:
        yield from _unread(rolling)


def _unread(rolling: Node) -> Outcomes:
    for entry in entries(rolling):
        if entry.key.lower() not in _ROLLING:
            yield find("warning", entry, _NO_MEMBER, "State `maxSurge` or `maxUnavailable`.", key=entry.key)
            yield remove(entry, "`{key}` is removed; it has no effect.", key=entry.key)


def _makes_room(section: Node) -> bool:
    """Tell whether the options of a rolling update let the one pod of a module stop before the new one is ready."""
    rolling = member(section, "rollingUpdate")
    surge = member(rolling, "maxSurge") if rolling else None
    absent = member(rolling, "maxUnavailable") if rolling else None
    return (surge is not None and surge.value in (0, "0%")) or (absent is not None and _is_all(absent.value))


def _is_all(value: Json) -> bool:
    """A share of the one pod is rounded down, so only the whole counts."""
    if isinstance(value, str) and value.endswith("%"):
        return value[:-1].isdecimal() and len(value[:-1].lstrip("0")) >= 3
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1
