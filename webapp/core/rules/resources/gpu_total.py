"""What the modules of a deployment ask of the GPUs together, against the one or two that a device has."""

from typing import NamedTuple

from webapp.core.deployment import Deployment
from webapp.core.edit import Finding, find, on
from webapp.core.module import Module, Node, Part, question_id
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.other._entry import called, is_stopped
from webapp.core.rules.resources._accelerators import GPU, MOST, VISIBLE, granted, whole
from webapp.core.rules.resources._gpu import SHARE, question, visible
from webapp.core.rules.resources._quantities import placeholder

_NO_GPU = ("", "none", "void")
_NAMED = 3
_ANSWER = (
    "Modules that used one board or GPU together on Docker can do so here: answer `{share}` to `{questions}`. Else ask "
    "for fewer."
)
_SHARED = "Let all of them share, by `{visible}` and without a limit; or ask for no more than there is."


class _User(NamedTuple):
    """A module that uses a GPU: by a limit that claims `claimed`, or by a variable, which claims none.

    `asked` is the id of the question of the rule `gpu` that the claim comes of.
    """

    module: Module
    at: Node
    part: Part = "createOptions"
    claimed: int = 0
    asked: str = ""


@deployment_rule(guidance=("G24", "G25"), sure="derived", reads=("k8s-experimental.resources",))
def gpu_total(deployment: Deployment) -> Words:
    """Facts F1.10, F1.63 to F1.66, K23."""
    if len(deployment.modules) < 2:
        return
    both = zip(deployment.modules, deployment.pasted, strict=True)
    users = [user for one, pasted in both if not is_stopped(one) and (user := _user(one, pasted))]
    claims, sharers = [one for one in users if one.claimed], [one for one in users if not one.claimed]
    total = sum(one.claimed for one in claims)
    if len(claims) > 1 and total > MOST:
        most = max(claims, key=lambda one: one.claimed)
        yield on(most.module, _too_many(deployment, most, total, claims))
    questions = _questions(claims)
    for claim in claims if sharers else ():
        yield on(claim.module, _beside(deployment, claim, total, sharers, questions))
    if len(claims) == total == MOST and not sharers:
        yield on(claims[1].module, _one_each(deployment, *claims))


def _user(module: Module, pasted: Module) -> _User | None:
    limit = granted(module)
    if limit:
        count = whole(limit) or 0
        asked = question(pasted)
        name = f"{called(module)}/{question_id('gpu', asked[0].path)}" if asked else ""
        return _User(module, limit, claimed=count, asked=name) if count > 0 else None
    seen = visible(module)
    if not seen or seen.value.strip().lower() in _NO_GPU or placeholder(seen.value):
        return None
    return _User(module, seen.node, seen.part)


def _questions(claims: list[_User]) -> str:
    """Return the ids of the questions whose answer `share` takes these claims away."""
    found = [claim.asked for claim in claims if claim.asked]
    more = len(found) - _NAMED
    return ", ".join(found[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _listed(deployment: Deployment, users: list[_User], *, but: _User | None = None) -> str:
    """Return the first few of these modules with their lines."""
    some = [one for one in users[: _NAMED + 1] if one is not but][:_NAMED]
    more = len(users) - len(some) - (but is not None)
    shown = [f"{called(one.module)} ({deployment.line(one.module, one.at.path, one.part)})" for one in some]
    return ", ".join([*shown, *([f"… +{more}"] if more else [])])


def _too_many(deployment: Deployment, claim: _User, total: int, claims: list[_User]) -> Finding:
    questions = _questions(claims)
    return find(
        "error",
        claim.at,
        "The modules ask for {total} GPUs together, and a device has two at most: some of them wait without end. "
        "The others, with their lines: `{others}`.",
        _ANSWER if questions else _SHARED,
        total=total,
        others=_listed(deployment, claims, but=claim),
        visible=VISIBLE,
        questions=questions,
        share=SHARE,
    )


def _beside(deployment: Deployment, claim: _User, total: int, sharers: list[_User], questions: str) -> Finding:
    remedy = _ANSWER if questions else _SHARED
    if total >= MOST:
        return find(
            "error",
            claim.at,
            "Limits on `{gpu}` claim both GPUs of a device, and other modules use a GPU without a claim (with their "
            "lines): `{others}`. Both can't hold: those work on a GPU that was promised to one module alone.",
            remedy,
            gpu=GPU,
            others=_listed(deployment, sharers),
            visible=VISIBLE,
            questions=questions,
            share=SHARE,
        )
    return find(
        "warning",
        claim.at,
        "The limit claims a GPU for this module alone, and other modules use one without a claim (with their "
        "lines): `{others}`. Which GPU the claim gets is up to Kubernetes, so it can be theirs; on a device with one "
        "GPU it is.",
        remedy,
        others=_listed(deployment, sharers),
        visible=VISIBLE,
        questions=questions,
        share=SHARE,
    )


def _one_each(deployment: Deployment, first: _User, second: _User) -> Finding:
    questions = _questions([first, second])
    return find(
        "info",
        second.at,
        "This module and `{other}` (line {line}) claim one GPU each. A device with two GPUs serves both; on a device "
        "with one, the module that comes second waits.",
        "Look up how many GPUs the device has. If it is one, let both share it: answer `{share}` to `{questions}`."
        if questions
        else "Look up how many GPUs the device has. If it is one, let both share it, by `{visible}` and with no limit.",
        other=called(first.module),
        line=deployment.line(first.module, first.at.path),
        visible=VISIBLE,
        questions=questions,
        share=SHARE,
    )
