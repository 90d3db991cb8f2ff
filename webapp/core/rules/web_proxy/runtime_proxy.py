"""The runtime's two modules, edgeHub and edgeAgent, stand behind the same web proxy as the rest."""

from webapp.core.deployment import Deployment
from webapp.core.edit import Because, Edit, ask, find, on, put
from webapp.core.module import Module, Part
from webapp.core.path import Path
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.other._entry import called
from webapp.core.rules.other._env import Variable
from webapp.core.rules.web_proxy._variables import PROXIES, proxies, proxy_variables, runtime_module
from webapp.core.rules.web_proxy.no_proxy import no_proxy

_SINGLE = ("create-options", "module")
_NAME, _PROTOCOL, _VALUE = "https_proxy", "UpstreamProtocol", "AmqpWs"
_RUNTIME = ("edgehub", "edgeagent")
_BOTH = Because(("G31", "G32"))
_LAYER = Because((), "documented")
_REMEDY = (
    "Set `https_proxy`, `no_proxy` with `localhost`, and `UpstreamProtocol` with `AmqpWs` on edgeHub, and best on "
    "edgeAgent too. The last one can stay away where the proxy passes AMQP."
)

_REMEDY_BELOW = (
    "See that `https_proxy`, `no_proxy` with `localhost`, and `UpstreamProtocol` with `AmqpWs` are set there, on "
    "edgeHub and best on edgeAgent too."
)


@deployment_rule(guidance=("G31", "G32", "G33"), sure="documented", reads=("Env", "module.env"))
def runtime_proxy(deployment: Deployment) -> Words:
    """Facts F1.70 to F1.74, F2.9, F2.10; conflict C11."""
    if deployment.kind in _SINGLE:
        yield from _single(deployment.modules[0])
        return
    runtime = {name: one for one in deployment.modules if (name := (one.name or "").lower()) in _RUNTIME}
    if any(one.carrier == "placeholder" for one in runtime.values()):
        return  # what its createOptions say of a proxy is not known
    behind = {name: found for name, one in runtime.items() if (found := _proxy(one))}
    missing = [one for name, one in runtime.items() if name not in behind and not _states(one)]
    if behind:
        name, proxy = next(iter(behind.items()))
        for module in missing:
            yield from _other_half(module, runtime[name], proxy)
        return
    ordinary = ((one, found) for one in deployment.modules if (found := _proxy(one)))
    first = next(ordinary, None)
    if first and len(missing) == len(runtime):
        yield from _unprotected(deployment, *first, runtime)


def _single(module: Module) -> Words:
    """Say of a module that was pasted by itself what its proxy is a sign of."""
    known = proxy_variables(module)
    behind = proxies(known)
    if (
        behind
        and runtime_module(module) is not True
        and not any(one.name.lower() == _PROTOCOL.lower() for one in known)
    ):
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
    return min(found, key=lambda one: one.name.lower() != _NAME, default=None)


def _states(module: Module) -> bool:
    """Tell whether a module says anything of a proxy, be it that there is none."""
    return any(one.name.lower() in PROXIES for one in proxy_variables(module))


def _spot(module: Module) -> tuple[Path, Part]:
    """Return where `https_proxy` belongs: the module's own `env`, or `Env` where the paste has no place for that."""
    return ((_NAME,), "env") if module.env_at is not None else (module.place("Env"), "createOptions")


def _other_half(module: Module, other: Module, proxy: Variable) -> Words:
    path, part = _spot(module)
    answer = yield on(
        module,
        ask(
            path,
            "`{other}` is behind a web proxy and this module is not, although both reach the cloud. Should it get the "
            "proxy too?",
            {
                "add": "Yes: the same `https_proxy`, with `no_proxy` and `UpstreamProtocol`",
                "leave": "No; it reaches the cloud without",
            },
            "add",
            part=part,
            other=called(other),
        ),
    )
    if answer == "add":
        yield from _added(module, proxy.value)


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
    path, part = _spot(hub)
    answer = yield on(
        hub,
        ask(
            path,
            "Should the runtime use the web proxy of `{name}`? That module may need it for something else, so the "
            "runtime stays as it is unless you say so.",
            {"add": "Yes: edgeHub and edgeAgent get it", "leave": "No; they reach the cloud without"},
            "leave",
            part=part,
            name=name,
        ),
    )
    if answer == "add":
        for one in runtime.values():
            yield from _added(one, proxy.value)
        return
    yield on(
        hub,
        find(
            "warning",
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


def _added(module: Module, value: str) -> Words:
    """State the proxy, what the rule `no_proxy` then wants beside it, and the protocol."""
    proxy = _stated(module, _NAME, value, "`https_proxy` is set: the module uses the same web proxy.")
    yield on(module, proxy)
    for outcome in no_proxy.run(_with(module, proxy)):
        if isinstance(outcome, Edit):
            yield on(module, outcome)
    if not any(one.name.lower() == _PROTOCOL.lower() for one in proxy_variables(module)):
        summary = "The runtime speaks AMQP over WebSockets, which passes the proxy."
        yield on(module, _stated(module, _PROTOCOL, _VALUE, summary))


def _stated(module: Module, name: str, value: str, summary: str) -> Edit:
    path, part = _spot(module)
    if part == "env":
        return put((name,), {"value": value}, summary, part=part)
    return put((*path, "-"), f"{name}={value}", summary)


def _with(module: Module, edit: Edit) -> Module:
    """Return the module as it looks after an edit."""
    if edit.part == "env":
        return module.showing(module.options, {**module.env, _NAME: edit.value})
    listed = [*(item.value for item in module.items("Env")), edit.value]
    return module.showing({**module.options, str(module.place("Env")[0]): listed})
