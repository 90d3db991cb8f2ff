"""edgeHub's store of messages: on a share it outlasts a restart of the module."""

import re

from webapp.core.edit import find
from webapp.core.module import Module, items, member
from webapp.core.path import Path
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import Variable, effective
from webapp.core.rules.storage._host_paths import is_placeholder
from webapp.core.rules.storage._pod_volumes import all_planned

_IMAGE = re.compile(r"(^|/)azureiotedge-hub([:@]|$)")
_VARIABLE = "storageFolder"
_REMEDY = (
    "Set `storageFolder` to a path such as `/storage` in the module's `env`, and mount a share there in `Mounts` with "
    "type `volume`."
)


@rule(guidance=("G7",), sure="documented")
def edgehub_storage(module: Module) -> Outcomes:
    """Facts F1.29 and F1.30."""
    if not _is_hub(module) or module.carrier == "placeholder":
        return  # what is filled in later may set and mount it
    stated = next((one for one in reversed(effective(module)) if one.name.lower() == _VARIABLE.lower()), None)
    if stated is None or not stated.value.strip():
        yield find(
            "warning",
            (),
            "edgeHub keeps messages in its container, because no `storageFolder` is set. A restart loses what is not "
            "delivered yet.",
            _REMEDY,
        )
    elif not is_placeholder(stated.value):
        yield from _judged(module, stated)


def _is_hub(module: Module) -> bool:
    return (module.name or "").lower() == "edgehub" or bool(_IMAGE.search((module.image or "").lower()))


def _judged(module: Module, stated: Variable) -> Outcomes:
    folder = stated.value.strip()
    places = [(plan.at, plan.becomes) for plan in all_planned(module)]
    places += [(path, "pod") for path in _lasting(module)]
    kinds = {kind for path, kind in places if f"{folder}/".startswith(path.rstrip("/") + "/") or is_placeholder(path)}
    if kinds & {"volume", "pod", "open"}:
        return
    if "bind" in kinds:
        yield find(
            "info",
            stated.node,
            "edgeHub keeps messages in `{folder}`, a directory of the Kubernetes worker. It is lost when the worker is "
            "made anew.",
            "Prefer a share: answer the question about that directory with one.",
            part=stated.part,
            folder=folder,
        )
        return
    yield find(
        "warning",
        stated.node,
        "edgeHub keeps messages in `{folder}`, where nothing is mounted that lasts. A restart loses what is not "
        "delivered yet.",
        "Mount a share at `{folder}` in `Mounts` with type `volume`.",
        part=stated.part,
        folder=folder,
    )


def _lasting(module: Module) -> list[str]:
    """List the container paths of volumes under `k8s-experimental` that outlast the pod."""
    found: dict[Path, str] = {}
    for item in module.items("k8s-experimental", "volumes"):
        volume, mounts = member(item, "volume"), member(item, "volumeMounts")
        if volume and member(volume, "emptyDir"):
            continue
        for mount in items(mounts) if mounts else []:
            path = member(mount, "mountPath")
            if path and isinstance(path.value, str):
                found[path.path] = path.value
    return list(found.values())
