"""The Deployment of a module (translation, sections 1, 5 and 7)."""

# ruff: noqa: E501  tables of values, a line for what belongs together

from typing import Any

import pytest

from tests.core.device.made import container, harmless, lost, made, one, pod, reached, refusal, spec
from webapp.core.device import Device, DeviceModule, translate
from webapp.core.path import Json, at

SYSTEM = ["IOTEDGE_IOTHUBHOSTNAME", "IOTEDGE_AUTHSCHEME", "RuntimeLogLevel", "IOTEDGE_WORKLOADURI", "IOTEDGE_DEVICEID"]


def names(env: Any) -> list[str]:
    return [variable["name"] for variable in env]


def value(env: Any, name: str) -> str:
    return next(str(variable["value"]) for variable in env if variable["name"] == name)


@pytest.mark.parametrize(
    ("image", "whole"),
    [
        ("a", "a:latest"), ("//a", "//a:latest"), ("a/b:c", "a/b:c"), ("h:1/x", "h:1/x:latest"), ("x@sha256:ab", "x@sha256:ab"),
        ("\t a:1 \n", "a:1"), ("a b", "a b:latest"), ("h:1/x:2", "h:1/x:2"), ("a:b/c/d", "a:b/c/d:latest"),
    ],
)  # fmt: skip
def test_an_image_is_trimmed_and_gets_a_tag(image: str, whole: str) -> None:
    assert container(made(image=image), "image") == whole


@pytest.mark.parametrize("image", ["a:", ":a", "a/", "a:b:c", "x:1@sha256:ab", "/", " ", None, ["a"], "a/:b"])
def test_any_other_image_is_refused(image: Json) -> None:
    assert refusal(made(image=image)) == ("InvalidModule", ())


@pytest.mark.parametrize("kind", ["Docker", "", None, 5, "docker "])
def test_the_type_must_be_docker_exactly(kind: Json) -> None:
    assert refusal(made(type=kind))[0] == "InvalidModule"


def test_what_is_wrong_with_the_entry_is_told_at_once() -> None:
    found = made({"Cmd": "x", "HostConfig": {}}, image="", type="x", env={"A": 5})
    assert [error.kind for error in found.errors] == ["InvalidModule"] * 3 + ["InvalidCreateOptions"]


@pytest.mark.parametrize(("status", "replicas"), [("stopped", 0), ("running", 1), ("Stopped", 1), (None, 1), ("x", 1)])
def test_only_stopped_matters(status: Json, replicas: int) -> None:
    assert spec(made(status=status), "replicas") == replicas


@pytest.mark.parametrize(("name", "identity"), [("edgeAgent", "$edgeAgent"), ("edgeHub", "$edgeHub"), ("EdgeAgent", "EdgeAgent")])  # fmt: skip
def test_system_modules_are_known_by_their_exact_name(name: str, identity: str) -> None:
    found = made(name=name)
    assert value(container(found, "env"), "IOTEDGE_MODULEID") == identity
    assert at(one(found, "Deployment"), ("metadata", "name")) == name.lower()
    assert at(one(found, "ServiceAccount"), ("metadata", "annotations")) == {
        "net.azure-devices.edge.original-moduleid": name
    }


def test_the_variables_of_an_ordinary_module_end_with_the_gateway() -> None:
    env = container(made(), "env")
    assert names(env)[: len(SYSTEM)] == SYSTEM
    assert names(env)[-2:] == ["EdgeDeviceHostName", "IOTEDGE_GATEWAYHOSTNAME"]
    assert names(container(made(name="edgeHub"), "env"))[-1] == "EdgeDeviceHostName"
    assert "Mode" not in names(container(made(name="edgeHub"), "env"))


def test_variables_are_split_at_the_first_equals_sign_and_never_joined() -> None:
    found = made({"Env": ["A=1=2", " B = 3", "A=", "=x", "C", ""]}, env={"A": {"value": "0"}, "D": {}})
    assert [(one["name"], one["value"]) for one in container(found, "env")[:5]] == [
        ("A", "0"), ("D", ""), ("A", "1=2"), (" B ", " 3"), ("A", ""),
    ]  # fmt: skip
    assert reached(found, "Env", 0) == [
        "Deployment/spec/template/spec/containers/1/env/2/name",
        "Deployment/spec/template/spec/containers/1/env/2/value",
    ]
    assert set(lost(found)) == {("Env", 3), ("Env", 4), ("Env", 5)}


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ({"value": 5}, "5"),
        ({"Value": True}, "true"),
        ({"value": None}, ""),
        ({}, ""),
        ({"value": 1.50, "x": {}}, "1.5"),
    ],
)
def test_a_modules_own_variable_is_an_object_with_a_value(entry: Json, text: str) -> None:
    assert container(made(env={"A": entry}), "env", 0) == {"name": "A", "value": text}


@pytest.mark.parametrize("entry", [None, "x", 5, [], {"value": {}}, {"value": []}, ""])
def test_any_other_variable_is_refused(entry: Json) -> None:
    assert refusal(made(env={"A": entry}))[0] == "InvalidModule"


def test_the_log_level_is_left_alone_where_create_options_set_it() -> None:
    env = container(made({"Env": ["RuntimeLogLevel=debug"]}), "env")
    assert names(env).count("RuntimeLogLevel") == 1


