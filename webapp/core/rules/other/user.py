"""`User` becomes the user of the pod, by number."""

import re
from collections.abc import Generator

from webapp.core.edit import Because, Option, Outcome, ask, find, move, put, remove
from webapp.core.message import Message
from webapp.core.module import Module, Node
from webapp.core.path import Json
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import short
from webapp.core.rules.other._security import MAX_ID, NUMBER, place, stated

_IDS = re.compile(r"([0-9]{1,10})(?::([0-9]{1,10}))?")
_ADVICE = Because(sure="advice")
_BARRED = "The container does not start: `runAsNonRoot` forbids user 0, and the module is to run as that user."


@rule(guidance=("G40",), sure="derived", reads=("User", "k8s-experimental.securityContext"))
def user(module: Module) -> Outcomes:
    """Table 4.2; the context is the pod's and so the sidecar's too (F4.5); ids are numbers up to 2147483647 (K14).

    K45: `runAsNonRoot` bars user 0.
    """
    node, already = module.first("User"), stated(module, "runAsUser")
    if node is None or isinstance(node.value, list | dict):
        uid = already.value if already else None
    else:
        uid = yield from _treated(module, node, already)
    barred = stated(module, "runAsNonRoot")
    if barred and _is_true(barred.value) and _is_root(uid):
        yield find("error", barred, _BARRED, "Choose a user other than 0, or remove `runAsNonRoot`.")


def _treated(module: Module, node: Node, already: Node | None) -> Generator[Outcome, str | None, Json]:
    """Say what becomes of `User` and return the user that the module will run as; None where nobody knows."""
    text = str(node.value).strip()
    if not text:
        yield remove(node, "`User` is empty; the image's own user runs the module, as before.")
    elif already:
        yield remove(
            node,
            "`User` is removed: `securityContext.runAsUser` says `{uid}` already, and only that counts on the device.",
            uid=already.value,
        )
    elif ids(text):
        return (yield from _moved(module, node, text, Because()))
    else:
        return (yield from _named(module, node, text))
    return already.value if already else None


def _is_root(value: Json) -> bool:
    """Tell whether the agent reads a value as user 0."""
    return value == 0 or (isinstance(value, str) and value.strip().isdigit() and not value.strip().strip("0"))


def _is_true(value: Json) -> bool:
    return value.strip().lower() == "true" if isinstance(value, str) else isinstance(value, int | float) and value != 0


def ids(text: str) -> tuple[int, int | None] | None:
    """Return user and group id of Docker's `User`; None where they are names or out of range."""
    found = _IDS.fullmatch({"root": "0", "root:root": "0:0"}.get(text, text))
    numbers = [int(part) for part in found.groups() if part] if found else []
    if not numbers or max(numbers) > MAX_ID:
        return None
    return numbers[0], numbers[1] if len(numbers) > 1 else None


def _moved(module: Module, node: Node, text: str, because: Because) -> Generator[Outcome, str | None, Json]:
    uid, gid = ids(text) or (0, None)
    yield move(
        node,
        place(module, "runAsUser"),
        uid,
        "The user moves to `securityContext.runAsUser`, as a number. It holds for the whole pod, so for the "
        "container `proxy` as well.",
        because=because,
    )
    if gid is not None and not stated(module, "runAsGroup"):
        yield put(
            place(module, "runAsGroup"),
            gid,
            "The group of `User` becomes `securityContext.runAsGroup`, for the whole pod.",
            because=because,
        )
    return uid


def _named(module: Module, node: Node, text: str) -> Generator[Outcome, str | None, Json]:
    answer = yield ask(
        node,
        "The device ignores `User`, and Kubernetes knows users by number only. Which user should run the module in "
        "place of `{user}`?",
        [
            Option(
                "uid:1000",
                Message("The user with this number, or user and group such as `1000:1000`; the image tells"),
                rf"{NUMBER}(:{NUMBER})?",
                Message("A number, or two with a colon between them, below 2000000000."),
                sample=True,
            ),
            Option("remove", Message("The one that the image names")),
        ],
        None,
        user=short(text),
    )
    if answer == "remove":
        yield remove(node, "`User` is removed, as you chose; the image's own user runs the module.")
    elif answer is not None:
        return (yield from _moved(module, node, answer.partition(":")[2], _ADVICE))
    return None
