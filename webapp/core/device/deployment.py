"""The Deployment that keeps a module's pod running (translation, section 7)."""

from webapp.core.device.metadata import metadata
from webapp.core.device.pod import template
from webapp.core.device.prepared import Prepared
from webapp.core.device.trace import Made


def deployments(prepared: Prepared) -> list[dict[str, Made]]:
    """Return the module's Deployment; one that is stopped has no replicas."""
    spec: dict[str, Made] = {
        "replicas": 0 if prepared.module.status == "stopped" else 1,
        "selector": {"matchLabels": prepared.labels},
        "strategy": prepared.extras.get("strategy"),
        "template": template(prepared),
    }
    return [
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": metadata(prepared.name, prepared.device, prepared.labels),
            "spec": spec,
        }
    ]
