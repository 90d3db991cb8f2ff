"""A HostPort that differs from the container port: modules that call it must change."""

from webapp.core.edit import find
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import called, sorted_out


@rule(guidance=("G13", "G15"), sure="documented", reads=("HostConfig.PortBindings",))
def host_ports(module: Module) -> Outcomes:
    """Facts F1.48, F1.49, F1.51."""
    for one in sorted_out(module).served:
        if one.host != one.port.number:
            yield find(
                "warning",
                one.place,
                "Other modules reach this one at `{name}:{host}`, no longer at the container's port `{container}`.",
                "Change the port to `{host}` in every module that calls `{name}:{container}`, or make the HostPort "
                "`{container}`: each module has its own address here, so it can't clash with another module's.",
                name=called(module),
                host=one.host,
                container=one.port.number,
            )
