"""What the rules about names and types promise beyond the examples on their pages."""

import json
from typing import Any

import pytest

from tests.core import invariants
from webapp.core import Conversion, convert
from webapp.core.ledger import Verdict
from webapp.core.path import has
from webapp.core.rules.other import _ignored, _names

SECTION = "k8s-experimental"
TYPE = {"type": "Recreate"}
VOLUME = {"Type": "volume", "Source": "a", "Target": "/a"}
OTHER = {"Type": "volume", "Source": "b", "Target": "/b"}
RECREATE = {"strategy": TYPE}
MASKED = (
    *("/proc/acpi", "/proc/kcore", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats"),
    *("/proc/sched_debug", "/proc/scsi", "/sys/firmware"),
)
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
            {"MemorySwap": 2**64},
            {"MemorySwap": str(2**64)},
            {"PidsLimit": "9" * 5000},
            {"OomScoreAdj": -1e30},
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

    @pytest.mark.parametrize(
        "options",
        [
            {"StopTimeout": 10},
            {"StopSignal": "SIGTERM"},
            {"HostConfig": {"CgroupnsMode": "host"}},
            {"HostConfig": {"RestartPolicy": {"Name": "", "MaximumRetryCount": 0}}},
            {"HostConfig": {"RestartPolicy": {"Name": "no"}}},
            {"HostConfig": {"LogConfig": {"Type": "json-file", "Config": {}}}},
            {"HostConfig": {"MaskedPaths": [*MASKED, "/proc/asound", "/proc/keys"]}},
            {
                "HostConfig": {
                    "ReadonlyPaths": ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]
                }
            },
        ],
    )
    def test_what_docker_inspect_prints_for_nothing_goes_quietly(self, options: Any) -> None:
        conversion = run(options)
        assert conversion.converted == {}
        assert not asked(conversion, "ignored_options")
        assert not found(conversion, "ignored_options")

    @pytest.mark.parametrize(
        "options",
        [
            {"StopTimeout": 60},
            {"HostConfig": {"RestartPolicy": {"Name": "always"}}},
            {"HostConfig": {"RestartPolicy": {"Name": "no", "MaximumRetryCount": 3}}},
            {"HostConfig": {"LogConfig": {"Type": "json-file", "Config": {"max-size": "1m"}}}},
            {"HostConfig": {"MaskedPaths": ["/proc/kcore"]}},
            {"HostConfig": {"ReadonlyPaths": ["/proc/bus", 5]}},
        ],
    )
    def test_what_nearly_is_a_default_is_asked_about(self, options: Any) -> None:
        assert asked(run(options), "ignored_options") == ["ignored_options:"]

    def test_the_image_that_the_entry_names_too_goes_quietly(self) -> None:
        entry = {"scorer": {"settings": {"image": "x:1", "createOptions": {"Image": "x:1"}}}}
        assert not asked(run(entry), "ignored_options")

    @pytest.mark.parametrize(
        "options",
        [
            {"Healthcheck": {"Test": ["NONE"]}},
            {"StopTimeout": "30"},
            {"HostConfig": {"UsernsMode": "host"}},
            {"HostConfig": {"SecurityOpt": ["seccomp=unconfined", "label:disable", "no-new-privileges:false"]}},
        ],
    )
    def test_what_loses_nothing_is_no_warning_but_may_stay_for_docker(self, options: Any) -> None:
        assert not found(run(options), "ignored_options")
        kept = run(options, {"ignored_options:": "leave"})
        assert kept.converted == options
        assert found(kept, "ignored_options") == ["info"]

    @pytest.mark.parametrize(
        ("item", "remedy"),
        [
            ("apparmor=docker-nginx", "localhost/"),
            ("apparmor:unconfined", "unconfined"),
            ("label=type:container_t", "seLinuxOptions"),
            ("no-new-privileges", "runAsUser"),
            ("seccomp=/etc/profile.json", "runAsUser"),
            ('seccomp={"a": "b=c"}', "runAsUser"),
            ("systempaths=unconfined", "rely"),
        ],
    )
    def test_each_item_of_security_options_has_a_remedy_of_its_own(self, item: str, remedy: str) -> None:
        conversion = run({"HostConfig": {"SecurityOpt": ["seccomp:unconfined", item]}})
        (note,) = (note for note in conversion.modules[0].findings if note.rule.id == "ignored_options")
        assert note.severity == "warning"
        assert f"`{item}`" in str(note.message)
        assert remedy in str(note.remedy)

    def test_options_with_one_fate_share_one_warning(self) -> None:
        conversion = run({"HostConfig": {"CpusetCpus": "0", "CpusetMems": "0", "CpuRealtimePeriod": 5}})
        (note,) = (note for note in conversion.modules[0].findings if note.rule.id == "ignored_options")
        assert "`CpusetCpus, CpusetMems, CpuRealtimePeriod`" in str(note.message)

    @pytest.mark.parametrize("answer", ["remove", "leave"])
    def test_nothing_is_said_twice(self, answer: str) -> None:
        options = {"Healthcheck": {"Test": ["CMD", "x"]}, "Tty": True, "Image": "x", "Name": "y"}
        one = run(options | {"HostConfig": {"Ulimits": [{}]}}, {"ignored_options:": answer}).modules[0]
        texts = [str(change.summary) for change in one.changes] + [str(note.message) for note in one.findings]
        for row in (*_ignored.TOP, *_ignored.HOST):
            assert sum(row.lost in text for text in texts) <= 1

    def test_what_to_do_is_told_where_a_triviality_is_removed(self) -> None:
        (change,) = run({"Tty": True}).modules[0].changes
        assert "PYTHONUNBUFFERED" in str(change.summary)

    def test_a_loss_is_a_warning_and_a_triviality_is_none(self) -> None:
        assert found(run({"HostConfig": {"SecurityOpt": ["no-new-privileges"]}}), "ignored_options") == ["warning"]
        assert found(run({"HostConfig": {"LogConfig": {"Type": "json-file"}}}), "ignored_options") == []


