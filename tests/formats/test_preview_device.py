"""The settings of a device, as requests and command lines give them."""

import json
from typing import Any

import pytest
from pydantic import TypeAdapter

from tests.core.device import adapter
from webapp.core.device import AZURE_STACK_EDGE, Device, DeviceModule, translate
from webapp.formats.preview_device import MASK, NAMES, DeviceSettings, device, masked, of_texts

DEFAULTS: dict[str, Any] = json.loads((adapter.SUITE / "defaults.json").read_text(encoding="utf-8"))
REGISTRY = {"address": "r.example", "username": "u", "password": "s3cret"}


def test_the_settings_are_those_of_the_suite_with_the_defaults_of_azure_stack_edge() -> None:
    assert set(NAMES) == set(DEFAULTS)
    shown = DeviceSettings().model_dump(by_alias=True)
    assert shown == json.loads(TypeAdapter(Device).dump_json(AZURE_STACK_EDGE, by_alias=True))


def test_what_is_given_replaces_its_default_and_nothing_else() -> None:
    assert device(DeviceSettings(), AZURE_STACK_EDGE) is AZURE_STACK_EDGE
    made = device(DeviceSettings.model_validate({"deviceId": "d", "storageClassName": None}), AZURE_STACK_EDGE)
    assert (made.device_id, made.storage_class_name) == ("d", None)
    assert (made.namespace, made.use_mount_source_for_volume_name) == ("iotedge", True)


def test_every_setting_of_the_suite_is_read_as_the_device_reads_it() -> None:
    assert device(DeviceSettings.model_validate(DEFAULTS), AZURE_STACK_EDGE) == Device()


def test_a_masked_device_makes_the_same_secret_without_the_password() -> None:
    auth = [{"serverAddress": "r.example", "username": "v", "password": "s3cret"}]
    open_device = Device.of({"registryCredentials": {"r": REGISTRY}, "dockerRegistryAuth": auth})
    module = DeviceModule("cam", "r.example/cam:1")
    shown, hidden = (translate(module, one).objects for one in (open_device, masked(open_device)))
    assert "s3cret" not in str(masked(open_device).registry_credentials["r"].password)
    assert [one["metadata"] for one in shown] == [one["metadata"] for one in hidden]
    assert shown[0] != hidden[0]
    assert shown[1:] == hidden[1:]
    assert [one.password for one in masked(open_device).docker_registry_auth or ()] == [MASK]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("namespace", "line-4", "line-4"),
        ("namespace", "null", "null"),
        ("deviceId", "4", "4"),
        ("storageClassName", "null", None),
        ("storageClassName", "", ""),
        ("persistentVolumeClaimSizeMb", "500", 500),
        ("persistentVolumeClaimSizeMb", "null", None),
        ("runAsNonRoot", "true", True),
        ("proxyResources", '{"limits": {"cpu": 1}}', {"limits": {"cpu": 1}}),
    ],
)
def test_a_text_is_read_by_the_type_of_its_setting(name: str, text: str, value: object) -> None:
    assert of_texts({name: text}).model_dump(by_alias=True, exclude_unset=True) == {name: value}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("nameSpace", "x", "the device has no setting 'nameSpace'; it has agentConfigMapName, "),
        ("runAsNonRoot", "yes", "'yes' does not fit the setting 'runAsNonRoot'"),
        ("runAsNonRoot", "null", "'null' does not fit the setting 'runAsNonRoot'"),
        ("persistentVolumeClaimSizeMb", "1.5", "'1.5' does not fit"),
        ("proxyResources", "[" * 9999, "does not fit the setting 'proxyResources'"),
        ("portMappingServiceType", "nodeport", "'nodeport' does not fit"),
    ],
)
def test_a_text_that_does_not_fit_is_told(name: str, text: str, told: str) -> None:
    with pytest.raises(ValueError, match="setting") as caught:
        of_texts({name: text})
    assert told in str(caught.value)
