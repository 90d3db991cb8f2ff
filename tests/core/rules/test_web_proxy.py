"""What the web proxy rules promise beyond their examples."""

import json
from collections.abc import Mapping

import pytest

from tests.core.rules.hearing import asked, repeats, said
from webapp.core import Conversion, convert
from webapp.core.path import Json

PROXY = "http://proxy.example:3128"


def converted(options: object, choices: Mapping[str, str] | None = None) -> Conversion:
    return convert(json.dumps(options), choices)


def module(env: Mapping[str, Json], image: str = "registry.example/uploader:1.0", **options: Json) -> dict[str, Json]:
    return {"settings": {"image": image, "createOptions": dict(options)}, "env": dict(env)}


def variables(conversion: Conversion) -> Json:
    return conversion.modules[0].create_options.get("Env")


class TestNoProxy:
    @pytest.mark.parametrize(
        "name", ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "Https_Proxy", "all_proxy"]
    )
    def test_any_proxy_asks_for_it(self, name: str) -> None:
        conversion = converted({"Env": [f"{name}={PROXY}"]})
        assert variables(conversion) == [f"{name}={PROXY}", "no_proxy=localhost"]
        assert repeats(conversion)

    @pytest.mark.parametrize("entry", ["https_proxy=", "https_proxy", "my_https_proxy=x", "proxy=x", 5, None])
    def test_what_is_no_proxy_does_not(self, entry: Json) -> None:
        assert "no_proxy" not in converted({"Env": [entry, "A=1"]}).text

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("no_proxy=", "no_proxy=localhost"),
            ("no_proxy=10.0.0.1", "no_proxy=10.0.0.1,localhost"),
            ("no_proxy=10.0.0.1,", "no_proxy=10.0.0.1,localhost"),
            ("NO_PROXY=.localhost", "NO_PROXY=.localhost,localhost"),
            ("No_Proxy=127.0.0.1", "No_Proxy=127.0.0.1,localhost"),
            ("no_proxy=localhost:80", "no_proxy=localhost:80,localhost"),
        ],
    )
    def test_localhost_joins_a_list(self, before: str, after: str) -> None:
        conversion = converted({"Env": [before, f"https_proxy={PROXY}"]})
        assert variables(conversion) == [after, f"https_proxy={PROXY}"]
        assert repeats(conversion)

    @pytest.mark.parametrize("entry", ["no_proxy=*", "NO_PROXY=a, LocalHost", "no_proxy=a localhost"])
    def test_a_list_that_spares_localhost_stays(self, entry: str) -> None:
        assert variables(converted({"Env": [entry, f"https_proxy={PROXY}"]})) == [entry, f"https_proxy={PROXY}"]

    def test_both_spellings_are_completed(self) -> None:
        conversion = converted({"Env": [f"https_proxy={PROXY}", "no_proxy=a", "NO_PROXY=localhost,b", "No_proxy=c"]})
        assert variables(conversion) == [
            *(f"https_proxy={PROXY}", "no_proxy=a,localhost", "NO_PROXY=localhost,b", "No_proxy=c,localhost")
        ]

    def test_of_a_repeated_list_the_last_is_completed(self) -> None:
        conversion = converted({"Env": [f"https_proxy={PROXY}", "no_proxy=a", "no_proxy=b"]})
        assert variables(conversion) == [f"https_proxy={PROXY}", "no_proxy=b,localhost"]
        assert repeats(conversion)

    def test_the_modules_own_variables_count(self) -> None:
        conversion = converted(module({"https_proxy": {"value": PROXY}, "NO_PROXY": {"value": "a"}}))
        assert conversion.modules[0].env == {"https_proxy": {"value": PROXY}, "NO_PROXY": {"value": "a,localhost"}}
        assert repeats(conversion)

    def test_a_proxy_in_one_place_and_exceptions_in_the_other_belong_together(self) -> None:
        conversion = converted(module({"NO_PROXY": {"value": "a"}}, Env=[f"https_proxy={PROXY}"]))
        assert conversion.modules[0].env == {"NO_PROXY": {"value": "a,localhost"}}
        assert variables(conversion) == [f"https_proxy={PROXY}"]

    @pytest.mark.parametrize("entry", [None, 5, "text", [], {}, {"value": 5}, {"value": None}, {"value": ["x"]}])
    def test_no_entry_of_any_type_stops_it(self, entry: Json) -> None:
        mixed: dict[str, Json] = {"https_proxy": {"value": PROXY}, "no_proxy": entry, "UpstreamProtocol": entry}
        assert repeats(converted(module({"https_proxy": entry})))
        assert repeats(converted(module(mixed)))


