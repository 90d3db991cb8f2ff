"""Names, commands, variables, users, namespaces: what rules of the section `other` promise beyond their examples."""

import json
from typing import cast

import pytest

from webapp.core import Conversion, convert
from webapp.core.path import Json
from webapp.core.rules.other._dns import annotation_key
from webapp.core.rules.other.env_names import proposed as proposed_variable

HOSTILE = cast(
    list[Json],
    [
        *(None, True, False, 0, -1, 1.5, 10**12, "", " ", "$", "$$", "=", ":", "'", "é", "\x00", "a=b:c$(d)", "${X}"),
        *([], {}, [None], [[]], [{}], [1, "x", True], {"": None}, {"a:b": [1]}, {"/": {"x": []}}),
    ],
)


def converted(options: Json, choices: dict[str, str] | None = None) -> Json:
    return convert(json.dumps(options), choices).converted


def as_module(
    options: Json, name: str = "scorer", image: str = "contoso.azurecr.io/scorer:1", env: Json = None
) -> dict[str, Json]:
    entry: dict[str, Json] = {"settings": {"image": image, "createOptions": options}}
    return {name: entry | ({} if env is None else {"env": env})}


def env_of(conversion: Conversion) -> dict[str, Json]:
    return conversion.modules[0].env


def said(conversion: Conversion, rule: str) -> list[tuple[str, str]]:
    return [(note.severity, str(note.message)) for note in conversion.modules[0].findings if note.rule.id == rule]


def verdicts(conversion: Conversion) -> dict[str, str]:
    return {"/".join(map(str, entry.path)): entry.verdict for entry in conversion.modules[0].ledger}


def question_ids(conversion: Conversion, rule: str) -> list[str]:
    return [question.id for question in conversion.modules[0].questions if question.rule.id == rule]


def unchanged_when_repeated(conversion: Conversion) -> bool:
    return not any(one.changes for one in convert(conversion.text).modules)


class TestHostileValues:
    @pytest.mark.parametrize("value", HOSTILE, ids=repr)
    @pytest.mark.parametrize("key", ["Env", "Cmd", "Entrypoint", "User", "Labels"])
    def test_any_value_at_the_top_is_survived_and_accounted_for(self, key: str, value: Json) -> None:
        conversion = convert(json.dumps({key: value, "WorkingDir": "/app"}))
        assert sum(conversion.modules[0].account.values()) == len(conversion.modules[0].ledger)
        assert unchanged_when_repeated(conversion)

    @pytest.mark.parametrize("value", HOSTILE, ids=repr)
    @pytest.mark.parametrize("key", ["CapAdd", "CapDrop", "Capabilities", "GroupAdd", "Sysctls", "PidMode"])
    def test_any_value_in_the_host_config_is_survived(self, key: str, value: Json) -> None:
        assert unchanged_when_repeated(convert(json.dumps({"HostConfig": {key: value}})))

    @pytest.mark.parametrize("value", HOSTILE, ids=repr)
    def test_any_value_in_the_modules_own_env_is_survived(self, value: Json) -> None:
        env: Json = {"A:B": value, "1X": value, "A__B": {"value": value}, "IOTEDGE_DEVICEID": value}
        assert unchanged_when_repeated(convert(json.dumps(as_module({}, env=env))))

    @pytest.mark.parametrize("value", HOSTILE, ids=repr)
    @pytest.mark.parametrize("name", ["runAsUser", "runAsGroup", "supplementalGroups", "sysctls"])
    def test_any_value_in_the_security_context_is_survived(self, name: str, value: Json) -> None:
        options: Json = {
            "User": "5:6",
            "HostConfig": {"GroupAdd": ["7"], "Sysctls": {"net.ipv4.tcp_syncookies": "1"}},
            "k8s-experimental": {"securityContext": {name: value}},
        }
        convert(json.dumps(options))