@pytest.mark.parametrize(
    ("uri", "canonical"),
    [
        ("http://h:1", "http://h:1/"), ("HTTP://Host:80/a?b#c", "http://host/a?b#c"), ("https://h:443", "https://h/"), ("http://h:443/", "http://h:443/"),
        ("unix:///a/b.sock", "unix:///a/b.sock"), ("http://h?x=1", "http://h/?x=1"), ("nonsense", "nonsense"),
    ],
)  # fmt: skip
def test_addresses_of_the_runtime_are_written_canonically(uri: str, canonical: str) -> None:
    assert value(container(made(device={"workloadUri": uri}), "env"), "IOTEDGE_WORKLOADURI") == canonical


def test_the_agent_is_told_all_of_its_settings() -> None:
    settings = {"storageClassName": "", "persistentVolumeClaimSizeMb": None, "enableServiceCallTracing": True}
    env = container(made(name="edgeAgent", device=settings), "env")
    assert value(env, "StorageClassName") == ""
    assert value(env, "EnableK8sServiceCallTracing") == "True"
    assert value(env, "EdgeK8sObjectOwnerKind") == "Deployment"
    assert not {"PersistentVolumeClaimDefaultSizeInMb", "ProxyImagePullSecretName"} & set(names(env))


@pytest.mark.parametrize(("level", "proxy"), [("Verbose", "Trace"), ("Error", "Error")])
def test_the_proxy_speaks_of_levels_in_its_own_words(level: str, proxy: str) -> None:
    assert pod(made(device={"runtimeLogLevel": level}), "containers", 0, "env") == [
        {"name": "PROXY_LOG", "value": proxy}
    ]


def test_the_proxy_sees_its_configuration_read_only_and_the_bundle_without_a_word() -> None:
    assert pod(made(), "containers", 0) == {
        "name": "proxy",
        "image": "edge-proxy:1.0",
        "env": [{"name": "PROXY_LOG", "value": "Info"}],
        "volumeMounts": [
            {"name": "config-volume", "mountPath": "/etc/iotedge-proxy", "readOnly": True},
            {"name": "trust-bundle-volume", "mountPath": "/etc/trust-bundle"},
        ],
    }


def test_host_modes_say_what_they_reach() -> None:
    found = made({"HostConfig": {"NetworkMode": "HOST", "IpcMode": "Host", "PidMode": "host"}})
    assert reached(found, "HostConfig", "NetworkMode") == [
        "Deployment/spec/template/spec/hostNetwork",
        "Deployment/spec/template/spec/dnsPolicy",
    ]
    assert reached(found, "HostConfig", "IpcMode") == ["Deployment/spec/template/spec/hostIPC"]
    assert reached(found, "HostConfig", "PidMode") == ["Deployment/spec/template/spec/hostPID"]


@pytest.mark.parametrize(("mode", "no_harm"), [("bridge", True), ("", True), ("none", False), ("container:a", False)])
def test_any_other_mode_is_lost_though_a_field_is_written(mode: str, no_harm: bool) -> None:
    found = made({"HostConfig": {"NetworkMode": mode}})
    assert pod(found, "hostNetwork") is False
    assert pod(found, "dnsPolicy") is None
    assert list(lost(found)) == [("HostConfig", "NetworkMode")]
    assert bool(harmless(found)) is no_harm


def test_privileges_are_written_only_where_they_are_given() -> None:
    assert reached(made({"HostConfig": {"Privileged": 1}}), "HostConfig", "Privileged") == [
        "Deployment/spec/template/spec/containers/1/securityContext/privileged"
    ]
    assert harmless(made({"HostConfig": {"Privileged": "False"}})) == [("HostConfig", "Privileged")]


def test_the_default_security_context_is_replaced_as_a_whole() -> None:
    options: Json = {"k8s-experimental": {"securityContext": {"fsGroup": 1}}}
    assert pod(made(options, {"runAsNonRoot": True}), "securityContext") == {"fsGroup": 1}


def test_empty_resources_suppress_those_of_the_agent() -> None:
    device = {"agentResources": {"limits": {"cpu": "1"}}}
    options: Json = {"k8s-experimental": {"resources": {}}}
    assert container(made(options, device, name="edgeAgent"), "resources") == {}
    assert container(made({}, device, name="edgeAgent"), "resources") == {"limits": {"cpu": "1"}}
    assert container(made({}, device), "resources") is None


def test_an_empty_list_of_arguments_is_handed_on() -> None:
    found = made({"Cmd": [], "Entrypoint": ["a"]})
    assert (container(found, "args"), container(found, "command")) == ([], ["a"])
    assert reached(found, "Cmd") == ["Deployment/spec/template/spec/containers/1/args"]


def test_the_selector_is_what_the_pod_is_labelled_with() -> None:
    found = made(name="My_Module", device={"deviceId": "Dev 1"})
    labels = {"net.azure-devices.edge.module": "mymodule", "net.azure-devices.edge.deviceid": "dev1"}
    assert spec(found, "selector", "matchLabels") == spec(found, "template", "metadata", "labels") == labels


@pytest.mark.parametrize("device_id", ["", "---", "d" * 64])
def test_a_device_id_that_is_no_label_fails_everything(device_id: str) -> None:
    assert refusal(made(device={"deviceId": device_id})) == ("InvalidKubernetesName", ())


def test_a_name_that_is_too_long_is_refused() -> None:
    assert refusal(made(name="a" * 254))[0] == "InvalidKubernetesName"


def test_a_module_is_read_from_the_form_of_the_suite() -> None:
    module = DeviceModule.of({"name": "a", "image": "b", "env": 5, "createOptions": {"Env": ["A=1"]}})
    assert (module.type, module.status, module.env) == ("docker", "running", {})
    assert translate(module, Device()).errors == ()
