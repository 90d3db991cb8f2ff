"""A module's name becomes the name of Kubernetes objects, which obey stricter rules."""

from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping

from webapp.core.deployment import Deployment
from webapp.core.edit import AS_THE_RULE, Because, Finding, On, Option, Outcome, Question, Severity, ask, find, on
from webapp.core.message import Message
from webapp.core.module import Module
from webapp.core.path import at, has
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.network._callers import listed
from webapp.core.rules.network._spots import Spot
from webapp.core.rules.other._module_names import (
    EXPECTS,
    TAKEN,
    VALID,
    Judged,
    Proposals,
    clashing,
    is_published,
    judged,
)
from webapp.core.rules.other._renamed import another_one, unsure, untouched, wrong
from webapp.core.rules.other._renaming import entry_named, found, keys, parts_of, places_of, texts

_DERIVED = Because(sure="derived")
_RENAME = "Give the module another name; the question about it puts that wherever the paste names the module."
_FOLLOWED = "Calls in this paste go by that name. Whoever else calls the module has to, too; a new name may be clearer."
_NO_PORTS = "Nothing to do: a module without ports has no host name. `kubectl` and the dashboard show `{made}`."
_CLASH = "The names `{name}` and `{others}` become one on the device, `{made}`, and it refuses the whole deployment. "
_DROPS = "The device drops what Kubernetes does not allow: others find `{name}` under the host name `{made}` only."
_DROPS_SILENTLY = "The device drops what Kubernetes does not allow: the pod and the container of `{name}` are `{made}`."
_UNSEEN = (
    "The name `{name}` begins with a digit. The module runs, but the agent does not find its container and reports it "
    "as failed. "
)
_LOWERED = "Other modules reach `{name}` as `{made}`: its Service has the name in lower case."
_NOTHING = "Nothing to rename: host names ignore case. But no second module may have this name in other letters."


@deployment_rule(guidance=("G38", "G39"), sure="documented")
def module_name(deployment: Deployment) -> Words:
    """Section 3.1 of the facts: what the agent makes of the name, and which objects carry it (K1, K3, K4)."""
    known = judged(deployment.modules)
    if not known:
        return
    answers = yield from _answers(deployment, known)
    renamed, taken = _renamed(deployment, known, answers)
    clashes = clashing(known, {str(module.name): new for module, new in renamed.items()})
    for one in known:
        if one.module not in renamed:
            if _new_name(answers.get(one.module)):
                answers[one.module] = "callers" if one.drops else "keep"
            if one.made in clashes:  # calls by what the device makes of the name could reach another module
                answers[one.module] = "keep"
            yield from _judgement(deployment, one, answers.get(one.module), clashes.get(one.made, []))
    yield from taken
    yield from (another_one(module, new) for module, new in renamed.items())
    kept = {one.module: one.made for one in known if one.drops and not one.refusal and one.module not in renamed}
    if renamed or kept:
        yield from _carried(deployment, renamed, kept, {one for one in kept if answers.get(one) == "callers"})


def _answers(deployment: Deployment, known: list[Judged]) -> Generator[On, str | None, dict[Module, str | None]]:
    """Ask about every name that is not taken as it is; return the answers in force."""
    clashes = clashing(known, {})
    unsettled = {made: sum(not _new_name(_given(one)) for one in group) > 1 for made, group in clashes.items()}
    proposals = Proposals(_names_in_use(deployment, known))
    answers: dict[Module, str | None] = {}
    for one in known:
        if not one.is_runtime and (one.refusal or one.drops or one.unseen or one.made in clashes):
            rivals = clashes.get(one.made, [])
            others = _others(deployment, one, rivals)
            is_found = (
                one.drops and not one.refusal and all(_new_name(_given(other)) for other in rivals if other != one)
            )
            default = None if one.refusal or unsettled.get(one.made) else ("callers" if is_found else "keep")
            question = _question(one, others, proposals.near(one.name), default, is_found)
            answers[one.module] = yield on(one.module, question)
    return answers


def _given(one: Judged) -> str | None:
    return "keep" if one.is_runtime else one.module.answer("module_name", (), None)


def _new_name(answer: str | None) -> str:
    return (answer or "").partition("rename:")[2]


def _names_in_use(deployment: Deployment, known: list[Judged]) -> Iterator[str]:
    """Yield what no module can be called: what others are called, and keys that stand where its own would."""
    yield from (one.made for one in known)
    for place in {place for one in known for place in places_of(one.module)}:
        holder = at(deployment.value, place)
        yield from (key.lower() for key in holder) if isinstance(holder, dict) else ()


def _question(one: Judged, others: str, proposal: str, default: str | None, is_found: bool) -> Question:
    """Ask for a name; `is_found` tells that no other module answers under what the device makes of this one's."""
    values = {"name": one.name, "made": one.made, "others": others}
    options = [
        Option(f"rename:{proposal}", Message("Another name, wherever the paste has the old one"), VALID, EXPECTS),
        Option("keep", Message("Keep `{name}`", values)),
    ]
    if is_found:
        options.append(Option("callers", Message("Keep `{name}`; those who call the module use `{made}`", values)))
    because = AS_THE_RULE if one.refusal else _DERIVED
    return ask((), _prompt(one, others), options, default, because=because, part="entry", **values)


