"""What the rules about a deployment's GPUs and shared memory promise beyond their examples."""

import json
from collections.abc import Mapping

import pytest

from tests.core import invariants
from tests.core.rules.hearing import asked, said
from webapp.core import Conversion, convert
from webapp.core.path import Json

GPU = "nvidia.com/gpu"
SHARES: dict[str, Json] = {"Env": ["NVIDIA_VISIBLE_DEVICES=0"]}


def entry(status: Json = "running", **options: Json) -> dict[str, Json]:
    settings: dict[str, Json] = {"image": "registry.example/module:1.0", "createOptions": options}
    return {"type": "docker", "status": status, "settings": settings}


def manifest(modules: Mapping[str, Mapping[str, Json]]) -> str:
    return json.dumps({"modules": {name: entry(**options) for name, options in modules.items()}}, indent=2)


def deployed(modules: Mapping[str, Mapping[str, Json]], choices: Mapping[str, str] | None = None) -> Conversion:
    conversion = convert(manifest(modules), choices)
    invariants.hold(conversion)
    if not choices:
        invariants.converting_again_changes_nothing(conversion)
    return conversion


def rows(conversion: Conversion, word: str) -> list[int]:
    """Return the lines of the paste that hold a word."""
    return [row for row, line in enumerate(conversion.document.text.splitlines(), 1) if word in line]


def claims(count: Json, **others: Json) -> dict[str, Json]:
    limits: dict[str, Json] = {"limits": {GPU: count}}
    return {"k8s-experimental": {"resources": limits, "strategy": {"type": "Recreate"}}, **others}


def heard(*options: Mapping[str, Json]) -> list[str]:
    """Return the severities of what is said of modules with these createOptions, named `a`, `b` and so on."""
    conversion = deployed(dict(zip("abcdefgh", options, strict=False)))
    return [severity for severity, _ in said(conversion, "gpu_total")]


