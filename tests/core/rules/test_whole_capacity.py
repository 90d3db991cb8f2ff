"""What the rules about a deployment's external addresses and its worker promise beyond their examples."""

import json
from collections.abc import Mapping

import pytest

from tests.core import invariants
from tests.core.rules.hearing import said
from webapp.core import Conversion, convert
from webapp.core.path import Json

SHARED = "metallb.universe.tf/allow-shared-ip"


def deployed(choices: Mapping[str, str] | None = None, /, **modules: Mapping[str, Json]) -> Conversion:
    entries: dict[str, Json] = {}
    for name, stated in modules.items():
        options = dict(stated)
        status = options.pop("status", "running")
        settings: Json = {"image": "registry.example/module:1.0", "createOptions": options}
        entries[name] = {"type": "docker", "status": status, "settings": settings}
    conversion = convert(json.dumps({"modules": entries}, indent=2), choices)
    invariants.hold(conversion)
    if not choices:
        invariants.converting_again_changes_nothing(conversion)
    return conversion


def published(port: int = 80, kind: str = "", **others: Json) -> dict[str, Json]:
    options: dict[str, Json] = {"HostConfig": {"PortBindings": {f"{port}/tcp": [{"HostPort": str(port)}]}}}
    return options | ({"k8s-experimental": {"serviceOptions": {"type": kind}}} if kind else {}) | others


def reserving(cpu: Json = None, memory: Json = None, part: str = "limits", **others: Json) -> dict[str, Json]:
    stated: dict[str, Json] = {name: value for name, value in (("cpu", cpu), ("memory", memory)) if value is not None}
    return {"k8s-experimental": {"resources": {part: stated}}, **others}


class TestExternalIps:
    def test_modules_with_ports_are_counted_and_named_once(self) -> None:
        conversion = deployed(a=published(), b={}, c=published(81), edgeHub=published(443))
        ((severity, message),) = said(conversion, "external_ips")
        assert severity == "info"
        assert message.startswith("3 external addresses")
        assert "`a, c, edgeHub`" in message
        (note,) = [note for note in conversion.findings if note.rule.id == "external_ips"]
        assert "edgeHub" not in str(note.remedy)

    def test_edgehub_is_one_more_where_it_is_not_among_them(self) -> None:
        conversion = deployed(a=published(), b=published(81))
        (note,) = [note for note in conversion.findings if note.rule.id == "external_ips"]
        assert "edgeHub" in str(note.remedy)

    def test_a_module_that_is_stopped_keeps_its_address(self) -> None:
        assert said(deployed(a=published(), b=published(81, status="stopped")), "external_ips")

    @pytest.mark.parametrize("kind", ["ClusterIP", "NodePort", "clusterip"])
    def test_other_types_of_service_take_none(self, kind: str) -> None:
        assert not said(deployed(a=published(), b=published(81, kind)), "external_ips")

    def test_so_does_a_module_that_is_answered_to_be_called_inside_only(self) -> None:
        choices = {"b/reach:/HostConfig/PortBindings": "cluster"}
        assert not said(deployed(choices, a=published(), b=published(81)), "external_ips")

    @pytest.mark.parametrize(
        "other",
        [{}, {"ExposedPorts": {"81/tcp": {}}}, {"HostConfig": {"PortBindings": {"81/tcp": [{"HostPort": "${PORT}"}]}}}],
    )
    def test_modules_without_a_usable_binding_take_none(self, other: dict[str, Json]) -> None:
        assert not said(deployed(a=published(), b=other), "external_ips")

    def test_modules_that_share_an_address_count_once(self) -> None:
        label: dict[str, Json] = {SHARED: "web"}
        assert not said(deployed(a=published(Labels=label), b=published(81, Labels=label)), "external_ips")

    def test_of_many_modules_only_some_are_named(self) -> None:
        conversion = deployed(**{f"m{number}": published(8000 + number) for number in range(14)})
        ((_, message),) = said(conversion, "external_ips")
        assert message.startswith("14 ")
        assert "m9, …`" in message

    def test_a_single_module_is_not_counted(self) -> None:
        assert not said(convert(json.dumps(published())), "external_ips")


class TestWorkerCapacity:
    def test_the_sum_of_all_that_is_reserved_is_told_once(self) -> None:
        conversion = deployed(a=reserving("8", "20Gi"), b=reserving("8", "20Gi"), c={})
        ((severity, message),) = said(conversion, "worker_capacity")
        assert severity == "warning"
        assert "`40960Mi` of memory and `16` of CPU" in message

    @pytest.mark.parametrize(("cpu", "memory"), [("7", None), (None, "17Gi")])
    def test_one_of_the_two_is_enough(self, cpu: Json, memory: Json) -> None:
        assert said(deployed(a=reserving(cpu, memory), b=reserving(cpu, memory)), "worker_capacity")

    def test_a_request_counts_before_a_limit(self) -> None:
        big: dict[str, Json] = {
            "k8s-experimental": {"resources": {"limits": {"cpu": "20"}, "requests": {"cpu": "1"}}},
        }
        assert not said(deployed(a=big, b=big), "worker_capacity")
        assert said(deployed(a=reserving("7", None, "requests"), b=reserving("7")), "worker_capacity")

    def test_dockers_limits_count_as_what_they_become(self) -> None:
        docker: dict[str, Json] = {"HostConfig": {"Memory": 20 * 2**30}}
        assert said(deployed(a=docker, b=docker), "worker_capacity")

    def test_more_than_any_worker_has_is_told_so(self) -> None:
        conversion = deployed(a=reserving("20"), b=reserving("20"))
        (note,) = [note for note in conversion.findings if note.rule.id == "worker_capacity"]
        assert "Even a worker" in str(note.remedy)

    def test_what_fits_is_not_told(self) -> None:
        assert not said(deployed(a=reserving("6", "16Gi"), b=reserving("6", "16Gi")), "worker_capacity")

    def test_a_module_that_is_stopped_reserves_nothing(self) -> None:
        assert not said(deployed(a=reserving("8"), b=reserving("8", status="stopped")), "worker_capacity")

    def test_what_one_module_alone_reserves_is_for_another_rule(self) -> None:
        assert not said(deployed(a=reserving("16"), b={}), "worker_capacity")
        assert not said(convert(json.dumps(reserving("16"))), "worker_capacity")

    @pytest.mark.parametrize("value", ["${CPU}", "many", -1, True, None])
    def test_what_is_no_amount_is_passed_over(self, value: Json) -> None:
        assert not said(deployed(a=reserving(value), b=reserving("8")), "worker_capacity")
