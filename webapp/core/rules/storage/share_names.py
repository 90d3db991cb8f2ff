"""Names of shares: what a share may be called, and what the agent makes of the name."""

import re
from collections.abc import Iterator

from webapp.core.edit import find
from webapp.core.module import Module, Node, member
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.storage._host_paths import SHARE_NAME, host_path, is_placeholder, volume_name
from webapp.core.rules.storage._pod_volumes import all_planned


@rule(guidance=("G12",), sure="derived", reads=("HostConfig.Binds", "HostConfig.Mounts", "Volumes"))
def share_names(module: Module) -> Outcomes:
    """Facts F1.23 and F1.25; conflict C13."""
    for node, name in _shares(module):
        claim = volume_name(name)
        if is_placeholder(name):
            yield find(
                "info",
                node,
                "`{name}` stands for the name of a share and is filled in later.",
                "Fill in a name of 3 to 63 lower-case letters, digits and single hyphens.",
                name=name,
            )
        elif claim != name and claim == name.lower():
            yield find(
                "warning",
                node,
                "The device asks for `{claim}` in lower case. A share that is called `{name}` may not be found.",
                "Name the share in lower case on the device, and state it so here.",
                name=name,
                claim=claim,
            )
        elif claim and len(name) <= 63 and not re.fullmatch(SHARE_NAME, name):
            yield find(
                "warning",
                node,
                "No share can be called `{name}`: 3 to 63 letters, digits and single hyphens are allowed. The device "
                "looks for `{claim}`.",
                "Name a share that exists on the GPU device, unless a claim `{claim}` was made in the cluster.",
                name=name,
                claim=claim,
            )


def _shares(module: Module) -> Iterator[tuple[Node, str]]:
    """Yield the names under which shares are mounted, by the answers in force."""
    for plan in all_planned(module):
        place = host_path(plan.source) if plan.becomes == "open" else None
        if plan.becomes == "volume" or plan.claim or (place and place.share):
            yield member(plan.node, "Source") or plan.node, place.share if place else plan.source