class TestGpuTotal:
    def test_three_claims_of_one_are_too_many_and_said_once(self) -> None:
        conversion = deployed({"a": claims(1), "b": claims("1"), "c": claims(1)})
        ((severity, message),) = said(conversion, "gpu_total")
        assert severity == "error"
        assert "for 3 GPUs" in message
        _, second, third = rows(conversion, GPU)
        assert f"`b ({second}), c ({third})`" in message

    def test_it_is_said_of_the_module_that_claims_most(self) -> None:
        conversion = deployed({"a": claims(1), "b": claims(2)})
        assert [note.rule.id for note in conversion.modules[0].findings if note.rule.id == "gpu_total"] == []
        assert [severity for severity, _ in said(conversion, "gpu_total")] == ["error"]

    def test_modules_that_shared_a_gpu_on_docker_are_shown_the_questions(self) -> None:
        docker: dict[str, Json] = {"HostConfig": {"Runtime": "nvidia"}}
        requests: dict[str, Json] = {"HostConfig": {"DeviceRequests": [{"Count": -1, "Capabilities": [["gpu"]]}]}}
        conversion = deployed({"a": docker, "b": requests, "c": docker})
        (note,) = [note for one in conversion.modules for note in one.findings if note.rule.id == "gpu_total"]
        assert note.severity == "error"
        assert "answer `share`" in str(note.remedy)
        questions = asked(conversion, "gpu")
        assert ", ".join(questions) in str(note.remedy)
        shared = deployed({"a": docker, "b": requests, "c": docker}, dict.fromkeys(questions, "share"))
        assert not said(shared, "gpu_total")

    def test_of_many_questions_only_a_few_are_named(self) -> None:
        conversion = deployed({f"m{number}": {"HostConfig": {"Runtime": "nvidia"}} for number in range(9)})
        (note,) = [note for one in conversion.modules for note in one.findings if note.rule.id == "gpu_total"]
        assert str(note.remedy).count("/gpu:") == 3

    def test_of_many_others_only_a_few_are_named(self) -> None:
        conversion = deployed({f"m{number:02}": claims(1) for number in range(12)})
        assert all("… +8" in message for _, message in said(conversion, "gpu_total"))

    def test_a_claim_of_two_beside_one_of_one_is_too_much(self) -> None:
        assert heard(claims(2), claims(1)) == ["error"]

    def test_two_claims_of_one_need_a_device_with_two_gpus(self) -> None:
        conversion = deployed({"a": claims(1), "b": claims(1)})
        ((severity, message),) = said(conversion, "gpu_total")
        assert severity == "info"
        assert f"`a` (line {rows(conversion, GPU)[0]})" in message
        assert not [note for note in conversion.modules[0].findings if note.rule.id == "gpu_total"]

    @pytest.mark.parametrize("other", [{}, claims(0), claims("${GPUS}"), claims("half"), claims(-1), claims(None)])
    def test_a_single_claim_is_for_other_rules(self, other: Mapping[str, Json]) -> None:
        assert heard(claims(2), other) == []

    def test_a_module_that_is_stopped_does_not_count(self) -> None:
        assert heard(claims(2), claims(1, status="stopped")) == []
        assert heard(claims(1), SHARES | {"status": "stopped"}) == []

    def test_a_module_by_itself_is_not_added_up(self) -> None:
        assert not said(convert(json.dumps(claims(3))), "gpu_total")

    def test_what_the_modules_ask_for_after_the_conversion_counts(self) -> None:
        board: dict[str, Json] = {"HostConfig": {"Devices": [{"PathOnHost": "/dev/catapult0"}]}}
        conversion = deployed({"a": board, "b": claims(2)})
        assert [severity for severity, _ in said(conversion, "gpu_total")] == ["error"]
        shared = deployed({"a": board, "b": claims(2)}, {asked(conversion, "gpu")[0]: "share"})
        ((_, message),) = said(shared, "gpu_total")
        assert "without a claim" in message

    def test_a_claim_of_both_gpus_beside_a_module_that_shares_can_not_hold(self) -> None:
        conversion = deployed({"a": claims(2), "b": SHARES})
        ((severity, message),) = said(conversion, "gpu_total")
        assert severity == "error"
        assert f"`b ({rows(conversion, 'VISIBLE')[0]})`" in message

    def test_so_do_two_claims_of_one(self) -> None:
        assert heard(claims(1), claims(1), SHARES) == ["error", "error"]

    def test_a_claim_of_one_gpu_beside_a_module_that_shares_may_hold(self) -> None:
        assert heard(claims(1), SHARES) == ["warning"]

    @pytest.mark.parametrize("value", ["none", "void", "", "None", "${GPU}", "<gpu>"])
    def test_a_variable_that_names_no_gpu_does_not_count(self, value: str) -> None:
        assert heard(claims(1), {"Env": [f"NVIDIA_VISIBLE_DEVICES={value}"]}) == []

    def test_modules_that_share_without_any_claim_are_fine(self) -> None:
        assert heard(SHARES, SHARES, {"Env": ["NVIDIA_VISIBLE_DEVICES=all"]}) == []


def ipc(mode: Json) -> dict[str, Json]:
    return {"HostConfig": {"IpcMode": mode}}


def mode_of(conversion: Conversion, number: int) -> Json:
    host = conversion.modules[number].create_options.get("HostConfig")
    return host.get("IpcMode") if isinstance(host, dict) else None


ASKED = "a/ipc_partners:/HostConfig/IpcMode"


