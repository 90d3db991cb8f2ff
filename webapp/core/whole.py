"""Lets the rules about the whole deployment speak, one after the other, each over what the one before has left."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from webapp.core import forms
from webapp.core.converted import Change, Note
from webapp.core.deployment import Deployment
from webapp.core.document import Document
from webapp.core.draft import Draft
from webapp.core.edit import Edit, Finding, On, Op, Outcome
from webapp.core.module import Part
from webapp.core.path import Json, Path, at
from webapp.core.registry import ABOUT_DEPLOYMENTS
from webapp.core.rule import Rule
from webapp.core.said import listen


@dataclass
class Whole:
    """What was said about the document around the modules: new values by path, new names by path, and the reasons."""

    values: dict[Path, Json] = field(default_factory=dict)
    names: dict[Path, str] = field(default_factory=dict)
    findings: list[Note] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def convert_whole(document: Document, drafts: list[Draft]) -> Whole:
    """Let every rule about deployments speak and carry out what it says."""
    whole = Whole()
    for rule in ABOUT_DEPLOYMENTS:
        if not rule.reads or any(draft.module.has_any(rule.reads) for draft in drafts):
            _hear(rule, document, drafts, whole)
    return whole


def _hear(rule: Rule, document: Document, drafts: list[Draft], whole: Whole) -> None:
    deployment = _seen(document, drafts, whole)
    touched: dict[int, Draft] = {}

    def take(rule: Rule, outcome: Outcome | On) -> str | None:
        if not isinstance(outcome, On):
            _take(rule, outcome, document, whole)
            return None
        number = deployment.number(outcome.module)
        if number not in touched:
            touched[number] = drafts[number]
            drafts[number].said.begin()
        return drafts[number].said.take(rule, outcome.outcome)

    listen(rule, deployment, take)
    for draft in touched.values():
        draft.carry_out()


def _seen(document: Document, drafts: list[Draft], whole: Whole) -> Deployment:
    def line_of(number: int | None, path: Path, part: Part) -> int:
        if number is None:
            return document.lines.place(document.placed.span(path).start).line
        return drafts[number].line(document, path, part)

    return Deployment(
        document.kind,
        document.value,
        whole.values,
        tuple(draft.module for draft in drafts),
        tuple(draft.pasted for draft in drafts),
        document.repeated,
        document.unread,
        line_of,
    )


def _take(rule: Rule, outcome: Outcome, document: Document, whole: Whole) -> None:
    """Keep what is said of the document itself; questions are always asked about a module."""
    if isinstance(outcome, Finding):
        because = rule.grounds(outcome.because)
        severity, path, message, remedy, _, part = outcome
        whole.findings.append(Note(rule, severity, path, message, remedy, because, part))
    elif isinstance(outcome, Edit):
        renamed = outcome.op == "move"
        before: Json = outcome.path[-1] if renamed else whole.values.get(outcome.path, at(document.value, outcome.path))
        after: Json = outcome.to[-1] if renamed else outcome.value
        op: Op = "move" if renamed else "replace"
        because = rule.grounds(outcome.because)
        whole.changes.append(
            Change(rule, op, outcome.path, outcome.to, before, after, outcome.summary, because, outcome)
        )
        if renamed:
            whole.names[outcome.path] = str(outcome.to[-1])
        else:
            whole.values[outcome.path] = outcome.value
    else:
        raise TypeError(f"{rule.id} asks about the document, not about a module")


def names_of(whole: Whole, drafts: Iterable[Draft]) -> None:
    """Give each module the name that its key has got; in a layer the key has more before the name.

    A container that `docker inspect` shows has its name, behind a slash, in a member.
    """
    for draft in drafts:
        shown = whole.values.get((*draft.pasted.at, "Name")) if draft.pasted.carrier == "inspect" else None
        if isinstance(shown, str):
            draft.name = shown.lstrip("/")
        place, name = draft.pasted.entry_at, draft.pasted.name
        if place and name and place in whole.names:
            old, new = str(place[-1]), whole.names[place]
            start = forms.name_at(old, name)
            draft.name = new[start : len(new) - (len(old) - start - len(name))]
