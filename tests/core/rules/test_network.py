"""What the network rules promise beyond their examples."""

import json
import re
from collections.abc import Mapping
from typing import ClassVar

import pytest

from tests.core.rules.hearing import asked, repeats, said
from webapp.core import Conversion, SourceError, convert
from webapp.core.path import Json
from webapp.core.registry import RULES
from webapp.core.rules.network._ports import PORT, Port, integer, is_port, read_port

HOSTILE: tuple[Json, ...] = (
    None,
    True,
    0,
    -1,
    8080,
    1.5,
    10**20,
    "",
    "x",
    "ſctp",
    [],
    [None],
    [[]],
    [{}],
    {},
    {"a": None},
)
BINDINGS = "/HostConfig/PortBindings"
REACH = f"reach:{BINDINGS}"


def converted(options: object, choices: Mapping[str, str] | None = None) -> Conversion:
    return convert(json.dumps(options), choices)


def published(ports: Mapping[str, Json]) -> dict[str, Json]:
    return {"HostConfig": {"PortBindings": dict(ports)}}


def verdicts(conversion: Conversion) -> dict[str, str]:
    return {"/".join(map(str, entry.path)): entry.verdict for one in conversion.modules for entry in one.ledger}


@pytest.mark.parametrize(
    ("key", "port"),
    [
        ("80", Port(80, "TCP")),
        ("53/UDP", Port(53, "UDP")),
        ("5/sctp", Port(5, "SCTP")),
        (" +80 /tcp", Port(80, "TCP")),
        ("/80//tcp/", Port(80, "TCP")),
        ("0080", Port(80, "TCP")),
        ("99999", Port(99999, "TCP")),
        ("8000-8010/tcp", None),
        ("80/http", None),
        ("80/tcp ", None),
        ("80/tcp/x", None),
        ("80/ſctp", None),
        ("٨٠", None),
        ("1_000", None),
        ("4294967376", None),
        ("9" * 9000, None),
        ("", None),
        ("/", None),
    ],
)
def test_a_port_key_is_read_as_the_agent_reads_it(key: str, port: Port | None) -> None:
    assert read_port(key) == port


@pytest.mark.parametrize(
    ("value", "number"),
    [(80, 80), ("80", 80), ("\t80\n", 80), ("-80", -80), (80.0, None), (True, None), ("80.0", None), (10**400, None)],
)
def test_a_host_port_is_read_as_the_agent_reads_it(value: Json, number: int | None) -> None:
    assert integer(value) == number


@pytest.mark.parametrize(("number", "taken"), [(0, False), (1, True), (65535, True), (65536, False), (None, False)])
def test_the_cluster_takes_ports_from_1_to_65535(number: int | None, taken: bool) -> None:
    assert is_port(number) is taken


@pytest.mark.parametrize("answer", ["port:0", "port:65536", "port:8000-8010", "port:", "port:x", "port:²"])
def test_an_answer_that_is_no_port_is_refused(answer: str) -> None:
    with pytest.raises(SourceError):
        converted(
            published({"80/tcp": [{"HostPort": ""}]}), {f"unusable_bindings:{BINDINGS}/80~1tcp/0/HostPort": answer}
        )


def test_the_pattern_of_a_port_is_the_range_of_ports() -> None:
    assert [n for n in (0, 1, 9, 10, 9999, 10000, 60000, 65535, 65536, 70000) if re.fullmatch(PORT, str(n))] == [
        *(1, 9, 10, 9999, 10000, 60000, 65535)
    ]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: str(value)[:12])