class TestProxyUrl:
    @pytest.mark.parametrize(
        ("url", "severities"),
        [
            (PROXY, []),
            ("HTTP://proxy:3128/", []),
            ("https://proxy:3128", ["warning"]),
            ("socks5://proxy:1080", ["warning"]),
            ("proxy:3128", ["info"]),
            ("http://intranet/wpad.PAC?x=1", ["warning"]),
            ("https://edge:secret@proxy", ["warning", "warning"]),
            ("http://proxy/@", []),
            ("$PROXY", []),
            ("<proxy URL>", []),
            ("{{proxy}}", []),
        ],
    )
    def test_the_address_is_judged(self, url: str, severities: list[str]) -> None:
        assert [one for one, _ in said(converted({"Env": [f"https_proxy={url}"]}), "proxy_url")] == severities

    def test_a_password_is_not_repeated(self) -> None:
        conversion = converted({"Env": ["https_proxy=https://edge:secret@proxy"]})
        assert not any("secret" in text for _, text in said(conversion, "proxy_url"))

    def test_the_modules_own_variables_count(self) -> None:
        assert said(converted(module({"https_proxy": {"value": "https://proxy"}})), "proxy_url")


class TestUpstreamProtocol:
    HUB = "mcr.microsoft.com/azureiotedge-hub:1.1"

    def test_the_runtime_gets_it_where_its_proxy_is_stated(self) -> None:
        conversion = converted(module({"https_proxy": {"value": PROXY}}, self.HUB))
        assert conversion.modules[0].env["UpstreamProtocol"] == {"value": "AmqpWs"}
        assert repeats(conversion)
        listed = converted(module({}, self.HUB, Env=[f"https_proxy={PROXY}"]))
        assert variables(listed) == [f"https_proxy={PROXY}", "no_proxy=localhost", "UpstreamProtocol=AmqpWs"]
        assert repeats(listed)

    def test_it_stays_away_where_the_proxy_passes_amqp(self) -> None:
        document = module({"https_proxy": {"value": PROXY}}, self.HUB)
        question = asked(converted(document), "upstream_protocol")[0]
        assert "UpstreamProtocol" not in converted(document, {question: "leave"}).modules[0].env

    def test_without_a_proxy_there_is_nothing_to_say(self) -> None:
        conversion = converted(module({"A": {"value": "1"}}, self.HUB))
        assert not said(conversion, "upstream_protocol")
        assert not asked(conversion, "upstream_protocol")

    def test_an_ordinary_module_gets_a_hint(self) -> None:
        conversion = converted(module({"https_proxy": {"value": PROXY}}))
        assert [one for one, _ in said(conversion, "runtime_proxy")] == ["info"]
        assert not said(conversion, "upstream_protocol")
        assert "UpstreamProtocol" not in conversion.modules[0].env

    @pytest.mark.parametrize(
        ("value", "severities"),
        [
            ("AmqpWs", []),
            ("amqpws", []),
            ("MQTTWS", []),
            ("Amqp", ["warning"]),
            ("mqtt", ["warning"]),
            ("Amqp_Ws", ["warning"]),
            ("$PROTOCOL", []),
            ("<protocol>", []),
        ],
    )
    def test_a_stated_protocol_is_judged(self, value: str, severities: list[str]) -> None:
        env = [f"https_proxy={PROXY}", "no_proxy=localhost", f"upstreamprotocol={value}"]
        conversion = converted({"Env": env})
        assert [one for one, _ in said(conversion, "upstream_protocol")] == severities
        assert asked(conversion, "upstream_protocol") == []

    def test_without_a_proxy_any_known_protocol_is_fine(self) -> None:
        assert said(converted(module({"UpstreamProtocol": {"value": "Amqp"}}, self.HUB)), "upstream_protocol") == []

    def test_on_an_ordinary_module_it_has_no_effect(self) -> None:
        conversion = converted(module({"UpstreamProtocol": {"value": "Amqp"}}))
        assert [one for one, _ in said(conversion, "upstream_protocol")] == ["info"]


@pytest.mark.parametrize("hub", ["hub", "agent"])
def test_a_protocol_that_few_proxies_pass_is_told_of_whichever_half_of_the_runtime_it_is(hub: str) -> None:
    env: dict[str, Json] = {"https_proxy": {"value": PROXY}, "UpstreamProtocol": {"value": "Amqp"}}
    conversion = converted(module(env, f"mcr.microsoft.com/azureiotedge-{hub}:1.1"))
    ((severity, message),) = said(conversion, "upstream_protocol")
    assert severity == "warning"
    assert "edgeHub" not in message
