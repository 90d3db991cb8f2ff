"""The runtime's two modules, edgeHub and edgeAgent, stand behind the same web proxy as the rest."""

from webapp.core.deployment import Deployment, holds_several
from webapp.core.edit import Because, ask, find, on
from webapp.core.module import Module
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.other._entry import called
from webapp.core.rules.other._env import Variable
from webapp.core.rules.web_proxy._halves import (
    HTTPS,
    OVER_WEB,
    PROTOCOL,
    added,
    chosen,
    has_credentials,
    protocol_of,
    spot,
    ways,
)
from webapp.core.rules.web_proxy._variables import PROXIES, proxies, proxy_variables, runtime_module

_RUNTIME = ("edgehub", "edgeagent")
_BOTH = Because(("G31", "G32"))
_HUB = Because(("G31",))
_LAYER = Because((), "documented")
_ADVICE = Because((), "advice")
_REMEDY = (
    "Set `https_proxy`, `no_proxy` with `localhost`, and `UpstreamProtocol` with `AmqpWs` on edgeHub, and best on "
    "edgeAgent too. The last one can stay away where the proxy passes AMQP."
)

_NOT_COPIED = (
    "`{other}` is behind a web proxy, and edgeHub states none. The proxy's URL has a user or a password in it, so it "
    "is not copied: who may read a deployment would find it in one more place."
)
_REMEDY_BELOW = (
    "See that `https_proxy`, `no_proxy` with `localhost`, and `UpstreamProtocol` with `AmqpWs` are set there, on "
    "edgeHub and best on edgeAgent too."
)


@deployment_rule(guidance=("G31", "G32", "G33"), sure="documented", reads=("Env", "module.env"))
def runtime_proxy(deployment: Deployment) -> Words:
    """Facts F1.70 to F1.74, F2.9, F2.10; conflict C11."""
    if not holds_several(deployment.kind):
        yield from _single(deployment.modules[0])
        return
    runtime = {name: one for one in deployment.modules if (name := (one.name or "").lower()) in _RUNTIME}
    if any(one.carrier == "placeholder" for one in runtime.values()):
        return  # what its createOptions say of a proxy is not known
    behind = {name: found for name, one in runtime.items() if (found := _proxy(one))}
    missing = [one for name, one in runtime.items() if name not in behind and not _states(one)]
    if behind:
        if "edgehub" in behind:
            yield from _without_https(runtime["edgehub"])
        name, proxy = next(iter(behind.items()))
        for module in missing:
            yield from (_agent if module is runtime.get("edgeagent") else _hub)(module, runtime[name], proxy)
        return
    ordinary = ((one, found) for one in deployment.modules if (found := _proxy(one)))
    first = next(ordinary, None)
    if first and len(missing) == len(runtime):
        yield from _unprotected(deployment, *first, runtime)


def _single(module: Module) -> Words:
    """Say of a module that was pasted by itself what its proxy is a sign of."""
    if (module.name or "").lower() == "edgehub":
        yield from _without_https(module)
        return
    known = proxy_variables(module)
    behind = proxies(known)
    if behind and runtime_module(module) is not True and not any(one.name.lower() == PROTOCOL.lower() for one in known):
        yield on(
            module,
            find(
                "info",
                behind[0].node,
                "This module uses a web proxy, so the runtime behind it is likely to need one as well.",
                _REMEDY,
                because=_BOTH,
                part=behind[0].part,
            ),
        )


def _proxy(module: Module) -> Variable | None:
    """Return the proxy that a module uses, the one for HTTPS before others; None where it uses none."""
    found = proxies(proxy_variables(module))
    return min(found, key=lambda one: one.name.lower() != HTTPS, default=None)


def _states(module: Module) -> bool:
    """Tell whether a module says anything of a proxy, be it that there is none."""
    return any(one.name.lower() in PROXIES for one in proxy_variables(module))


