"""What stands beside createOptions, a module's own `env` above all; and values deep inside `k8s-experimental`."""

import json

import pytest

from tests.core import invariants
from tests.core.rules.hearing import asked, said
from webapp.core import Conversion, convert
from webapp.core.draft import Draft
from webapp.core.edit import put
from webapp.core.path import Json, at
from webapp.core.registry import ABOUT_MODULES, BY_ID
from webapp.core.rules.other._env import listed
from webapp.core.source import read

LATER = "${OPTIONS}"


def paste(env: Json, options: Json = LATER, name: str = "module", **members: Json) -> str:
    settings: Json = {"image": "contoso.azurecr.io/module:1.0", "createOptions": options}
    return json.dumps({"modules": {name: {"type": "docker", "settings": settings, "env": env, **members}}}, indent=2)


def run(text: str, choices: dict[str, str] | None = None) -> Conversion:
    conversion = convert(text, choices)
    invariants.hold(conversion)
    return conversion


def env_of(conversion: Conversion, name: str = "module") -> Json:
    return at(conversion.converted, ("modules", name, "env"))


class TestPlaceholderInPlaceOfOptions:
    def test_the_variables_beside_it_are_converted(self) -> None:
        conversion = run(paste({"A:B": {"value": "1"}, "https_proxy": {"value": "http://p:1"}}))
        assert env_of(conversion) == {
            "A__B": {"value": "1"},
            "https_proxy": {"value": "http://p:1"},
            "no_proxy": {"value": "localhost"},
        }
        invariants.converting_again_changes_nothing(conversion)

    def test_createoptions_stay_as_they_are(self) -> None:
        conversion = run(paste({"A:B": {"value": "1"}}))
        assert at(conversion.converted, ("modules", "module", "settings", "createOptions")) == LATER
        assert {str(one["path"]).split("/")[3] for one in conversion.patch} == {"env"}

    def test_the_entry_around_it_is_judged(self) -> None:
        conversion = run(paste({}, type="Docker", restartPolicy="never"))
        assert [severity for severity, _ in said(conversion, "entry_policies")] == ["error", "info"]
        assert len(said(conversion, "placeholder_options")) == 1

    def test_questions_about_its_variables_can_be_answered(self) -> None:
        text = paste({"https_proxy": {"value": "http://p:1"}}, name="edgeHub")
        assert "UpstreamProtocol" in json.dumps(env_of(run(text), "edgeHub"))
        left = run(text, {"edgeHub/upstream_protocol:/UpstreamProtocol": "leave"})
        assert "UpstreamProtocol" not in json.dumps(env_of(left, "edgeHub"))

    def test_answers_raise_no_second_thoughts_about_what_can_not_be_read(self) -> None:
        text = paste({"https_proxy": {"value": "http://p:1"}}, name="edgeHub")
        before, after = run(text), run(text, {"edgeHub/upstream_protocol:/UpstreamProtocol": "set"})
        assert after.modules[0].findings == before.modules[0].findings

    def test_nothing_is_said_of_what_createoptions_may_hold(self) -> None:
        folder: Json = {"storageFolder": {"value": "/storage"}}
        for env in ({}, folder):
            assert not said(run(paste(env, name="edgeHub")), "edgehub_storage")
            assert said(run(paste(env, "{}", name="edgeHub")), "edgehub_storage")

    def test_a_variable_that_createoptions_may_set_can_be_referred_to(self) -> None:
        env: Json = {"A": {"value": "$(URL)"}}
        assert asked(run(paste(env)), "env_expansion")
        assert not asked(run(paste(env, "{}")), "env_expansion")

    def test_no_edit_gets_inside_and_each_that_would_is_told(self) -> None:
        draft = Draft(read(paste({})).modules[0], {}, "", lenient=False)
        rule = BY_ID["no_proxy"]
        draft.said.take(rule, put(("Env", "-"), "A=1", "One."))
        draft.said.take(rule, put(("A",), {"value": "1"}, "Another.", part="env"))
        draft.carry_out()
        one = draft.finished
        assert (one.create_options, one.env) == ({}, {"A": {"value": "1"}})
        ((severity, message),) = [(note.severity, str(note.message)) for note in one.findings]
        assert (severity, "`/Env/-`" in message) == ("error", True)

    @pytest.mark.parametrize("name", ["module", "edgeHub", "edgeAgent"])
    def test_no_rule_about_modules_wants_to_get_inside(self, name: str) -> None:
        env: Json = {
            **{key: {"value": "http://p:1"} for key in ("https_proxy", "HTTP_PROXY", "all_proxy")},
            **{key: {"value": "1"} for key in ("A:B", "a b", "NVIDIA_VISIBLE_DEVICES", "WIRESERVER_ADDRESS")},
            **{key: {"value": "$(A)$$"} for key in ("IOTEDGE_MODULEID", "storageFolder", "UpstreamProtocol")},
        }
        draft = Draft(read(paste(env, name=name)).modules[0], {}, "", lenient=False)
        draft.said.run(ABOUT_MODULES, draft.module)
        assert draft.said.now.edits_of("env")
        assert not draft.said.now.edits_of("createOptions")


