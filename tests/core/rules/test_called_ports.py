"""Modules that call each other: by which port, and what becomes of a call that leads nowhere."""

import json
from typing import ClassVar

import pytest

from tests.core import invariants
from tests.core.rules.hearing import asked, repeats, said
from webapp.core import Conversion, convert
from webapp.core.path import Json, at

WEB = "web/called_ports:/HostConfig/PortBindings/80~1tcp"


def module(options: Json = None, env: dict[str, Json] | None = None) -> dict[str, Json]:
    entry: dict[str, Json] = {"settings": {"image": "contoso.azurecr.io/x:1", "createOptions": options or {}}}
    return entry | ({"env": {name: {"value": value} for name, value in env.items()}} if env else {})


def bound(*pairs: tuple[str, Json], **more: Json) -> dict[str, Json]:
    ports: dict[str, Json] = {key: [{"HostPort": host}] for key, host in pairs}
    return {"HostConfig": {"PortBindings": ports}, **more}


def manifest(modules: dict[str, Json], **around: Json) -> str:
    document: Json = {"modulesContent": {"$edgeAgent": {"properties.desired": {"modules": modules}}, **around}}
    return json.dumps(document, indent=2)


def called(texts: list[str], options: Json, choices: dict[str, str] | None = None) -> Conversion:
    """Convert a module `api` with these variables beside a module `web`."""
    modules: dict[str, Json] = {"web": module(options), "api": module({"Env": list(texts)})}
    conversion = convert(manifest(modules), choices)
    invariants.hold(conversion)
    return conversion


def variables(conversion: Conversion) -> Json:
    return at(conversion.modules[1].create_options, ("Env",))


