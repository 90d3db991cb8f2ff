"""`HostConfig.VolumesFrom`: the volumes of another container."""

from webapp.core.edit import ask, remove
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule


@rule(guidance=("G7",), sure="derived", reads=("HostConfig.VolumesFrom",))
def volumes_from(module: Module) -> Outcomes:
    """Table 4.3 of the facts; F4.1: the agent does not read it."""
    for node in module.find("HostConfig", "VolumesFrom"):
        if not isinstance(node.value, list) or not node.value:
            continue
        answer = yield ask(
            node,
            "The volumes of `{others}` are not passed on: each module on Kubernetes has mounts of its own. How does "
            "this module get at the data?",
            {
                "shares": "By shares: I add a mount of type `volume` with the same share to both modules",
                "none": "Not at all; it does without them",
            },
            None,
            others=", ".join(str(one).partition(":")[0] for one in node.value),
        )
        if answer == "shares":
            summary = (
                "`VolumesFrom` is removed. Give both modules a mount of type `volume` with the same share as `Source`."
            )
            yield remove(node, summary)
        elif answer == "none":
            yield remove(node, "`VolumesFrom` is removed, as you chose.")