@pytest.mark.parametrize(
    "name",
    [
        *("PortBindings", "NetworkMode", "PublishAllPorts", "Links", "Dns", "DnsOptions", "DnsSearch", "ExtraHosts"),
        *(
            "",
            "key",
            "binding",
            "port",
            "ip",
            "exposed",
            "exposed key",
            "network",
            "endpoints",
            "host",
            "service",
            "type",
        ),
    ],
)
def test_no_value_of_any_type_stops_a_network_rule(name: str, value: Json) -> None:
    documents: dict[str, Json] = {
        "": {"HostConfig": value},
        "key": published({"80/tcp": value}),
        "binding": published({"80/tcp": [value, {"HostPort": "80"}]}),
        "port": published({"80/tcp": [{"HostPort": value}]}),
        "ip": published({"80/tcp": [{"HostPort": "80", "HostIp": value}]}),
        "exposed": {"ExposedPorts": value},
        "exposed key": {"ExposedPorts": {"80/tcp": value, "8000-8010": value}},
        "network": {"NetworkingConfig": value},
        "endpoints": {"NetworkingConfig": {"EndpointsConfig": value}},
        "host": {"Hostname": value, "Domainname": value},
        "service": {"k8s-experimental": {"serviceOptions": value}, **published({"80": [{"HostPort": "80"}]})},
        "type": {
            "k8s-experimental": {"serviceOptions": {"type": value, "loadBalancerIP": value}},
            **published({"80": [{"HostPort": "80"}]}),
        },
    }
    conversion = converted(documents.get(name, {"HostConfig": {name: value}}))
    assert all(str(note.message) for one in conversion.modules for note in one.findings)
    assert repeats(conversion)


@pytest.mark.parametrize("name", ["Links", "Dns", "DnsOptions", "DnsSearch", "ExtraHosts"])
def test_an_empty_text_in_a_list_goes_without_a_word(name: str) -> None:
    conversion = converted({"HostConfig": {name: [""]}})
    assert conversion.converted == {}
    assert not [note for one in conversion.modules for note in one.findings if note.rule.section == "network"]


def test_names_are_matched_in_any_case() -> None:
    conversion = converted({"hostconfig": {"PORTBINDINGS": {"80/TCP": [{"hostport": "8080", "hostip": "0.0.0.0"}]}}})  # noqa: S104
    assert conversion.converted == {"hostconfig": {"PORTBINDINGS": {"80/TCP": [{"hostport": "8080"}]}}}
    assert said(conversion, "host_ports")


def test_callers_are_told_the_module_by_its_name() -> None:
    entry: Json = {"my_web": {"settings": {"image": "x", "createOptions": published({"80": [{"HostPort": "81"}]})}}}
    text = "Other modules reach this one at `{}:81`, no longer at the container's port `80`."
    for choices, name in ({}, "myweb"), ({"module_name:": "rename:web"}, "web"):
        assert said(convert(json.dumps(entry), choices), "host_ports") == [("warning", text.format(name))]


class TestHostPortsOfADeployment:
    PORTS: ClassVar[dict[str, Json]] = published({"80/tcp": [{"HostPort": "8080"}]})

    @staticmethod
    def told(options: dict[str, Json], *texts: str, **choices: str) -> list[tuple[str, str]]:
        modules: Json = {
            "web": {"settings": {"image": "x", "createOptions": options}},
            "api": {"settings": {"image": "x", "createOptions": {"Env": list(texts)}}},
        }
        given = {f"web/called_ports:{BINDINGS}/80~1tcp": answer for answer in choices.values()}
        return said(convert(json.dumps({"modules": modules}), given), "host_ports")

    def test_callers_that_were_changed_are_named(self) -> None:
        ((level, text),) = self.told(self.PORTS, "A=http://web:80/")
        assert (level, "callers in this paste: `api (line" in text) == ("info", True)

    def test_that_no_call_is_in_sight_is_told(self) -> None:
        ((level, text),) = self.told(self.PORTS)
        assert (level, "No call of it is seen" in text) == ("info", True)

    def test_a_call_that_is_left_is_said_by_called_ports_alone(self) -> None:
        assert self.told(self.PORTS, "A=http://web:80/", answer="leave") == []

    def test_nothing_is_left_to_say_once_the_numbers_agree(self) -> None:
        assert self.told(self.PORTS, "A=http://web:80/", answer="hostport") == []

    def test_a_port_that_is_exposed_too_is_not_said_to_be_gone(self) -> None:
        ((level, text),) = self.told({**self.PORTS, "ExposedPorts": {"80/tcp": {}}})
        assert (level, "no longer" in text) == ("info", False)


