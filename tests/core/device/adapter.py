"""The device in the form in which the suite of its specification asks for it."""

import importlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from webapp.core.device import Device, DeviceModule, PlanResult, Pod, PodEvent, Translation, plan, translate
from webapp.core.device.names import (
    image_pull_secret_name,
    sanitize_annotation_key,
    sanitize_dns_label,
    sanitize_k8s_value,
    sanitize_label_value,
)
from webapp.core.device.ports import parse_port
from webapp.core.path import Json

EVALUATOR: Any = importlib.import_module("tests.vectors.evaluate")  # it has no annotations
SUITE = Path(__file__).parents[2] / "vectors" / "suite"


def vectors(name: str) -> list[dict[str, Any]]:
    """Return the vectors of one file of the suite."""
    return list(json.loads((SUITE / f"{name}.json").read_text(encoding="utf-8")))


def preview(module: Mapping[str, Any], device: Mapping[str, Any]) -> dict[str, Any]:
    """Translate one module as the evaluator wants it."""
    return outcome(translate(DeviceModule.of(module), Device.of(device)))


def planned(modules: list[Mapping[str, Any]], device: Mapping[str, Any]) -> PlanResult:
    """Plan a deployment."""
    return plan([DeviceModule.of(module) for module in modules], Device.of(device))


def outcome(result: Translation | PlanResult) -> dict[str, Any]:
    """Return objects and errors as the evaluator wants them."""
    return {"objects": list(result.objects), "errors": [{"kind": error.kind} for error in result.errors]}


def events(vector: Mapping[str, Any]) -> list[PodEvent]:
    """Return what happens in a vector about status: what it lists, or one pod that appears."""
    listed = vector.get("podEvents", [{"type": "ADDED", "pod": "pod-1", **vector}])
    return [PodEvent(one["type"], pod(one)) for one in listed]


def pod(one: Mapping[str, Any]) -> Pod:
    """Return the pod of a vector about status."""
    return Pod(one["podLabel"], one["podStatus"], one.get("pod", ""), one.get("originalModuleId"))


def _port(text: str | None) -> Json:
    port = parse_port(text)
    return None if port is None else {"port": port.number, "protocol": port.protocol}


FUNCTIONS: dict[str, Callable[[Any], Json]] = {
    "sanitizeDnsLabel": sanitize_dns_label,
    "sanitizeAnnotationKey": sanitize_annotation_key,
    "sanitizeLabelValue": sanitize_label_value,
    "sanitizeK8sValue": sanitize_k8s_value,
    "parsePort": _port,
    "imagePullSecretName": lambda given: image_pull_secret_name(given["username"], given["serverAddress"]),
}
