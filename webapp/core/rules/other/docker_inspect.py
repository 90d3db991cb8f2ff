"""`docker inspect` shows more than createOptions said: what the image brought along, too."""

from webapp.core.deployment import Deployment
from webapp.core.edit import find
from webapp.core.rule import Words, deployment_rule


@deployment_rule(guidance=(), sure="advice")
def docker_inspect(deployment: Deployment) -> Words:
    """Fact F2.2."""
    if deployment.kind == "docker-inspect":
        yield find(
            "info",
            (),
            "This is what `docker inspect` shows of a container. It holds what the image brought along as well: "
            "variables such as `PATH`, `Cmd`, `Entrypoint`, `WorkingDir`, `Labels`; and what IoT Edge added.",
            "Leave out what the image sets by itself; `docker image inspect` shows it. For the deployment take the "
            "createOptions that each module got, not the whole text.",
            part="deployment",
        )
