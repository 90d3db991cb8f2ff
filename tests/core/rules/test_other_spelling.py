"""What the rules about names and types promise beyond the examples on their pages."""

import json
from typing import Any

import pytest

from webapp.core import Conversion, convert
from webapp.core.ledger import Verdict
from webapp.core.rules.other import _ignored, _names

SECTION = "k8s-experimental"
TYPE = {"type": "Recreate"}
RECREATE = {"strategy": TYPE}
ANYTHING: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 10**30, "", "x", "${X}", [], {}, [None], [[]], [{}], {"": None}, {"a": {"b": []}}),
)


def run(options: Any, choices: dict[str, str] | None = None) -> Conversion:
    return convert(json.dumps(options), choices)


def converted(options: Any, choices: dict[str, str] | None = None) -> Any:
    return run(options, choices).converted


def verdicts(conversion: Conversion) -> set[Verdict]:
    return {entry.verdict for one in conversion.modules for entry in one.ledger}


def found(conversion: Conversion, rule: str) -> list[str]:
    return [note.severity for one in conversion.modules for note in one.findings if note.rule.id == rule]


def asked(conversion: Conversion, rule: str) -> list[str]:
    return [question.id for one in conversion.modules for question in one.questions if question.rule.id == rule]


def options_of(conversion: Conversion, name: str) -> list[str]:
    questions = [question for one in conversion.modules for question in one.questions if question.id == name]
    return [option.value for question in questions for option in question.options]


class TestMisspelled:
    @pytest.mark.parametrize(
        ("options", "path", "meant"),
        [
            ({"HostConfig": {"Priviledged": True}}, "/HostConfig/Priviledged", {"HostConfig": {"Privileged": True}}),
            ({"HostConfig": {"priviliged": True}}, "/HostConfig/priviliged", {"HostConfig": {"Privileged": True}}),
            ({"hostConfir": {"Privileged": True}}, "/hostConfir", {"HostConfig": {"Privileged": True}}),
            ({"Enviroment": ["A=b"]}, "/Enviroment", {"Env": ["A=b"]}),
            ({"EnvironmentVariables": ["A=b"]}, "/EnvironmentVariables", {"Env": ["A=b"]}),
            ({SECTION: {"srategy": TYPE}}, f"/{SECTION}/srategy", {SECTION: RECREATE}),
            ({"srategy": TYPE}, "/srategy", {SECTION: RECREATE}),
            ({"k8s-experimantal": RECREATE}, "/k8s-experimantal", {SECTION: RECREATE}),
            ({SECTION: {"strategy": {"typ": "Recreate"}}}, f"/{SECTION}/strategy/typ", {SECTION: RECREATE}),
        ],
    )
    def test_a_slip_is_undecided_until_the_person_says_what_is_meant(self, options: Any, path: str, meant: Any) -> None:
        name = f"misspelled:{path}"
        assert converted(options) == options
        assert verdicts(run(options)) == {"undecided"}
        assert converted(options, {name: "meant"}) == meant
        assert converted(options, {name: "remove"}) == {}

    @pytest.mark.parametrize("name", ["K8s-Experimental", "K8S_EXPERIMENTAL", "k8sExperimental"])
    def test_the_section_in_other_letters_is_corrected_at_once(self, name: str) -> None:
        section = RECREATE
        assert converted({name: section}) == {SECTION: section}
        assert converted({name: section}, {f"misspelled:/{name}": "remove"}) == {}

    def test_a_name_whose_place_is_taken_can_only_be_removed(self) -> None:
        options = {"Env": ["A=b"], "Enviroment": ["C=d"]}
        assert options_of(run(options), "misspelled:/Enviroment") == ["remove"]
        assert converted(options, {"misspelled:/Enviroment": "remove"}) == {"Env": ["A=b"]}

    def test_two_slips_for_one_name_do_not_overwrite_each_other(self) -> None:
        options = {"HostConfig": {"Priviledged": True, "Priviliged": False}}
        assert options_of(run(options), "misspelled:/HostConfig/Priviledged") == ["meant", "remove"]
        assert options_of(run(options), "misspelled:/HostConfig/Priviliged") == ["remove"]

    def test_a_mount_is_completed_because_it_would_break_the_deployment(self) -> None:
        mount = {"Type": "volume", "Soruce": "media", "Target": "/media"}
        expected = {"Type": "volume", "Source": "media", "Target": "/media"}
        result = converted({"HostConfig": {"Mounts": [mount]}})
        assert result["HostConfig"]["Mounts"] == [expected]

    def test_a_misspelled_option_without_effect_is_not_worth_a_question(self) -> None:
        conversion = run({"Healthchek": {"Test": ["NONE"]}, "WorkingDir": "/app"})
        assert not asked(conversion, "misspelled")
        assert conversion.converted == {"WorkingDir": "/app"}

    def test_a_thousand_unknown_names_are_not_compared_one_by_one(self) -> None:
        options = {"HostConfig": {f"Priviledged{number}": True for number in range(1000)}}
        assert len(asked(run(options), "misspelled")) <= 100


