"""How a half of the runtime, edgeHub or edgeAgent, gets a web proxy: what is offered, and what is stated where.

Source: facts F1.70 to F1.74; conflict C11.
"""

from webapp.core.edit import Edit, Option, on, put
from webapp.core.message import Message
from webapp.core.module import Module, Part
from webapp.core.path import Path
from webapp.core.rule import Words
from webapp.core.rules.other._env import Variable
from webapp.core.rules.web_proxy._exceptions import exceptions
from webapp.core.rules.web_proxy._variables import proxy_variables

HTTPS, PROTOCOL, OVER_WEB = "https_proxy", "UpstreamProtocol", "AmqpWs"
_ANOTHER = "Yes, under this URL, without user and password"
_EXPECTS = "A URL `http://host:port` without user and password."
_PLAIN_URL = r"http://[A-Za-z0-9._-]{1,253}(:[0-9]{1,5})?/?|http://\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?/?"


def spot(module: Module) -> tuple[Path, Part]:
    """Return where `https_proxy` belongs: the module's own `env`, or `Env` where the paste has no place for that."""
    return ((HTTPS,), "env") if module.env_at is not None else (module.place("Env"), "createOptions")


def has_credentials(proxy: Variable) -> bool:
    """Tell whether the URL of a proxy has a user or a password in it."""
    return "@" in proxy.value


def ways(proxy: Variable, leave: str) -> tuple[Option, ...]:
    """Return the answers: a proxy that has a user or a password in it is not offered to be copied."""
    if has_credentials(proxy):
        add = Option("add:http://<host>:<port>", Message(_ANOTHER), _PLAIN_URL, Message(_EXPECTS), True)
    else:
        add = Option("add", Message("Yes: the same `https_proxy`, with `no_proxy` and `UpstreamProtocol`"))
    return add, Option("leave", Message(leave))


def chosen(answer: str | None, proxy: Variable) -> str:
    """Return the proxy that the answer sets; an empty text where it sets none."""
    head, _, url = (answer or "").partition(":")
    if head != "add":
        return ""
    return url or ("" if has_credentials(proxy) else proxy.value)


def protocol_of(module: Module) -> str:
    """Return the protocol that a half of the runtime states; an empty text where it states none."""
    stated = [one.value for one in proxy_variables(module) if one.name.lower() == PROTOCOL.lower()]
    return stated[-1].strip() if stated else ""


def added(module: Module, value: str, protocol: str) -> Words:
    """State the proxy, what the rule `no_proxy` then wants beside it, and the protocol that the other half speaks."""
    proxy = _stated(module, HTTPS, value, "`https_proxy` is set: the module uses the same web proxy.")
    yield on(module, proxy)
    for edit in exceptions(_with(module, proxy)):
        yield on(module, edit)
    if protocol and not protocol_of(module):
        summary = "The protocol of the runtime's way through the proxy is stated, one for edgeHub and edgeAgent."
        yield on(module, _stated(module, PROTOCOL, protocol, summary))


def _stated(module: Module, name: str, value: str, summary: str) -> Edit:
    path, part = spot(module)
    if part == "env":
        return put((name,), {"value": value}, summary, part=part)
    return put((*path, "-"), f"{name}={value}", summary)


def _with(module: Module, edit: Edit) -> Module:
    """Return the module as it looks after an edit."""
    if edit.part == "env":
        return module.showing(module.options, {**module.env, HTTPS: edit.value})
    listed = [*(item.value for item in module.items("Env")), edit.value]
    return module.showing({**module.options, str(module.place("Env")[0]): listed})