class TestReach:
    def test_nothing_changes_by_default(self) -> None:
        conversion = converted(published({"5000/tcp": [{"HostPort": "5000"}]}))
        assert conversion.converted == published({"5000/tcp": [{"HostPort": "5000"}]})
        assert asked(conversion, "reach") == [REACH]

    @pytest.mark.parametrize("answer", ["external", "cluster", "fixed:10.0.0.9"])
    def test_an_answer_holds_when_the_result_is_converted_again(self, answer: str) -> None:
        assert repeats(converted(published({"5000/tcp": [{"HostPort": "5000"}]}), {REACH: answer}))

    @pytest.mark.parametrize(
        "answer", ["fixed:", "fixed:10.0.0", "fixed:256.0.0.1", "fixed:host", "fixed:1.2.3.4 ", "fixed:127.0.0.1"]
    )
    def test_a_fixed_address_must_be_an_address(self, answer: str) -> None:
        with pytest.raises(SourceError):
            converted(published({"5000/tcp": [{"HostPort": "5000"}]}), {REACH: answer})

    def test_other_service_options_stay_beside_the_answer(self) -> None:
        options = published({"5000": [{"HostPort": "5000"}]}) | {"k8s-experimental": {"serviceoptions": {"type": None}}}
        section = converted(options, {REACH: "cluster"}).converted
        assert section == published({"5000": [{"HostPort": "5000"}]}) | {
            "k8s-experimental": {"serviceoptions": {"type": "ClusterIP"}}
        }

    @pytest.mark.parametrize("options", [{"type": "clusterip"}, {"loadBalancerIP": "10.0.0.9"}, {"type": "NodePort"}])
    def test_who_has_stated_it_is_not_asked(self, options: Json) -> None:
        document = published({"5000": [{"HostPort": "5000"}]}) | {"k8s-experimental": {"serviceOptions": options}}
        assert asked(converted(document), "reach") == []

    @pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
    def test_a_module_that_was_open_to_the_device_alone_stays_inside(self, address: str) -> None:
        document = published(
            {"6379": [{"HostPort": "6379", "HostIp": address}], "80": [{"HostPort": "80", "HostIp": "::1"}]}
        )
        inside = converted(document)
        assert inside.modules[0].create_options["k8s-experimental"] == {"serviceOptions": {"type": "ClusterIP"}}
        assert repeats(inside)
        outside = converted(document, {REACH: "external"})
        assert "k8s-experimental" not in outside.modules[0].create_options
        assert repeats(outside)

    def test_the_answer_takes_the_place_of_service_options_that_say_nothing(self) -> None:
        document = published({"80": [{"HostPort": "80"}]}) | {"k8s-experimental": {"serviceOptions": None}}
        section = converted(document, {REACH: "cluster"}).modules[0].create_options["k8s-experimental"]
        assert section == {"serviceOptions": {"type": "ClusterIP"}}

    def test_one_port_that_was_open_keeps_the_module_open(self) -> None:
        document = published({"6379": [{"HostPort": "6379", "HostIp": "127.0.0.1"}], "80": [{"HostPort": "80"}]})
        assert "k8s-experimental" not in converted(document).modules[0].create_options

    def test_empty_bindings_beside_exposed_ports_make_those_reachable(self) -> None:
        document: dict[str, Json] = {"ExposedPorts": {"9000/tcp": {}}, "HostConfig": {"PortBindings": {}}}
        assert asked(converted(document), "reach") == [REACH]


