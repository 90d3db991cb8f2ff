"""`PublishAllPorts`: the device publishes only what `PortBindings` lists."""

from webapp.core.edit import ask, remove
from webapp.core.module import Module
from webapp.core.path import Json
from webapp.core.rule import Outcomes, rule


@rule(guidance=("G13",), sure="derived", reads=("HostConfig.PublishAllPorts",))
def publish_all_ports(module: Module) -> Outcomes:
    """Facts F4.1 and F4.7, table 4.4."""
    for node in module.find("HostConfig", "PublishAllPorts"):
        if _is_off(node.value):
            yield remove(node, "`PublishAllPorts` is removed: it was off.")
        elif _is_on(node.value):
            answer = yield ask(
                node,
                "Docker publishes all ports of the image at random HostPorts. The GPU device does not know the image's "
                "ports: list those that others call under `PortBindings`. May `PublishAllPorts` go?",
                {"remove": "Yes; the ports are listed, or nobody calls them"},
                None,
            )
            if answer == "remove":
                yield remove(node, "`PublishAllPorts` is removed, as you chose.")


def _is_off(value: Json) -> bool:
    return value.strip().lower() == "false" if isinstance(value, str) else value == 0


def _is_on(value: Json) -> bool:
    return value.strip().lower() == "true" if isinstance(value, str) else isinstance(value, (bool, int, float))
