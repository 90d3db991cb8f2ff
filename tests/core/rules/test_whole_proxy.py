"""What the rule about the runtime's web proxy promises beyond its examples."""

import json
from collections.abc import Mapping

import pytest

from tests.core import invariants
from tests.core.rules.hearing import asked, said
from webapp.core import Conversion, convert
from webapp.core.path import Json
from webapp.core.source import SourceError

PROXY = "http://proxy.example:3128"
BEHIND: dict[str, Json] = {"https_proxy": {"value": PROXY}, "no_proxy": {"value": "localhost"}}
FULL: dict[str, Json] = BEHIND | {"UpstreamProtocol": {"value": "AmqpWs"}}
HUB, AGENT = "edgeHub/runtime_proxy:/https_proxy", "edgeAgent/runtime_proxy:/https_proxy"


def module(env: Mapping[str, Json] | None = None, options: Json = None) -> dict[str, Json]:
    settings: dict[str, Json] = {"image": "registry.example/module:1.0", "createOptions": options or {}}
    return {"type": "docker", "settings": settings, **({} if env is None else {"env": dict(env)})}


def deployed(modules: Mapping[str, Json], choices: Mapping[str, str] | None = None) -> Conversion:
    conversion = convert(json.dumps({"modules": dict(modules)}, indent=2), choices)
    invariants.hold(conversion)
    if not choices or "leave" not in choices.values():
        invariants.converting_again_changes_nothing(conversion)
    return conversion


def env_of(conversion: Conversion, name: str) -> dict[str, Json]:
    return next(one.env for one in conversion.modules if one.name == name)


def rows(conversion: Conversion, word: str) -> list[int]:
    """Return the lines of the paste that hold a word."""
    return [row for row, line in enumerate(conversion.document.text.splitlines(), 1) if word in line]


