"""What a module's entry says beside its settings: the device acts on the type and the status, on no policy."""

from collections.abc import Iterator

from webapp.core.edit import Because, Finding, find
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._ports import exposed, is_placeholder, sorted_out
from webapp.core.rules.network._reach import is_external
from webapp.core.rules.other._entry import is_stopped, stated
from webapp.core.rules.other._env import short

_RESTART = {
    "never": "The device does not act on `{policy}`: a pod always starts again. A module that ends by itself runs over "
    "and over, with longer and longer pauses.",
    "on-failure": "The device does not act on `{policy}`: a pod always starts again, also after it has ended as it "
    "should.",
    "on-unhealthy": "The device does not act on `{policy}`: a pod starts again whenever it ends, and never because it "
    "is unhealthy.",
}
_GO_ON = "Let the module go on running when its work is done, or start such work in another way."
_END = "Let the module end by itself when it can't go on; health checks of Docker are not run."


@rule(guidance=(), sure="derived", reads=("module.entry",))
def entry_policies(module: Module) -> Outcomes:
    """Facts F2.7, F4.14, K44; conflict C16; sections 1 and 6 of the translation, 5 of the parsing notes."""
    yield from _type(module)
    yield from _stopped(module) if is_stopped(module) else (*_restart(module), *_pull(module))


def _type(module: Module) -> Iterator[Finding]:
    kind = stated(module, "type")
    if kind and (kind.value == "docker" or is_placeholder(str(kind.value))):
        return
    if kind or any(stated(module, name) for name in ("status", "restartPolicy")):
        yield find(
            "error",
            kind or (),
            "The type `{kind}` is refused, and the whole deployment with it: the device knows `docker` only."
            if kind
            else "The module has no `type`. The device refuses the whole deployment then.",
            "Write `docker`, in lower case.",
            part="entry",
            kind=short(kind.value) if kind else "",
        )


def _restart(module: Module) -> Iterator[Finding]:
    policy = stated(module, "restartPolicy")
    name = policy.value.lower() if policy and isinstance(policy.value, str) else ""
    if policy and name in _RESTART:
        yield find(
            "info",
            policy,
            _RESTART[name],
            _END if name == "on-unhealthy" else _GO_ON,
            part="entry",
            policy=policy.value,
        )


def _pull(module: Module) -> Iterator[Finding]:
    policy = stated(module, "imagePullPolicy")
    if policy and isinstance(policy.value, str) and policy.value.lower() == "never":
        yield find(
            "info",
            policy,
            "The device does not act on `{key}`: it pulls an image that is not there, and one with the tag `latest` "
            "at every start.",
            "See that the device can reach the registry; give the image a tag of its own if it must not change.",
            part="entry",
            key=policy.key,
        )


def _stopped(module: Module) -> Iterator[Finding]:
    status = stated(module, "status")
    if status and is_external(module) and (sorted_out(module).served or exposed(module)):
        yield find(
            "info",
            status,
            "A module that is stopped keeps its Service on the GPU device, and with it an external address that nobody "
            "else gets.",
            "Take the module out of the deployment if addresses are scarce.",
            because=Because(guidance=("G18",)),
            part="entry",
        )