class TestBindings:
    def test_a_lost_port_is_undecided_until_someone_decides(self) -> None:
        conversion = converted(published({"53/tcp": [{"HostPort": "53"}], "53/udp": [{"HostPort": "53"}]}))
        assert verdicts(conversion)["HostConfig/PortBindings/53/tcp/0/HostPort"] == "undecided"
        assert verdicts(conversion)["HostConfig/PortBindings/53/udp/0/HostPort"] == "kept"
        assert [severity for severity, _ in said(conversion, "port_protocols")] == ["error"]

    @pytest.mark.parametrize(
        ("rule", "key"), [("port_protocols", "53/udp"), ("double_bindings", "54/tcp")], ids=["protocol", "port"]
    )
    @pytest.mark.parametrize("answer", ["remove", "port:5353"])
    def test_a_lost_port_goes_or_gets_another_number(self, rule: str, key: str, answer: str) -> None:
        document = published({"53/tcp": [{"HostPort": "53", "HostIp": ""}], key: [{"HostPort": "53"}]})
        conversion = converted(document, {f"{rule}:{BINDINGS}/53~1tcp/0/HostPort": answer})
        left: dict[str, Json] = {} if answer == "remove" else {"53/tcp": [{"HostPort": "5353"}]}
        assert conversion.converted == published({**left, key: [{"HostPort": "53"}]})
        assert repeats(conversion)

    def test_mixed_protocols_are_fine_inside_the_cluster(self) -> None:
        document = published({"53/tcp": [{"HostPort": "53"}], "514/udp": [{"HostPort": "514"}]})
        assert [severity for severity, _ in said(converted(document), "port_protocols")] == ["error"]
        inside = document | {"k8s-experimental": {"serviceOptions": {"type": "ClusterIP"}}}
        assert said(converted(inside), "port_protocols") == []

    @pytest.mark.parametrize("kept", ["80", "8080", "8081"])
    def test_one_of_several_host_ports_is_chosen(self, kept: str) -> None:
        document = published({"80/tcp": [{"HostPort": "80"}, {"HostPort": "8080"}, {"HostPort": "8081"}]})
        assert verdicts(converted(document))["HostConfig/PortBindings/80/tcp/1/HostPort"] == "undecided"
        conversion = converted(document, {f"double_bindings:{BINDINGS}/80~1tcp": kept})
        assert conversion.converted == published({"80/tcp": [{"HostPort": kept}]})
        assert repeats(conversion)

    def test_two_spellings_of_one_port_are_one_port(self) -> None:
        document = published({"80": [{"HostPort": "80"}], "80/tcp": [{"HostPort": "8080"}]})
        assert len(asked(converted(document), "double_bindings")) == 2
        first = converted(document, {f"double_bindings:{BINDINGS}/80": "8080"})
        assert first.converted == published({"80/tcp": [{"HostPort": "8080"}]})
        second = converted(document, {f"double_bindings:{BINDINGS}/80~1tcp/0/HostPort": "remove"})
        assert second.converted == published({"80": [{"HostPort": "80"}]})

    def test_repetition_goes_without_a_question(self) -> None:
        twice = published({"80": [{"HostPort": "80"}], "80/tcp": [{"HostPort": 80}, {"HostPort": " 80 "}]})
        conversion = converted(twice)
        assert conversion.converted == published({"80/tcp": [{"HostPort": " 80 "}]})
        assert asked(conversion, "double_bindings") == []

    @pytest.mark.parametrize("value", ["", "8000-8010", "0", "65536", -1, 80.5, "eighty", None, "$PORT", "<port>"])
    def test_a_host_port_that_can_not_be_used_is_undecided(self, value: Json) -> None:
        document = published({"80/tcp": [{"HostPort": value}]})
        place = f"unusable_bindings:{BINDINGS}/80~1tcp/0/HostPort"
        assert verdicts(converted(document))["HostConfig/PortBindings/80/tcp/0/HostPort"] == "undecided"
        assert converted(document, {place: "remove"}).converted == {}
        given = converted(document, {place: "port:8080"})
        assert given.converted == published({"80/tcp": [{"HostPort": "8080"}]})
        assert repeats(given)

    @pytest.mark.parametrize("binding", [{}, {"HostIp": "0.0.0.0"}, {"HostIp": None}])  # noqa: S104
    def test_a_binding_without_host_port_is_undecided(self, binding: Json) -> None:
        document = published({"80/tcp": [binding]})
        place = f"unusable_bindings:{BINDINGS}/80~1tcp/0"
        assert set(verdicts(converted(document)).values()) == {"undecided"}
        assert converted(document, {place: "remove"}).converted == {}
        assert converted(document, {place: "port:80"}).converted == published({"80/tcp": [{"HostPort": "80"}]})

    def test_a_placeholder_may_stay(self) -> None:
        document = published({"$PORT/tcp": [{"HostPort": "80"}], "81": [{"HostPort": "${PORT}"}]})
        choices = {
            f"port_keys:{BINDINGS}/$PORT~1tcp": "leave",
            f"unusable_bindings:{BINDINGS}/81/0/HostPort": "leave",
        }
        conversion = converted(document, choices)
        assert conversion.converted == document
        assert set(verdicts(conversion).values()) == {"kept"}

    @pytest.mark.parametrize("empty", [None, "", []])
    def test_a_port_without_bindings_goes_unless_someone_calls_it(self, empty: Json) -> None:
        document = published({"80/tcp": empty, "81": [{"HostPort": "81"}]})
        assert converted(document).converted == published({"81": [{"HostPort": "81"}]})
        called = converted(document, {f"unusable_bindings:{BINDINGS}/80~1tcp": "port:8080"})
        assert called.converted == published({"80/tcp": [{"HostPort": "8080"}], "81": [{"HostPort": "81"}]})

    def test_null_among_bindings_goes(self) -> None:
        document = published({"80/tcp": [None, {"HostPort": "80"}]})
        assert converted(document).converted == published({"80/tcp": [{"HostPort": "80"}]})

    @pytest.mark.parametrize("key", ["8000-8010/tcp", "http", "80/http", "0", "65536", "/", "", "$PORT"])
    def test_a_key_that_is_no_port_is_undecided(self, key: str) -> None:
        conversion = converted(published({key: [{"HostPort": "80", "HostIp": "10.0.0.1"}]}))
        assert set(verdicts(conversion).values()) == {"undecided"}
        assert repeats(conversion)

    def test_a_range_that_is_only_exposed_goes_with_what_it_leaves_empty(self) -> None:
        conversion = converted({"ExposedPorts": {"8000-8010": {}}, "HostConfig": {"PortBindings": {}}})
        assert conversion.converted == {}

    def test_many_ports_take_time_in_proportion(self) -> None:
        ports: dict[str, Json] = {str(number): [{"HostPort": "80"}, {"HostPort": "81"}] for number in range(1, 2001)}
        assert len(asked(converted(published(ports)), "double_bindings")) == 3999