class TestModuleEnv:
    @pytest.mark.parametrize("entry", ["text", "", 5, True, None, [], ["a"], {"value": []}, {"Value": {}}])
    def test_what_the_device_can_not_read_is_an_error_with_its_line(self, entry: Json) -> None:
        conversion = run(paste({"A": {"value": "1"}, "B": entry}, "{}"))
        (note,) = [note for note in conversion.modules[0].findings if note.rule.id == "module_env"]
        assert (note.severity, note.path, note.part) == ("error", ("B",), "env")
        line = conversion.place(conversion.modules[0], note.path, "env").line
        assert '"B"' in conversion.document.text.splitlines()[line - 1]
        assert env_of(conversion) == {"A": {"value": "1"}, "B": entry}

    @pytest.mark.parametrize(
        "entry", [{}, {"value": "a"}, {"value": 1}, {"VALUE": True}, {"value": None}, {"value": 1, "x": []}]
    )
    def test_what_it_can_read_is_no_topic(self, entry: Json) -> None:
        conversion = run(paste({"A": entry}, "{}"))
        assert not said(conversion, "module_env")
        assert not asked(conversion, "module_env")

    def test_an_answer_settles_it(self) -> None:
        text = paste({"_comment": "x", "A:B": "1"}, "{}")
        name = "module/module_env:/"
        conversion = run(text, {name + "_comment": "remove", name + "A:B": "value"})
        assert env_of(conversion) == {"A__B": {"value": "1"}}
        assert not [note for note in conversion.modules[0].findings if note.severity == "error"]

    def test_an_entry_that_is_filled_in_later_is_mentioned(self) -> None:
        conversion = run(paste({"A": LATER}, "{}"))
        assert [severity for severity, _ in said(conversion, "module_env")] == ["info"]
        assert conversion.text == conversion.document.text

    def test_what_other_rules_take_out_is_left_to_them(self) -> None:
        conversion = run(paste({"WIRESERVER_ADDRESS": "1", "IOTEDGE_DEVICEID": "1"}, "{}"))
        assert not said(conversion, "module_env")
        assert env_of(conversion) in ({}, None)


class TestK8sValues:
    def test_each_volume_mount_and_member_is_told_where_the_value_stands(self) -> None:
        bad: Json = {"volume": {"Name": "a", "emptyDir": {"sizeLimit": "1GB"}}, "volumeMounts": [{}, {"readOnly": "x"}]}
        context: Json = {"seLinuxOptions": {"level": []}, "windowsOptions": {"runAsUserName": {}}}
        conversion = convert(json.dumps({"k8s-experimental": {"volumes": [{}, bad], "securityContext": context}}))
        notes = [note for note in conversion.modules[0].findings if note.rule.id == "k8s_values"]
        assert [(note.severity, note.path[1:]) for note in notes] == [
            ("error", ("volumes", 1, "volume", "emptyDir", "sizeLimit")),
            ("error", ("volumes", 1, "volumeMounts", 1, "readOnly")),
            ("error", ("securityContext", "seLinuxOptions", "level")),
            ("error", ("securityContext", "windowsOptions", "runAsUserName")),
        ]

    def test_what_another_rule_tells_is_told_once(self) -> None:
        conversion = convert(json.dumps({"k8s-experimental": {"securityContext": {"runAsUser": "root"}}}))
        assert said(conversion, "wrong_types")
        assert not said(conversion, "k8s_values")

    def test_a_value_that_is_filled_in_later_is_mentioned(self) -> None:
        volume: Json = {"name": "a", "configMap": {"name": "x", "defaultMode": "${MODE}"}}
        mounts: Json = [{"name": "a", "mountPath": "/a"}]
        options: Json = {"k8s-experimental": {"volumes": [{"volume": volume, "volumeMounts": mounts}]}}
        assert [severity for severity, _ in said(convert(json.dumps(options)), "k8s_values")] == ["info"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["a", "b", "a"], "a, b"),
        (["x" * 40, "y" * 40, "z"], "x" * 40 + " and 2 more"),
        (["x" * 100, "y"], "x" * 79 + "… and 1 more"),
        (range(100), ", ".join(map(str, range(22))) + " and 78 more"),
    ],
)
def test_names_that_do_not_fit_are_counted(names: list[object], expected: str) -> None:
    assert listed(names) == expected