class TestEntrypoint:
    def test_both_sides_of_the_disagreement_are_told(self) -> None:
        conversion = convert('{"Entrypoint": ["/run.sh"]}')
        (question,) = (one for one in conversion.modules[0].questions if one.rule.id == "entrypoint")
        assert question.answer == "keep"
        assert "guidance" in str(question.prompt)
        assert "sample" in str(question.prompt)

    def test_a_reset_without_words_in_cmd_needs_a_decision(self) -> None:
        conversion = convert('{"Entrypoint": [""]}')
        assert verdicts(conversion) == {"Entrypoint/0": "undecided"}
        assert converted({"Entrypoint": [""], "Cmd": ["a"]}, {"entrypoint:/Entrypoint": "remove"}) == {"Cmd": ["a"]}

    @pytest.mark.parametrize("cmd", ["python3 main.py", ["python3", "main.py"], ["python3", "main.py", None]])
    def test_a_reset_starts_what_cmd_says_in_whatever_form(self, cmd: Json) -> None:
        conversion = convert(json.dumps({"Entrypoint": [""], "Cmd": cmd}))
        assert conversion.converted == {"Entrypoint": ["python3", "main.py"]}
        assert unchanged_when_repeated(conversion)

    def test_a_reference_in_it_is_asked_about_under_this_rule(self) -> None:
        options: Json = {"Env": ["ROOT=/data"], "Entrypoint": ["/run.sh", "$(ROOT)"]}
        assert converted(options, {"entrypoint:/Entrypoint/1": "escape"}) == {
            "Env": ["ROOT=/data"],
            "Entrypoint": ["/run.sh", "$$(ROOT)"],
        }


class TestCommandStrings:
    @pytest.mark.parametrize(
        ("answer", "words"),
        [("words", ["a", "b c"]), ("one", ["a 'b c'"]), ("shell", ["/bin/sh", "-c", "a 'b c'"])],
    )
    def test_each_answer_gives_its_array(self, answer: str, words: list[str]) -> None:
        assert converted({"Cmd": "a 'b c'"}, {"command_strings:/Cmd": answer}) == {"Cmd": words}

    def test_a_shell_as_entrypoint_gets_its_script_in_one_piece(self) -> None:
        options: Json = {"Entrypoint": ["/bin/bash", "-c"], "Cmd": "cd /x && ./run"}
        assert cast(dict[str, Json], converted(options))["Cmd"] == ["cd /x && ./run"]

    @pytest.mark.parametrize(
        "text", ["cd /a && ./b", "run > log", "run $HOME", 'run "$HOME"', "run `id`", "a; b", "run $(date)", "a\nb"]
    )
    def test_what_only_a_shell_understands_is_undecided(self, text: str) -> None:
        assert verdicts(convert(json.dumps({"Cmd": text}))) == {"Cmd": "undecided"}
        assert converted({"Cmd": text}, {"command_strings:/Cmd": "shell"}) == {"Cmd": ["/bin/sh", "-c", text]}

    @pytest.mark.parametrize("text", ["run 'a && $B'", 'run "a > b"', r"run a\;b", "run $(NAME)", "run a=b:c"])
    def test_signs_in_quotes_and_references_of_kubernetes_need_no_shell(self, text: str) -> None:
        assert verdicts(convert(json.dumps({"Cmd": text}))) == {"Cmd": "changed"}

    def test_a_single_word_needs_no_question_and_an_open_quote_goes_to_a_shell(self) -> None:
        conversion = convert('{"cmd": "run", "WorkingDir": "/app"}')
        assert conversion.converted == {"cmd": ["run"], "WorkingDir": "/app"}
        assert question_ids(conversion, "command_strings") == []
        assert converted({"Cmd": "echo it's"}) == {"Cmd": ["/bin/sh", "-c", "echo it's"]}

    def test_scalars_become_texts_and_null_goes(self) -> None:
        assert converted({"Cmd": [80, 1.5, True, None, "x"]}) == {"Cmd": ["80", "1.5", "true", "x"]}

    def test_a_date_is_mentioned_and_stays(self) -> None:
        conversion = convert('{"Cmd": ["--from", "2021-03-01T00:00:00Z"]}')
        assert [level for level, _ in said(conversion, "command_strings")] == ["info"]
        assert not conversion.modules[0].changes


