"""Whole deployments (parsing notes, section 5; translation, section 10)."""

from typing import Any

from tests.core.device.adapter import planned
from webapp.core.device import PlanResult
from webapp.core.path import Json, at

GOOD: dict[str, Any] = {"name": "good", "image": "a:1", "createOptions": {"ExposedPorts": {"80": {}}}}


def bad(options: Json = None, **more: Any) -> dict[str, Any]:
    return {"name": "bad", "image": "a:1", "createOptions": options, **more}


def kinds(result: PlanResult) -> list[Json]:
    return [one["kind"] for one in result.objects]


def told(result: PlanResult) -> list[tuple[str, tuple[str, ...]]]:
    return [(error.kind, error.modules) for error in result.errors]


def test_objects_are_applied_one_kind_after_the_other() -> None:
    result = planned([GOOD, bad({"ExposedPorts": {"81": {}}})], {})
    assert kinds(result) == ["ServiceAccount"] * 2 + ["Service"] * 2 + ["Deployment"] * 2
    assert [module.name for module in result.modules] == ["good", "bad"]


def test_an_empty_deployment_comes_to_nothing() -> None:
    assert planned([], {}) == PlanResult((), (), ())


def test_what_can_not_be_read_comes_before_names_that_collide() -> None:
    result = planned([GOOD, {**GOOD, "name": "Good"}, bad({"Env": "x"}), bad(name="worse", image="a:b:c")], {})
    assert told(result) == [("InvalidCreateOptions", ("bad",)), ("InvalidModule", ("worse",))]
    assert result.objects == ()


def test_names_come_before_what_is_looked_up_later() -> None:
    result = planned([GOOD, {**GOOD, "name": "GOOD"}, bad({"Cmd": "x"})], {})
    assert told(result) == [("InvalidModule", ("good", "GOOD"))]
    assert told(planned([bad(name="a" * 254), bad({"Cmd": "x"})], {}))[0][0] == "InvalidKubernetesName"


def test_nothing_is_applied_before_the_options_of_all_can_be_read() -> None:
    device = {"registryCredentials": {"r": {"address": "10.0.0.1", "username": "u", "password": "p"}}}
    for module in (
        bad({"Cmd": "x"}),
        bad({"k8s-experimental": {"strategy": 5}}),
        bad({"a": 1, "A": 1}),
        bad(image="10.0.0.1/x"),
    ):
        result = planned([GOOD, module], device)
        assert result.objects == ()
        assert [error.modules for error in result.errors] == [("bad",)]


def test_an_error_of_a_service_leaves_secrets_and_accounts_behind() -> None:
    device = {"registryCredentials": {"r": {"address": "r.io", "username": "u", "password": "p"}}}
    result = planned([{**GOOD, "image": "r.io/x"}, bad({"Labels": {"": "x"}})], device)
    assert kinds(result) == ["Secret", "ServiceAccount", "ServiceAccount"]


def test_an_error_of_a_deployment_leaves_services_behind() -> None:
    result = planned([GOOD, bad({"HostConfig": {"Mounts": [{}]}})], {})
    assert kinds(result) == ["ServiceAccount", "ServiceAccount", "Service"]
    assert told(result) == [("InvalidMount", ("bad",))]


def test_a_module_is_told_what_would_come_of_it_alone_whatever_stops_the_deployment() -> None:
    refused: list[Json] = [{"Env": 5}, {"Cmd": "x"}, {"Labels": {"": ""}}, {"HostConfig": {"Mounts": [{}]}}]
    for options in refused:
        result = planned([GOOD, bad(options)], {})
        good, other = result.modules
        assert [one["kind"] for one in good.objects] == ["ServiceAccount", "Service", "Deployment"]
        assert good.reached and not good.errors
        assert other.errors and not other.objects
    result = planned([GOOD, {**GOOD, "name": "GOOD"}], {})
    assert all(module.objects for module in result.modules)


def test_a_device_id_that_is_no_label_stops_everything_before_the_secrets() -> None:
    device = {"deviceId": "--", "registryCredentials": {"r": {"address": "r.io", "username": "u", "password": "p"}}}
    result = planned([{**GOOD, "image": "r.io/x"}], device)
    assert told(result) == [("InvalidKubernetesName", ("good",))]
    assert result.objects == ()


def test_modules_that_name_one_volume_share_the_first_ones_claim() -> None:
    def mounting(name: str, read_only: bool) -> dict[str, Any]:
        mount = {"Type": "volume", "Source": "data", "Target": "/d", "ReadOnly": read_only}
        return {"name": name, "image": "a:1", "createOptions": {"HostConfig": {"Mounts": [mount]}}}

    result = planned([mounting("one", True), mounting("two", False)], {"storageClassName": ""})
    claims = [one for one in result.objects if one["kind"] == "PersistentVolumeClaim"]
    assert [at(claim, ("spec", "accessModes")) for claim in claims] == [["ReadOnlyMany"]]