class TestExposedPorts:
    def test_publishing_holds_when_the_result_is_converted_again(self) -> None:
        document: dict[str, Json] = {"ExposedPorts": {"80/tcp": {}, "80": {}, "53/udp": {}}}
        choices = dict.fromkeys(asked(converted(document), "exposed_ports"), "publish")
        conversion = converted(document, choices)
        assert conversion.converted == document | published(
            {"80/tcp": [{"HostPort": "80"}], "53/udp": [{"HostPort": "53"}]}
        )
        assert repeats(conversion)

    @pytest.mark.parametrize("nothing", [None, {}])
    def test_publishing_takes_the_place_of_bindings_that_say_nothing(self, nothing: Json) -> None:
        document = {"ExposedPorts": {"80/tcp": {}}, "HostConfig": {"PortBindings": nothing}}
        conversion = converted(document, {"exposed_ports:/ExposedPorts/80~1tcp": "publish"})
        assert conversion.modules[0].create_options["HostConfig"] == {"PortBindings": {"80/tcp": [{"HostPort": "80"}]}}

    def test_callers_in_the_deployment_are_named_in_the_question(self) -> None:
        modules: Json = {
            "web": {"settings": {"image": "x", "createOptions": {"ExposedPorts": {"80/tcp": {}, "81/tcp": {}}}}},
            "api": {"settings": {"image": "x", "createOptions": {"Env": ["A=http://web:80"]}}},
        }
        conversion = converted({"modules": modules})
        prompts = [str(one.prompt) for one in conversion.modules[0].questions if one.rule.id == "exposed_ports"]
        assert ["api (line" in prompt for prompt in prompts] == [False, True]
        assert ["Do other modules" in prompt for prompt in prompts] == [True, False]

    def test_a_port_can_be_published_inside_the_cluster(self) -> None:
        conversion = converted({"ExposedPorts": {"80/tcp": {}}}, {"exposed_ports:/ExposedPorts/80~1tcp": "cluster"})
        assert conversion.converted == {
            "ExposedPorts": {"80/tcp": {}},
            **published({"80/tcp": [{"HostPort": "80"}]}),
            "k8s-experimental": {"serviceOptions": {"type": "ClusterIP"}},
        }
        assert repeats(conversion)

    def test_what_a_call_was_exposed_for_is_not_asked_again(self) -> None:
        modules: Json = {
            "web": {"settings": {"image": "x", "createOptions": {}}},
            "api": {"settings": {"image": "x", "createOptions": {"Env": ["A=http://web:5000"]}}},
        }
        conversion = converted({"modules": modules}, {f"web/called_ports:{BINDINGS}/5000~1tcp": "expose"})
        assert asked(conversion, "exposed_ports") == []

    def test_an_exposed_port_under_a_number_that_leads_elsewhere_is_named(self) -> None:
        document: dict[str, Json] = {"ExposedPorts": {"8080/tcp": {}}, **published({"80/tcp": [{"HostPort": "8080"}]})}
        assert "leads to container port `80/tcp`" in said(converted(document), "exposed_ports")[0][1]

    def test_an_exposed_port_of_the_other_protocol_is_named(self) -> None:
        document: dict[str, Json] = {"ExposedPorts": {"53/udp": {}}, **published({"53/tcp": [{"HostPort": "53"}]})}
        assert "`53/udp` can't be reached" in said(converted(document), "port_protocols")[0][1]

    def test_inside_the_cluster_an_exposed_port_stays_inside(self) -> None:
        document: dict[str, Json] = {"ExposedPorts": {"9600/tcp": {}}, **published({"80": [{"HostPort": "80"}]})}
        inside = document | {"k8s-experimental": {"serviceOptions": {"type": "ClusterIP"}}}
        assert said(converted(document), "exposed_ports")
        assert said(converted(inside), "exposed_ports") == []


