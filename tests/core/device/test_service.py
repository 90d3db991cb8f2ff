"""The Service of a module (translation, sections 5 and 6)."""

import pytest

from tests.core.device.made import container, kinds, lost, made, one, reached, refusal, service
from webapp.core.path import Json

BALANCED = {"portMappingServiceType": "LoadBalancer"}


def test_a_module_without_ports_has_an_account_and_a_deployment() -> None:
    assert kinds(made()) == ["ServiceAccount", "Deployment"]
    assert kinds(made({"ExposedPorts": {"80": {}}})) == ["ServiceAccount", "Service", "Deployment"]


def test_exposed_ports_have_no_target_and_are_ports_of_the_container() -> None:
    found = made({"ExposedPorts": {"80/TCP": {}, "x": {}, "53/udp": {"a": 1}}})
    assert service(found, "ports") == [
        {"port": 80, "name": "exposedport-80-tcp", "protocol": "TCP"},
        {"port": 53, "name": "exposedport-53-udp", "protocol": "UDP"},
    ]
    assert container(found, "ports", 1) == {"containerPort": 53, "protocol": "UDP"}
    assert set(lost(found)) == {("ExposedPorts", "x"), ("ExposedPorts", "53/udp", "a")}


def test_exposed_ports_that_are_empty_or_unreadable_leave_an_empty_list() -> None:
    assert container(made({"ExposedPorts": {}}), "ports") == []
    assert container(made({"ExposedPorts": {"x": {}}}), "ports") == []
    assert reached(made({"ExposedPorts": {}}), "ExposedPorts") == ["Deployment/spec/template/spec/containers/1/ports"]


def test_a_binding_says_what_is_reached_by_which_number() -> None:
    options: Json = {"HostConfig": {"PortBindings": {"80/udp": [{"HostIp": "1.2.3.4", "HostPort": " 8080 "}]}}}
    found = made(options)
    assert service(found, "ports") == [{"port": 8080, "name": "hostport-80-udp", "protocol": "UDP", "targetPort": 80}]
    assert reached(found, "HostConfig", "PortBindings", "80/udp", 0, "HostPort") == [
        f"Service/spec/ports/0/{name}" for name in ("port", "name", "protocol", "targetPort")
    ]
    assert "HostIp" in lost(found)["HostConfig", "PortBindings", "80/udp", 0, "HostIp"]


def test_the_table_is_keyed_by_the_number_alone_and_says_who_was_replaced() -> None:
    bindings: Json = {"98": [{"HostPort": 53}], "99/udp": [{"HostPort": "53"}]}
    found = made({"ExposedPorts": {"53/tcp": {}, "80/tcp": {}}, "HostConfig": {"PortBindings": bindings}})
    assert [(port["port"], port["name"]) for port in service(found, "ports")] == [
        (53, "hostport-99-udp"),
        (80, "exposedport-80-tcp"),
    ]
    assert set(lost(found)) == {("HostConfig", "PortBindings", "98", 0, "HostPort")}


@pytest.mark.parametrize("host_port", [None, "", "x", "8000-8010", True, 80.0, "80.0", "2147483648"])
def test_a_binding_without_a_number_is_dropped_and_publishes_nothing(host_port: Json) -> None:
    found = made({"HostConfig": {"PortBindings": {"80": [{"HostPort": host_port}]}}})
    assert kinds(found) == ["ServiceAccount", "Deployment"]
    assert len(lost(found)) == 1


@pytest.mark.parametrize("bindings", [{}, {"80": []}, {"x": []}, {"80": [{"HostPort": ""}]}])
def test_bindings_that_publish_nothing_still_choose_the_type(bindings: Json) -> None:
    options: Json = {"ExposedPorts": {"80": {}}, "HostConfig": {"PortBindings": bindings}}
    assert service(made(options, BALANCED), "type") == "LoadBalancer"


@pytest.mark.parametrize("bindings", [None, ""])
def test_bindings_that_are_missing_do_not(bindings: Json) -> None:
    options: Json = {"ExposedPorts": {"80": {}}, "HostConfig": {"PortBindings": bindings}}
    assert service(made(options, BALANCED), "type") == "ClusterIP"


def test_empty_bindings_reach_the_type_that_they_choose() -> None:
    found = made({"ExposedPorts": {"80": {}}, "HostConfig": {"PortBindings": {}}}, BALANCED)
    assert reached(found, "HostConfig", "PortBindings") == ["Service/spec/type"]


def test_options_of_a_service_are_lost_where_there_is_none() -> None:
    found = made({"k8s-experimental": {"serviceOptions": {"type": "NodePort", "loadBalancerIP": "1.2.3.4"}}})
    assert set(lost(found).values()) == {"No port can be published, so the module has no Service."}


def test_a_type_that_is_not_known_is_lost() -> None:
    options: Json = {"ExposedPorts": {"80": {}}, "k8s-experimental": {"serviceOptions": {"type": "ExternalName"}}}
    assert "ExternalName" in lost(made(options))["k8s-experimental", "serviceOptions", "type"]


@pytest.mark.parametrize("options", [{"ExposedPorts": {"//": {}}}, {"HostConfig": {"PortBindings": {"//": []}}}])
def test_slashes_alone_fail_at_their_place(options: Json) -> None:
    kind, path = refusal(made(options))
    assert (kind, path[-1]) == ("InvalidCreateOptions", "//")


def test_labels_become_annotations_of_pod_and_service_and_nothing_else() -> None:
    found = made({"ExposedPorts": {"80": {}}, "Labels": {"A b": 1, "x.Y/z": "v", "none": None}})
    assert one(found, "Service")["metadata"] == {
        "name": "module1",
        "namespace": "edge-ns",
        "labels": {"net.azure-devices.edge.module": "module1", "net.azure-devices.edge.deviceid": "device1"},
        "annotations": {"Ab": "1", "x.y/z": "v"},
        "ownerReferences": [{"apiVersion": "v1", "kind": "Deployment", "name": "iotedged", "uid": "123"}],
    }
    assert reached(found, "Labels", "A b") == [
        "Service/metadata/annotations/Ab",
        "Deployment/spec/template/metadata/annotations/Ab",
    ]


def test_a_label_with_the_name_of_the_agents_own_stays_on_the_service_only() -> None:
    labels: Json = {"net.azure-devices.edge.original-moduleid": "mine"}
    found = made({"ExposedPorts": {"80": {}}, "Labels": labels})
    assert reached(found, "Labels", "net.azure-devices.edge.original-moduleid") == [
        "Service/metadata/annotations/net.azure-devices.edge.original-moduleid"
    ]
    assert "itself" in lost(made({"Labels": labels}))["Labels", "net.azure-devices.edge.original-moduleid"]


@pytest.mark.parametrize("key", ["", "!", "a/", "/a", "1.2/a", "k" * 64])
def test_a_label_whose_key_can_not_be_cleaned_is_refused_at_its_place(key: str) -> None:
    assert refusal(made({"Labels": {key: None}})) == ("InvalidKubernetesName", ("Labels", key))


def test_two_labels_that_become_one_are_refused_even_if_one_is_null() -> None:
    assert refusal(made({"Labels": {"a b": None, "ab": "1"}})) == ("InvalidCreateOptions", ("Labels", "ab"))


def test_a_stopped_module_keeps_its_service() -> None:
    assert "Service" in kinds(made({"ExposedPorts": {"80": {}}}, status="stopped"))
