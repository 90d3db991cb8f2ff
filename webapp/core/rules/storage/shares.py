"""Shares and claims that a module mounts: what must exist before it starts, and what they suit."""

import re

from webapp.core.edit import Because, Finding, find
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import listed
from webapp.core.rules.storage._choices import claim_of
from webapp.core.rules.storage._planned import Planned
from webapp.core.rules.storage._pod_volumes import all_planned

_DATABASE = re.compile(
    r"mssql|sql-?edge|sql-?server|mysql|mariadb|postgres|mongo|influx|prometheus|sqlite|couchdb|redis|/data/db(/|$)"
)
_DERIVED = Because((), "derived")


@rule(guidance=("G7", "G12"), sure="documented", reads=("HostConfig.Binds", "HostConfig.Mounts", "Volumes"))
def shares(module: Module) -> Outcomes:
    """Facts F1.21 to F1.24 and F4.9; K49 and sections 9 and 11 of the translation notes for access modes."""
    mounted = [plan for plan in all_planned(module) if plan.becomes == "volume"]
    claims: dict[str, list[Planned]] = {}
    for plan in mounted:
        claims.setdefault(claim_of(plan.source), []).append(plan)
    if not claims:
        return
    yield _must_exist(claims)
    for plans in claims.values():
        if plans[0].read_only:
            yield _read_only(plans)
    database = next((plan for plan in mounted if _DATABASE.search(f"{plan.source} {plan.target}".lower())), None)
    if database or _DATABASE.search((module.image or "").lower()):
        yield _suits_badly(database or mounted[0])


def _must_exist(claims: dict[str, list[Planned]]) -> Finding:
    first = next(iter(claims.values()))[0]
    names = [plans[0].source for plans in claims.values()]
    return find(
        "info",
        first.node,
        "The GPU device must have a share, or a claim, of each name that the module mounts: `{names}`. Until then the "
        "module stays pending.",
        "Create each share with `Use the share with Edge compute`, or mount it to that use later.",
        names=listed(names),
    )


def _read_only(plans: list[Planned]) -> Finding:
    if any(not plan.read_only for plan in plans):
        return find(
            "warning",
            plans[0].node,
            "`{share}` is mounted read-only first and writable later. Where the agent makes the claim, the first "
            "counts: it asks for read-only access.",
            "Put the writable mount of `{share}` first.",
            because=_DERIVED,
            share=plans[0].source,
        )
    return find(
        "warning",
        plans[0].node,
        "`{share}` is mounted only read-only. Where the agent makes the claim, it asks for read-only access, which a "
        "share does not offer, and the module may stay pending.",
        "If it does, take `ReadOnly` out, and let the module itself refrain from writing.",
        because=_DERIVED,
        share=plans[0].source,
    )


def _suits_badly(plan: Planned) -> Finding:
    return find(
        "info",
        plan.node,
        "The share `{share}` seems to hold a database. SMB and NFS shares suit databases badly.",
        "Prefer a claim of the storage class `ase-node-local`, and name the claim as `Source`.",
        because=Because((), "advice"),
        share=plan.source,
    )
