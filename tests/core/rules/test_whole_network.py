"""What the rules about a deployment's network promise beyond their examples."""

import json

import pytest

from tests.core import invariants
from tests.core.rules.hearing import said
from webapp.core import Conversion, convert
from webapp.core.path import Json

IP = "10.126.76.91"
SHARED = "metallb.universe.tf/allow-shared-ip"


def entry(status: Json = "running", **options: Json) -> dict[str, Json]:
    settings: dict[str, Json] = {"image": "registry.example/module:1.0", "createOptions": options}
    return {"type": "docker", "status": status, "settings": settings}


def deployed(**modules: dict[str, Json]) -> Conversion:
    """Convert a deployment of modules given by name, each with its createOptions and perhaps its status."""
    entries = {name: entry(**options) for name, options in modules.items()}
    conversion = convert(json.dumps({"modules": entries}, indent=2))
    invariants.hold(conversion)
    invariants.converting_again_changes_nothing(conversion)
    return conversion


def on_host(mode: Json = "host", **others: Json) -> dict[str, Json]:
    return {"HostConfig": {"NetworkMode": mode}, **others}


def fixed(address: Json = IP, port: str = "80", protocol: str = "tcp", **others: Json) -> dict[str, Json]:
    return {
        "HostConfig": {"PortBindings": {f"{port}/{protocol}": [{"HostPort": port}]}},
        "k8s-experimental": {"serviceOptions": {"type": "LoadBalancer", "loadBalancerIP": address}},
        **others,
    }


def rows(conversion: Conversion, word: str) -> list[int]:
    """Return the lines of the paste that hold a word."""
    return [row for row, line in enumerate(conversion.document.text.splitlines(), 1) if word in line]


LAYER: dict[str, dict[str, Json]] = {"a": on_host(), "b": {}}


class TestHostNetworkTwice:
    def test_every_further_module_is_told_who_is_first(self) -> None:
        conversion = deployed(a=on_host(), b={"WorkingDir": "/app"}, c=on_host("HOST"), d=on_host())
        found = said(conversion, "host_network_twice")
        assert [severity for severity, _ in found] == ["error", "error"]
        assert all(f"`a` (line {rows(conversion, 'NetworkMode')[0]})" in message for _, message in found)
        places = [note.path for one in conversion.modules for note in one.findings if "twice" in note.rule.id]
        assert places == [("HostConfig", "NetworkMode")] * 2

    def test_one_module_on_the_hosts_network_is_fine(self) -> None:
        assert not said(deployed(a=on_host(), b={}), "host_network_twice")

    @pytest.mark.parametrize("mode", ["bridge", "azure-iot-edge", "${NETWORK}", None, 5])
    def test_any_other_mode_does_not_count(self, mode: Json) -> None:
        assert not said(deployed(a=on_host(), b=on_host(mode)), "host_network_twice")

    def test_a_module_that_is_stopped_has_no_pod(self) -> None:
        assert not said(deployed(a=on_host(), b=on_host(status="Stopped")), "host_network_twice")
        assert not said(deployed(a=on_host(status="stopped"), b=on_host()), "host_network_twice")

    @pytest.mark.parametrize("name", ["edgeHub", "edgeAgent"])
    def test_a_module_of_the_runtime_is_told_to_leave(self, name: str) -> None:
        for modules in ({name: on_host(), "b": on_host()}, {"b": on_host(), name: on_host()}):
            conversion = deployed(**modules)
            notes = [(one.name, note) for one in conversion.modules for note in one.findings if "twice" in note.rule.id]
            assert [(told, note.severity) for told, note in notes] == [(name, "error")]
            assert f"Take `{name}` off" in str(notes[0][1].remedy)
            assert "`b`" in str(notes[0][1].message)

    def test_ordinary_modules_that_conflict_are_told_all_the_same(self) -> None:
        conversion = deployed(edgeHub=on_host(), b=on_host(), c=on_host())
        told = [one.name for one in conversion.modules for note in one.findings if "twice" in note.rule.id]
        assert sorted(str(name) for name in told) == ["c", "edgeHub"]

    def test_both_modules_of_the_runtime_are_told_of_each_other(self) -> None:
        found = said(deployed(edgeHub=on_host(), edgeAgent=on_host()), "host_network_twice")
        assert [severity for severity, _ in found] == ["error", "error"]

    def test_in_a_whole_deployment_nobody_has_to_check_the_others(self) -> None:
        conversion = deployed(a=on_host(), b={})
        assert not any("Only one module" in message for _, message in said(conversion, "host_network"))

    def test_createoptions_by_themselves_leave_the_others_to_the_person(self) -> None:
        ((severity, message),) = said(convert(json.dumps(on_host())), "host_network_twice")
        assert severity == "warning"
        assert "not in this paste" in message

    def test_so_does_a_layer(self) -> None:
        members = {f"properties.desired.modules.{name}": entry(**options) for name, options in LAYER.items()}
        found = said(convert(json.dumps({"modulesContent": {"$edgeAgent": members}})), "host_network_twice")
        assert [severity for severity, _ in found] == ["warning"]