class TestContainerPorts:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("A=http://web:80/x", "A=http://web:8080/x"),
            ("A=http://WEB:80", "A=http://WEB:8080"),
            ("A=http://web/x", "A=http://web:8080/x"),
            ("A=web:80", "A=web:8080"),
            ("A=web:80/0", "A=web:8080/0"),
            ("A=amqp://u:pw@web:80/", "A=amqp://u:pw@web:8080/"),
            ("A=web:80,web:8080;web:80", "A=web:8080,web:8080;web:8080"),
            ("A=user@tcp(web:80)/db", "A=user@tcp(web:8080)/db"),
            ("A=Server=tcp:web,80;Database=x", "A=Server=tcp:web,8080;Database=x"),
            ("SERVER=web,80", "SERVER=web,8080"),
            ("A=Call http://web:80.", "A=Call http://web:8080."),
        ],
    )
    def test_the_caller_gets_the_host_port(self, text: str, expected: str) -> None:
        conversion = called([text], bound(("80/tcp", "8080")))
        assert variables(conversion) == [expected]
        assert asked(conversion, "called_ports") == [WEB]
        assert said(conversion, "called_ports") == []
        assert repeats(conversion)

    @pytest.mark.parametrize(
        "text",
        [
            *("A=registry.contoso.com/web:80", "A=/data/web:80", "A=web:80.1", "A=web:80-alpine", "A=xweb:80"),
            *("A=web.contoso.com:80", "A=web-1:80", "A=web:80:80", "A=http://web:80@host/", "A=${web}:80", "A=$web:80"),
            *(
                "A=web:8",
                "WEB_IMAGE=web:80",
                "WEB_IMAGE_NAME=web:80",
                "BASE=web:80",
                "A=--build-arg BASE=web:80",
                "A=web:70000",
                "A=[::1]:80",
                "A=fe80::web:80",
                "A=éweb:80",
                "A=http://web:",
            ),
            *("A=tcp://web/", "A=http://web:${PORT}/", "A=web", "A=http://web:8080"),
        ],
    )
    def test_what_is_no_such_call_is_left_alone(self, text: str) -> None:
        conversion = called([text], bound(("80/tcp", "8080")))
        assert variables(conversion) == [text]
        assert asked(conversion, "called_ports") == []
        assert said(conversion, "called_ports") == []

    @pytest.mark.parametrize(
        ("host", "port"),
        [("WEB_HOST", "WEB_PORT"), ("Web__Server", "web__port"), ("HOST", "PORT"), ("WebHostName", "WebPort")],
    )
    def test_of_a_host_and_a_port_in_two_variables_the_port_changes(self, host: str, port: str) -> None:
        conversion = called([f"{host}=web", f"{port}=80"], bound(("80/tcp", "8080")))
        assert variables(conversion) == [f"{host}=web", f"{port}=8080"]

    @pytest.mark.parametrize(
        ("texts", "expected"),
        [
            (["SERVER=web", "PORT=80", "SERVER_PORT=80"], ["SERVER=web", "PORT=80", "SERVER_PORT=8080"]),
            (["W_SERVER=web", "W_PORT=80", "W_SERVER_PORT=80"], ["W_SERVER=web", "W_PORT=80", "W_SERVER_PORT=8080"]),
            (["SERVER=x", "SERVER_HOST=web", "SERVER_PORT=80"], ["SERVER=x", "SERVER_HOST=web", "SERVER_PORT=8080"]),
        ],
    )
    def test_the_port_of_the_whole_name_goes_first(self, texts: list[str], expected: list[str]) -> None:
        conversion = called(texts, bound(("80/tcp", "8080")))
        assert variables(conversion) == expected
        assert repeats(conversion)

    def test_a_variable_and_an_option_are_no_pair(self) -> None:
        options: Json = {"Env": ["HOST=web"], "Cmd": ["serve", "--port", "80"]}
        conversion = convert(manifest({"web": module(bound(("80/tcp", "8080"))), "api": module(options)}))
        assert conversion.modules[1].create_options == options

    @pytest.mark.parametrize(
        "texts", [["WEB_HOST=web", "API_PORT=80"], ["WEB_HOST=web2", "WEB_PORT=80"], ["WEB_PORT=80"]]
    )
    def test_a_port_without_its_host_stays(self, texts: list[str]) -> None:
        assert variables(called(texts, bound(("80/tcp", "8080")))) == texts

    def test_the_modules_own_variables_and_its_command_change_in_their_place(self) -> None:
        options: Json = {"Entrypoint": ["run", "--url=http://web:80/"], "Cmd": ["--host", "web", "--port", "80"]}
        env: dict[str, Json] = {"WEB_HOST": "web", "WEB_PORT": 80, "URL": "//web:80"}
        source = manifest({"web": module(bound(("80/tcp", "8080"))), "api": module(options, env)})
        conversion = convert(source)
        one = conversion.modules[1]
        assert one.create_options == {
            "Entrypoint": ["run", "--url=http://web:8080/"],
            "Cmd": ["--host", "web", "--port", "8080"],
        }
        assert one.env == {"WEB_HOST": {"value": "web"}, "WEB_PORT": {"value": 8080}, "URL": {"value": "//web:8080"}}
        assert len(one.changes) == 4
        invariants.hold(conversion)
        assert repeats(conversion)

    def test_a_twin_and_a_layer_change_too(self) -> None:
        document: Json = {
            "modulesContent": {
                "$edgeAgent": {"properties.desired.modules.web": module(bound(("80/tcp", "8080")))},
                "api": {"properties.desired.url": "http://web:80/"},
                "web": {"properties.desired.url": "http://web:80/"},
            }
        }
        conversion = convert(json.dumps(document))
        assert at(conversion.converted, ("modulesContent", "api")) == {"properties.desired.url": "http://web:8080/"}
        assert at(conversion.converted, ("modulesContent", "web")) == {"properties.desired.url": "http://web:80/"}
        assert repeats(conversion)

    @pytest.mark.parametrize("caller", ["api", "web"])
    def test_a_member_of_a_twin_can_have_the_name_of_the_module_that_is_called(self, caller: str) -> None:
        twin: Json = {"properties.desired": {"web": {"url": "http://web:80/"}}}
        modules: dict[str, Json] = {"web": module(bound(("80/tcp", "8080"))), "api": module()}
        conversion = convert(manifest(modules, **{caller: twin}))
        url = at(conversion.converted, ("modulesContent", caller, "properties.desired", "web", "url"))
        assert url == ("http://web:8080/" if caller == "api" else "http://web:80/")
        assert repeats(conversion)

    def test_a_route_that_compares_messages_is_no_call(self) -> None:
        routes: Json = {"r": "FROM /messages/* WHERE $body.url = 'http://web:80/' INTO $upstream"}
        hub: Json = {"properties.desired": {"routes": routes}}
        conversion = convert(manifest({"web": module(bound(("80/tcp", "8080")))}, **{"$edgeHub": hub}))
        assert at(conversion.converted, ("modulesContent", "$edgeHub")) == hub

    def test_docker_inspect_shows_calls_as_well(self) -> None:
        shown: Json = [
            {
                "Id": "1",
                "Name": "/web",
                "Config": {},
                "HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "8080"}]}},
            },
            {"Id": "2", "Name": "/api", "Config": {"Env": ["A=http://web:80"]}, "HostConfig": {}},
        ]
        conversion = convert(json.dumps(shown))
        assert at(conversion.converted, (1, "Config", "Env")) == ["A=http://web:8080"]
        assert repeats(conversion)

    def test_the_name_that_the_device_makes_counts_as_well(self) -> None:
        modules: dict[str, Json] = {
            "my_web": module(bound(("80/tcp", "8080"))),
            "api": module({"Env": ["A=//myweb:80"]}),
        }
        assert variables(convert(manifest(modules))) == ["A=//myweb:8080"]

    def test_two_modules_in_one_text_are_one_edit(self) -> None:
        modules: dict[str, Json] = {
            "web": module(bound(("80/tcp", "8080"))),
            "db": module(bound(("5432/tcp", 15432))),
            "api": module({"Env": ["A=http://web:80 db:5432"]}),
        }
        conversion = convert(manifest(modules))
        (change,) = conversion.modules[2].changes
        assert change.after == "A=http://web:8080 db:15432"
        assert "web:80 → 8080, db:5432 → 15432" in str(change.summary)
        invariants.hold(conversion)

    def test_callers_are_named_with_their_lines_and_the_rest_is_counted(self) -> None:
        modules: dict[str, Json] = {f"api-{number}": module({"Env": ["A=//web:80"]}) for number in range(5)}
        conversion = convert(manifest({"web": module(bound(("80/tcp", "8080"))), **modules}))
        prompts = {one.id: str(one.prompt) for one in conversion.modules[0].questions}
        line = conversion.place(conversion.modules[1], ("Env", 0)).line
        assert f"`api-0 (line {line}), api-1 (line " in prompts[WEB]
        assert "and 2 more`" in prompts[WEB]

    def test_the_host_port_can_become_the_containers_and_takes_its_own_callers_along(self) -> None:
        texts = ["A=http://web:80", "B=http://web:8080"]
        conversion = called(texts, bound(("80/tcp", "8080")), {WEB: "hostport"})
        assert variables(conversion) == ["A=http://web:80", "B=http://web:80"]
        assert conversion.modules[0].create_options["HostConfig"] == {"PortBindings": {"80/tcp": [{"HostPort": "80"}]}}
        assert repeats(conversion)

    def test_a_port_of_the_device_is_not_offered_as_host_port(self) -> None:
        conversion = called(["A=//web:31000"], bound(("31000/tcp", "8080")))
        values = [
            [option.value for option in one.options]
            for one in conversion.modules[0].questions
            if one.rule.id == "called_ports"
        ]
        assert values == [["callers", "leave"]]

    def test_a_call_that_is_left_is_a_warning_on_the_host_port(self) -> None:
        conversion = called(["A=http://web:80"], bound(("80/tcp", "8080")), {WEB: "leave"})
        assert variables(conversion) == ["A=http://web:80"]
        (note,) = (one for one in conversion.modules[0].findings if one.rule.id == "called_ports")
        assert (note.severity, note.path[-1]) == ("warning", "HostPort")
        assert "api (line " in str(note.message)

    def test_a_call_that_is_left_and_exposed_works_by_an_undocumented_way(self) -> None:
        options = bound(("80/tcp", "8080"), ExposedPorts={"80/tcp": {}})
        conversion = called(["A=http://web:80"], options, {WEB: "leave"})
        assert [level for level, _ in said(conversion, "called_ports")] == ["info"]

    def test_a_number_that_is_both_is_told_and_not_touched(self) -> None:
        texts = ["A=//web:80", "B=//web:8080"]
        conversion = called(texts, bound(("80/tcp", "8080"), ("8080/tcp", "80")))
        assert variables(conversion) == texts
        assert [level for level, _ in said(conversion, "called_ports")] == ["warning", "warning"]
        assert asked(conversion, "called_ports") == []

    def test_a_port_whose_host_port_leads_elsewhere_is_left_to_the_question_about_that(self) -> None:
        question = "web/double_bindings:/HostConfig/PortBindings/80~1tcp/0/HostPort"
        options = bound(("80/tcp", "8080"), ("81/tcp", "8080"))
        conversion = called(["A=//web:80"], options)
        assert asked(conversion, "called_ports") == []
        assert said(conversion, "called_ports") == []
        assert asked(conversion, "double_bindings") == [question]
        settled = called(["A=//web:80"], options, {question: "port:8081"})
        assert variables(settled) == ["A=//web:8081"]
        assert repeats(settled)

    def test_a_clash_that_a_new_name_solves_leaves_nothing_to_the_next_conversion(self) -> None:
        modules: dict[str, Json] = {
            "web": module(bound(("80/tcp", "8080"))),
            "Web": module(bound(("80/tcp", "8081"))),
            "api": module({"Env": ["A=//WEB:80", "B=//Web:80", "C=//web:80", "D=//web-2:80"]}),
        }
        conversion = convert(manifest(modules), {"Web/module_name:": "rename:web-2"})
        texts: Json = ["A=//WEB:8080", "B=//web-2:8081", "C=//web:8080", "D=//web-2:8081"]
        assert at(conversion.modules[2].create_options, ("Env",)) == texts
        assert repeats(conversion)

    def test_of_many_calls_in_one_text_the_rest_is_counted(self) -> None:
        modules: dict[str, Json] = {f"module-{number}": module(bound(("80/tcp", "8080"))) for number in range(9)}
        text = "A=" + ",".join(f"//{name}:80" for name in modules)
        conversion = convert(manifest({**modules, "api": module({"Env": [text]})}))
        (change,) = conversion.modules[-1].changes
        assert " more`" in str(change.summary)

    def test_of_two_protocols_tcp_is_meant(self) -> None:
        conversion = called(["A=//web:53"], bound(("53/udp", "5353"), ("53/tcp", "5354")))
        assert variables(conversion) == ["A=//web:5354"]


