"""`k8s-experimental` (translation, sections 2 and 7; parsing notes, section 4)."""

# ruff: noqa: E501  tables of values, a line for what belongs together

from typing import Any

import pytest

from tests.core.device.made import container, kinds, lost, made, pod, reached, refusal, service, spec
from webapp.core.path import Json

SECTION = "k8s-experimental"


def section(**members: Json) -> Any:
    return {SECTION: members}


def volume(source: Json) -> Json:
    return pod(made(section(volumes=[{"volume": source}])), "volumes", 2)


@pytest.mark.parametrize(
    "name", ["nodeSelector", "resources", "volumes", "securityContext", "serviceOptions", "strategy"]
)
@pytest.mark.parametrize("value", [None, ""])
def test_null_and_empty_text_are_the_same_as_not_given(name: str, value: Json) -> None:
    found, plain = made(section(**{name: value}), {"runAsNonRoot": True}), made({}, {"runAsNonRoot": True})
    assert found.objects == plain.objects
    assert list(lost(found)) == [(SECTION, name)]


@pytest.mark.parametrize(
    "name", ["nodeSelector", "resources", "volumes", "securityContext", "serviceOptions", "strategy"]
)
@pytest.mark.parametrize("value", ["x", 5, True])
def test_a_scalar_is_refused_though_it_would_not_be_used(name: str, value: Json) -> None:
    assert refusal(made(section(**{name: value}))) == ("InvalidCreateOptions", (SECTION, name))


def test_of_two_spellings_the_last_counts_and_the_first_is_not_even_read() -> None:
    found = made(section(nodeSelector="not a map", NODESELECTOR={"a": "b"}))
    assert pod(found, "nodeSelector") == {"a": "b"}
    assert "two spellings" in lost(found)[SECTION, "nodeSelector"]
    assert pod(made(section(nodeSelector={"a": "b"}, NODESELECTOR=None)), "nodeSelector") is None


def test_the_section_is_not_looked_at_where_extensions_are_off() -> None:
    found = made(section(nodeSelector=5, strategy={"type": "Recreate"}), {"enableK8sExtensions": False})
    assert spec(found, "strategy") is None
    assert set(lost(found)) == {(SECTION, "nodeSelector"), (SECTION, "strategy", "type")}


def test_a_section_that_is_no_object_is_passed_over_even_where_extensions_are_on() -> None:
    assert list(lost(made({SECTION: [{"nodeSelector": {}}]}))) == [(SECTION, 0, "nodeSelector")]


def test_text_is_converted_from_parsed_values() -> None:
    values: Json = {"a": True, "b": 5, "c": 1.50, "d": "2020-01-02T03:04:05Z", "e": None, "f": ""}
    assert pod(made(section(nodeSelector=values)), "nodeSelector") == {
        "a": "True", "b": "5", "c": "1.5", "d": "01/02/2020 03:04:05", "f": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (2, "2"),
        (0.5, "0.5"),
        ("128Mi", "128Mi"),
        (" 1 ", "1"),
        ("1e3", "1e3"),
        ("+.5", "+.5"),
        ("5.", "5."),
        (None, "0"),
        (1e20, "1E+20"),
        ("-1k", "-1k"),
    ],
)
def test_an_amount_is_written_as_text(amount: Json, text: str) -> None:
    assert container(made(section(resources={"limits": {"x": amount}})), "resources", "limits", "x") == text


@pytest.mark.parametrize("amount", ["", "128MB", "1K", "x", True, "1 Mi", "Mi", {}, [], "1e", "0x1"])
def test_what_is_no_amount_is_refused(amount: Json) -> None:
    found = made(section(resources={"Requests": {"x": amount}}))
    assert refusal(found) == ("InvalidCreateOptions", (SECTION, "resources", "Requests", "x"))


def test_a_number_of_thousands_of_digits_is_refused_like_any_other() -> None:
    assert refusal(made(section(resources={"limits": {"x": 10**5000}})))[0] == "InvalidCreateOptions"
    assert refusal(made({"Env": [10**5000]}))[0] == "InvalidCreateOptions"


def test_numbers_and_booleans_of_a_model_are_read_from_text() -> None:
    context: Json = {
        "RUNASUSER": "1000",
        "fsGroup": 1.6,
        "runAsNonRoot": " True ",
        "supplementalGroups": ["1", 2, None],
        "runAsGroup": True,
    }
    assert pod(made(section(securityContext=context)), "securityContext") == {
        "runAsUser": 1000, "fsGroup": 2, "runAsNonRoot": True, "supplementalGroups": [1, 2, None], "runAsGroup": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "context",
    [
        {"runAsUser": "root"},
        {"runAsNonRoot": "yes"},
        {"runAsUser": 2**63},
        {"supplementalGroups": 5},
        {"sysctls": [5]},
        {"seLinuxOptions": []},
    ],
)
def test_a_wrong_value_in_a_model_is_refused(context: Json) -> None:
    assert refusal(made(section(securityContext=context)))[0] == "InvalidCreateOptions"


def test_an_empty_text_is_absent_for_what_may_be_missing_and_stays_as_text() -> None:
    source: Json = {"name": "", "configMap": {"name": "", "defaultMode": "", "optional": "", "items": ""}, "secret": ""}
    assert volume(source) == {"name": "", "configMap": {"name": ""}}


