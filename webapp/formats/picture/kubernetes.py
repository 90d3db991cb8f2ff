"""The objects that the GPU device makes of the module: Service, Deployment with its pod, claims.

Of variables and secrets only names are shown.
"""

from collections.abc import Collection, Iterator, Mapping

from webapp.core.device import Target, Translation, telling
from webapp.core.path import Json, Path, at
from webapp.core.rules.resources._accelerators import FPGA, GPU
from webapp.formats.picture.docker import refusals
from webapp.formats.picture.scene import Box, Row, capped, cleaned, dotted, plain_value, say, setting
from webapp.formats.picture.storage import storage_rows

_POD: Path = ("spec", "template", "spec")
_MODULE: Path = (*_POD, "containers", 1)
_WORKDIR = "workingDir"
_POD_FIELDS = ("hostNetwork", "dnsPolicy", "hostIPC", "hostPID")


def kubernetes_side(translation: Translation, own: Collection[str]) -> Box:
    """Return the device on the right; `own` are the names of the variables of the module's entry."""
    given = {
        target.path[: len(_MODULE) + 2]
        for targets in translation.reached.values()
        for target in targets
        if target.kind == "Deployment"
    }
    boxes: list[Box] = []
    for one in translation.objects:
        kind, name = str(one["kind"]), str(at(one, ("metadata", "name")))
        if kind == "Service":
            boxes.append(_service(one, name))
        elif kind == "Deployment":
            boxes.append(_deployment(one, name, own, given))
        elif kind == "Secret":
            row = Row(say("sign-in of the image's registry, not shown"))
            boxes.append(Box(say("Secret: `{name}`", name=name), (row,)))
    boxes.append(Box(say("PersistentVolumeClaims"), capped([*_claims(translation)])))
    told = {(field.kind, field.name, field.path) for box in boxes for row in box.rows for field in row.fields}
    boxes.append(Box(say("Other fields"), capped([*_others(translation, told)])))
    boxes.append(Box(say("The GPU device refuses the module"), capped([*refusals(translation)])))
    boxes.append(Box(say("Dropped by the GPU device without a word"), capped([*_losses(translation)])))
    return Box(say("GPU device: IoT Edge on Kubernetes"), tuple(box for box in boxes if box.items))


def service_ports(service: Mapping[str, Json]) -> list[dict[str, Json]]:
    """Return the ports of a Service."""
    return _objects(at(dict(service), ("spec", "ports")))


def _service(service: dict[str, Json], name: str) -> Box:
    rows = []
    for index, port in enumerate(service_ports(service)):
        target = port.get("targetPort", port.get("port"))
        text = say(
            "port `{port}` {protocol} → `{target}` of the module",
            port=port.get("port"),
            protocol=port.get("protocol"),
            target=target,
        )
        rows.append(Row(text, fields=(Target("Service", name, ("spec", "ports", index)),)))
    address = at(service, ("spec", "loadBalancerIP"))
    if address is not None:
        field = Target("Service", name, ("spec", "loadBalancerIP"))
        rows.append(Row(say("address `{address}`", address=address), fields=(field,)))
    kind = at(service, ("spec", "type"))
    title = say("Service: `{name}`, type {type}", name=name, type=kind)
    return Box(title, capped(rows))


def _deployment(one: dict[str, Json], name: str, own: Collection[str], given: Collection[Path]) -> Box:
    rows = [Row(say("stopped: no pod runs"))] if at(one, ("spec", "replicas")) == 0 else []
    kind = at(one, ("spec", "strategy", "type"))
    if kind is not None:
        field = Target("Deployment", name, ("spec", "strategy"))
        rows.append(Row(say("update strategy `{type}`", type=kind), fields=(field,)))
    return Box(say("Deployment: `{name}`", name=name), (*rows, _pod(one, name, own, given)))


def _pod(one: dict[str, Json], name: str, own: Collection[str], given: Collection[Path]) -> Box:
    proxy = Row(say("image `{image}`", image=at(one, (*_POD, "containers", 0, "image"))))
    items: list[Row | Box] = [*capped([*_pod_rows(one, name)])]
    items.append(Box(say("Sidecar container: `proxy`, added by the device"), (proxy,)))
    module = Box(say("Module container: `{name}`", name=name), capped([*_container(one, name, own, given)]))
    resources = [*_resources(one, name)]
    accelerators = [row for row in resources if row.text.values["name"] in (GPU, FPGA)]
    plain = [row for row in resources if row not in accelerators]
    items += [module, Box(say("GPUs and other accelerators"), capped(accelerators))]
    items += [Box(say("Limits and requests"), capped(plain)), Box(say("Storage"), capped(storage_rows(one, name)))]
    return Box(say("Pod"), tuple(item for item in items if isinstance(item, Row) or item.items))