class TestVariables:
    def test_colons_in_values_and_arguments_are_left_alone(self) -> None:
        options: Json = {"Env": ["A=b:c", "D=e=f:g"], "Cmd": ["x:y=z"]}
        assert converted(options) == options

    def test_a_colon_in_the_modules_own_env_becomes_underscores_and_the_value_stays(self) -> None:
        conversion = convert(json.dumps(as_module({}, env={"A:B:C": {"value": "x:y"}})))
        assert env_of(conversion) == {"A__B__C": {"value": "x:y"}}

    def test_another_spelling_of_env_works_too(self) -> None:
        assert converted({"env": ["A:B=1"]}) == {"env": ["A__B=1"]}

    def test_a_colon_and_the_underscores_are_one_variable_of_which_the_last_counts(self) -> None:
        assert converted({"Env": ["A:B=1", "A__B=2"]}) == {"Env": ["A__B=2"]}
        assert converted({"Env": ["A__B=2", "A:B=1"]}) == {"Env": ["A__B=1"]}
        own: Json = {"A:B": {"value": "1"}, "A__B": {"value": "2"}}
        assert env_of(convert(json.dumps(as_module({}, env=own)))) == {"A__B": {"value": "2"}}

    def test_the_modules_own_env_wins_over_env_as_on_docker(self) -> None:
        document = as_module({"Env": ["A__B=1", "C=3"]}, env={"A:B": {"value": "2"}})
        conversion = convert(json.dumps(document))
        assert conversion.modules[0].create_options == {"Env": ["C=3"]}
        assert env_of(conversion) == {"A__B": {"value": "2"}}

    def test_what_the_device_sets_itself_goes_and_is_mentioned_once_for_all(self) -> None:
        conversion = convert('{"Env": ["IOTEDGE_DEVICEID=x", "IOTEDGE_MODULEID=y", "RuntimeLogLevel=debug"]}')
        assert conversion.converted == {"Env": ["RuntimeLogLevel=debug"]}
        ((level, text),) = said(conversion, "env_duplicates")
        assert level == "info"
        assert "`IOTEDGE_DEVICEID, IOTEDGE_MODULEID`" in text

    def test_only_ordinary_modules_get_the_gateway_from_the_device(self) -> None:
        options: Json = {"Env": ["IOTEDGE_GATEWAYHOSTNAME=parent"]}
        kept = convert(json.dumps(as_module(options, "edgeHub"))).modules[0].create_options
        lost = convert(json.dumps(as_module(options, "scorer"))).modules[0].create_options
        assert (kept, lost) == (options, {})

    def test_repeated_proxy_exceptions_are_merged_with_localhost_once(self) -> None:
        options: Json = {"Env": ["no_proxy=a", "https_proxy=http://p:1", "no_proxy=b"]}
        conversion = convert(json.dumps(options))
        assert conversion.converted == {"Env": ["https_proxy=http://p:1", "no_proxy=b,localhost"]}

    def test_entries_that_are_no_assignment_go_and_placeholders_stay(self) -> None:
        options: Json = {"Env": ["X", "=y", "", 5, True, None, "A B", "U:v", "$EXTRA", "${EXTRA}", "K="]}
        assert converted(options) == {"Env": ["$EXTRA", "${EXTRA}", "K="]}

    def test_a_colon_for_the_equals_sign_is_pointed_out(self) -> None:
        conversion = convert('{"Env": ["Url:http://api", "A=1"]}')
        assert [level for level, _ in said(conversion, "env_entries")] == ["warning"]
        assert conversion.converted == {"Env": ["A=1"]}

    def test_a_dollar_in_a_name_is_refused_unless_it_begins_a_placeholder(self) -> None:
        conversion = convert('{"Env": ["A$1=x", "${NAME}=y", "$NAME=z"]}')
        assert question_ids(conversion, "env_names") == ["env_names:/Env/0"]

    @pytest.mark.parametrize("name", ["1A", "A B", " A", "é", "A/B", "..x", "1:2", "-", "."])
    def test_a_proposed_variable_name_is_a_c_identifier(self, name: str) -> None:
        assert proposed_variable(name).isascii()
        assert proposed_variable(name).isidentifier()

    def test_a_refused_name_is_undecided_until_it_is_answered(self) -> None:
        conversion = convert('{"Env": ["1A=x", "B=1"]}')
        assert verdicts(conversion) == {"Env/0": "undecided", "Env/1": "kept"}
        assert converted({"Env": ["1A=x", "B=1"]}, {"env_names:/Env/0": "name:A_1"}) == {"Env": ["A_1=x", "B=1"]}
        assert converted({"Env": ["1A=x", "B=1"]}, {"env_names:/Env/0": "remove"}) == {"Env": ["B=1"]}

    def test_a_refused_name_in_the_modules_own_env_is_asked_about_without_touching_create_options(self) -> None:
        document = as_module({"User": "5"}, env={"User Name": {"value": "x"}})
        assert question_ids(convert(json.dumps(document)), "env_names") == ["env_names:/User Name#env"]
        renamed = convert(json.dumps(document), {"env_names:/User Name#env": "name:USER_NAME"})
        removed = convert(json.dumps(document), {"env_names:/User Name#env": "remove"})
        assert (env_of(renamed), env_of(removed)) == ({"USER_NAME": {"value": "x"}}, {})

    def test_metadata_of_a_twin_and_placeholders_are_no_variables(self) -> None:
        env: Json = {"$lastUpdated": "2021-01-01", "${NAME}": {"value": "x"}}
        assert env_of(convert(json.dumps(as_module({}, env=env)))) == env


