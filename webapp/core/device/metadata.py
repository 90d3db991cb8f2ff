"""Labels, annotations and owner of the objects (translation, section 5)."""

from webapp.core.device.errors import RefusedError, shown
from webapp.core.device.names import sanitize_annotation_key, sanitize_label_value
from webapp.core.device.settings import Device
from webapp.core.device.trace import Entries, Made, Sourced

MODULE = "net.azure-devices.edge.module"
DEVICE = "net.azure-devices.edge.deviceid"
ORIGINAL_ID = "net.azure-devices.edge.original-moduleid"


def device_labels(device: Device) -> dict[str, Made]:
    """Return the label of what belongs to the whole device."""
    return {DEVICE: sanitize_label_value(device.device_id)}


def module_labels(name: str, device: Device) -> dict[str, Made]:
    """Return the labels by which a module's objects find each other."""
    return {MODULE: name, **device_labels(device)}


def metadata(
    name: Made, device: Device, labels: dict[str, Made], annotations: dict[str, Made] | None = None
) -> dict[str, Made]:
    """Return an object's metadata; the namespace is that of the request with which the agent applies it."""
    owner = device.owner
    return {
        "name": name,
        "namespace": device.namespace,
        "labels": labels,
        "annotations": annotations or None,
        "ownerReferences": [
            {"apiVersion": owner.api_version, "kind": owner.kind, "name": owner.name, "uid": owner.uid}
        ],
    }


def docker_annotations(labels: "Entries[Sourced[str] | None] | None") -> dict[str, Made]:
    """Return the labels of createOptions as annotations, with keys that Kubernetes takes and values untouched.

    Raises:
        RefusedError: where nothing is left of a key, or two become equal.
    """
    annotations: dict[str, Made] = {}
    known: set[str] = set()
    for key, value in labels.items() if labels else ():
        place = (*labels.path, key) if labels else ()
        try:
            clean = sanitize_annotation_key(key)
        except RefusedError as error:
            raise error.at(place) from None
        if clean in known:
            message = "Two labels become `{key}`, and the agent fails over the second."
            raise RefusedError("InvalidCreateOptions", message, place, key=shown(clean))
        known.add(clean)
        if value is not None:
            annotations[clean] = value
    return annotations