class TestFixedIps:
    def test_the_second_module_with_an_address_is_told(self) -> None:
        conversion = deployed(a=fixed(), b=fixed(port="81"))
        ((severity, message),) = said(conversion, "fixed_ips")
        assert severity == "error"
        assert f"The module `a` (line {rows(conversion, IP)[0]}) has the address `{IP}` already." in message

    def test_of_three_modules_two_are_told_of_the_first(self) -> None:
        found = said(deployed(a=fixed(), b=fixed(port="81"), c=fixed(port="82")), "fixed_ips")
        assert ["`a`" in message for _, message in found] == [True, True]

    def test_a_module_that_is_stopped_keeps_its_address(self) -> None:
        assert said(deployed(a=fixed(status="stopped"), b=fixed(port="81")), "fixed_ips")

    def test_an_address_each_is_fine(self) -> None:
        assert not said(deployed(a=fixed(), b=fixed("10.126.76.92")), "fixed_ips")

    @pytest.mark.parametrize("address", ["${IP}", "<address>", "not an address", "", None, "127.0.0.1"])
    def test_what_is_no_address_belongs_to_another_rule(self, address: Json) -> None:
        assert not said(deployed(a=fixed(address), b=fixed(address, "81")), "fixed_ips")

    def test_a_module_without_ports_has_no_service(self) -> None:
        options: dict[str, Json] = {"k8s-experimental": {"serviceOptions": {"loadBalancerIP": IP}}}
        assert not said(deployed(a=fixed(), b=options), "fixed_ips")

    def test_a_service_inside_the_cluster_has_no_such_address(self) -> None:
        inside = fixed(port="81") | {
            "k8s-experimental": {"serviceOptions": {"type": "ClusterIP", "loadBalancerIP": IP}}
        }
        assert not said(deployed(a=fixed(), b=inside), "fixed_ips")

    def test_modules_with_one_label_share_an_address(self) -> None:
        label: dict[str, Json] = {SHARED: "web"}
        conversion = deployed(a=fixed(Labels=label), b=fixed(port="81", Labels=label))
        ((severity, message),) = said(conversion, "fixed_ips")
        assert severity == "info"
        assert f"`a` (line {rows(conversion, IP)[0]})" in message

    def test_tcp_and_udp_of_one_number_are_two_ports(self) -> None:
        label: dict[str, Json] = {SHARED: "web"}
        conversion = deployed(a=fixed(port="53", Labels=label), b=fixed(port="53", protocol="udp", Labels=label))
        assert [severity for severity, _ in said(conversion, "fixed_ips")] == ["info"]

    def test_modules_that_share_an_address_must_not_share_a_port(self) -> None:
        label: dict[str, Json] = {SHARED: "web"}
        conversion = deployed(a=fixed(Labels=label), b=fixed(port="81", Labels=label), c=fixed(port="81", Labels=label))
        (_, (severity, message)) = said(conversion, "fixed_ips")
        assert severity == "error"
        assert "`b`" in message
        assert "`81/tcp`" in message

    @pytest.mark.parametrize(
        ("first", "second"), [("web", "other"), ("web", None), (None, "web"), ("", ""), ("", "$X")]
    )
    def test_labels_that_differ_or_say_nothing_share_nothing(self, first: Json, second: Json) -> None:
        one: dict[str, Json] = {} if first is None else {"Labels": {SHARED: first}}
        other: dict[str, Json] = {} if second is None else {"Labels": {SHARED: second}}
        conversion = deployed(a=fixed() | one, b=fixed(port="81") | other)
        assert [severity for severity, _ in said(conversion, "fixed_ips")] == ["error"]

    def test_a_label_that_is_filled_in_later_may_be_the_same(self) -> None:
        conversion = deployed(a=fixed(Labels={SHARED: "web"}), b=fixed(port="81", Labels={SHARED: "${KEY}"}))
        assert not said(conversion, "fixed_ips")

    def test_a_single_module_is_not_compared_with_anything(self) -> None:
        assert not said(convert(json.dumps(fixed())), "fixed_ips")