class TestPortsThatNobodyStates:
    def test_the_caller_is_an_error_that_names_the_line_of_the_module(self) -> None:
        conversion = called(["A=http://web:5000/"], {})
        (note,) = conversion.modules[1].findings
        assert (note.severity, note.path) == ("error", ("Env", 0))
        assert "line 9 " in str(note.message)
        (question,) = (one for one in conversion.modules[0].questions)
        assert question.id == "web/called_ports:/HostConfig/PortBindings/5000~1tcp"
        assert question.answer is None
        assert variables(conversion) == ["A=http://web:5000/"]

    def test_other_bindings_of_the_module_are_not_undecided_by_it(self) -> None:
        conversion = called(["A=http://web:5000/"], bound(("80/tcp", "80")))
        assert conversion.modules[0].account["undecided"] == 0

    def test_it_can_be_published(self) -> None:
        choices = {"web/called_ports:/HostConfig/PortBindings/5000~1tcp": "bind"}
        conversion = called(["A=http://web:5000/"], bound(("80/tcp", "80")), choices)
        ports = at(conversion.modules[0].create_options, ("HostConfig", "PortBindings"))
        assert ports == {"80/tcp": [{"HostPort": "80"}], "5000/tcp": [{"HostPort": "5000"}]}
        assert said(conversion, "called_ports") == []
        assert repeats(conversion)

    def test_it_can_be_exposed(self) -> None:
        choices = {"web/called_ports:/HostConfig/PortBindings/5000~1tcp": "expose"}
        conversion = called(["A=http://web:5000/"], {}, choices)
        assert conversion.modules[0].create_options == {"ExposedPorts": {"5000/tcp": {}}}
        assert said(conversion, "called_ports") == []
        assert repeats(conversion)

    def test_it_can_be_left(self) -> None:
        choices = {"web/called_ports:/HostConfig/PortBindings/5000~1tcp": "leave"}
        assert [level for level, _ in said(called(["A=//web:5000"], {}, choices), "called_ports")] == ["warning"]

    def test_a_twin_that_calls_is_told_in_the_document(self) -> None:
        source = manifest({"web": module()}, api={"properties.desired": {"u": "http://web:5000"}})
        (note,) = convert(source).findings
        assert (note.severity, note.path[-1]) == ("error", "u")

    def test_edge_hub_is_judged_like_any_other(self) -> None:
        hub = module(bound(("443/tcp", "443"), ("5671/tcp", "5671"), ("8883/tcp", "8883")))
        modules: dict[str, Json] = {"edgeHub": hub, "api": module({"Env": ["A=edgeHub:8883", "B=//edgehub:9600"]})}
        assert ["9600" in text for _, text in said(convert(manifest(modules)), "called_ports")] == [True]

    @pytest.mark.parametrize(
        "options",
        [
            pytest.param(bound(("5000/tcp", "5000")), id="published"),
            pytest.param({"ExposedPorts": {"5000/tcp": {}}}, id="exposed"),
            pytest.param(bound(("80/tcp", "5000")), id="the HostPort of another"),
            pytest.param(bound(("5000/tcp", "${PORT}")), id="published later"),
            pytest.param(bound(("80/tcp", "${PORT}")), id="maybe a HostPort later"),
            pytest.param(bound(("${PORT}/tcp", "80")), id="a port that is filled in later"),
            pytest.param(bound(("5000-5010/tcp", "80")), id="a range"),
            pytest.param({"HostConfig": {"PortBindings": "${PORTS}"}}, id="ports that are filled in later"),
            pytest.param({"HostConfig": {"NetworkMode": "Host"}}, id="host network"),
            pytest.param("${OPTIONS}", id="createOptions that are filled in later"),
        ],
    )
    def test_a_port_that_the_module_has_or_may_have_is_no_topic(self, options: Json) -> None:
        conversion = called(["A=http://web:5000/"], options)
        assert asked(conversion, "called_ports") == []
        assert said(conversion, "called_ports") == []

    @pytest.mark.parametrize(
        "text", ["A=tcp://web/", "A=http://${H}/web", "A=http://localhost:5000", "A=http://other:5000"]
    )
    def test_a_url_without_any_port_or_of_another_host_is_no_topic(self, text: str) -> None:
        assert asked(called([text], {}), "called_ports") == []

    def test_a_module_that_names_itself_is_no_caller(self) -> None:
        source = manifest({"web": module({"Env": ["A=http://web:5000"]}), "api": module()})
        assert asked(convert(source), "called_ports") == []

    @pytest.mark.parametrize(
        ("text", "port"),
        [
            *(("A=http://web/x", 80), ("A=https://web", 443), ("A=wss://web/", 443), ("A=mqtt://u:pw@web", 1883)),
            *(("A=mqtts://web", 8883), ("A=amqp://web/", 5672), ("A=amqps://web/", 5671), ("A=rtsp://web/cam", 554)),
        ],
    )
    def test_the_port_that_a_scheme_implies_is_called_too(self, text: str, port: int) -> None:
        conversion = called([text], {})
        assert asked(conversion, "called_ports") == [f"web/called_ports:/HostConfig/PortBindings/{port}~1tcp"]
        assert [level for level, _ in said(conversion, "called_ports")] == ["error"]
        assert variables(conversion) == [text]

    def test_beside_other_ports_an_implied_one_is_a_warning_that_stays(self) -> None:
        conversion = called(["A=https://web/"], bound(("80/tcp", "80")))
        assert [level for level, _ in said(conversion, "called_ports")] == ["warning"]
        assert answers(conversion) == ["leave"]

    @pytest.mark.parametrize("text", ["RULE=web:50", "FPS=web:30", "SIDECAR=web:62", "A=x=web:30"])
    def test_what_may_be_no_call_is_a_warning_that_stays(self, text: str) -> None:
        conversion = called([text], {})
        assert [level for level, _ in said(conversion, "called_ports")] == ["warning"]
        assert answers(conversion) == ["leave"]

    @pytest.mark.parametrize(
        "text",
        [
            "A=//web:50",
            "WEB_HOST=web:50",
            "WEB_URL=web:50",
            "DB_CONNECTION_STRING=web:50",
            "A=Server=web:50",
            "A=web:1024",
        ],
    )
    def test_what_surely_is_a_call_is_an_error_without_default(self, text: str) -> None:
        conversion = called([text], {})
        assert [level for level, _ in said(conversion, "called_ports")] == ["error"]
        assert answers(conversion) == [None]

    def test_a_word_of_a_command_is_a_call(self) -> None:
        conversion = convert(manifest({"web": module(), "api": module({"Cmd": ["--peer", "web:50"]})}))
        assert [level for level, _ in said(conversion, "called_ports")] == ["error"]

    def test_a_stopped_module_is_called_in_vain_anyway(self) -> None:
        stopped = module() | {"status": "stopped"}
        conversion = convert(manifest({"web": stopped, "api": module({"Env": ["A=http://web:5000"]})}))
        assert [level for level, _ in said(conversion, "called_ports")] == ["warning"]

    def test_the_metrics_of_edge_agent_are_no_port_to_publish(self) -> None:
        modules: dict[str, Json] = {"edgeAgent": module(), "api": module({"Env": ["A=http://edgeAgent:9600/metrics"]})}
        conversion = convert(manifest(modules))
        assert asked(conversion, "called_ports") == []
        ((level, text),) = said(conversion, "called_ports")
        assert (level, "metrics of edgeAgent" in text) == ("warning", True)


