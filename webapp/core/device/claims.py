"""PersistentVolumeClaims for what a module mounts by name (translation, section 9)."""

from webapp.core.device.metadata import device_labels, metadata
from webapp.core.device.prepared import Prepared
from webapp.core.device.settings import Device
from webapp.core.device.trace import Made, Sourced
from webapp.core.device.volumes import Mount, read_mounts


def claims(prepared: Prepared) -> list[dict[str, Made]]:
    """Return one claim a name, the first mount's; none where no storage class is set."""
    found: dict[str, dict[str, Made]] = {}
    if prepared.device.storage_class_name is None:
        return []
    for mount in read_mounts(prepared):
        name = mount.name if mount.kind == "volume" else None
        if name and name.value not in found:
            found[name.value] = _claim(mount, name, prepared.device)
    return list(found.values())


def _claim(mount: Mount, name: Sourced[str], device: Device) -> dict[str, Made]:
    size = f"{device.persistent_volume_claim_size_mb or 0}Mi"
    mode = mount.read_only.made(lambda read_only: "ReadOnlyMany" if read_only else "ReadWriteMany")
    spec: dict[str, Made] = {
        "accessModes": [mode],
        "resources": {"requests": {"storage": size}},
        "storageClassName": device.storage_class_name,
        "volumeName": name if device.use_mount_source_for_volume_name else None,
    }
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": metadata(name, device, device_labels(device)),
        "spec": spec,
    }
