"""What rules of the section `other` promise about whole deployments and variables beyond their examples."""

import json

import pytest

from tests.core import invariants
from tests.core.rules.hearing import said
from webapp.core import Conversion, convert
from webapp.core.path import Json, Path
from webapp.core.rules.other._entry import is_stopped


def entry(env: dict[str, Json] | None = None, image: str = "contoso.azurecr.io/module:1.0", **options: Json) -> Json:
    settings: Json = {"image": image, "createOptions": options}
    return {"type": "docker", "settings": settings, **({} if env is None else {"env": env})}


def values(**stated: str) -> dict[str, Json]:
    return {name: {"value": value} for name, value in stated.items()}


def converted(paste: Json) -> Conversion:
    conversion = convert(json.dumps(paste, indent=2))
    invariants.hold(conversion)
    invariants.converting_again_changes_nothing(conversion)
    return conversion


def summaries(conversion: Conversion, rule: str) -> list[str]:
    return [str(made.summary) for one in conversion.modules for made in one.changes if made.rule.id == rule]


class TestManagedIotEdge:
    def test_it_is_said_once_of_edgeagent(self) -> None:
        conversion = converted({"modules": {"sim": entry(), "edgeHub": entry(), "edgeAgent": entry()}})
        assert [severity for severity, _ in said(conversion, "managed_iot_edge")] == ["info"]
        told = [one.name for one in conversion.modules for note in one.findings if note.rule.id == "managed_iot_edge"]
        assert told == ["edgeAgent"]

    def test_without_edgeagent_the_first_module_of_iot_edge_is_told(self) -> None:
        image = "mcr.microsoft.com/azureiotedge-simulated-temperature-sensor:1.0"
        conversion = converted({"modules": {"a": entry(), "sim": entry(image=image), "more": entry(image=image)}})
        told = [one.name for one in conversion.modules for note in one.findings if note.rule.id == "managed_iot_edge"]
        assert told == ["sim"]

    def test_other_modules_are_not_told(self) -> None:
        assert not said(converted({"modules": {"a": entry(), "b": entry()}}), "managed_iot_edge")


class TestUnreadParts:
    def doubled(self, twin: str) -> list[str]:
        text = (
            '{"modulesContent": {"$edgeAgent": {"properties.desired": {"modules": {"a": {"settings": '
            '{"image": "x/a:1", "createOptions": {}}}}}}, "' + twin + '": {"properties.desired": {"b": 1, "b": 2}}}}'
        )
        return [severity for severity, _ in said(convert(text), "unread_parts")]

    @pytest.mark.parametrize("twin", ["a", "$edgeHub"])
    def test_a_key_that_stands_twice_outside_of_edgeagents_part_is_a_warning(self, twin: str) -> None:
        assert self.doubled(twin) == ["warning"]

    def test_a_module_that_stands_twice_is_an_error(self) -> None:
        one = '{"settings": {"image": "x/a:1", "createOptions": {}}}'
        modules = f'{{"modules": {{"a": {one}, "a": {one}}}}}'
        for text in (modules, f'{{"modulesContent": {{"$edgeAgent": {{"properties.desired": {modules}}}}}}}'):
            assert [severity for severity, _ in said(convert(text), "unread_parts")] == ["error"]

    @pytest.mark.parametrize(
        ("parts", "path"),
        [
            ({"settings": {"image": "x/a:1"}, "Settings": {"image": "x/b:1"}}, ("Settings",)),
            ({"SETTINGS": {"image": "x/a:1"}, "Settings": {"image": "x/b:1"}}, ("Settings",)),
            ({"settings": {"image": "x/a:1", "Image": "x/b:1"}}, ("settings", "Image")),
            ({"settings": {"image": "x/a:1"}, "Env": {}, "env": {}}, ("Env",)),
            ({"settings": {"image": "x/a:1"}, "Status": "running", "status": "stopped"}, ("Status",)),
        ],
    )
    def test_a_part_of_an_entry_in_two_spellings_is_an_error_with_both_lines(self, parts: Json, path: Path) -> None:
        pastes: list[Json] = [{"modules": {"a": parts}}, {"a": parts}]
        for paste in pastes:
            conversion = converted(paste)
            (note,) = (note for note in conversion.modules[0].findings if note.rule.id == "unread_parts")
            assert (note.severity, note.path, note.part) == ("error", path, "entry")
            read = (*path[:-1], str(note.message.values["read"]))
            place = conversion.place(conversion.modules[0], read, "entry")
            assert note.message.values["line"] == place.line
            assert conversion.place(conversion.modules[0], path, "entry").line != place.line

    def test_the_settings_alone_can_have_two_images(self) -> None:
        conversion = converted({"image": "x/a:1", "Image": "x/b:1", "createOptions": {}})
        assert [severity for severity, _ in said(conversion, "unread_parts")] == ["error"]

    def test_the_spelling_that_counts_here_tells_whether_a_module_is_stopped(self) -> None:
        parts: dict[str, Json] = {"settings": {"image": "x/a:1"}, "Status": "stopped", "status": "running"}
        (one,) = converted({"modules": {"a": parts}}).modules
        assert not is_stopped(one.module)

    @pytest.mark.parametrize(
        ("key", "value", "text"),
        [
            ("a.settings.createOptions", '{"Env": ["A=1"]}', "no whole entry"),
            ("a.settings.createOptions", "${OPTIONS}", "filled in later"),
            ("a.status", "running", "no whole entry"),
            ("a.env.A", {"value": "1"}, "no whole entry"),
        ],
    )
    def test_only_a_placeholder_in_a_layer_is_filled_in_later(self, key: str, value: Json, text: str) -> None:
        conversion = converted({"modulesContent": {"$edgeAgent": {f"properties.desired.modules.{key}": value}}})
        ((severity, told),) = said(conversion, "unread_parts")
        assert (severity, text in told) == ("warning", True)

    def test_a_text_in_place_of_a_module_is_no_placeholder(self) -> None:
        ((severity, told),) = said(converted({"modules": {"a": entry(), "b": "later"}}), "unread_parts")
        assert (severity, "has no `settings`" in told) == ("error", True)

    def test_keys_that_stand_once_are_not_told(self) -> None:
        assert not said(converted({"modules": {"a": entry(), "b": entry()}}), "unread_parts")


