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
            "variables such as `PATH`, `Cmd`, `Entrypoint`, `WorkingDir`, `User`, `Labels`, `Volumes`, `Healthcheck`, "
            "and `ExposedPorts`, of which a Service is made; and what IoT Edge added.",
            "Where IoT Edge made the container, its label `net.azure-devices.edge.create-options` holds the "
            "createOptions as they were stated: convert these. Else leave out what `docker image inspect` shows.",
            part="deployment",
        )