class TestOneHalf:
    def test_edgeagent_is_told_of_the_local_ui_and_stays_as_it_is(self) -> None:
        conversion = deployed({"edgeAgent": module(), "edgeHub": module(FULL)})
        assert asked(conversion, "runtime_proxy") == [AGENT]
        assert env_of(conversion, "edgeAgent") == {}
        ((severity, message),) = said(conversion, "runtime_proxy")
        assert severity == "info"
        assert "local UI" in message

    def test_it_gets_what_edgehub_has_if_that_is_wanted(self) -> None:
        conversion = deployed({"edgeAgent": module(), "edgeHub": module(FULL)}, {AGENT: "add"})
        assert env_of(conversion, "edgeAgent") == FULL
        assert not said(conversion, "runtime_proxy")

    def test_edgehub_gets_what_edgeagent_has(self) -> None:
        conversion = deployed({"edgeAgent": module(FULL), "edgeHub": module({"A": {"value": "1"}})})
        assert asked(conversion, "runtime_proxy") == [HUB]
        assert env_of(conversion, "edgeHub") == {"A": {"value": "1"}} | FULL

    def test_it_stays_as_it_is_if_that_is_wanted(self) -> None:
        conversion = deployed({"edgeAgent": module(FULL), "edgeHub": module()}, {HUB: "leave"})
        assert env_of(conversion, "edgeHub") == {}
        assert not said(conversion, "runtime_proxy")

    def test_a_protocol_and_exceptions_that_are_stated_stay(self) -> None:
        own: dict[str, Json] = {"upstreamProtocol": {"value": "MqttWs"}, "NO_PROXY": {"value": "10.0.0.1"}}
        conversion = deployed({"edgeAgent": module(FULL), "edgeHub": module(own)})
        assert env_of(conversion, "edgeHub") == {
            "upstreamProtocol": {"value": "MqttWs"},
            "NO_PROXY": {"value": "10.0.0.1,localhost"},
            "https_proxy": {"value": PROXY},
        }

    @pytest.mark.parametrize("protocol", ["MqttWs", "AmqpWs", "Amqp", "${PROTOCOL}"])
    def test_the_protocol_is_the_other_halfs(self, protocol: str) -> None:
        other: dict[str, Json] = FULL | {"UpstreamProtocol": {"value": protocol}}
        conversion = deployed({"edgeAgent": module(other), "edgeHub": module()})
        assert env_of(conversion, "edgeHub") == other

    def test_edgehub_with_a_proxy_for_plain_http_needs_another(self) -> None:
        plain: dict[str, Json] = {"http_proxy": {"value": PROXY}, **{k: v for k, v in FULL.items() if k[0] != "h"}}
        for paste in ({"edgeHub": module(plain)}, {"edgeAgent": module(FULL), "edgeHub": module(plain)}):
            ((severity, message),) = said(deployed(paste), "runtime_proxy")
            assert severity == "warning"
            assert "no `https_proxy`" in message

    @pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "all_proxy"])
    def test_any_other_proxy_of_edgehub_will_do(self, name: str) -> None:
        both: dict[str, Json] = {"http_proxy": {"value": PROXY}, name: {"value": PROXY}}
        assert not said(deployed({"edgeHub": module(both)}), "runtime_proxy")

    def test_what_createoptions_state_counts_too(self) -> None:
        options: Json = {"Env": [f"HTTPS_PROXY={PROXY}", "no_proxy=localhost", "UpstreamProtocol=AmqpWs"]}
        conversion = deployed({"edgeAgent": module(None, options), "edgeHub": module()})
        assert env_of(conversion, "edgeHub") == FULL
        assert asked(deployed({"edgeAgent": module(None, options), "edgeHub": module(FULL)}), "runtime_proxy") == []

    def test_the_proxy_for_https_is_taken_where_there_are_two(self) -> None:
        both: dict[str, Json] = {"http_proxy": {"value": "http://other:1"}, **FULL}
        assert env_of(deployed({"edgeAgent": module(both), "edgeHub": module()}), "edgeHub") == FULL

    def test_a_value_that_is_filled_in_later_is_carried_over_as_it_is(self) -> None:
        later: dict[str, Json] = FULL | {"https_proxy": {"value": "${PROXY}"}}
        conversion = deployed({"edgeAgent": module(later), "edgeHub": module()})
        assert env_of(conversion, "edgeHub")["https_proxy"] == {"value": "${PROXY}"}

    @pytest.mark.parametrize("value", ["", "http://another:3128"])
    def test_a_module_that_says_something_of_a_proxy_is_believed(self, value: str) -> None:
        own: dict[str, Json] = FULL | {"https_proxy": {"value": value}}
        conversion = deployed({"edgeAgent": module(own), "edgeHub": module(FULL)})
        assert env_of(conversion, "edgeAgent") == own
        assert not asked(conversion, "runtime_proxy")

    def test_createoptions_that_are_filled_in_later_may_state_it(self) -> None:
        conversion = deployed({"edgeAgent": module(None, "${OPTIONS}"), "edgeHub": module(FULL)})
        assert not asked(conversion, "runtime_proxy")

    def test_one_of_them_without_the_other_is_not_completed(self) -> None:
        conversion = deployed({"edgeHub": module(FULL), "uploader": module(BEHIND)})
        assert not asked(conversion, "runtime_proxy")
        assert not said(conversion, "runtime_proxy")

    def test_inspected_containers_get_it_among_their_variables(self) -> None:
        names = {"edgeAgent": [f"{name}={entry['value']}" for name, entry in FULL.items() if isinstance(entry, dict)]}
        containers = [
            {"Name": f"/{name}", "Config": {"Env": names.get(name)}, "HostConfig": {}}
            for name in ("edgeAgent", "edgeHub")
        ]
        conversion = convert(json.dumps(containers))
        invariants.hold(conversion)
        invariants.converting_again_changes_nothing(conversion)
        assert asked(conversion, "runtime_proxy") == ["edgeHub/runtime_proxy:/Env"]
        assert conversion.modules[1].create_options["Env"] == names["edgeAgent"]


