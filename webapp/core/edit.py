"""What a rule yields: edits, findings, questions, and the short words by which it makes them."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from webapp.core.message import Message
from webapp.core.module import Module, Node, Part
from webapp.core.path import Json, Path

Sure = Literal["documented", "derived", "advice"]
Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
Op = Literal["add", "replace", "remove", "move"]


class Because(NamedTuple):
    """Why something is said: statement numbers of the guidance and how sure it is. None: as the rule says."""

    guidance: tuple[str, ...] | None = None
    sure: Sure | None = None


AS_THE_RULE = Because()


class Grounds(NamedTuple):
    """On what something rests in the end: `Because`, with what it leaves to the rule filled in."""

    guidance: tuple[str, ...]
    sure: Sure


class Edit(NamedTuple):
    """One change. `path` is where it begins in its part, `to` where the value goes (`"-"` appends)."""

    op: Op
    path: Path
    to: Path
    value: Json
    summary: Message
    because: Because
    part: Part = "createOptions"


class Finding(NamedTuple):
    """Something a person should know about a setting that is not changed, or not only changed."""

    severity: Severity
    path: Path
    message: Message
    remedy: Message
    because: Because
    part: Part = "createOptions"


class Option(NamedTuple):
    """One answer to a question.

    `accepts` is a regular expression for the free text after the value's colon, and `expects` says the same to a
    person; with `sample` the text in `value` only shows the form and is no answer that anyone would want.
    """

    value: str
    label: Message
    accepts: str = ""
    expects: Message = Message("")
    sample: bool = False


class Question(NamedTuple):
    """A choice that the guidance leaves to the person. Without `default` the setting is undecided until answered."""

    path: Path
    prompt: Message
    options: tuple[Option, ...]
    default: str | None
    because: Because
    topic: str = ""
    part: Part = "createOptions"


class Stay(NamedTuple):
    """A setting that the device ignores stays in the result because the person wants it to."""

    path: Path


Outcome = Edit | Finding | Question | Stay


class On(NamedTuple):
    """What a rule about the whole deployment says of one of its modules; paths count in that module."""

    module: Module
    outcome: Outcome


def on(module: Module, outcome: Outcome) -> On:
    """Say something of one module of a deployment. `yield on(module, ask(…))` returns the answer in force."""
    return On(module, outcome)


def _path(where: Node | Path) -> Path:
    return where.path if isinstance(where, Node) else where


def put(
    where: Node | Path,
    value: Json,
    summary: str,
    *,
    because: Because = AS_THE_RULE,
    part: Part = "createOptions",
    **values: object,
) -> Edit:
    """Set a value; parents that are missing are made. `summary` is a template for `values`."""
    path = _path(where)
    return Edit("add", path, path, value, Message(summary, values), because, part)


def remove(
    where: Node | Path, summary: str, *, because: Because = AS_THE_RULE, part: Part = "createOptions", **values: object
) -> Edit:
    """Take a setting out; a container that is emptied by this goes too."""
    path = _path(where)
    return Edit("remove", path, path, None, Message(summary, values), because, part)


def move(
    where: Node | Path,
    to: Path,
    value: Json,
    summary: str,
    *,
    because: Because = AS_THE_RULE,
    part: Part = "createOptions",
    **values: object,
) -> Edit:
    """Take a setting out and state it elsewhere as `value`; the last step `"-"` appends to an array."""
    return Edit("move", _path(where), to, value, Message(summary, values), because, part)


def rename(path: Path, name: str, summary: str, *, because: Because = AS_THE_RULE, **values: object) -> Edit:
    """Give a member of the whole document another name; its place in order stays."""
    return Edit("move", path, (*path[:-1], name), None, Message(summary, values), because, "deployment")


def stay(where: Node | Path) -> Stay:
    """Leave a setting in although the device does not act on it; its verdict is `kept`, under this rule's name."""
    return Stay(_path(where))


def find(
    severity: Severity,
    where: Node | Path,
    message: str,
    remedy: str,
    *,
    because: Because = AS_THE_RULE,
    part: Part = "createOptions",
    **values: object,
) -> Finding:
    """Say something about a setting; both texts are templates for `values`."""
    return Finding(severity, _path(where), Message(message, values), Message(remedy, values), because, part)


def ask(
    where: Node | Path,
    prompt: str,
    options: Mapping[str, str] | Sequence[Option],
    default: str | None,
    *,
    topic: str = "",
    because: Because = AS_THE_RULE,
    part: Part = "createOptions",
    **values: object,
) -> Question:
    """Ask a person. `options` maps answer to label (templates for `values`).

    `yield ask(…)` returns the answer in force; None where there is no safe default and nobody has answered.
    `topic` tells apart two questions of one rule about one path.
    """
    if isinstance(options, Mapping):
        options = [Option(value, Message(label, values)) for value, label in options.items()]
    return Question(_path(where), Message(prompt, values), tuple(options), default, because, topic, part)