class TestExpansion:
    def test_a_reference_is_left_with_a_warning_unless_it_is_escaped(self) -> None:
        options: Json = {"Env": ["A=1", "B=$(A)$$(A)"]}
        conversion = convert(json.dumps(options))
        assert conversion.converted == options
        assert [level for level, _ in said(conversion, "env_expansion")] == ["warning"]
        assert converted(options, {"env_expansion:/Env/1": "escape"}) == {"Env": ["A=1", "B=$$(A)$$(A)"]}

    def test_escaping_happens_only_once(self) -> None:
        options: Json = {"Env": ["A=1"], "Cmd": ["x $(A)"]}
        conversion = convert(json.dumps(options), {"env_expansion:/Cmd/0": "escape"})
        assert unchanged_when_repeated(conversion)
        assert question_ids(convert(conversion.text), "env_expansion") == []

    def test_names_that_nothing_defines_are_asked_about_only_where_the_paste_does_not_tell(self) -> None:
        options: Json = {"Cmd": ["$(STAGE)", "$(date)"]}
        assert question_ids(convert(json.dumps(options)), "env_expansion") == ["env_expansion:/Cmd/0"]
        assert question_ids(convert(json.dumps(as_module(options, env={}))), "env_expansion") == []

    def test_a_value_in_the_modules_own_env_can_be_escaped(self) -> None:
        document = as_module({}, env={"A": {"value": "1"}, "B": {"value": "$(A)"}})
        conversion = convert(json.dumps(document), {"env_expansion:/B/value#env": "escape"})
        assert env_of(conversion)["B"] == {"value": "$$(A)"}

    def test_a_variable_that_gets_another_name_can_be_escaped_at_once(self) -> None:
        options: Json = {"Env": ["A=1", "X:Y=$(A)"]}
        assert converted(options, {"env_colon:/Env/1": "escape"}) == {"Env": ["A=1", "X__Y=$$(A)"]}

    def test_doubled_dollars_are_mentioned(self) -> None:
        conversion = convert('{"Cmd": ["kill $$"]}')
        assert [level for level, _ in said(conversion, "env_expansion")] == ["warning"]