class TestInsideTheCluster:
    ID = "web/called_ports:/HostConfig/PortBindings/{}~1tcp"

    def converted(self, *given: str, k8s: Json = None) -> Conversion:
        """Answer for ports 5000, 5001 and so on."""
        ports = range(5000, 5000 + len(given))
        more: dict[str, Json] = {"k8s-experimental": k8s} if k8s else {}
        choices = {self.ID.format(port): answer for port, answer in zip(ports, given, strict=True)}
        return called([f"A{port}=//web:{port}" for port in ports], more, choices)

    def test_the_port_is_published_and_the_module_kept_inside(self) -> None:
        conversion = self.converted("cluster", "cluster")
        assert conversion.modules[0].create_options == {
            **bound(("5000/tcp", "5000"), ("5001/tcp", "5001")),
            "k8s-experimental": {"serviceOptions": {"type": "ClusterIP"}},
        }
        assert repeats(conversion)

    def test_one_port_that_is_open_opens_all_and_that_is_told(self) -> None:
        conversion = self.converted("cluster", "bind")
        assert "k8s-experimental" not in conversion.modules[0].create_options
        assert [level for level, _ in said(conversion, "called_ports")] == ["warning"]

    def test_other_sections_stay_beside_the_type(self) -> None:
        conversion = self.converted("cluster", k8s={"strategy": {"type": "Recreate"}})
        assert conversion.modules[0].create_options["k8s-experimental"] == {
            "strategy": {"type": "Recreate"},
            "serviceOptions": {"type": "ClusterIP"},
        }

    @pytest.mark.parametrize(
        ("options", "first"),
        [
            ({}, "cluster"),
            ({"ExposedPorts": {"80/tcp": {}}}, "cluster"),
            (bound(("80/tcp", "80")), "bind"),
            ({"ExposedPorts": {"80/tcp": {}}, "k8s-experimental": {"serviceOptions": {"type": "ClusterIP"}}}, "bind"),
        ],
    )
    def test_it_is_offered_first_where_nothing_is_open_yet(self, options: Json, first: str) -> None:
        conversion = called(["A=//web:5000"], options)
        (question,) = (one for one in conversion.modules[0].questions if one.rule.id == "called_ports")
        assert question.options[0].value == first