class TestNeither:
    MODULES: Mapping[str, Json] = {"edgeAgent": module(), "edgeHub": module(), "a": module(BEHIND), "b": module(BEHIND)}

    def test_it_is_said_once_and_nothing_changes(self) -> None:
        conversion = deployed(self.MODULES)
        ((severity, message),) = said(conversion, "runtime_proxy")
        assert severity == "info"
        assert f"`a` (line {rows(conversion, 'https_proxy')[0]})" in message
        assert asked(conversion, "runtime_proxy") == [HUB]
        assert conversion.converted == conversion.document.value

    def test_both_get_it_if_that_is_wanted(self) -> None:
        conversion = deployed(self.MODULES, {HUB: "add"})
        assert env_of(conversion, "edgeHub") == FULL
        assert env_of(conversion, "edgeAgent") == FULL
        assert not said(conversion, "runtime_proxy")

    def test_without_any_proxy_there_is_nothing_to_say(self) -> None:
        conversion = deployed({"edgeAgent": module(), "edgeHub": module(), "a": module({"A": {"value": "1"}})})
        assert not said(conversion, "runtime_proxy")
        assert not asked(conversion, "runtime_proxy")

    def test_where_the_runtime_is_missing_the_deployment_is_told(self) -> None:
        conversion = deployed({"a": module(BEHIND), "b": module(BEHIND)})
        (note,) = conversion.findings
        assert (note.rule.id, note.severity, note.path) == ("runtime_proxy", "info", ("modules", "a"))
        assert not asked(conversion, "runtime_proxy")

    def test_a_layer_is_told_to_look_at_the_base_deployment(self) -> None:
        layer = {"modulesContent": {"$edgeAgent": {"properties.desired.modules.a": module(BEHIND)}}}
        conversion = convert(json.dumps(layer))
        (note,) = conversion.findings
        assert note.severity == "info"
        assert "base deployment" in str(note.message)

    def test_a_layer_without_a_proxy_is_told_nothing(self) -> None:
        layer = {"modulesContent": {"$edgeAgent": {"properties.desired.modules.a": module()}}}
        assert not said(convert(json.dumps(layer)), "runtime_proxy")


class TestSingle:
    @pytest.mark.parametrize("paste", [{"Env": [f"https_proxy={PROXY}"]}, module(BEHIND), {"uploader": module(BEHIND)}])
    def test_a_module_by_itself_gets_a_hint(self, paste: Json) -> None:
        assert [one for one, _ in said(convert(json.dumps(paste)), "runtime_proxy")] == ["info"]

    @pytest.mark.parametrize(
        "paste",
        [{"Env": ["A=1"]}, {"edgeHub": module(FULL)}, {"Env": [f"https_proxy={PROXY}", "UpstreamProtocol=AmqpWs"]}],
    )
    def test_without_a_proxy_or_as_part_of_the_runtime_it_does_not(self, paste: Json) -> None:
        assert not said(convert(json.dumps(paste)), "runtime_proxy")


SECRET: dict[str, Json] = FULL | {"https_proxy": {"value": "http://edge:secret@proxy:1"}}


class TestCredentials:
    def test_a_url_with_a_password_is_not_copied_and_the_reason_is_told(self) -> None:
        conversion = deployed({"edgeAgent": module(SECRET), "edgeHub": module()})
        assert env_of(conversion, "edgeHub") == {}
        assert asked(conversion, "runtime_proxy") == [HUB]
        ((severity, message),) = said(conversion, "runtime_proxy")
        assert severity == "warning"
        assert "not copied" in message

    def test_another_url_can_be_stated(self) -> None:
        conversion = deployed({"edgeAgent": module(SECRET), "edgeHub": module()}, {HUB: f"add:{PROXY}"})
        assert env_of(conversion, "edgeHub") == FULL
        assert not said(conversion, "runtime_proxy")

    @pytest.mark.parametrize(
        "answer", ["add", "add:http://edge:secret@proxy:1", "add:https://proxy:1", "add:", "add:x"]
    )
    def test_it_must_be_one_without_a_password(self, answer: str) -> None:
        with pytest.raises(SourceError):
            deployed({"edgeAgent": module(SECRET), "edgeHub": module()}, {HUB: answer})

    @pytest.mark.parametrize(
        "modules",
        [
            {"edgeAgent": module(), "edgeHub": module(SECRET)},
            {"edgeAgent": module(SECRET), "edgeHub": module()},
            {"edgeAgent": module(), "edgeHub": module(), "a": module(SECRET)},
        ],
    )
    def test_it_is_never_repeated(self, modules: Mapping[str, Json]) -> None:
        conversion = deployed(modules)
        texts = [str(change.summary) for one in conversion.modules for change in one.changes]
        texts += [message for _, message in said(conversion, "runtime_proxy")]
        texts += [f"{ask.prompt} {ask.options}" for one in conversion.modules for ask in one.questions]
        assert not any("secret" in text for text in texts)
        assert conversion.text.count("secret") == 1
