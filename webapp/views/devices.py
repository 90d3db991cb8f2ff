"""The device settings of the form: which can be changed, what was given, and what does not fit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import ValidationError

from webapp.core.device import AZURE_STACK_EDGE, Device
from webapp.core.device.settings import alias
from webapp.core.kubernetes.names import is_label

PREFIX = "device."
_LONGEST = 200
# Kubernetes takes a label as namespace, and labels between dots as name of a storage class.
_FITS: Mapping[str, Callable[[str], bool]] = {
    "namespace": is_label,
    "storage_class_name": lambda text: all(map(is_label, text.split("."))),
}
YES_NO = ("yes", "no")
Kind = Literal["text", "number", "switch", "choice"]


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that people may change. `name` is the one of `Device`; `known` says on what its default rests."""

    name: str
    kind: Kind
    label: str
    known: str
    options: tuple[str, ...] = ()


SETTINGS = (
    Setting("namespace", "text", "Namespace", "documented"),
    Setting("device_id", "text", "Device id", "made up: yours has its own"),
    Setting("iot_hub_hostname", "text", "Host name of the IoT hub", "made up: yours has its own"),
    Setting("edge_hostname", "text", "Host name of the device", "made up: yours has its own"),
    Setting(
        "port_mapping_service_type",
        "choice",
        "Type of a Service with HostPorts",
        "documented",
        ("LoadBalancer", "ClusterIP", "NodePort"),
    ),
    Setting(
        "storage_class_name", "text", "Storage class of claims (empty: none, shares are found by name)", "inferred"
    ),
    Setting("persistent_volume_claim_size_mb", "number", "Size of claims in MB", "the agent's own default"),
    Setting("use_mount_source_for_volume_name", "switch", "A volume is named after its share", "inferred", YES_NO),
    Setting("run_as_non_root", "switch", "Modules may not run as root", "the agent's own default", YES_NO),
    Setting("enable_k8s_extensions", "switch", "k8s-experimental is read", "documented", YES_NO),
)


@dataclass(frozen=True, slots=True)
class Given:
    """The device of a request.

    `wrong` are settings whose value does not fit, with that value; their defaults are in force. `changed` are the form
    fields with which the next request says the same.
    """

    device: Device = AZURE_STACK_EDGE
    wrong: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, str] = field(default_factory=dict)

    def value(self, one: Setting) -> str:
        """Return what stands in the field of a setting."""
        return self.wrong.get(one.name) or _as_text(self.device, one)


DEFAULT = Given()


def read(form: Mapping[str, str]) -> Given:
    """Read the settings of a form; what is missing, and what does not fit, has its default."""
    device = AZURE_STACK_EDGE
    wrong: dict[str, str] = {}
    changed: dict[str, str] = {}
    for one in SETTINGS:
        default = _as_text(AZURE_STACK_EDGE, one)
        text = form.get(PREFIX + one.name, default)[:_LONGEST]
        if text == default:
            continue
        changed[PREFIX + one.name] = text
        found = _with(device, one, text)
        if found is None:
            wrong[one.name] = text
        else:
            device = found
    return Given(device, wrong, changed)


def carried(given: Mapping[str, object]) -> dict[str, str] | None:
    """Return settings by name as a form and a link carry them; None where one is given that the form has not."""
    if not given.keys() <= {one.name for one in SETTINGS}:
        return None
    device = replace(AZURE_STACK_EDGE, **given)  # type: ignore[arg-type]  # of the same names and types
    return {
        one.name: _as_text(device, one) for one in SETTINGS if _as_text(device, one) != _as_text(AZURE_STACK_EDGE, one)
    }


def _as_text(device: Device, one: Setting) -> str:
    value = getattr(device, one.name)
    return ("yes" if value else "no") if one.kind == "switch" else str(value)


def _with(device: Device, one: Setting, text: str) -> Device | None:
    """Return the device with a setting; None where the text does not fit."""
    value: object = text
    if one.kind == "switch":
        value = {"yes": True, "no": False}.get(text)
    elif one.kind == "number":
        value = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
    if value is None or (value == "" and one.name != "storage_class_name"):
        return None
    if value and one.name in _FITS and not _FITS[one.name](text):
        return None
    try:
        checked = Device.of({alias(one.name): value})
    except ValidationError:
        return None
    return replace(device, **{one.name: getattr(checked, one.name)})