def answers(conversion: Conversion) -> list[str | None]:
    return [one.answer for part in conversion.modules for one in part.questions if one.rule.id == "called_ports"]


class TestTheHostsAddress:
    HOST: ClassVar[Json] = {"HostConfig": {"NetworkMode": "host"}}
    QUESTION = "web/called_ports:/HostConfig/PortBindings/80~1tcp#host-8080"

    @pytest.mark.parametrize("host", ["172.17.0.1", "172.18.0.1", "host.docker.internal", "Gateway.Docker.Internal"])
    def test_a_call_through_the_gateway_becomes_one_to_the_module(self, host: str) -> None:
        conversion = called([f"A=http://{host}:8080/x"], bound(("80/tcp", "8080")))
        assert variables(conversion) == ["A=http://web:8080/x"]
        assert asked(conversion, "called_ports") == [self.QUESTION]
        assert repeats(conversion)

    def test_host_and_port_in_two_variables_are_followed(self) -> None:
        conversion = called(["WEB_HOST=172.17.0.1", "WEB_PORT=8080"], bound(("80/tcp", "8080")))
        assert variables(conversion) == ["WEB_HOST=web", "WEB_PORT=8080"]

    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
    def test_loopback_is_the_host_for_a_module_on_its_network_only(self, host: str) -> None:
        for options, expected in ((self.HOST, "//web:8080"), ({}, f"//{host}:8080")):
            env: dict[str, Json] = {"A": f"//{host}:8080"}
            modules: dict[str, Json] = {"web": module(bound(("80/tcp", "8080"))), "api": module(options, env)}
            assert convert(manifest(modules)).modules[1].env == {"A": {"value": expected}}

    def test_a_call_that_is_left_is_a_warning_on_the_caller(self) -> None:
        conversion = called(["A=//172.17.0.1:8080"], bound(("80/tcp", "8080")), {self.QUESTION: "leave"})
        assert variables(conversion) == ["A=//172.17.0.1:8080"]
        assert [level for level, _ in said(conversion, "called_ports")] == ["warning"]

    def test_a_host_port_that_changes_is_followed(self) -> None:
        texts = ["A=//172.17.0.1:8080", "B=//web:80"]
        conversion = called(texts, bound(("80/tcp", "8080")), {WEB: "hostport"})
        assert variables(conversion) == ["A=//web:80", "B=//web:80"]

    def test_a_twin_follows_too(self) -> None:
        source = manifest(
            {"web": module(bound(("80/tcp", "8080")))}, api={"properties.desired": {"u": "172.17.0.1:8080"}}
        )
        source = source.replace('"modules": {', '"modules": {"api": {"settings": {"image": "x"}},', 1)
        assert at(convert(source).converted, ("modulesContent", "api", "properties.desired", "u")) == "web:8080"

    @pytest.mark.parametrize(
        "text", ["A=//172.17.0.1:9000", "A=//10.172.17.0.1:8080", "A=//172.17.0.1", "A=//172.17.0.1:35000"]
    )
    def test_other_ports_and_addresses_stay(self, text: str) -> None:
        conversion = called([text], bound(("80/tcp", "8080"), ("90/tcp", "35000")))
        assert variables(conversion) == [text]
        assert asked(conversion, "called_ports") == []

    def test_the_callers_own_port_stays(self) -> None:
        modules: dict[str, Json] = {
            "web": module(bound(("80/tcp", "8080"))),
            "api": module({"Env": ["A=//172.17.0.1:8080"], "ExposedPorts": {"8080/tcp": {}}}),
        }
        assert asked(convert(manifest(modules)), "called_ports") == []


