"""Behind a web proxy, edgeHub and edgeAgent reach the cloud over WebSockets."""

from webapp.core.edit import Because, ask, find, put
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import Variable
from webapp.core.rules.web_proxy._variables import (
    beside,
    is_placeholder,
    proxies,
    proxy_variables,
    runtime_module,
)

_KNOWN = ("amqp", "mqtt", "amqpws", "mqttws")
_NAME = "UpstreamProtocol"
_SET = {
    "set": "No, or I don't know: `AmqpWs`, which looks like web traffic",
    "leave": "Yes; leave the protocol as it is",
}


@rule(guidance=("G31", "G32"), sure="documented", reads=("Env", "module.env"))
def upstream_protocol(module: Module) -> Outcomes:
    """Facts F1.70, F1.73, F1.74, F2.10; conflict C11."""
    known = proxy_variables(module)
    if not known:
        return
    behind = proxies(known)
    stated = next((one for one in reversed(known) if one.name.lower() == _NAME.lower()), None)
    runtime = runtime_module(module)
    if stated and runtime is not False:
        yield from _stated(stated, bool(behind))
    elif stated:
        yield find(
            "info",
            stated.node,
            "Only edgeHub and edgeAgent read `{name}`; this module has another name or image.",
            "Set it on those two, where it is missing.",
            because=Because(guidance=(), sure="advice"),
            part=stated.part,
            name=stated.name,
        )
    elif behind and runtime:
        yield from _missing(module, behind[0])


def _missing(module: Module, proxy: Variable) -> Outcomes:
    answer = yield ask(
        proxy.node if proxy.part == "createOptions" else (_NAME,),
        "`{name}` is set. Does the proxy let AMQP through?",
        _SET,
        "set",
        part=proxy.part,
        name=proxy.name,
    )
    if answer == "set":
        path, value = beside(module, proxy, _NAME, "AmqpWs")
        yield put(path, value, "The runtime speaks AMQP over WebSockets, which passes the proxy.", part=proxy.part)


def _stated(stated: Variable, behind_proxy: bool) -> Outcomes:
    value = stated.value.strip().lower()
    if is_placeholder(stated):
        return
    if value not in _KNOWN:
        yield find(
            "warning",
            stated.node,
            "`{value}` is no protocol that the runtime knows.",
            "Write `AmqpWs` or `MqttWs` behind a proxy, else `Amqp` or `Mqtt`.",
            because=Because(guidance=("G32",), sure="derived"),
            part=stated.part,
            value=stated.value,
        )
    elif behind_proxy and not value.endswith("ws"):
        yield find(
            "warning",
            stated.node,
            "`{value}` passes few web proxies; the runtime then starts but does not reach the cloud.",
            "Write `AmqpWs` unless this proxy lets the protocol through.",
            because=Because(guidance=("G32",)),
            part=stated.part,
            value=stated.value,
        )