class TestSecurityContext:
    @pytest.mark.parametrize(
        ("user", "context"),
        [
            ("0", {"runAsUser": 0}),
            (1000, {"runAsUser": 1000}),
            ("root:root", {"runAsUser": 0, "runAsGroup": 0}),
            ("007:2147483647", {"runAsUser": 7, "runAsGroup": 2147483647}),
        ],
    )
    def test_numbers_and_root_move(self, user: Json, context: Json) -> None:
        assert converted({"User": user}) == {"k8s-experimental": {"securityContext": context}}

    @pytest.mark.parametrize("user", ["app", "1000:video", "2147483648", "1:2:3", "${UID}", "-1", True])
    def test_everything_else_is_asked(self, user: Json) -> None:
        assert verdicts(convert(json.dumps({"User": user}))) == {"User": "undecided"}
        assert converted({"User": user}, {"user:/User": "uid:10:20"}) == {
            "k8s-experimental": {"securityContext": {"runAsUser": 10, "runAsGroup": 20}}
        }
        assert converted({"User": user}, {"user:/User": "remove"}) == {}

    def test_what_the_context_says_already_wins(self) -> None:
        context: Json = {"securityContext": {"RUNASUSER": 5}}
        assert converted({"user": "6:7", "k8s-experimental": context}) == {"k8s-experimental": context}

    def test_an_empty_user_says_nothing(self) -> None:
        assert converted({"User": "", "WorkingDir": "/"}) == {"WorkingDir": "/"}

    @pytest.mark.parametrize(
        "options",
        [
            {"User": "0", "k8s-experimental": {"securityContext": {"runAsNonRoot": True}}},
            {"User": "root", "k8s-experimental": {"securityContext": {"RunAsNonRoot": "True"}}},
            {"k8s-experimental": {"securityContext": {"runAsNonRoot": True, "runAsUser": 0}}},
            {"User": "5", "k8s-experimental": {"securityContext": {"runAsNonRoot": True, "runAsUser": "0"}}},
        ],
    )
    def test_root_where_root_is_forbidden_is_an_error_before_and_after(self, options: Json) -> None:
        conversion = convert(json.dumps(options))
        for one in (conversion, convert(conversion.text)):
            assert [level for level, _ in said(one, "user")] == ["error"]

    @pytest.mark.parametrize(("user", "barred"), [("1000", True), ("0", False), ("app", True), ("", True)])
    def test_other_users_and_root_where_it_is_allowed_are_no_error(self, user: str, barred: bool) -> None:
        options: Json = {"User": user, "k8s-experimental": {"securityContext": {"runAsNonRoot": barred}}}
        assert said(convert(json.dumps(options)), "user") == []

    def test_root_as_an_answer_counts_too(self) -> None:
        options: Json = {"User": "app", "k8s-experimental": {"securityContext": {"runAsNonRoot": True}}}
        conversion = convert(json.dumps(options), {"user:/User": "uid:0"})
        assert [level for level, _ in said(conversion, "user")] == ["error"]

    def test_groups_join_those_that_are_listed_once_each(self) -> None:
        options: Json = {
            "hostconfig": {"groupadd": ["44", 44, "7"]},
            "k8s-experimental": {"securityContext": {"supplementalgroups": [7]}},
        }
        assert converted(options) == {"k8s-experimental": {"securityContext": {"supplementalgroups": [7, 44]}}}

    def test_a_group_by_name_takes_the_number_of_the_answer(self) -> None:
        options: Json = {"HostConfig": {"GroupAdd": ["video"]}}
        assert converted(options, {"group_add:/HostConfig/GroupAdd/0": "gid:27"}) == {
            "k8s-experimental": {"securityContext": {"supplementalGroups": [27]}}
        }

    def test_a_safe_parameter_is_asked_about_in_the_hosts_namespace(self) -> None:
        options: Json = {"HostConfig": {"NetworkMode": "host", "Sysctls": {"net.ipv4.tcp_syncookies": "1"}}}
        assert question_ids(convert(json.dumps(options)), "sysctls") == [
            "sysctls:/HostConfig/Sysctls/net.ipv4.tcp_syncookies"
        ]

    def test_an_unsafe_parameter_can_go_to_the_pod_all_the_same(self) -> None:
        options: Json = {"HostConfig": {"Sysctls": {"kernel.sem": 250}}}
        assert converted(options, {"sysctls:/HostConfig/Sysctls/kernel.sem": "pod"}) == {
            "k8s-experimental": {"securityContext": {"sysctls": [{"name": "kernel.sem", "value": "250"}]}}
        }

    def test_capabilities_of_a_privileged_module_need_no_question(self) -> None:
        options: Json = {"HostConfig": {"CapAdd": ["SYS_ADMIN"], "Privileged": True}}
        assert converted(options) == {"HostConfig": {"Privileged": True}}

    def test_privileged_is_never_set_without_an_answer(self) -> None:
        options: Json = {"HostConfig": {"CapAdd": ["SYS_ADMIN"], "Privileged": False}}
        conversion = convert(json.dumps(options))
        assert conversion.converted == options
        assert verdicts(conversion)["HostConfig/CapAdd/0"] == "undecided"
        assert converted(options, {"capabilities:/HostConfig/CapAdd": "privileged"}) == {
            "HostConfig": {"Privileged": True}
        }

    @pytest.mark.parametrize(("mode", "left"), [("HOST", "HOST"), ("", None), ("private", None)])
    def test_process_namespaces_without_a_question(self, mode: str, left: str | None) -> None:
        result = converted({"HostConfig": {"PidMode": mode, "IpcMode": "host"}})
        assert cast(dict[str, dict[str, Json]], result)["HostConfig"].get("PidMode") == left

    def test_another_containers_processes_are_undecided(self) -> None:
        conversion = convert('{"HostConfig": {"PidMode": "container:x"}}')
        assert verdicts(conversion) == {"HostConfig/PidMode": "undecided"}

    @pytest.mark.parametrize(("answer", "left"), [("leave", "${PID}"), ("host", "host"), ("remove", None)])
    def test_a_process_namespace_that_is_filled_in_later_may_stay(self, answer: str, left: str | None) -> None:
        options: Json = {"HostConfig": {"PidMode": "${PID}", "IpcMode": "host"}}
        assert verdicts(convert(json.dumps(options)))["HostConfig/PidMode"] == "undecided"
        result = converted(options, {"pid_mode:/HostConfig/PidMode": answer})
        assert cast(dict[str, dict[str, Json]], result)["HostConfig"].get("PidMode") == left


