"""createOptions that are filled in later could not be looked at."""

from webapp.core.deployment import Deployment
from webapp.core.edit import find, on
from webapp.core.path import at
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.other._env import short


@deployment_rule(guidance=(), sure="advice")
def placeholder_options(deployment: Deployment) -> Words:
    """Templates of deployments leave gaps for their tools to fill."""
    for module in deployment.modules:
        if module.carrier == "placeholder":
            yield on(
                module,
                find(
                    "warning",
                    (),
                    "`{text}` is filled in later, so the createOptions of this module were not looked at.",
                    "Paste what stands behind the placeholder, too: by itself, or in its place.",
                    text=short(at(deployment.value, module.at)),
                ),
            )