class TestMisplaced:
    @pytest.mark.parametrize(
        ("options", "path", "moved"),
        [
            ({"Privileged": True}, "/Privileged", {"HostConfig": {"Privileged": True}}),
            (
                {"privileged": True, "HOSTCONFIG": {"IpcMode": "host"}},
                "/privileged",
                {"HOSTCONFIG": {"IpcMode": "host", "Privileged": True}},
            ),
            ({"HostConfig": {"WorkingDir": "/app"}}, "/HostConfig/WorkingDir", {"WorkingDir": "/app"}),
            (RECREATE, "/strategy", {SECTION: RECREATE}),
            ({"HostConfig": RECREATE}, "/HostConfig/strategy", {SECTION: RECREATE}),
            ({SECTION: {"Privileged": True}}, f"/{SECTION}/Privileged", {"HostConfig": {"Privileged": True}}),
        ],
    )
    def test_a_setting_at_the_wrong_level_moves_on_request_only(self, options: Any, path: str, moved: Any) -> None:
        name = f"misplaced:{path}"
        assert converted(options) == options
        assert "undecided" in verdicts(run(options))
        assert converted(options, {name: "move"}) == moved
        assert asked(run(options, {name: "remove"}), "misplaced") == [name]

    def test_a_setting_does_not_move_into_something_that_has_no_room(self) -> None:
        options = {"Privileged": True, "HostConfig": "${HOST}"}
        assert options_of(run(options), "misplaced:/Privileged") == ["remove"]

    def test_ports_inside_host_config_go_only_where_there_are_none(self) -> None:
        options = {"ExposedPorts": {"1/tcp": {}}, "HostConfig": {"ExposedPorts": {"2/tcp": {}}}}
        assert converted(options)["ExposedPorts"] == {"1/tcp": {}}

    def test_a_moved_setting_is_seen_by_the_other_rules(self) -> None:
        options = {"Binds": ["/home/hcsshares/media:/media"]}
        result = converted(options, {"misplaced:/Binds": "move"})
        assert result["HostConfig"] == {"Mounts": [{"Target": "/media", "Source": "media", "Type": "volume"}]}

    def test_an_option_without_effect_anywhere_is_removed_wherever_it_stands(self) -> None:
        assert converted({"RestartPolicy": {"Name": "always"}, "WorkingDir": "/app"}) == {"WorkingDir": "/app"}


class TestSection:
    def test_a_text_that_holds_no_object_can_only_be_removed(self) -> None:
        conversion = run({SECTION: "${K8S}"})
        assert options_of(conversion, f"k8s_section:/{SECTION}") == ["remove"]
        assert found(conversion, "k8s_section") == ["warning"]

    def test_the_wrong_name_goes_where_the_right_one_is_there_already(self) -> None:
        section = {"serviceOptions": {"type": "ClusterIP"}, "service-options": {"type": "NodePort"}}
        result = converted({SECTION: section, "ExposedPorts": {"9000/tcp": {}}})
        assert result[SECTION] == {"serviceOptions": {"type": "ClusterIP"}}

    def test_the_right_name_is_given_in_a_section_that_moves_too(self) -> None:
        section = {"service-options": {"type": "ClusterIP"}, "volumes": None}
        result = converted({"HostConfig": {SECTION: section}, "ExposedPorts": {"9000/tcp": {}}})
        assert result[SECTION] == {"serviceOptions": {"type": "ClusterIP"}}