class TestContextIds:
    @pytest.mark.parametrize("value", [-1, 2**31, 99999999999, "-5", "2147483648", "9" * 5000, 1e300])
    def test_an_id_out_of_range_is_an_error_and_undecided(self, value: Json) -> None:
        options: Json = {"k8s-experimental": {"securityContext": {"fsGroup": value, "supplementalGroups": [44, value]}}}
        conversion = convert(json.dumps(options))
        assert [severity for severity, _ in said(conversion, "context_ids")] == ["error", "error"]
        assert [one for one in verdicts(conversion).values() if one != "kept"] == ["undecided", "undecided"]
        answers = {question.id: "remove" for question in conversion.modules[0].questions if not question.answer}
        assert converted(options, answers) == {"k8s-experimental": {"securityContext": {"supplementalGroups": [44]}}}

    @pytest.mark.parametrize("value", [0, 2**31 - 1, "1000", "0000000000001", "${UID}", None, True])
    def test_what_is_an_id_or_may_become_one_is_left_alone(self, value: Json) -> None:
        options: Json = {"k8s-experimental": {"securityContext": {"fsGroup": value}}}
        assert not said(convert(json.dumps(options)), "context_ids")


class TestLabels:
    @pytest.mark.parametrize(
        ("key", "made"),
        [
            ("com.example.vendor", "com.example.vendor"),
            *[("container.apparmor.security.beta.kubernetes.io/scorer",) * 2],
            ("_Build No_", "BuildNo"),
            ("Example.COM/x", "example.com/x"),
            ("1a.b2/x/y", "a.b2/xy"),
            ("", None),
            ("--", None),
            ("/x", None),
            ("a../x", None),
            ("a/", None),
            ("x" * 64, None),
        ],
    )
    def test_keys_are_fitted_as_the_agent_does(self, key: str, made: str | None) -> None:
        assert annotation_key(key) == made

    def test_a_key_of_which_nothing_is_left_is_an_error_and_undecided(self) -> None:
        conversion = convert('{"Labels": {"--": "x", "ok": "y"}}')
        assert [level for level, _ in said(conversion, "labels")] == ["info", "error"]
        assert verdicts(conversion) == {"Labels/--": "undecided", "Labels/ok": "kept"}

    def test_a_label_without_a_name_is_told_as_such(self) -> None:
        conversion = convert('{"Labels": {"": "x"}}')
        texts = [text for _, text in said(conversion, "labels")]
        assert not any("``" in text for text in texts)
        assert any("without a name" in text for text in texts)
        assert converted({"Labels": {"": "x"}}, {"labels:/Labels/": "remove"}) == {}

    def test_null_is_written_as_an_empty_text(self) -> None:
        assert converted({"Labels": {"a": None}}) == {"Labels": {"a": ""}}


