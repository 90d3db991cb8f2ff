"""The settings of a device, from outside."""

import json
from dataclasses import fields

import pytest
from pydantic import ValidationError

from tests.core.device.adapter import SUITE
from webapp.core.device import AZURE_STACK_EDGE, Device


def test_the_defaults_are_those_of_the_suite() -> None:
    defaults = json.loads((SUITE / "defaults.json").read_text(encoding="utf-8"))
    assert Device.of(defaults) == Device() == Device.of({})
    assert len(defaults) == len(fields(Device))


def test_a_setting_replaces_its_default_whole() -> None:
    assert Device.of({"owner": {"apiVersion": "v2"}}).owner.api_version == "v2"
    assert Device.of({"storageClassName": ""}).storage_class_name == ""
    auth = Device.of(
        {"dockerRegistryAuth": [{"serverAddress": "a", "username": "b", "password": "c"}]}
    ).docker_registry_auth
    assert auth and (auth[0].server_address, auth[0].username) == ("a", "b")


@pytest.mark.parametrize(
    "settings",
    [
        {"x": 1},
        {"device_id": "a"},
        {"deviceId": 5},
        {"deviceId": None},
        {"runAsNonRoot": "true"},
        {"runtimeLogLevel": "debug"},
        {"portMappingServiceType": "x"},
        {"owner": {"x": 1}},
        {"registryCredentials": {"a": {"address": "a"}}},
        {"proxyResources": []},
    ],
)
def test_a_setting_that_is_unknown_or_of_another_type_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Device.of(settings)


def test_a_password_is_shown_nowhere() -> None:
    credential = {"address": "a", "username": "b", "password": "hush"}
    assert "hush" not in repr(Device.of({"registryCredentials": {"r": credential}}))


def test_azure_stack_edge_is_set_up_as_its_documentation_shows() -> None:
    assert AZURE_STACK_EDGE.namespace == "iotedge"
    assert AZURE_STACK_EDGE.port_mapping_service_type == "LoadBalancer"
