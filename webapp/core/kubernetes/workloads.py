"""Deployments and the pods they make (facts K1, K5, K8, K12, K14, K35 and K43)."""

from collections.abc import Iterator

from webapp.core.kubernetes import names, services
from webapp.core.kubernetes.metadata import BEFORE_1_34, SINCE_1_34, label_map, labels_and_annotations
from webapp.core.kubernetes.problem import Found, found
from webapp.core.kubernetes.reading import Object, entries, members, repeated, text
from webapp.core.kubernetes.resources import resources
from webapp.core.kubernetes.volumes import mounts, names_of, volumes
from webapp.core.path import Json, Path, at

_TEMPLATE: Path = ("spec", "template")
_POD: Path = (*_TEMPLATE, "spec")
_STRATEGY: Path = ("spec", "strategy")
_MOST_ID = 2**31 - 1

_SELECTOR = "The Deployment's selector does not match the labels of its own pods."
_NO_STRATEGY = "`{type}` is no strategy: `Recreate` or `RollingUpdate`."
_ROLLING = "With `Recreate` no `rollingUpdate` can be given."
_STANDS_STILL = "`maxSurge` and `maxUnavailable` must not both be 0."
_CONTAINER = "`{name}` can't name a container: lower-case letters, digits and inner hyphens, at most 63 characters."
_SAME_CONTAINER = "Another container of the pod is called `{name}`, too."
_VARIABLE = "`{name}` can't name a variable."
_HOST_PORT = "In the host's network port {port} is taken twice for {protocol}."
_ID = "{id} is no user or group: those go from 0 to {most}."


def deployment(one: Object) -> Iterator[Found]:
    """Yield what is wrong with a Deployment."""
    selector = members(at(one, ("spec", "selector", "matchLabels")))
    labels = members(at(one, (*_TEMPLATE, "metadata", "labels")))
    if not selector or not selector.items() <= labels.items():
        yield found(("spec", "selector"), _SELECTOR)
    yield from _strategy(members(at(one, _STRATEGY)))
    yield from labels_and_annotations(one, (*_TEMPLATE, "metadata"))
    yield from label_map(at(one, (*_POD, "nodeSelector")), (*_POD, "nodeSelector"))
    yield from _ids(members(at(one, (*_POD, "securityContext"))))
    yield from volumes(one, _POD)
    yield from _containers(one)


def _strategy(given: Object) -> Iterator[Found]:
    kind, rolling = text(given.get("type")), given.get("rollingUpdate")
    if kind not in ("", "Recreate", "RollingUpdate"):
        yield found((*_STRATEGY, "type"), _NO_STRATEGY, type=kind)
    if kind == "Recreate" and rolling is not None:
        yield found((*_STRATEGY, "rollingUpdate"), _ROLLING)
    zero = (0, "0", "0%")
    if at(rolling, ("maxSurge",)) in zero and at(rolling, ("maxUnavailable",)) in zero:
        yield found((*_STRATEGY, "rollingUpdate"), _STANDS_STILL)


def _ids(context: Object) -> Iterator[Found]:
    groups = context.get("supplementalGroups")
    given: list[tuple[Path, Json]] = [((key,), context.get(key)) for key in ("runAsUser", "runAsGroup", "fsGroup")]
    given += [
        (("supplementalGroups", index), value) for index, value in enumerate(groups if isinstance(groups, list) else ())
    ]
    for path, value in given:
        if isinstance(value, int) and not 0 <= value <= _MOST_ID:
            yield found((*_POD, "securityContext", *path), _ID, id=value, most=_MOST_ID)


def _containers(one: Object) -> Iterator[Found]:
    containers, known = list(entries(one, (*_POD, "containers"))), names_of(one, _POD)
    for path, container in containers:
        if "name" in container and not names.is_label(text(container["name"])):
            yield found((*path, "name"), _CONTAINER, name=text(container.get("name")))
        yield from _variables(one, path)
        yield from mounts(one, path, known)
        yield from resources(one, (*path, "resources"))
        for place, port in entries(one, (*path, "ports")):
            yield from services.number(port.get("containerPort"), (*place, "containerPort"))
            yield from services.protocol(port, place)
    for path, name in repeated([(path, container.get("name")) for path, container in containers]):
        yield found((*path, "name"), _SAME_CONTAINER, name=text(name))
    if at(one, (*_POD, "hostNetwork")) is True:
        yield from _host_ports(one, [path for path, _ in containers])


def _variables(one: Object, container: Path) -> Iterator[Found]:
    for path, variable in entries(one, (*container, "env")):
        name = text(variable.get("name"))
        refusing = () if names.is_variable(name) else BEFORE_1_34
        refusing += () if names.is_variable_since_1_34(name) else SINCE_1_34
        if "name" in variable and refusing:
            yield found((*path, "name"), _VARIABLE, refusing, name=name)


def _host_ports(one: Object, containers: list[Path]) -> Iterator[Found]:
    """Yield ports that are given twice; in the host's network each is a port of the host."""
    pairs: list[tuple[Path, Json]] = [
        (place, [port.get("containerPort"), text(port.get("protocol")) or "TCP"])
        for path in containers
        for place, port in entries(one, (*path, "ports"))
    ]
    for place, pair in repeated(pairs):
        if isinstance(pair, list):
            yield found((*place, "containerPort"), _HOST_PORT, port=pair[0], protocol=pair[1])
