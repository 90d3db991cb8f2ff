"""The environment variables that a web proxy is about, wherever the module states them.

Source: facts F2.14 (the container gets both lists) and F1.74.
"""

import re

from webapp.core.module import Module
from webapp.core.path import Json, Path
from webapp.core.rules.other._env import Variable, effective

PROXIES = frozenset(("http_proxy", "https_proxy", "all_proxy"))
_NAMES = PROXIES | {"no_proxy", "upstreamprotocol"}
_RUNTIME = re.compile(r"azureiotedge-(hub|agent)")
_HUB_PORTS = ("5671/tcp", "8883/tcp")


def proxy_variables(module: Module) -> list[Variable]:
    """List proxies, their exceptions and the upstream protocol, the module's own `env` first."""
    if not any(name.lower() in _NAMES for name in module.env) and not any(
        isinstance(node.value, str) and node.value.partition("=")[0].lower() in _NAMES for node in module.items("Env")
    ):
        return []
    return [one for one in effective(module) if one.name.lower() in _NAMES]


def proxies(variables: list[Variable]) -> list[Variable]:
    """Return those that name a proxy."""
    return [one for one in variables if one.name.lower() in PROXIES and one.value.strip()]


def is_placeholder(one: Variable) -> bool:
    """Tell whether a value still waits to be filled in, such as `$PROXY` or `<proxy URL>`."""
    return one.value.strip().startswith(("$", "<", "{", "%"))


def beside(module: Module, one: Variable, name: str, value: str) -> tuple[Path, Json]:
    """Return path and value of a new variable in the place where another one stands."""
    if one.part == "env":
        return (name,), {"value": value}
    return (*module.place("Env"), "-"), f"{name}={value}"


def runtime_module(module: Module) -> bool | None:
    """Tell whether this is edgeHub or edgeAgent; None where the paste does not say."""
    if module.name is not None:
        return module.name.lower() in ("edgehub", "edgeagent")
    if module.image:
        return bool(_RUNTIME.search(module.image.lower()))
    ports = {node.key.lower() for node in module.entries("HostConfig", "PortBindings")}
    return True if ports.issuperset(_HUB_PORTS) else None
