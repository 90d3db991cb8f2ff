"""A rule: a generator over one module as it was pasted, or over a deployment, and what it says of itself."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Literal

from webapp.core.deployment import Deployment
from webapp.core.edit import Because, Grounds, On, Outcome, Sure
from webapp.core.module import Module, name_of

Section = Literal["storage", "network", "resources", "web-proxy", "other"]
SECTIONS: tuple[Section, ...] = ("storage", "network", "resources", "web-proxy", "other")
Outcomes = Generator[Outcome, "str | None", None]
Words = Generator[On | Outcome, "str | None", None]
Run = Callable[[Module], Outcomes]
RunOnAll = Callable[[Deployment], Words]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `id` is the stem of its files; it runs when any setting of `reads` is present, or always.

    `about` tells what `run` takes: a `Module` or a `Deployment`.
    """

    id: str
    section: Section
    about: Literal["module", "deployment"]
    run: Callable[[Any], Words]
    guidance: tuple[str, ...]
    sure: Sure
    reads: frozenset[str]
    first: bool

    @property
    def folder(self) -> str:
        """The name of its section's folder."""
        return folder_of(self.section)

    def grounds(self, because: Because) -> Grounds:
        """Return what an outcome of this rule rests on: what it says itself, else what the rule says."""
        guidance = self.guidance if because.guidance is None else because.guidance
        return Grounds(guidance, because.sure or self.sure)


def folder_of(section: str) -> str:
    """Return the name of a section's folder."""
    return section.replace("-", "_")


def rule(
    *,
    guidance: tuple[str, ...],
    sure: Sure,
    reads: tuple[str, ...] = (),
    first: bool = False,
) -> Callable[[Run], Rule]:
    """Make a rule of a generator. The file's name gives the id, its folder the section.

    Args:
        guidance: statements (`"G9"`) that every outcome rests on unless it names others.
        sure: `documented` by the article or the device's documentation, `derived` from the agent's code or
            Kubernetes' rules, or `advice`.
        reads: settings of which one must be present for the rule to run, `"Env"` or `"HostConfig.Binds"`;
            `"module.env"` stands for the module's own `env` section; empty: the rule always runs.
        first: the rule puts a setting where it is meant to stand, before all others look.
    """

    def make(run: Run) -> Rule:
        return Rule(*_named(run), "module", run, guidance, sure, _wanted(reads), first)

    return make


def deployment_rule(
    *, guidance: tuple[str, ...], sure: Sure, reads: tuple[str, ...] = ()
) -> Callable[[RunOnAll], Rule]:
    """Make a rule about a whole deployment; it sees each module as the rules about modules leave it.

    It says of a module what it has to say by `on(module, …)`, of the whole with `part="deployment"`, where paths count
    in the pasted document. It runs when any module has any setting of `reads`, or always.
    """

    def make(run: RunOnAll) -> Rule:
        return Rule(*_named(run), "deployment", run, guidance, sure, _wanted(reads), False)

    return make


def _named(run: Run | RunOnAll) -> tuple[str, Section]:
    *_, section, stem = run.__module__.split(".")
    return stem, next(name for name in SECTIONS if folder_of(name) == section)


def _wanted(reads: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name_of(tuple(name.split(".", 1))) for name in reads)
