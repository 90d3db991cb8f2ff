"""Values deep inside `k8s-experimental` that do not fit the models of Kubernetes with which the agent reads them."""

from collections.abc import Iterator

from webapp.core.device import DeviceError, RefusedError
from webapp.core.device.models import SECURITY_CONTEXT, VOLUMES
from webapp.core.device.reading import Reader
from webapp.core.edit import AS_THE_RULE, Finding, find, remove
from webapp.core.message import Message
from webapp.core.module import EXPERIMENTAL, Module, entries, items, member
from webapp.core.path import Json, Path, at
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._strays import is_placeholder
from webapp.core.rules.other._types import mismatches

_LATER = "`{key}` is filled in later; what takes its place must be of the type that the device expects here."
_FITS = "Nothing to do if it is; the text as it stands would be refused."
_REMEDY = "Correct the value; the device refuses the whole deployment over it."


@rule(guidance=("G3",), sure="derived", reads=("k8s-experimental.volumes", "k8s-experimental.securityContext"))
def k8s_values(module: Module) -> Outcomes:
    """Parsing notes, section 4: the agent reads with the models of Kubernetes, before anything is created.

    One value is told of each volume, each list of mounts and each member of the security context.
    """
    yield from _nameless_groups(module)
    found = [*_of_volumes(module), *_of_context(module)]
    told = {one.path for one in mismatches(module)} if found else set()  # `wrong_types` says these
    for path, error in found:
        if path in told:
            continue
        value = at(module.options, path)
        if isinstance(value, str) and is_placeholder(value):
            yield find("info", path, _LATER, _FITS, key=path[-1])
        else:
            yield Finding("error", path, error.message, Message(_REMEDY), AS_THE_RULE)


def _nameless_groups(module: Module) -> Outcomes:
    """Kubernetes reads a `null` among numbers as 0, which is the group of root."""
    for context in module.find(EXPERIMENTAL, "securityContext"):
        groups = member(context, "supplementalGroups")
        for item in items(groups) if groups else ():
            if item.value is None:
                yield remove(item, "`null` names no group, and Kubernetes would take it for 0; it is removed.")


def _of_volumes(module: Module) -> Iterator[tuple[Path, DeviceError]]:
    for item in module.items(EXPERIMENTAL, "volumes"):
        for part in entries(item):
            error = _refusal(VOLUMES, [{part.key: part.value}], item.path[:-1])
            if error:
                yield (*item.path, *error.path[len(item.path) :]), error


def _of_context(module: Module) -> Iterator[tuple[Path, DeviceError]]:
    for context in module.find(EXPERIMENTAL, "securityContext"):
        for part in entries(context):
            error = _refusal(SECURITY_CONTEXT, {part.key: part.value}, context.path)
            if error:
                yield error.path, error


def _refusal(read: Reader[object], value: Json, path: Path) -> DeviceError | None:
    try:
        read(value, path)
    except RefusedError as refused:
        return refused.error
    return None