def _prompt(one: Judged, others: str) -> str:
    """Return the question alone; the finding beside it says why."""
    if one.refusal:
        return "The device does not take the name `{name}`. What should the module be called?"
    if others:
        return "On the device `{name}` is not told apart from `{others}`. What should this module be called?"
    if one.unseen:
        return "Should the module `{name}` get a name that begins with a letter?"
    return "On the device `{name}` becomes `{made}`. What should the module be called?"


def _renamed(
    deployment: Deployment, known: list[Judged], answers: Mapping[Module, str | None]
) -> tuple[dict[Module, str], list[On]]:
    """Return the new names, and what is wrong with those that can't be given."""
    owners: dict[str, list[Judged]] = defaultdict(list)
    for one in known:
        owners[one.made].append(one)
    renamed: dict[Module, str] = {}
    taken: list[On] = []
    for one in known:
        new = _new_name(answers.get(one.module))
        others = (owner for owner in owners[new] if owner.module is not one.module)
        if one.made == new:  # what ends a clash of names by getting another one leaves this one free
            others = (owner for owner in others if not _new_name(answers.get(owner.module)))
        line = _taken_in(deployment, one, new, next(others, None)) if new else 0
        if line:
            taken.append(on(one.module, _not_free(new, line)))
        elif new:
            renamed[one.module] = new
            owners[new].append(one)
    return renamed, taken


def _taken_in(deployment: Deployment, one: Judged, new: str, owner: Judged | None) -> int:
    """Return the line in which something has the new name; 0 where it is free."""
    if owner:
        return deployment.line(owner.module, (), "entry")
    paths = [(*place, new) for place in places_of(one.module)]
    if one.module.entry_at:
        paths += [entry_named(one.module.entry_at, one.name, new), *parts_of(deployment, one.module, new)]
    return next((deployment.line_of(None, path, "deployment") for path in paths if has(deployment.value, path)), 0)


def _not_free(new: str, line: int) -> Finding:
    return find(
        "error",
        (),
        "The module can't be called `{new}`: that name stands in line {line}. It keeps its old one.",
        "Choose another name.",
        because=_DERIVED,
        part="entry",
        new=new,
        line=line,
    )


def _judgement(deployment: Deployment, one: Judged, answer: str | None, rivals: list[Judged]) -> Iterator[On]:
    """Say what becomes of a name that stays."""
    others = _others(deployment, one, rivals)
    if rivals:
        yield _say("error", one, _CLASH, _RENAME, others)
    if one.is_runtime or (rivals and (one.made in TAKEN or not one.refusal)):
        return
    if one.refusal:
        yield _say("error", one, one.refusal, _RENAME)
    elif one.unseen:
        yield _say("warning", one, _UNSEEN, _RENAME)
    elif one.drops:
        yield _dropped(one, answer)
    elif one.made != one.name and not one.drops and is_published(one.module):
        yield _say("info", one, _LOWERED, _NOTHING)


def _dropped(one: Judged, answer: str | None) -> On:
    if not is_published(one.module):
        return _say("info", one, _DROPS_SILENTLY, _NO_PORTS)
    return _say("info", one, _DROPS, _FOLLOWED) if answer == "callers" else _say("warning", one, _DROPS, _RENAME)


def _say(severity: Severity, one: Judged, message: str, remedy: str, others: str = "") -> On:
    values = {"name": one.name, "made": one.made, "others": others}
    return on(one.module, find(severity, (), message.rstrip(), remedy, because=_DERIVED, part="entry", **values))


def _others(deployment: Deployment, one: Judged, rivals: list[Judged]) -> str:
    others = [other for other in rivals[:4] if other.name != one.name][:3]
    shown = ", ".join(f"{other.name} (line {deployment.line(other.module, (), 'entry')})" for other in others)
    rest = len(rivals) - 1 - len(others)
    return shown + (f" and {rest} more" if rest > 0 else "")


def _carried(
    deployment: Deployment, renamed: Mapping[Module, str], kept: Mapping[Module, str], followed: set[Module]
) -> Iterator[On | Outcome]:
    """Carry new names, and host names where callers follow them, to wherever they belong."""
    places = list(found(deployment, renamed, kept))
    yield from keys(deployment, renamed)
    yield from texts(places, renamed, {module: kept[module] for module in followed})
    open_words: dict[Module, list[Spot]] = defaultdict(list)
    for place in places:
        for module in place.unsure:
            open_words[module].append(place.spot)
    for module, spots in open_words.items():
        new, places_shown = renamed.get(module), listed(deployment, spots)
        yield on(module, unsure(module, new, places_shown) if new else untouched(module, kept[module], places_shown))
    misnamed = {module: made for module, made in kept.items() if module not in followed}
    calls = [
        one for place in places for one in place.hosts if one.word.lower() != misnamed.get(one.module, one.word.lower())
    ]
    lines = {module: deployment.line(module, (), "entry") for module in {one.module for one in calls}}
    for one in {(one.spot, one.module): one for one in calls}.values():
        yield wrong(one, misnamed[one.module], lines[one.module])