class TestHints:
    def test_backoff_and_retirement_are_said_once_where_they_belong(self) -> None:
        plain = convert('{"WorkingDir": "/"}')
        hub = convert(json.dumps(as_module({}, "edgeHub", "mcr.microsoft.com/azureiotedge-hub:1.1.4")))
        assert [len(said(plain, rule)) for rule in ("backoff", "managed_iot_edge")] == [0, 0]
        assert [len(said(hub, rule)) for rule in ("backoff", "managed_iot_edge")] == [0, 1]

    @pytest.mark.parametrize(("image", "count"), [("x:1", 1), (" ", 0)])
    def test_backoff_is_mentioned_where_a_large_image_is_likely(self, image: str, count: int) -> None:
        options: Json = {"HostConfig": {"Runtime": "nvidia"}}
        assert len(said(convert(json.dumps(as_module(options, image=image))), "backoff")) == count

    @pytest.mark.parametrize("image", ["mcr.microsoft.com/azureiotedge-simulated-temperature-sensor:1.0", "x:1"])
    def test_an_image_of_iot_edge_one_is_recognised(self, image: str) -> None:
        spoke = bool(said(convert(json.dumps(as_module({}, "sim", image))), "managed_iot_edge"))
        assert spoke is image.startswith("mcr")


class TestStrategy:
    @pytest.mark.parametrize(("answer", "added"), [("recreate", True), ("leave", False)])
    def test_ports_are_left_to_a_rolling_update_unless_one_says_otherwise(self, answer: str, added: bool) -> None:
        options: Json = {"HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "80"}]}}}
        assert "strategy" not in json.dumps(converted(options))
        result = converted(options, {"strategy:/k8s-experimental/strategy": answer})
        assert ("Recreate" in json.dumps(result)) is added

    def test_a_strategy_that_is_stated_is_respected(self) -> None:
        options: Json = {"HostConfig": {"NetworkMode": "host"}, "k8s-experimental": {"strategy": {"type": "Recreate"}}}
        assert question_ids(convert(json.dumps(options)), "strategy") == []

    @pytest.mark.parametrize(("answer", "default"), [("1", "recreate"), ("share", "leave")])
    def test_a_gpu_that_is_shared_does_not_stand_in_the_way_of_a_rolling_update(
        self, answer: str, default: str
    ) -> None:
        options = json.dumps({"HostConfig": {"Runtime": "nvidia"}})
        conversion = convert(options, {"gpu:/HostConfig/Runtime": answer})
        assert [one.answer for one in conversion.modules[0].questions if one.rule.id == "strategy"] == [default]
        assert ("Recreate" in conversion.text) is (default == "recreate")

    def test_the_question_names_everything_that_both_pods_would_want(self) -> None:
        options: Json = {
            "HostConfig": {
                "NetworkMode": "host",
                "PortBindings": {"80/tcp": [{"HostPort": "80"}]},
                "Mounts": [{"Type": "volume", "Source": "results", "Target": "/out"}],
            },
            "k8s-experimental": {"resources": {"limits": {"nvidia.com/gpu": 1}}},
        }
        (question,) = [one for one in convert(json.dumps(options)).modules[0].questions if one.rule.id == "strategy"]
        assert "`nvidia.com/gpu, NetworkMode: host`" in str(question.prompt)
        assert "`PortBindings, Mounts`" in str(question.prompt)