class TestIgnoredOptions:
    @pytest.mark.parametrize("name", [name for row in _ignored.TOP for name in row.names])
    def test_every_one_goes_from_the_top_level(self, name: str) -> None:
        assert converted({name: ["x"], "WorkingDir": "/app"}) == {"WorkingDir": "/app"}
        assert converted({name.upper(): ["x"], "WorkingDir": "/app"}) == {"WorkingDir": "/app"}

    @pytest.mark.parametrize("name", [name for row in _ignored.HOST for name in row.names])
    def test_every_one_goes_from_host_config(self, name: str) -> None:
        assert converted({"HostConfig": {name: ["x"], "IpcMode": "host"}}) == {"HostConfig": {"IpcMode": "host"}}

    def test_no_option_is_in_two_tables(self) -> None:
        assert not _ignored.TOP_NAMES & _names.LOWER[""]
        assert not _ignored.HOST_NAMES & _names.LOWER["HostConfig"]

    def test_what_is_left_in_counts_as_kept_and_is_named(self) -> None:
        conversion = run({"StopSignal": "SIGINT", "Tty": True}, {"ignored_options:": "leave"})
        assert conversion.converted == {"StopSignal": "SIGINT", "Tty": True}
        assert verdicts(conversion) == {"kept"}
        assert sorted(found(conversion, "ignored_options")) == ["info", "warning"]

    @pytest.mark.parametrize(
        "host",
        [
            {"RestartPolicy": {"Name": "unless-stopped"}},
            {"RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 3}},
            {"PidsLimit": "many"},
            {"Ulimits": {"nofile": 1}},
            {"Init": "yes"},
        ],
    )
    def test_what_the_device_refuses_goes_even_where_all_is_to_be_left_in(self, host: Any) -> None:
        options = {"WorkingDir": "/app", "HostConfig": host}
        assert converted(options, {"ignored_options:": "leave"}) == {"WorkingDir": "/app"}

    def test_dockers_defaults_go_without_a_question(self) -> None:
        conversion = run({"AttachStdin": False, "Tty": False, "HostConfig": {"OomScoreAdj": 0, "Isolation": ""}})
        assert conversion.converted == {}
        assert not asked(conversion, "ignored_options")
        assert not found(conversion, "ignored_options")

    def test_a_loss_is_a_warning_and_a_triviality_is_none(self) -> None:
        assert found(run({"HostConfig": {"SecurityOpt": ["no-new-privileges"]}}), "ignored_options") == ["warning"]
        assert found(run({"HostConfig": {"LogConfig": {"Type": "json-file"}}}), "ignored_options") == []


class TestEmptySettings:
    @pytest.mark.parametrize("value", [None, [], {}])
    @pytest.mark.parametrize(
        "name", ["Env", "Cmd", "Labels", "HostConfig", SECTION, "Volumes", "Whatever", "ExposedPorts"]
    )
    def test_an_empty_setting_goes_from_the_top_level(self, name: str, value: Any) -> None:
        assert converted({name: value}) == {}

    @pytest.mark.parametrize("value", [None, [], {}])
    @pytest.mark.parametrize("name", ["Binds", "Mounts", "PortBindings", "Memory", "Privileged", "Devices", "Tmpfs"])
    def test_an_empty_setting_goes_from_host_config(self, name: str, value: Any) -> None:
        assert converted({"HostConfig": {name: value}}) == {}

    @pytest.mark.parametrize("name", ["resources", "securityContext", "strategy", "nodeSelector"])
    def test_four_sections_count_as_given_even_if_empty(self, name: str) -> None:
        assert converted({SECTION: {name: {}}}) == {SECTION: {name: {}}}
        assert converted({SECTION: {name: None}}) == {}

    def test_empty_bindings_beside_exposed_ports_decide_who_reaches_them(self) -> None:
        options: Any = {"ExposedPorts": {"9000/tcp": {}}, "HostConfig": {"PortBindings": {}}}
        assert converted(options) == options

    def test_what_others_write_into_an_emptied_place_stays(self) -> None:
        result = converted({"HostConfig": {"Binds": ["/home/hcsshares/media:/media"], "Mounts": []}})
        assert result["HostConfig"] == {"Mounts": [{"Target": "/media", "Source": "media", "Type": "volume"}]}


class TestUnknownSettings:
    def test_unknown_names_go_with_a_warning_each(self) -> None:
        conversion = run({"restart": "always", "HostConfig": {"depends_on": ["x"]}, SECTION: {"tolerations": [1]}})
        assert conversion.converted == {}
        assert found(conversion, "unknown_settings") == ["warning"] * 3

    def test_one_answer_leaves_all_of_them_in(self) -> None:
        options = {"restart": "always", "HostConfig": {"depends_on": ["x"]}}
        conversion = run(options, {"unknown_settings:": "leave"})
        assert conversion.converted == options
        assert verdicts(conversion) == {"kept"}

    def test_a_name_that_is_filled_in_later_is_undecided(self) -> None:
        options = {"${SECTION}": {"a": "b"}}
        assert verdicts(run(options)) == {"undecided"}
        assert converted(options, {"unknown_settings:/${SECTION}": "remove"}) == {}
        assert verdicts(run(options, {"unknown_settings:/${SECTION}": "leave"})) == {"kept"}

    @pytest.mark.parametrize("name", ["capabilities", "seccompProfile", "readOnlyRootFilesystem"])
    def test_fields_that_a_pods_security_context_lacks_go(self, name: str) -> None:
        section = {"securityContext": {"runAsUser": 1000, name: {"x": 1}}}
        assert converted({SECTION: section}) == {SECTION: {"securityContext": {"runAsUser": 1000}}}


class TestDuplicateKeys:
    def test_a_repeated_name_is_an_error_that_tells_the_earlier_line(self) -> None:
        conversion = convert('{\n"Env": ["A=b"],\n"Env": ["C=d"]\n}')
        notes = [note for one in conversion.modules for note in one.findings if note.rule.id == "duplicate_keys"]
        assert [(note.severity, note.message.values["line"]) for note in notes] == [("error", 2)]

    def test_lists_in_two_spellings_are_brought_together_as_the_device_does_it(self) -> None:
        options = {"Env": ["A=b"], "ENV": ["C=d"]}
        assert converted(options) == {"Env": ["A=b", "C=d"]}
        assert converted(options, {"duplicate_keys:/Env": "earlier"}) == {"Env": ["A=b"]}
        assert converted(options, {"duplicate_keys:/Env": "later"}) == {"ENV": ["C=d"]}

    def test_of_two_values_the_last_counts(self) -> None:
        assert converted({"WorkingDir": "/a", "workingdir": "/b"}) == {"workingdir": "/b"}

    def test_two_host_configs_become_one(self) -> None:
        options = {
            "HostConfig": {"Privileged": True, "Mounts": None},
            "hostconfig": {"privileged": False, "IpcMode": "host"},
        }
        assert converted(options) == {"HostConfig": {"Privileged": False, "IpcMode": "host"}}

    def test_keys_of_maps_may_differ_in_case_alone(self) -> None:
        options: Any = {"Labels": {"team": "a", "Team": "b"}}
        assert converted(options) == options


class TestWrongTypes:
    def test_an_unreadable_value_is_an_error_and_undecided(self) -> None:
        conversion = run({"HostConfig": {"Privileged": "yes"}})
        assert found(conversion, "wrong_types") == ["error"]
        assert verdicts(conversion) == {"undecided"}

    def test_a_value_that_is_filled_in_later_may_stay(self) -> None:
        options = {"HostConfig": {"Privileged": "${PRIVILEGED}"}}
        conversion = run(options, {"wrong_types:/HostConfig/Privileged": "leave"})
        assert found(conversion, "wrong_types") == ["info"]
        assert conversion.converted == options

    def test_an_item_goes_without_the_others(self) -> None:
        options = {"Labels": {"a": "b", "c": ["d"]}, "HostConfig": {"Dns": ["10.0.0.1"]}}
        assert converted(options, {"wrong_types:/Labels/c": "remove"})["Labels"] == {"a": "b"}

    @pytest.mark.parametrize(
        ("options", "name", "answer", "result"),
        [
            ({"Env": {"A": "b", "N": 1}}, "/Env", "list", {"Env": ["A=b", "N=1"]}),
            ({"Env": "A=b"}, "/Env", "list", {"Env": ["A=b"]}),
            (
                {"HostConfig": {"Privileged": "yes"}},
                "/HostConfig/Privileged",
                "true",
                {"HostConfig": {"Privileged": True}},
            ),
            (
                {"WorkingDir": "/a", "HostConfig": {"Memory": "1 tb"}},
                "/HostConfig/Memory",
                "remove",
                {"WorkingDir": "/a"},
            ),
        ],
    )
    def test_a_value_is_restated_in_the_type_that_is_expected(
        self, options: Any, name: str, answer: str, result: Any
    ) -> None:
        assert converted(options, {f"wrong_types:{name}": answer}) == result

    def test_members_of_a_list_that_loses_items_are_settled_in_a_round_of_their_own(self) -> None:
        mounts = [{"Type": "volume", "Source": "a", "Target": "/a", "ReadOnly": "maybe"}, "x"]
        conversion = run({"HostConfig": {"Mounts": mounts}})
        answers = dict.fromkeys(asked(conversion, "wrong_types"), "remove")
        assert len(answers) == 2
        assert converted({"HostConfig": {"Mounts": mounts}}, answers)["HostConfig"]["Mounts"] == [
            {"Type": "volume", "Source": "a", "Target": "/a"}
        ]


class TestStrategyAndSelector:
    @pytest.mark.parametrize("text", ["recreate", "RECREATE"])
    def test_a_strategy_gets_the_spelling_that_kubernetes_takes(self, text: str) -> None:
        assert converted({SECTION: {"strategy": {"type": text}}}) == {SECTION: RECREATE}

    def test_an_unknown_strategy_is_undecided(self) -> None:
        conversion = run({SECTION: {"strategy": {"type": "Rolling"}}})
        assert found(conversion, "update_strategy") == ["error"]
        assert verdicts(conversion) == {"undecided"}

    @pytest.mark.parametrize("key", ["gpu", "node.kubernetes.io/instance-type", "a_b.c-d"])
    def test_a_label_that_kubernetes_takes_is_left_alone(self, key: str) -> None:
        options = {SECTION: {"nodeSelector": {key: "x-1"}}}
        assert converted(options) == options
        assert found(run(options), "node_selector") == ["info"]

    @pytest.mark.parametrize("key", ["-gpu", "a b", "/x", "x/", "A/b/c", "x" * 64])
    def test_a_label_that_can_not_be_is_an_error(self, key: str) -> None:
        assert "error" in found(run({SECTION: {"nodeSelector": {key: "x"}}}), "node_selector")


@pytest.mark.parametrize("value", ANYTHING, ids=repr)
@pytest.mark.parametrize(
    "name", ["Bind", "Foo", "Tty", "Mounts", "k8s_experimental", SECTION, "HostConfig", "hostConfir", "Env"]
)
def test_no_value_of_any_type_breaks_the_conversion_or_changes_twice(name: str, value: Any) -> None:
    for options in ({name: value}, {"HostConfig": {name: value}}, {SECTION: {name: value, "strategy": value}}):
        once = run(options)
        assert not [change for one in convert(once.text).modules for change in one.changes]
