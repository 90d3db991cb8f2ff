"""Volumes of several modules: their claims have no part of the module's name, so equal names are one claim."""

from typing import NamedTuple

from webapp.core.deployment import Deployment
from webapp.core.edit import Finding, find, on
from webapp.core.module import Module
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.other._entry import called
from webapp.core.rules.other._env import short
from webapp.core.rules.storage._host_paths import is_placeholder, volume_name
from webapp.core.rules.storage._mounts import Mount, read_mounts


class _Use(NamedTuple):
    """A module that mounts a volume."""

    module: Module
    mount: Mount


@deployment_rule(guidance=(), sure="derived", reads=("HostConfig.Mounts",))
def shared_claims(deployment: Deployment) -> Words:
    """Facts F4.9 and K49; translation notes, sections 8, 9 and 11; a module that is stopped has claims as well."""
    if len(deployment.modules) < 2:
        return
    claims: dict[str, list[_Use]] = {}
    for module in deployment.modules:
        for mount in read_mounts(module):
            if mount.type == "volume" and mount.source and not is_placeholder(mount.source):
                claims.setdefault(volume_name(mount.source), []).append(_Use(module, mount))
    claims.pop("", None)  # `volume_names` says that such a source is refused
    for claim, uses in claims.items():
        if any(one.module is not uses[0].module for one in uses):
            yield from _differently_written(deployment, claim, uses)
            yield from _read_only_first(deployment, claim, uses)


def _differently_written(deployment: Deployment, claim: str, uses: list[_Use]) -> Words:
    """Each further spelling is told of the first; within one module `volume_names` does so."""
    first = uses[0]
    told = {first.mount.source}
    for one in uses:
        if one.mount.source not in told and one.module is not first.module:
            yield on(one.module, _same_claim(deployment, claim, one, first))
            told.add(one.mount.source)


def _same_claim(deployment: Deployment, claim: str, one: _Use, first: _Use) -> Finding:
    by_case = one.mount.source.lower() == first.mount.source.lower()
    return find(
        "warning" if by_case else "error",
        one.mount.node,
        "`{source}` here and `{other}` of the module `{module}` (line {line}) both get the claim `{claim}`: on the GPU "
        "device they are one volume, and the modules see each other's files.",
        "Write both the same if one volume is meant. Else take names that differ in their letters, digits or dashes, "
        "whatever the case.",
        source=short(one.mount.source),
        other=short(first.mount.source),
        claim=claim,
        module=called(first.module),
        line=_line(deployment, first),
    )


def _read_only_first(deployment: Deployment, claim: str, uses: list[_Use]) -> Words:
    """The first mount decides what the claim asks for."""
    first = uses[0]
    writers = [one for one in uses if not one.mount.read_only and one.module is not first.module]
    if not first.mount.read_only or not writers:
        return
    told: list[Module] = []
    for one in writers:
        if not any(one.module is module for module in told):
            told.append(one.module)
            yield on(one.module, _unwritable(deployment, claim, one, first))
    yield on(first.module, _asked_for(deployment, claim, first, writers[0]))


def _unwritable(deployment: Deployment, claim: str, one: _Use, first: _Use) -> Finding:
    return find(
        "warning",
        one.mount.node,
        "The module writes to `{source}`, but the module `{module}` (line {line}) comes first and only reads it: the "
        "device asks for the claim `{claim}` as `ReadOnlyMany`, and writing may fail.",
        _REMEDY,
        source=short(one.mount.source),
        claim=claim,
        module=called(first.module),
        line=_line(deployment, first),
    )


def _asked_for(deployment: Deployment, claim: str, first: _Use, writer: _Use) -> Finding:
    return find(
        "warning",
        first.mount.node,
        "This is the first mount of the claim `{claim}`, and it is read-only, so the device asks for it as "
        "`ReadOnlyMany`. The module `{module}` (line {line}) writes to it.",
        _REMEDY,
        claim=claim,
        module=called(writer.module),
        line=_line(deployment, writer),
    )


_REMEDY = (
    "Put the module that writes in front of the others. Nothing to do where the claim is on the device already, as "
    "that of a share is."
)


def _line(deployment: Deployment, use: _Use) -> int:
    return deployment.line(use.module, use.mount.node.path)