def _without_https(hub: Module) -> Words:
    """Tell edgeHub that a proxy for plain HTTP alone does not get it to the cloud."""
    found = proxies(proxy_variables(hub))
    if found and all(one.name.lower() == "http_proxy" for one in found):
        yield on(
            hub,
            find(
                "warning",
                found[0].node,
                "edgeHub has `{name}` and no `https_proxy`. It reaches the cloud over TLS, which `{name}` is not for.",
                "State the proxy as `https_proxy` on edgeHub.",
                because=_HUB,
                part=found[0].part,
                name=found[0].name,
            ),
        )


def _hub(module: Module, agent: Module, proxy: Variable) -> Words:
    """edgeAgent is behind a proxy and edgeHub, which needs it most, is not."""
    path, part = spot(module)
    answer = yield on(
        module,
        ask(
            path,
            "`{other}` is behind a web proxy and this module is not, although both reach the cloud. Should it get the "
            "proxy too?",
            ways(proxy, "No; it reaches the cloud without"),
            "leave" if has_credentials(proxy) else "add",
            part=part,
            other=called(agent),
        ),
    )
    if value := chosen(answer, proxy):
        yield from added(module, value, protocol_of(agent))
    elif has_credentials(proxy):
        yield on(module, find("warning", path, _NOT_COPIED, _REMEDY, because=_BOTH, part=part, other=called(agent)))


def _agent(module: Module, hub: Module, proxy: Variable) -> Words:
    """edgeHub is behind a proxy; what edgeAgent uses stands in the local UI of the device."""
    path, part = spot(module)
    answer = yield on(
        module,
        ask(
            path,
            "`{other}` is behind a web proxy. Should this module state it too, although the device's own settings "
            "give it one?",
            ways(proxy, "No; the web proxy of the local UI will do"),
            "leave",
            because=_ADVICE,
            part=part,
            other=called(hub),
        ),
    )
    if value := chosen(answer, proxy):
        yield from added(module, value, protocol_of(hub))
        return
    yield on(
        module,
        find(
            "info",
            path,
            "`{other}` is behind a web proxy, and this module states none. On Azure Stack Edge the device, and "
            "edgeAgent with it, takes the web proxy that is set in the local UI.",
            "Look there whether it is set.",
            because=_ADVICE,
            part=part,
            other=called(hub),
        ),
    )


def _unprotected(deployment: Deployment, module: Module, proxy: Variable, runtime: dict[str, Module]) -> Words:
    """Ordinary modules use a proxy, and no module of the runtime does."""
    if "edgehub" in runtime:
        yield from _neither(deployment, module, proxy, runtime)
    elif runtime or deployment.kind != "layered-deployment":
        yield find(
            "info",
            module.entry_at or module.at,
            "`{name}` uses a web proxy, so the runtime behind it is likely to need one as well. It is not in this "
            "paste.",
            _REMEDY,
            because=_BOTH,
            part="deployment",
            name=called(module),
        )
    else:
        yield find(
            "info",
            module.entry_at or module.at,
            "`{name}` uses a web proxy. A layer does not hold edgeHub and edgeAgent; what they know of the proxy "
            "stands in the base deployment.",
            _REMEDY_BELOW,
            because=_LAYER,
            part="deployment",
            name=called(module),
        )


def _neither(deployment: Deployment, module: Module, proxy: Variable, runtime: dict[str, Module]) -> Words:
    hub, name = runtime["edgehub"], called(module)
    path, part = spot(hub)
    answer = yield on(
        hub,
        ask(
            path,
            "Should the runtime use the web proxy of `{name}`? That module may need it for something else, so the "
            "runtime stays as it is unless you say so.",
            ways(proxy, "No; they reach the cloud without"),
            "leave",
            part=part,
            name=name,
        ),
    )
    if value := chosen(answer, proxy):
        for one in runtime.values():
            yield from added(one, value, OVER_WEB)
        return
    yield on(
        hub,
        find(
            "info",
            path,
            "`{name}` (line {line}) uses a web proxy, and edgeHub does not. If the network lets nothing else through, "
            "the runtime does not reach the cloud.",
            _REMEDY,
            because=_BOTH,
            part=part,
            name=name,
            line=deployment.line(module, proxy.node.path, proxy.part),
        ),
    )