def _pod_rows(one: dict[str, Json], name: str) -> Iterator[Row]:
    pod = at(one, _POD)
    for key in _POD_FIELDS if isinstance(pod, dict) else ():
        if isinstance(pod, dict) and key in pod:
            yield Row(say("{name}: `{value}`", name=key, value=plain_value(pod[key])), fields=(_field(name, key),))
    for key in ("nodeSelector", "securityContext"):
        for member, value in _members(at(one, (*_POD, key))):
            text = say("{name} `{member}`: `{value}`", name=key, member=member, value=plain_value(value))
            yield Row(text, fields=(_field(name, key, member),))
    yield Row(say("service account `{name}`", name=at(one, (*_POD, "serviceAccountName"))))


def _container(one: dict[str, Json], name: str, own: Collection[str], given: Collection[Path]) -> Iterator[Row]:
    module = at(one, _MODULE)
    container = module if isinstance(module, dict) else {}
    yield Row(say("image `{image}`", image=container.get("image")))
    for key in ("command", "args"):
        words = container.get(key)
        if isinstance(words, list):
            yield Row(say("{key}, words: {number}", key=key, number=len(words)), fields=(_inner(name, key),))
    if _WORKDIR in container:
        yield Row(say("working directory `{path}`", path=container[_WORKDIR]), fields=(_inner(name, _WORKDIR),))
    yield from _variables(container.get("env"), name, own, given)
    for index, port in enumerate(_objects(container.get("ports"))):
        text = say("listens on `{port}` {protocol}", port=port.get("containerPort"), protocol=port.get("protocol"))
        yield Row(text, fields=(_inner(name, "ports", index),))
    if at(container, ("securityContext", "privileged")) is True:
        yield Row(say("privileged"), fields=(_inner(name, "securityContext"),))


def _variables(env: Json, name: str, own: Collection[str], given: Collection[Path]) -> Iterator[Row]:
    """Yield the pasted variables in one row, then those of the module's entry, and how many the device adds."""
    names = [str(one.get("name")) for one in _objects(env)]
    pasted = [one for index, one in enumerate(names) if (*_MODULE, "env", index) in given]
    if pasted:
        yield Row(say("variables `{names}`", names=", ".join(pasted)), fields=(_inner(name, "env"),))
    if own:
        yield Row(say("variables of the module's entry: `{names}`", names=", ".join(own)))
    yield Row(say("variables that the device adds: {number}", number=len(names) - len(pasted) - len(own)))


def _resources(one: dict[str, Json], name: str) -> Iterator[Row]:
    for part in ("limits", "requests"):
        for key, value in _members(at(one, (*_MODULE, "resources", part))):
            text = say("`{name}`: `{value}` ({part})", name=key, value=plain_value(value), part=part)
            yield Row(text, fields=(_inner(name, "resources", part, key),))


def _claims(translation: Translation) -> Iterator[Row]:
    for one in translation.objects:
        if one["kind"] == "PersistentVolumeClaim":
            name = str(at(one, ("metadata", "name")))
            text = say(
                "claim `{name}`, {modes}, `{size}`",
                name=name,
                modes=", ".join(str(mode) for mode in _list(at(one, ("spec", "accessModes")))),
                size=at(one, ("spec", "resources", "requests", "storage")),
            )
            yield Row(text, fields=(Target("PersistentVolumeClaim", name, ()),))


def _others(translation: Translation, told: Collection[tuple[str, str, Path]]) -> Iterator[Row]:
    """Yield the fields that a setting reached and no other row stands for."""
    fields = dict.fromkeys(target for targets in translation.reached.values() for target in targets)
    for field in fields:
        if not any((field.kind, field.name, field.path[:size]) in told for size in range(len(field.path) + 1)):
            yield Row(say("{kind} `{path}`", kind=field.kind, path=field.pointer), fields=(field,))


def _losses(translation: Translation) -> Iterator[Row]:
    """Yield what the device drops, a row for each setting and reason."""
    lost = () if translation.errors else telling(translation.losses)
    told = {(setting(loss.path), str(loss.message)): loss.message for loss in lost}
    for (path, _), message in told.items():
        yield Row(say("`{name}`", name=dotted(path)), cleaned(message), "lost")


def _field(name: str, *path: str | int) -> Target:
    return Target("Deployment", name, (*_POD, *path))


def _inner(name: str, *path: str | int) -> Target:
    return Target("Deployment", name, (*_MODULE, *path))


def _members(value: Json) -> list[tuple[str, Json]]:
    return list(value.items()) if isinstance(value, dict) else []


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _objects(value: Json) -> list[dict[str, Json]]:
    return [one for one in _list(value) if isinstance(one, dict)]