class TestEmptySettings:
    @pytest.mark.parametrize("value", [None, [], {}])
    @pytest.mark.parametrize(
        "name", ["Env", "Cmd", "Labels", "HostConfig", SECTION, "Volumes", "Whatever", "ExposedPorts"]
    )
    def test_an_empty_setting_goes_from_the_top_level(self, name: str, value: Any) -> None:
        assert converted({"Env": [], name: value}) == {}

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

    @pytest.mark.parametrize(
        "options",
        [
            *({"HostConfig": ""}, {"Labels": ""}, {"Volumes": ""}, {"Healthcheck": ""}),
            *(
                {"HostConfig": {name: ""}}
                for name in ("Binds", "Mounts", "Tmpfs", "VolumesFrom", "StorageOpt", "Ulimits")
            ),
            *({SECTION: {name: ""}} for name in ("volumes", "strategy", "serviceOptions")),
        ],
    )
    def test_an_empty_text_is_a_missing_list_or_object(self, options: Any) -> None:
        conversion = run(options)
        assert conversion.converted == {}
        assert verdicts(conversion) == {"removed"}
        assert not conversion.modules[0].findings

    def test_what_says_nothing_goes_from_the_sections_which_count_when_empty(self) -> None:
        strategy = {"type": "RollingUpdate", "rollingUpdate": None}
        options = {SECTION: {"strategy": strategy, "securityContext": {"fsGroup": None}}}
        conversion = run(options)
        assert conversion.converted == {SECTION: {"strategy": {"type": "RollingUpdate"}, "securityContext": {}}}
        assert converted({SECTION: {"strategy": {"rollingUpdate": ""}}}) == {SECTION: {"strategy": {}}}

    def test_a_section_in_two_spellings_is_made_one_before_it_is_emptied(self) -> None:
        options = {SECTION: {"strategy": TYPE | {"rollingUpdate": None}, "Strategy": TYPE | {"rollingUpdate": None}}}
        conversion = run(options)
        invariants.hold(conversion)
        assert conversion.converted == {SECTION: {"Strategy": TYPE}}

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

    @pytest.mark.parametrize(
        ("section", "stated"),
        [
            ("resources", {"limits": {"memory": "1Gi"}}),
            ("securityContext", {"fsGroup": 1}),
            ("strategy", {"type": "Recreate"}),
            ("nodeSelector", {"disk": "ssd"}),
        ],
    )
    def test_an_empty_section_does_not_win_over_one_that_says_something(self, section: str, stated: Any) -> None:
        for members in ({section: stated, section.upper(): {}}, {section.upper(): {}, section: stated}):
            conversion = run({"k8s-experimental": members})
            assert conversion.converted == {"k8s-experimental": {section: stated}}
            assert found(conversion, "duplicate_keys")
            assert len(asked(conversion, "duplicate_keys")) == 1

    @pytest.mark.parametrize("other", [False, [], "x"])
    @pytest.mark.parametrize(
        ("section", "part"),
        [("resources", "limits"), ("resources", "requests"), ("securityContext", "supplementalGroups")],
    )
    def test_an_empty_part_is_not_filled_beside_another_spelling_of_it(
        self, section: str, part: str, other: Any
    ) -> None:
        host = {"Memory": 268435456, "GroupAdd": ["5"]}
        conversion = run({"k8s-experimental": {section: {part: {}, part.upper(): other}}, "HostConfig": host})
        assert found(conversion, "duplicate_keys")
        invariants.converting_again_changes_nothing(conversion)

    def test_two_host_configs_become_one(self) -> None:
        options = {
            "HostConfig": {"Privileged": True, "Mounts": None},
            "hostconfig": {"privileged": False, "IpcMode": "host"},
        }
        assert converted(options) == {"HostConfig": {"Privileged": False, "IpcMode": "host"}}

    @pytest.mark.parametrize(
        ("options", "fates"),
        [
            (
                {"HostConfig": {"OomKillDisable": True}, "hostConfig": {"Privileged": True}},
                {"OomKillDisable": "removed", "Privileged": "moved"},
            ),
            (
                {"HostConfig": {"Privileged": True}, "hostConfig": {"OomKillDisable": True}},
                {"OomKillDisable": "removed", "Privileged": "kept"},
            ),
            (
                {"HostConfig": {"Privileged": True}, "hostConfig": {"privileged": True}},
                {"Privileged": "removed", "privileged": "moved"},
            ),
        ],
    )
    def test_each_member_of_two_objects_has_a_fate_of_its_own(self, options: Any, fates: Any) -> None:
        conversion = run(options)
        invariants.hold(conversion)
        assert {entry.path[-1]: entry.verdict for entry in conversion.modules[0].ledger} == fates

    @pytest.mark.parametrize(
        ("options", "result"),
        [
            (
                {
                    "Cmd": ["x"],
                    "HostConfig": {"Mounts": [VOLUME]},
                    "hostconfig": {"mounts": [OTHER], "Privileged": None},
                },
                {"Cmd": ["x"], "HostConfig": {"Mounts": [VOLUME, OTHER]}},
            ),
            (
                {"HostConfig": {"Privileged": True}, "hostconfig": {"privileged": None, "IpcMode": "host"}},
                {"HostConfig": {"Privileged": True, "IpcMode": "host"}},
            ),
            (
                {"HostConfig": {"Privileged": None}, "hostconfig": {"Privileged": True}},
                {"HostConfig": {"Privileged": True}},
            ),
            (
                {"HostConfig": {"IpcMode": "host"}, "hostconfig": {"privileged": True, "Privileged": False}},
                {"HostConfig": {"IpcMode": "host", "Privileged": False}},
            ),
            ({"Labels": {"a": "1", "A": "2"}, "labels": {"A": "3"}}, {"Labels": {"a": "1", "A": "3"}}),
            ({"Env": "", "env": ["A=b"]}, {"env": ["A=b"]}),
        ],
    )
    def test_what_is_joined_can_be_followed_into_the_result(self, options: Any, result: Any) -> None:
        conversion = run(options)
        invariants.hold(conversion)
        invariants.converting_again_changes_nothing(conversion)
        changes = [change for change in conversion.modules[0].changes if change.rule.id == "duplicate_keys"]
        assert all(has(options, change.path) for change in changes)
        assert conversion.converted == result

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

    @pytest.mark.parametrize("text", ["<EdgeHubMemoryThreshold>", "${MEM}", "$MEM", "{{mem}}"])
    @pytest.mark.parametrize("name", ["Memory", "MemoryReservation", "NanoCpus", "CpuQuota", "CpuShares", "ShmSize"])
    def test_an_amount_that_is_filled_in_later_may_stay_and_needs_another_conversion(
        self, name: str, text: str
    ) -> None:
        options = {"HostConfig": {name: text}}
        conversion = run(options, {f"wrong_types:/HostConfig/{name}": "leave"})
        assert conversion.converted == options
        (note,) = (note for note in conversion.modules[0].findings if note.rule.id == "wrong_types")
        assert note.severity == "info"
        assert "Convert again" in str(note.remedy)

    @pytest.mark.parametrize(
        ("options", "name", "answer", "result"),
        [
            (
                {"HostConfig": {"PortBindings": {"80/tcp": "8080"}}},
                "/HostConfig/PortBindings/80~1tcp",
                "list",
                [{"HostPort": "8080"}],
            ),
            (
                {"HostConfig": {"PortBindings": {"80/tcp": "10.0.0.5:8080"}}},
                "/HostConfig/PortBindings/80~1tcp",
                "list",
                [{"HostIp": "10.0.0.5", "HostPort": "8080"}],
            ),
            (
                {"HostConfig": {"PortBindings": {"80/tcp": {"hostPort": 8080}}}},
                "/HostConfig/PortBindings/80~1tcp",
                "list",
                [{"hostPort": 8080}],
            ),
            (
                {"HostConfig": {"PortBindings": ["8080:80", "5353:53/udp"]}},
                "/HostConfig/PortBindings",
                "ports",
                {"80/tcp": [{"HostPort": "8080"}], "53/udp": [{"HostPort": "5353"}]},
            ),
        ],
    )
    def test_bindings_are_read_as_they_are_likely_meant(
        self, options: Any, name: str, answer: str, result: Any
    ) -> None:
        changes = run(options, {f"wrong_types:{name}": answer}).modules[0].changes
        (after,) = (change.after for change in changes if change.rule.id == "wrong_types")
        assert after == result
        assert options_of(run(options), f"wrong_types:{name}") == [answer, "remove"]

    @pytest.mark.parametrize("value", [["80/tcp", 443], "80/tcp", 80])
    def test_exposed_ports_that_are_no_object_are_read_as_ports(self, value: Any) -> None:
        result = converted({"ExposedPorts": value}, {"wrong_types:/ExposedPorts": "ports"})["ExposedPorts"]
        assert set(result) <= {"80/tcp", "443/tcp"}
        assert "80/tcp" in result

    @pytest.mark.parametrize("value", [["http"], [{}], [None], "80-90", {"80/tcp": [1]}])
    def test_what_is_no_port_can_only_be_removed(self, value: Any) -> None:
        conversion = run({"ExposedPorts": value})
        assert [options_of(conversion, name) for name in asked(conversion, "wrong_types")] == [["remove"]]

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

    def test_a_strategy_that_is_filled_in_later_can_stay(self) -> None:
        options = {SECTION: {"strategy": {"type": "${S}"}}}
        assert found(run(options), "update_strategy") == []
        assert verdicts(run(options)) == {"undecided"}
        question = f"update_strategy:/{SECTION}/strategy/type"
        assert verdicts(run(options, {question: "leave"})) == {"kept"}
        assert converted(options, {question: "Recreate"}) == {SECTION: RECREATE}

    @pytest.mark.parametrize("held", [{"resources": {"limits": {"nvidia.com/gpu": 1}}}, {}])
    @pytest.mark.parametrize("strategy", [{"type": "RollingUpdate"}, {}, {"rollingUpdate": {"maxSurge": 1}}])
    def test_a_rolling_update_that_would_wait_for_itself_is_replaced(self, held: Any, strategy: Any) -> None:
        host = {} if held else {"HostConfig": {"NetworkMode": "host"}}
        options = {**host, SECTION: {**held, "strategy": strategy}}
        conversion = run(options)
        assert found(conversion, "update_strategy") == ["warning"]
        assert conversion.converted == {**host, SECTION: {**held, **RECREATE}}
        (question,) = [one.id for one in conversion.modules[0].questions if one.id.startswith("update_strategy")]
        assert converted(options, {question: "leave"}) == options

    @pytest.mark.parametrize(
        ("rolling", "waits"),
        [
            ({"maxSurge": 0}, False),
            ({"maxSurge": "0%", "maxUnavailable": "25%"}, False),
            ({"maxUnavailable": 1}, False),
            ({"maxUnavailable": "100%"}, False),
            ({"maxUnavailable": "25%"}, True),
            ({"maxUnavailable": 0}, True),
            ({"maxUnavailable": True}, True),
            ({"maxSurge": "$S"}, True),
        ],
    )
    def test_a_rolling_update_that_makes_room_first_is_left_alone(self, rolling: Any, waits: bool) -> None:
        section = {"strategy": {"type": "RollingUpdate", "rollingUpdate": rolling}}
        conversion = run({"HostConfig": {"NetworkMode": "host"}, SECTION: section})
        assert found(conversion, "update_strategy") == ["warning"] * waits

    def test_a_rolling_update_is_left_alone_where_nothing_is_held(self) -> None:
        options = {"HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "80"}]}}}
        section = {SECTION: {"strategy": {"type": "RollingUpdate"}}}
        assert found(run({**options, **section}), "update_strategy") == []

    @pytest.mark.parametrize("key", ["gpu", "node.kubernetes.io/instance-type", "a_b.c-d"])
    def test_a_label_that_kubernetes_takes_is_left_alone(self, key: str) -> None:
        options = {SECTION: {"nodeSelector": {key: "x-1"}}}
        assert converted(options) == options
        assert found(run(options), "node_selector") == ["info"]

    def test_a_label_without_a_value_is_undecided(self) -> None:
        options = {SECTION: {"nodeSelector": {"gpu": None}}}
        name = f"node_selector:/{SECTION}/nodeSelector/gpu"
        assert verdicts(run(options)) == {"undecided"}
        assert converted(options, {name: "empty"}) == {SECTION: {"nodeSelector": {"gpu": ""}}}
        assert converted(options, {name: "remove"}) == {}

    @pytest.mark.parametrize("key", ["-gpu", "a b", "/x", "x/", "A/b/c", "x" * 64])
    def test_a_label_that_can_not_be_is_an_error(self, key: str) -> None:
        assert "error" in found(run({SECTION: {"nodeSelector": {key: "x"}}}), "node_selector")


@pytest.mark.parametrize("value", ANYTHING, ids=repr)
@pytest.mark.parametrize(
    "name", ["Bind", "Foo", "Tty", "Mounts", "k8s_experimental", SECTION, "HostConfig", "hostConfir", "Env"]
)
def test_no_value_of_any_type_breaks_the_conversion_or_changes_twice(name: str, value: Any) -> None:
    beside = {"Cmd": ["a"], name: value}
    for options in (beside, {"HostConfig": {name: value}}, {SECTION: {name: value, "strategy": value}}):
        once = run(options)
        assert not [change for one in convert(once.text).modules for change in one.changes]