class TestNamesThatDockerGave:
    @pytest.mark.parametrize(
        "options",
        [
            {"Hostname": "shop"},
            {"NetworkingConfig": {"EndpointsConfig": {"net": {"Aliases": ["3f4ac1b2d9e0", "Shop"]}}}},
        ],
    )
    def test_callers_use_the_modules_name(self, options: dict[str, Json]) -> None:
        conversion = called(["A=http://shop:80/", "SHOP_HOST=shop", "B=shop"], {**bound(("80/tcp", "8080")), **options})
        assert variables(conversion) == ["A=http://web:8080/", "SHOP_HOST=web", "B=shop"]
        assert "web/called_ports:#names" in asked(conversion, "called_ports")
        assert repeats(conversion)

    def test_a_link_gives_its_own_module_another_name(self) -> None:
        linked: Json = {"HostConfig": {"Links": ["web:shop"]}, "Env": ["A=//shop:80"]}
        modules: dict[str, Json] = {
            "web": module(bound(("80/tcp", "80"))),
            "api": module(linked),
            "other": module({"Env": ["A=//shop:80"]}),
        }
        conversion = convert(manifest(modules))
        assert at(conversion.modules[1].create_options, ("Env",)) == ["A=//web:80"]
        assert at(conversion.modules[2].create_options, ("Env",)) == ["A=//shop:80"]

    def test_a_name_that_is_left_is_a_warning(self) -> None:
        options = bound(("80/tcp", "80"), Hostname="shop")
        conversion = called(["A=http://shop:80/"], options, {"web/called_ports:#names": "leave"})
        assert variables(conversion) == ["A=http://shop:80/"]
        assert [level for level, _ in said(conversion, "called_ports")] == ["warning"]

    @pytest.mark.parametrize("name", ["api", "3f4ac1b2d9e0", "${H}", "localhost", "80", ""])
    def test_names_of_others_ids_and_placeholders_are_none(self, name: str) -> None:
        text = f"A=http://{name}:80/"
        conversion = called([text], bound(("80/tcp", "80"), Hostname=name))
        assert variables(conversion) == [text]
        assert asked(conversion, "called_ports") == []

    def test_a_name_that_two_modules_have_is_none(self) -> None:
        modules: dict[str, Json] = {
            "web": module({"Hostname": "shop"}),
            "web2": module({"Hostname": "shop"}),
            "api": module({"Env": ["A=//shop:80"]}),
        }
        assert asked(convert(manifest(modules)), "called_ports") == []


class TestNames:
    @pytest.mark.parametrize("name", ["localhost", "${NAME}"])
    def test_names_that_mean_something_else_are_no_topic(self, name: str) -> None:
        modules: dict[str, Json] = {name: module(), "api": module({"Env": [f"A=http://{name}:5000"]})}
        assert asked(convert(manifest(modules)), "called_ports") == []

    def test_containers_without_a_name_and_values_of_any_kind_are_survived(self) -> None:
        shown: Json = [{"Id": "1", "Config": {"Env": ["A=http://web:80"]}, "HostConfig": {}}]
        assert asked(convert(json.dumps(shown)), "called_ports") == []
        texts: list[Json] = [None, 1, {}, [], "A", "=", "", "A=//web:80"]
        options: Json = {"Env": texts, "Cmd": [1, {}, "//web:80"], "Entrypoint": "//web:80"}
        entry = module(options) | {"env": {"A": None, "B": {"value": None}, "C": {"value": True}, "D": "//web:80"}}
        conversion = convert(manifest({"web": module(bound(("80/tcp", "8080"))), "api": entry}))
        changes = [change.path for change in conversion.modules[1].changes if change.rule.id == "called_ports"]
        assert changes[-1] == ("Cmd", 2)
        invariants.hold(conversion)