def test_what_a_model_does_not_know_is_dropped_at_every_level() -> None:
    source: Json = {
        "name": "v",
        "hostPath": {"path": "/a", "type": "File", "x": 1},
        "x": {"y": 1},
        "image": {"reference": "a"},
    }
    found = made(section(volumes=[{"volume": source, "x": 1}], strategy={"rollingUpdate": {"x": 1}, "x": 1}))
    assert pod(found, "volumes", 2) == {"name": "v", "hostPath": {"path": "/a", "type": "File"}}
    assert spec(found, "strategy") == {"rollingUpdate": {}}
    head = (SECTION, "volumes", 0)
    assert set(lost(found)) == {
        (*head, "volume", "hostPath", "x"), (*head, "volume", "x", "y"), (*head, "volume", "image", "reference"), (*head, "x"),
        (SECTION, "strategy", "rollingUpdate", "x"), (SECTION, "strategy", "x"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        {"projected": {"sources": [{"secret": {"name": "s", "items": [{"key": "k", "path": "p", "mode": 5}]}}, {"serviceAccountToken": {"expirationSeconds": 7}}]}},
        {"downwardAPI": {"items": [{"path": "p", "fieldRef": {"fieldPath": "f"}, "resourceFieldRef": {"resource": "r", "divisor": "1"}}]}},
        {"ephemeral": {"volumeClaimTemplate": {"metadata": {"labels": {"a": "b"}}, "spec": {"accessModes": ["x"], "selector": {"matchLabels": {"a": "b"}}}}}},
        {"csi": {"driver": "d", "volumeAttributes": {"a": "b"}, "nodePublishSecretRef": {"name": "n"}}},
        {"emptyDir": {"medium": "Memory", "sizeLimit": "64Mi"}}, {"nfs": {"path": "/a", "server": "s", "readOnly": True}},
        {"iscsi": {"lun": 1, "portals": ["a"]}}, {"hostPath": {"path": "/etc/hosts", "type": "File"}},
    ],
)  # fmt: skip
def test_every_kind_of_volume_goes_through(source: Json) -> None:
    assert volume(source) == source


@pytest.mark.parametrize("mode", ["x", 2**31, True])
def test_a_mode_is_a_number_of_32_bits(mode: Json) -> None:
    assert (
        refusal(made(section(volumes=[{"volume": {"configMap": {"defaultMode": mode}}}])))[0] == "InvalidCreateOptions"
    )


def test_a_volume_and_its_mounts_need_not_fit_together() -> None:
    found = made(section(volumes=[{"volume": {}}, {"volumeMounts": [{"readOnly": "true"}, None, {}]}, {}]))
    assert pod(found, "volumes", 2) == {}
    assert container(found, "volumeMounts") == [{"readOnly": True}, {}]
    assert reached(found, SECTION, "volumes", 1, "volumeMounts", 2) == [
        "Deployment/spec/template/spec/containers/1/volumeMounts/1"
    ]
    assert set(lost(found)) == {(SECTION, "volumes", 1, "volumeMounts", 1), (SECTION, "volumes", 2)}


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (2, 2),
        ("2", 2),
        (" -1 ", -1),
        ("25%", "25%"),
        (1.5, "1.5"),
        (True, "True"),
        ("99999999999", "99999999999"),
        ("", ""),
    ],
)
def test_a_surge_is_a_number_where_its_text_is_an_integer(given: Json, written: Json) -> None:
    assert (
        spec(made(section(strategy={"rollingUpdate": {"maxSurge": given}})), "strategy", "rollingUpdate", "maxSurge")
        == written
    )


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("NODEPORT", "NodePort"),
        (" loadbalancer ", "LoadBalancer"),
        (0, "ClusterIP"),
        ("2", "NodePort"),
        ("3", "LoadBalancer"),
        ("-1", "LoadBalancer"),
        (True, "LoadBalancer"),
        ("", "LoadBalancer"),
    ],
)
def test_the_type_of_a_service_is_read_leniently(given: Json, kind: str) -> None:
    options: Json = {
        "HostConfig": {"PortBindings": {"80": [{"HostPort": "80"}]}},
        SECTION: {"serviceOptions": {"type": given}},
    }
    assert service(made(options, {"portMappingServiceType": "LoadBalancer"}), "type") == kind


def test_an_empty_address_is_handed_on_as_any_other_text() -> None:
    options: Json = {"ExposedPorts": {"80": {}}, SECTION: {"serviceOptions": {"LOADBALANCERIP": ""}}}
    assert service(made(options), "loadBalancerIP") == ""


def test_empty_models_reach_their_field() -> None:
    found = made(section(nodeSelector={}, resources={}, securityContext={}, strategy={}))
    assert reached(found, SECTION, "nodeSelector") == ["Deployment/spec/template/spec/nodeSelector"]
    assert reached(found, SECTION, "resources") == ["Deployment/spec/template/spec/containers/1/resources"]
    assert reached(found, SECTION, "securityContext") == ["Deployment/spec/template/spec/securityContext"]
    assert reached(found, SECTION, "strategy") == ["Deployment/spec/strategy"]
    assert kinds(found) == ["ServiceAccount", "Deployment"]
