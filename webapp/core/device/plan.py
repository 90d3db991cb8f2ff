"""A whole deployment as the agent takes it (parsing notes, section 5; translation, section 10)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from webapp.core.device.errors import DeviceError
from webapp.core.device.module import DeviceModule
from webapp.core.device.names import object_name
from webapp.core.device.settings import Device
from webapp.core.device.work import KINDS, Kind, Object, Translation, Work, applied
from webapp.core.message import Message

_COLLISION = "These modules would have one name in the cluster: `{names}`. The whole deployment is refused."


@dataclass(frozen=True, slots=True)
class PlanResult:
    """What the device makes of a deployment.

    Args:
        objects: what the agent applies, one kind after the other over all modules; after an error only the kinds
            that were done before it.
        errors: why the deployment is refused, with the modules that each is about.
        modules: what comes of each module for itself.
    """

    objects: tuple[Object, ...]
    errors: tuple[DeviceError, ...]
    modules: tuple[Translation, ...]


def plan(modules: Iterable[DeviceModule], device: Device) -> PlanResult:
    """Check a deployment in the agent's order, and apply it as far as it goes."""
    works = [Work(module, device) for module in modules]
    errors = _checked(works)
    done: list[Kind] = []
    for kind in KINDS if not errors else ():
        for work in works:
            work.build(kind)
        errors = _errors(works)
        if errors:
            break
        done.append(kind)
    objects = applied(works, done)
    return PlanResult(tuple(objects), errors, tuple(_alone(work) for work in works))


def _checked(works: list[Work]) -> tuple[DeviceError, ...]:
    """Read all modules, compare names, read options, set labels; the first stage with errors is the last."""
    for work in works:
        work.read()
    errors = _errors(works)
    if not errors:
        for work in works:
            work.name()
        errors = _errors(works) or _collisions(works)
    if not errors:
        for work in works:
            work.prepare()
        errors = _errors(works)
    if not errors:
        for work in works:
            work.identify()
        errors = _errors(works)
    return errors


def _errors(works: list[Work]) -> tuple[DeviceError, ...]:
    return tuple(replace(error, modules=(work.module.name,)) for work in works for error in work.errors)


def _collisions(works: list[Work]) -> tuple[DeviceError, ...]:
    groups: dict[str, list[str]] = {}
    for work in works:
        groups.setdefault(object_name(work.module.name), []).append(work.module.name)
    names = tuple(name for group in groups.values() if len(group) > 1 for name in group)
    if not names:
        return ()
    return (DeviceError("InvalidModule", Message(_COLLISION, {"names": ", ".join(names)}), (), names),)


def _alone(work: Work) -> Translation:
    """Return what comes of a module for itself, whatever stopped the deployment."""
    if not work.ready and not work.errors:
        work.prepare()
        work.identify()
    return work.translation()