class TestIpcPartners:
    def test_the_partner_gets_the_hosts_namespace_too(self) -> None:
        conversion = deployed({"a": {}, "b": ipc("container:a")})
        assert asked(conversion, "ipc_partners") == [ASKED]
        assert [mode_of(conversion, 0), mode_of(conversion, 1)] == ["host", "host"]
        assert not said(conversion, "ipc_partners")

    def test_a_partner_that_two_modules_name_is_asked_about_once(self) -> None:
        conversion = deployed({"b": ipc("container:a"), "a": {"Env": ["A=1"]}, "c": ipc("Container:a")})
        assert asked(conversion, "ipc_partners") == [ASKED]
        assert mode_of(conversion, 1) == "host"

    def test_a_partner_that_is_left_as_it_is_makes_an_error_of_each_pair(self) -> None:
        conversion = deployed({"a": {}, "b": ipc("container:a"), "c": ipc("container:a")}, {ASKED: "leave"})
        assert mode_of(conversion, 0) is None
        assert [severity for severity, _ in said(conversion, "ipc_partners")] == ["error", "error"]

    def test_a_partner_with_a_namespace_of_its_own_is_asked_about(self) -> None:
        conversion = deployed({"a": ipc("private"), "b": ipc("container:a")})
        assert asked(conversion, "ipc_partners") == [ASKED]
        assert mode_of(conversion, 0) == "host"

    @pytest.mark.parametrize("mode", ["host", "shareable", "container:b"])
    def test_a_partner_that_uses_it_anyway_needs_nothing(self, mode: str) -> None:
        conversion = deployed({"a": ipc(mode), "b": ipc("container:a")})
        assert not asked(conversion, "ipc_partners")
        assert not said(conversion, "ipc_partners")

    def test_a_partner_that_does_without_makes_an_error_of_the_pair(self) -> None:
        conversion = deployed(
            {"a": ipc("shareable"), "b": ipc("container:a")}, {"a/ipc_mode:/HostConfig/IpcMode": "remove"}
        )
        assert not asked(conversion, "ipc_partners")
        assert [note.severity for note in conversion.modules[1].findings if note.rule.id == "ipc_partners"] == ["error"]

    def test_so_does_a_module_that_leaves_its_partner_alone(self) -> None:
        conversion = deployed(
            {"a": ipc("shareable"), "b": ipc("container:a")}, {"b/ipc_mode:/HostConfig/IpcMode": "remove"}
        )
        ((severity, message),) = said(conversion, "ipc_partners")
        assert severity == "error"
        assert "`b`" in message

    def test_both_may_do_without(self) -> None:
        choices = {f"{name}/ipc_mode:/HostConfig/IpcMode": "remove" for name in "ab"}
        conversion = deployed({"a": ipc("shareable"), "b": ipc("container:a")}, choices)
        assert not said(conversion, "ipc_partners")

    def test_both_may_do_without_while_others_share(self) -> None:
        choices = {f"{name}/ipc_mode:/HostConfig/IpcMode": "remove" for name in "ab"}
        conversion = deployed({"a": ipc("shareable"), "b": ipc("container:a"), "c": ipc("host")}, choices)
        assert not said(conversion, "ipc_partners")

    def test_a_module_that_does_without_needs_no_partner(self) -> None:
        choices = {"b/ipc_mode:/HostConfig/IpcMode": "remove"}
        conversion = deployed({"a": ipc("host"), "b": ipc("container:lvaEdge")}, choices)
        assert not said(conversion, "ipc_partners")

    def test_a_partner_that_is_not_in_the_paste_is_named(self) -> None:
        conversion = deployed({"a": {}, "b": ipc("container:lvaEdge")})
        ((severity, message),) = said(conversion, "ipc_partners")
        assert severity == "warning"
        assert "`lvaEdge`" in message

    @pytest.mark.parametrize("mode", ["shareable", "container:b", "container:", "container:${LVA}", "host", 5, None])
    def test_where_nobody_else_is_named_there_is_nothing_to_say(self, mode: Json) -> None:
        conversion = deployed({"a": {}, "b": ipc(mode)})
        assert not said(conversion, "ipc_partners")
        assert not asked(conversion, "ipc_partners")

    def test_a_partners_mode_that_is_filled_in_later_is_not_guessed(self) -> None:
        conversion = deployed({"a": ipc("${IPC}"), "b": ipc("container:a")})
        assert mode_of(conversion, 0) == "${IPC}"
        assert not said(conversion, "ipc_partners")
        assert not asked(conversion, "ipc_partners")

    def test_a_partner_whose_createoptions_are_filled_in_later_is_told(self) -> None:
        settings = {"image": "registry.example/module:1.0", "createOptions": "${OPTIONS}"}
        document = json.loads(manifest({"b": ipc("container:a")}))
        document["modules"]["a"] = {"type": "docker", "settings": settings}
        conversion = convert(json.dumps(document))
        assert [severity for severity, _ in said(conversion, "ipc_partners")] == ["warning"]
        assert json.loads(conversion.text)["modules"]["a"]["settings"] == settings

    def test_a_volume_made_of_shmsize_goes_as_it_would_hide_the_memory(self) -> None:
        conversion = deployed({"a": {"HostConfig": {"ShmSize": 1536870912}}, "b": ipc("container:a")})
        assert conversion.modules[0].create_options == {"HostConfig": {"IpcMode": "host"}}

    def test_volumes_that_were_pasted_stay(self) -> None:
        mounted: Json = [
            {
                "volume": {"name": "cache", "emptyDir": {"medium": "Memory"}},
                "volumeMounts": [{"name": "cache", "mountPath": "/cache"}],
            }
        ]
        options: dict[str, Json] = {"HostConfig": {"ShmSize": 1536870912}, "k8s-experimental": {"volumes": mounted}}
        conversion = deployed({"a": options, "b": ipc("container:a")})
        assert conversion.modules[0].create_options["k8s-experimental"] == {"volumes": mounted}

    def test_a_partner_that_is_left_alone_keeps_its_volume(self) -> None:
        conversion = deployed({"a": {"HostConfig": {"ShmSize": 1536870912}}, "b": ipc("container:a")}, {ASKED: "leave"})
        assert "k8s-experimental" in conversion.modules[0].create_options

    @pytest.mark.parametrize("name", ["kernel.shm_rmid_forced", "kernel.msgmax", "kernel.sem", "fs.mqueue.msg_max"])
    def test_kernel_parameters_of_a_namespace_are_refused_beside_the_hosts(self, name: str) -> None:
        context: dict[str, Json] = {"securityContext": {"sysctls": [{"name": name, "value": "1"}]}}
        for options in (ipc("host"), {}, ipc("private")):
            own: dict[str, Json] = {**options, "k8s-experimental": context}
            conversion = deployed({"a": own, "b": ipc("container:a")})
            ((severity, message),) = said(conversion, "ipc_partners")
            assert severity == "error"
            assert f"`{name}`" in message

    def test_so_is_one_that_was_moved_there(self) -> None:
        options: dict[str, Json] = {"HostConfig": {"Sysctls": {"kernel.shm_rmid_forced": "1"}}}
        found = said(deployed({"a": options, "b": ipc("container:a")}), "ipc_partners")
        assert [severity for severity, _ in found] == ["error"]

    @pytest.mark.parametrize("name", ["net.ipv4.tcp_syncookies", "kernel.pid_max", "${NAME}", 5, None])
    def test_other_kernel_parameters_are_not_judged(self, name: Json) -> None:
        context: dict[str, Json] = {"securityContext": {"sysctls": [{"name": name, "value": "1"}]}}
        conversion = deployed({"a": ipc("host") | {"k8s-experimental": context}, "b": {}})
        assert not said(conversion, "ipc_partners")

    def test_a_module_by_itself_is_told_by_another_rule(self) -> None:
        assert not said(convert(json.dumps(ipc("container:a"))), "ipc_partners")

    def test_containers_that_were_inspected_may_name_each_other_by_id(self) -> None:
        ident = "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"
        containers = [
            {"Id": ident, "Name": "/a", "Config": {}, "HostConfig": {"IpcMode": "private"}},
            {"Id": "1" * 64, "Name": "/b", "Config": {}, "HostConfig": {"IpcMode": f"container:{ident}"}},
        ]
        conversion = convert(json.dumps(containers))
        assert asked(conversion, "ipc_partners") == [ASKED]
        assert mode_of(conversion, 0) == "host"
