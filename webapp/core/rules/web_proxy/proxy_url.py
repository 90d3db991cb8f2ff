"""The address of a web proxy: its scheme, and what it gives away."""

import re

from webapp.core.edit import Because, find
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import Variable
from webapp.core.rules.web_proxy._variables import is_placeholder, proxies, proxy_variables

_URL = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*)://)?([^/?#]*)([^?#]*)", re.DOTALL)
_ADVICE = Because(sure="advice")


@rule(guidance=("G31",), sure="documented", reads=("Env", "module.env"))
def proxy_url(module: Module) -> Outcomes:
    """Fact F1.72; conflict C17."""
    for one in proxies(proxy_variables(module)):
        if not is_placeholder(one):
            yield from _checked(one, one.value.strip())


def _checked(one: Variable, url: str) -> Outcomes:
    found = _URL.match(url)
    scheme, host, path = ((found[1] or "").lower(), found[2], found[3]) if found else ("", "", "")
    if path.lower().endswith(".pac"):
        yield find(
            "warning",
            one.node,
            "`{name}` names a file that chooses a proxy; neither the device nor the runtime reads such files.",
            "State the proxy itself, as `http://host:port`.",
            part=one.part,
            name=one.name,
        )
    elif scheme and scheme != "http":
        yield find(
            "warning",
            one.node,
            "`{name}` speaks to the proxy by `{scheme}`. The device takes `http` proxies only; for modules the sources "
            "differ, newer ones ask for `http` too.",
            "Write `http://`; what passes through to an `https` address stays encrypted.",
            part=one.part,
            name=one.name,
            scheme=scheme[:20],
        )
    elif not scheme:
        yield find(
            "info",
            one.node,
            "`{name}` has no scheme; not every program takes that.",
            "Write `http://` before the host.",
            because=_ADVICE,
            part=one.part,
            name=one.name,
        )
    if "@" in host:
        yield find(
            "warning",
            one.node,
            "`{name}` carries a user name or password that everyone can read who sees the deployment or the module's "
            "variables.",
            "Let the proxy know the device by its address, or give it an account that may do nothing else.",
            because=_ADVICE,
            part=one.part,
            name=one.name,
        )