class TestVariables:
    def test_a_name_without_a_value_that_the_modules_env_states_loses_nothing(self) -> None:
        conversion = converted({"modules": {"a": entry(values(X="1"), Env=["X", "Y"])}})
        ((severity, message),) = said(conversion, "env_entries")
        assert severity == "warning"
        assert "`Y`" in message
        assert conversion.modules[0].create_options == {}

    def test_the_other_spelling_of_a_variable_is_called_so(self) -> None:
        conversion = converted({"modules": {"a": entry(Env=["A__B=1", "A:B=2"])}})
        assert conversion.modules[0].create_options == {"Env": ["A__B=2"]}
        (summary,) = summaries(conversion, "env_duplicates")
        assert "colon" in summary

    def test_so_is_it_in_the_modules_env_whatever_comes_first(self) -> None:
        for names in (["A__B", "A:B"], ["A:B", "A__B"]):
            env: dict[str, Json] = {name: {"value": "2" if ":" in name else "1"} for name in names}
            conversion = converted({"modules": {"a": entry(env)}})
            assert conversion.modules[0].env == {"A__B": {"value": "1"}}
            (summary,) = summaries(conversion, "env_duplicates")
            assert "follows" not in summary

    def test_the_same_spelling_twice_is_not(self) -> None:
        (summary,) = summaries(converted({"modules": {"a": entry(Env=["A=1", "A=2"])}}), "env_duplicates")
        assert "Another entry for `A` follows" in summary

    def test_the_name_of_the_gateway_is_told(self) -> None:
        found = said(converted({"modules": {"a": entry(Env=["IOTEDGE_GATEWAYHOSTNAME=box"])}}), "env_duplicates")
        assert ["`edgehub`" in message for _, message in found] == [True]
        found = said(converted({"modules": {"a": entry(Env=["IOTEDGE_DEVICEID=box"])}}), "env_duplicates")
        assert ["`edgehub`" in message for _, message in found] == [False]


class TestAgentLogs:
    @pytest.mark.parametrize(
        "name",
        [
            "ExperimentalFeatures__EnableUploadLogs",
            "ExperimentalFeatures__EnableGetLogs",
            "experimentalFeatures__enableUploadLogs",
        ],
    )
    @pytest.mark.parametrize("value", ["true", "${LOGS}"])
    def test_a_switch_for_logs_is_told(self, name: str, value: str) -> None:
        for agent in (entry({name: {"value": value}}), entry(Env=[f"{name}={value}"])):
            found = said(converted({"modules": {"edgeAgent": agent}}), "agent_logs")
            assert [severity for severity, _ in found] == ["info"]

    def test_two_switches_are_told_once(self) -> None:
        env = values(ExperimentalFeatures__EnableUploadLogs="true", ExperimentalFeatures__EnableGetLogs="true")
        assert len(said(converted({"modules": {"edgeAgent": entry(env)}}), "agent_logs")) == 1

    @pytest.mark.parametrize(
        ("module", "name", "value"),
        [
            ("edgeAgent", "ExperimentalFeatures__EnableUploadLogs", "false"),
            ("edgeAgent", "ExperimentalFeatures__Enabled", "true"),
            ("edgeAgent", "EnableUploadLogs", "true"),
            ("a", "ExperimentalFeatures__EnableUploadLogs", "true"),
        ],
    )
    def test_other_variables_and_modules_are_not_told(self, module: str, name: str, value: str) -> None:
        assert not said(converted({"modules": {module: entry({name: {"value": value}})}}), "agent_logs")