@pytest.mark.parametrize(
    ("ports", "severity"),
    [
        ({"35000": [{"HostPort": "35000"}]}, "error"),
        ({"35001/udp": [{"HostPort": "80"}]}, "error"),
        ({"80": [{"HostPort": "35001"}]}, "warning"),
        ({"80": [{"HostPort": "31000"}]}, "warning"),
        ({"80": [{"HostPort": "31001"}]}, "warning"),
    ],
)
def test_a_reserved_port_is_named(ports: dict[str, Json], severity: str) -> None:
    assert [found for found, _ in said(converted(published(ports)), "reserved_ports")] == [severity]


def test_a_reserved_port_is_named_where_it_is_only_exposed() -> None:
    assert said(converted({"ExposedPorts": {"35000/tcp": {}}}), "reserved_ports")[0][0] == "error"


@pytest.mark.parametrize("mode", ["host", "HOST"])
def test_the_host_network_stays(mode: str) -> None:
    conversion = converted({"HostConfig": {"NetworkMode": mode}})
    assert verdicts(conversion)["HostConfig/NetworkMode"] == "kept"
    assert [severity for severity, _ in said(conversion, "host_network")] == ["warning"]
    assert not said(conversion, "network_mode")
    assert not asked(conversion, "network_mode")


@pytest.mark.parametrize("mode", ["bridge", "Default", "nat", "azure-iot-edge", ""])
def test_a_usual_network_mode_goes(mode: str) -> None:
    assert converted({"HostConfig": {"NetworkMode": mode}}).converted == {}


@pytest.mark.parametrize("mode", ["none", "container:db", "plant-floor", "$NETWORK", "5"])
def test_any_other_network_mode_is_undecided(mode: str) -> None:
    question = "network_mode:/HostConfig/NetworkMode"
    assert verdicts(converted({"HostConfig": {"NetworkMode": mode}})) == {"HostConfig/NetworkMode": "undecided"}
    assert converted({"HostConfig": {"NetworkMode": mode}}, {question: "remove"}).converted == {}


def test_a_network_mode_that_is_filled_in_later_may_stay() -> None:
    document = {"HostConfig": {"NetworkMode": "$NETWORK"}}
    assert converted(document, {"network_mode:/HostConfig/NetworkMode": "leave"}).converted == document


def test_the_host_among_networks_without_the_mode_is_named() -> None:
    document: Json = {"NetworkingConfig": {"EndpointsConfig": {"host": {}}}}
    assert said(converted(document), "networking_config")[0][0] == "warning"


@pytest.mark.parametrize("value", [True, "true", " TRUE ", 1])
def test_publishing_all_ports_is_undecided(value: Json) -> None:
    assert set(verdicts(converted({"HostConfig": {"PublishAllPorts": value}})).values()) == {"undecided"}


