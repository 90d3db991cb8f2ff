"""A rule: a generator over one module as it was pasted, and what it says of itself."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Literal

from webapp.core.edit import Outcome, Sure
from webapp.core.module import Module, name_of

Section = Literal["storage", "network", "resources", "web-proxy", "other"]
SECTIONS: tuple[Section, ...] = ("storage", "network", "resources", "web-proxy", "other")
Outcomes = Generator[Outcome, "str | None", None]
Run = Callable[[Module], Outcomes]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `id` is the stem of its files; it runs when any setting of `reads` is present, or always."""

    id: str
    section: Section
    run: Run
    guidance: tuple[str, ...]
    sure: Sure
    reads: frozenset[str]
    first: bool


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
        *_, section, stem = run.__module__.split(".")
        named = next(name for name in SECTIONS if name.replace("-", "_") == section)
        wanted = frozenset(name_of(tuple(name.split(".", 1))) for name in reads)
        return Rule(stem, named, run, guidance, sure, wanted, first)

    return make
