"""The ServiceAccount under which a module runs (translation, section 5)."""

from webapp.core.device.metadata import ORIGINAL_ID, metadata
from webapp.core.device.prepared import Prepared
from webapp.core.device.trace import Made


def accounts(prepared: Prepared) -> list[dict[str, Made]]:
    """Return the module's account; it has no secrets and no pull secrets."""
    annotations: dict[str, Made] = {ORIGINAL_ID: prepared.module.name}
    return [
        {
            "apiVersion": "v1",
            "kind": "ServiceAccount",
            "metadata": metadata(prepared.name, prepared.device, prepared.labels, annotations),
        }
    ]