@pytest.mark.parametrize("value", [False, "False", 0])
def test_not_publishing_all_ports_says_nothing(value: Json) -> None:
    assert converted({"HostConfig": {"PublishAllPorts": value}}).converted == {}


@pytest.mark.parametrize("name", ["", "3f4ac1b2d9e0"])
def test_a_host_name_that_nobody_chose_goes_without_a_warning(name: str) -> None:
    conversion = converted({"Hostname": name})
    assert conversion.converted == {}
    assert said(conversion, "hostname") == []


class TestServiceOptions:
    @staticmethod
    def document(**options: Json) -> dict[str, Json]:
        return published({"80": [{"HostPort": "80"}]}) | {"k8s-experimental": {"serviceOptions": dict(options)}}

    @pytest.mark.parametrize("kind", ["Internal", "1", 1, "ExternalName", "$TYPE"])
    def test_an_unknown_type_is_undecided(self, kind: Json) -> None:
        question = "service_options:/k8s-experimental/serviceOptions/type"
        conversion = converted(self.document(type=kind))
        assert verdicts(conversion)["k8s-experimental/serviceOptions/type"] == "undecided"
        for answer in ("ClusterIP", "LoadBalancer", "NodePort"):
            given = converted(self.document(type=kind), {question: answer})
            assert given.converted == self.document(type=answer)
            assert repeats(given)

    @pytest.mark.parametrize("kind", ["ClusterIP", "clusterip", "LOADBALANCER", "NodePort"])
    def test_a_known_type_stays_in_any_case(self, kind: str) -> None:
        assert converted(self.document(type=kind)).converted == self.document(type=kind)

    @pytest.mark.parametrize("address", ["10.0.0", "host", "::1", "$ADDRESS", 5])
    def test_an_address_that_is_none_is_undecided(self, address: Json) -> None:
        question = "service_options:/k8s-experimental/serviceOptions/loadBalancerIP"
        document = self.document(type="LoadBalancer", loadBalancerIP=address)
        assert verdicts(converted(document))["k8s-experimental/serviceOptions/loadBalancerIP"] == "undecided"
        assert converted(document, {question: "remove"}).converted == self.document(type="LoadBalancer")
        assert converted(document, {question: "ip:10.0.0.9"}).converted == self.document(
            type="LoadBalancer", loadBalancerIP="10.0.0.9"
        )

    def test_options_without_ports_go_on_request(self) -> None:
        document: Json = {"k8s-experimental": {"serviceOptions": {"type": "ClusterIP"}}}
        question = "service_options:/k8s-experimental/serviceOptions"
        assert set(verdicts(converted(document)).values()) == {"undecided"}
        assert set(verdicts(converted(document, {question: "leave"})).values()) == {"kept"}
        assert converted(document).converted == document
        assert converted(document, {question: "remove"}).converted == {}

    def test_options_under_a_wrong_name_are_not_called_kept_where_no_port_is_published(self) -> None:
        conversion = converted({"k8s-experimental": {"service-options": {"type": "ClusterIP"}}})
        assert conversion.converted == {"k8s-experimental": {"serviceOptions": {"type": "ClusterIP"}}}
        assert set(verdicts(conversion).values()) == {"undecided"}

    @pytest.mark.parametrize(("name", "value"), [("type", "$TYPE"), ("loadBalancerIP", "${ADDRESS}")])
    def test_what_is_filled_in_later_can_stay(self, name: str, value: str) -> None:
        document = self.document(**{name: value})
        assert verdicts(converted(document))[f"k8s-experimental/serviceOptions/{name}"] == "undecided"
        conversion = converted(document, {f"service_options:/k8s-experimental/serviceOptions/{name}": "leave"})
        assert conversion.converted == document
        assert verdicts(conversion)[f"k8s-experimental/serviceOptions/{name}"] == "kept"

    @pytest.mark.parametrize(
        ("address", "severity"), [("10.0.0.9", "info"), ("172.28.0.1", "warning"), ("172.27.4.4", "warning")]
    )
    def test_a_fixed_address_must_lie_in_the_range_and_not_in_the_clusters_networks(
        self, address: str, severity: str
    ) -> None:
        stated = converted(self.document(type="LoadBalancer", loadBalancerIP=address))
        assert [found for found, _ in said(stated, "service_options")] == [severity]
        answered = converted(published({"80": [{"HostPort": "80"}]}), {REACH: f"fixed:{address}"})
        assert [found for found, _ in said(answered, "reach")] == [severity]

    def test_an_address_that_is_corrected_is_told_about(self) -> None:
        question = "service_options:/k8s-experimental/serviceOptions/loadBalancerIP"
        conversion = converted(self.document(loadBalancerIP="127.0.0.1"), {question: "ip:172.28.0.10"})
        assert [found for found, _ in said(conversion, "service_options")] == ["warning"]


class TestWhoReaches:
    """What other rules say follows the answer in force."""

    MIXED = published({"80/tcp": [{"HostPort": "80"}], "514/udp": [{"HostPort": "514"}]})

    def test_mixed_protocols_are_fine_once_only_other_modules_reach_them(self) -> None:
        assert said(converted(self.MIXED, {REACH: "external"}), "port_protocols")
        assert said(converted(self.MIXED, {REACH: "cluster"}), "port_protocols") == []

    def test_ports_that_were_open_to_the_device_alone_are_inside_by_default(self) -> None:
        document = published(
            {
                "80/tcp": [{"HostPort": "80", "HostIp": "127.0.0.1"}],
                "514/udp": [{"HostPort": "514", "HostIp": "127.0.0.1"}],
            }
        )
        assert said(converted(document), "port_protocols") == []
        assert said(converted(document), "host_ip") == []
        outside = converted(document, {REACH: "external"})
        assert said(outside, "port_protocols")
        assert [severity for severity, _ in said(outside, "host_ip")] == ["warning", "warning"]

    def test_an_exposed_port_stays_inside_once_only_other_modules_reach_the_module(self) -> None:
        document: dict[str, Json] = {"ExposedPorts": {"9600/tcp": {}}, **published({"80": [{"HostPort": "80"}]})}
        assert said(converted(document), "exposed_ports")
        assert said(converted(document, {REACH: "cluster"}), "exposed_ports") == []

    @pytest.mark.parametrize(
        ("options", "outside"),
        [
            ({}, False),
            ({"type": "ClusterIP"}, False),
            ({"type": "loadbalancer"}, True),
            ({"type": "NodePort"}, True),
        ],
    )
    def test_a_port_that_is_only_exposed_is_served_where_its_service_type_says(
        self, options: dict[str, Json], outside: bool
    ) -> None:
        document: Json = {"ExposedPorts": {"80/tcp": {}}, "k8s-experimental": {"serviceOptions": options}}
        ((_, message),) = said(converted(document), "exposed_ports")
        assert ("outside the cluster" in message) is outside

    @pytest.mark.parametrize(("answer", "warned"), [("ClusterIP", False), ("LoadBalancer", True)])
    def test_an_answer_about_an_unknown_type_counts_too(self, answer: str, warned: bool) -> None:
        document = self.MIXED | {"k8s-experimental": {"serviceOptions": {"type": "Internal"}}}
        question = "service_options:/k8s-experimental/serviceOptions/type"
        assert bool(said(converted(document, {question: answer}), "port_protocols")) is warned

    def test_the_way_to_look_up_the_address_is_told_in_the_question_or_beside_a_stated_type(self) -> None:
        document = published({"80": [{"HostPort": "80"}]})
        (asked_about,) = [one for one in converted(document).modules[0].questions if one.rule.id == "reach"]
        assert "`iotedge list`" in str(asked_about.prompt)
        assert said(converted(document), "reach") == []
        stated = document | {"k8s-experimental": {"serviceOptions": {"type": "LoadBalancer"}}}
        assert [severity for severity, _ in said(converted(stated), "reach")] == ["info"]


def test_an_empty_network_mode_is_named_as_such() -> None:
    (change,) = converted({"HostConfig": {"NetworkMode": ""}}).modules[0].changes
    assert str(change.summary) == "`NetworkMode` is removed; it is empty."


def test_every_network_rule_names_its_settings() -> None:
    assert [rule.id for rule in RULES if rule.section == "network" and rule.about == "module" and not rule.reads] == []
