"""Names of modules: which the device takes, and where a new one goes."""

import json
from typing import ClassVar, cast

import pytest

from tests.core import invariants
from tests.core.rules.hearing import asked, repeats, said
from webapp.core import Conversion, convert
from webapp.core.device.names import unlimited_name
from webapp.core.path import Json, at
from webapp.core.rules.other._module_names import Proposals, proposed

PORTS: Json = {"HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "80"}]}}}
HOLDER = ("modulesContent", "$edgeAgent", "properties.desired", "modules")


def module(options: Json = None, **env: Json) -> dict[str, Json]:
    entry: dict[str, Json] = {"settings": {"image": "contoso.azurecr.io/x:1", "createOptions": options or {}}}
    return entry | {"env": {name: {"value": value} for name, value in env.items()}}


def manifest(modules: dict[str, Json], **around: Json) -> str:
    document: Json = {"modulesContent": {"$edgeAgent": {"properties.desired": {"modules": modules}}, **around}}
    return json.dumps(document, indent=2)


def renamed(modules: dict[str, Json], name: str, new: str, **around: Json) -> Conversion:
    return convert(manifest(modules, **around), {f"{name}/module_name:": f"rename:{new}"})


def caller(text: str, **more: Json) -> Json:
    """Return what becomes of a text of a module that calls `my_web`, which is called `web` from now on."""
    modules: dict[str, Json] = {"my_web": module(), "api": module({"Env": [text]}, **more)}
    options = renamed(modules, "my_web", "web").modules[1].create_options
    return at(options, ("Env", 0))


def alone(name: str, options: Json = None) -> Conversion:
    return convert(
        json.dumps({name: {"settings": {"image": "contoso.azurecr.io/x:1", "createOptions": options or {}}}})
    )


class TestJudgement:
    @pytest.mark.parametrize(
        ("name", "made"),
        [
            ("my_module", "mymodule"),
            ("edgeHub", "edgehub"),
            ("A.b-C", "a.b-c"),
            ("ÄÖ", ""),
            ("İx", "x"),
            ("-a-", "-a-"),
        ],
    )
    def test_the_object_name_drops_and_lowers_as_the_agent_does(self, name: str, made: str) -> None:
        assert unlimited_name(name) == made

    @pytest.mark.parametrize("name", ["my_module", "1cam", "proxy", "a.b", "-x-", "ÄÖ", "x" * 90, "_", "Edge Hub"])
    def test_a_proposed_name_is_accepted_as_it_is(self, name: str) -> None:
        conversion = alone(proposed(name), {"ExposedPorts": {"80/tcp": {}}})
        assert said(conversion, "module_name") == []
        assert asked(conversion, "module_name") == []

    def test_proposals_are_free_and_different(self) -> None:
        proposals = Proposals(["a", "a-2"])
        assert [proposals.near(name) for name in ("a", "A", "x_" * 40, "x-" * 40)] == [
            "a-3",
            "a-4",
            ("x-" * 40)[:63],
            ("x-" * 40)[:61].rstrip("-") + "-2",
        ]

    @pytest.mark.parametrize("name", ["proxy", "IoTEdgeD", "EDGEHUB", "a.b", "x-", "__", "x" * 64])
    def test_a_name_that_fails_on_the_device_is_an_error_and_needs_an_answer(self, name: str) -> None:
        conversion = alone(name)
        assert [level for level, _ in said(conversion, "module_name")] == ["error"]
        (question,) = conversion.modules[0].questions
        assert (question.id, question.answer) == ("module_name:", None)

    def test_an_open_question_about_the_name_leaves_the_account_of_settings_alone(self) -> None:
        assert alone("a.b", {"WorkingDir": "/app"}).modules[0].account["kept"] == 1

    def test_a_digit_at_the_start_is_an_error_only_with_ports(self) -> None:
        assert [said(alone("1cam", one), "module_name")[0][0] for one in (PORTS, {})] == ["error", "warning"]

    def test_mixed_case_is_only_mentioned_and_so_are_dropped_characters_while_callers_follow(self) -> None:
        levels = [said(alone(name, PORTS), "module_name")[0][0] for name in ("Camera", "my_module")]
        assert levels == ["info", "info"]

    def test_dropped_characters_are_a_warning_where_callers_do_not_follow(self) -> None:
        conversion = convert(json.dumps({"my_module": module(PORTS)}), {"module_name:": "keep"})
        assert [level for level, _ in said(conversion, "module_name")] == ["warning"]

    def test_a_name_that_changes_is_kept_unless_somebody_says_otherwise(self) -> None:
        conversion = alone("my_module")
        assert [question.answer for question in conversion.modules[0].questions] == ["callers"]
        assert conversion.converted == conversion.document.value

    def test_mixed_case_is_no_question(self) -> None:
        assert asked(alone("Camera", PORTS), "module_name") == []

    def test_mixed_case_matters_only_where_others_can_call_the_module(self) -> None:
        assert said(alone("Camera"), "module_name") == []

    @pytest.mark.parametrize("name", ["proxy", "a.b", "x-"])
    def test_a_name_is_not_said_to_become_what_it_is(self, name: str) -> None:
        ((_, text),) = said(alone(name), "module_name")
        assert "becomes" not in text

    @pytest.mark.parametrize(
        "name",
        [
            *("edgeAgent", "edgeHub", "camera-1", "properties.desired.modules.cam"),
            *("${MODULE}", "$MODULE", "<module>", "{{module}}", "a-${X}"),
        ],
    )
    def test_runtime_modules_good_names_placeholders_and_layers_are_no_topic(self, name: str) -> None:
        assert said(alone(name), "module_name") == []
        assert asked(alone(name), "module_name") == []

    @pytest.mark.parametrize("source", ['{"Env": ["A=my_web"]}', '{"settings": {"createOptions": {"Env": ["A=1"]}}}'])
    def test_what_has_no_name_is_no_topic(self, source: str) -> None:
        assert asked(convert(source), "module_name") == []


class TestRenaming:
    def test_the_key_keeps_its_place_and_the_module_its_settings(self) -> None:
        conversion = renamed({"a": module(), "my_web": module(PORTS), "z": module()}, "my_web", "web")
        modules = cast(dict[str, Json], at(conversion.converted, HOLDER))
        assert list(modules) == ["a", "web", "z"]
        assert [one.converted_name for one in conversion.modules] == ["a", "web", "z"]
        invariants.hold(conversion)
        invariants.converting_again_changes_nothing(conversion)

    def test_the_twin_of_exactly_this_name_goes_with_the_module(self) -> None:
        twins: dict[str, Json] = {name: {"properties.desired": {"x": 1}} for name in ("my_web", "My_Web", "my_web2")}
        conversion = renamed({"my_web": module()}, "my_web", "web", **twins)
        content = cast(dict[str, Json], at(conversion.converted, ("modulesContent",)))
        assert list(content) == ["$edgeAgent", "web", "My_Web", "my_web2"]
        assert repeats(conversion)

    def test_routes_follow_as_texts_and_as_objects(self) -> None:
        routes: dict[str, Json] = {
            "a": 'FROM /messages/modules/my_web/outputs/* INTO BrokeredEndpoint("/modules/my_web/inputs/in")',
            "b": {"route": "FROM /messages/modules/my_web INTO $upstream", "priority": 1},
            "c": "FROM /messages/* WHERE $connectionModuleId = 'my_web' INTO $upstream",
            "d": "FROM /messages/modules/my_web2/outputs/my_web/ INTO $upstream",
            "e": "FROM /messages/modules/MY_WEB/* INTO $upstream",
        }
        hub: Json = {"properties.desired": {"routes": routes}}
        conversion = renamed({"my_web": module()}, "my_web", "web", **{"$edgeHub": hub})
        assert at(conversion.converted, ("modulesContent", "$edgeHub", "properties.desired", "routes")) == {
            "a": 'FROM /messages/modules/web/outputs/* INTO BrokeredEndpoint("/modules/web/inputs/in")',
            "b": {"route": "FROM /messages/modules/web INTO $upstream", "priority": 1},
            "c": "FROM /messages/* WHERE $connectionModuleId = 'web' INTO $upstream",
            "d": routes["d"],
            "e": routes["e"],
        }
        assert repeats(conversion)

    def test_a_layer_keeps_what_stands_before_the_name(self) -> None:
        document: Json = {
            "modulesContent": {
                "$edgeAgent": {"properties.desired.modules.my_web": module()},
                "$edgeHub": {"properties.desired.routes.r": "FROM /messages/modules/my_web/* INTO $upstream"},
                "my_web": {"properties.desired.x": 1},
            }
        }
        conversion = convert(json.dumps(document), {"my_web/module_name:": "rename:web"})
        assert conversion.converted == {
            "modulesContent": {
                "$edgeAgent": {"properties.desired.modules.web": module()},
                "$edgeHub": {"properties.desired.routes.r": "FROM /messages/modules/web/* INTO $upstream"},
                "web": {"properties.desired.x": 1},
            }
        }
        assert conversion.modules[0].converted_name == "web"
        assert repeats(conversion)

    def test_docker_inspect_gets_another_name_behind_its_slash(self) -> None:
        shown: Json = [{"Id": "1", "Name": "/my_web", "Config": {"Env": ["A=http://my_web:80/"]}, "HostConfig": {}}]
        conversion = convert(json.dumps(shown), {"my_web/module_name:": "rename:web"})
        assert at(conversion.converted, (0, "Name")) == "/web"
        assert at(conversion.converted, (0, "Config", "Env")) == ["A=http://web:80/"]
        assert repeats(conversion)

    def test_a_single_module_is_renamed_with_its_own_settings(self) -> None:
        source = json.dumps({"my_web": module({"Env": ["A=http://my_web:80/"]}, SELF="my_web")})
        conversion = convert(source, {"module_name:": "rename:web"})
        assert conversion.converted == {"web": module({"Env": ["A=http://web:80/"]}, SELF="web")}
        assert repeats(conversion)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("A=http://my_web:80/x", "A=http://web:80/x"),
            ("A=http://My_Web:80/x", "A=http://web:80/x"),
            ("A=tcp://my_web", "A=tcp://web"),
            ("A=amqp://user:pw@my_web/", "A=amqp://user:pw@web/"),
            ("A=my_web:8080", "A=web:8080"),
            ("A=my_web:8080,my_web:8081", "A=web:8080,web:8081"),
            ("A=http://my_web:${PORT}/", "A=http://web:${PORT}/"),
            ("A=http://myweb:80/", "A=http://web:80/"),
            ("A=my_web", "A=web"),
            ("A=a,my_web;b", "A=a,web;b"),
            ("A=Server=tcp:my_web,1433;Database=x", "A=Server=tcp:web,1433;Database=x"),
            ("A=Host=my_web;Port=5432", "A=Host=web;Port=5432"),
            ('A={"host": "my_web"}', 'A={"host": "web"}'),
            ("NO_PROXY=localhost,my_web", "NO_PROXY=localhost,web"),
            ("A=devices/d/modules/my_web/x", "A=devices/d/modules/web/x"),
        ],
    )
    def test_a_text_that_names_the_module_follows(self, text: str, expected: str) -> None:
        assert caller(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            *("A=my_web2", "A=xmy_web", "A=my_web.example.com", "A=http://my_web.example.com:80/", "A=my_web-2:80"),
            *("A=/data/my_web/", "A=/data/my_web", "A=registry.contoso.com/my_web:80", "A=my_web:1.0", "A=C:\\my_web"),
            *("A=${my_web}", "A=$my_web", "A=http://my_web:secret@host/", "A=éMy_web", "my_web=1", "A=MY_WEB"),
            *("A=http://my_web@host/", "A=http://${H}my_web/", "A=start my_web now", "A=start my_web"),
        ],
    )
    def test_what_only_looks_like_the_name_stays(self, text: str) -> None:
        assert caller(text) == text

    def test_commands_and_own_variables_follow_in_their_place(self) -> None:
        options: Json = {"Entrypoint": ["my_web", "-m", "my_web"], "Cmd": ["run", "--host", "my_web", "--to=my_web"]}
        conversion = renamed({"my_web": module(), "api": module(options, PEER="my_web")}, "my_web", "web")
        one = conversion.modules[1]
        assert one.create_options == {
            "Entrypoint": ["my_web", "-m", "my_web"],
            "Cmd": ["run", "--host", "web", "--to=web"],
        }
        assert one.env == {"PEER": {"value": "web"}}
        assert {str(change.summary) for change in one.changes} == {"`my_web` was renamed; it is `web` here, too."}
        invariants.hold(conversion)

    def test_a_common_word_is_the_module_only_where_a_host_or_a_module_is_wanted(self) -> None:
        options: Json = {"Env": ["MODE=proxy", "UP_HOST=proxy", "TARGET_MODULE=proxy", "UP=http://proxy:3128"]}
        conversion = renamed({"proxy": module(), "api": module(options)}, "proxy", "px")
        assert at(conversion.modules[1].create_options, ("Env",)) == [
            "MODE=proxy",
            "UP_HOST=px",
            "TARGET_MODULE=px",
            "UP=http://px:3128",
        ]
        (text,) = (text for _, text in said(conversion, "module_name") if "also stands" in text)
        assert "api (line" in text

    def test_a_word_in_a_longer_text_is_listed_and_stays(self) -> None:
        options: Json = {"Cmd": ["sh", "-c", "until nc -z my_web 80; do sleep 1; done"]}
        conversion = renamed({"my_web": module(), "api": module(options)}, "my_web", "web")
        assert conversion.modules[1].create_options == options
        assert ["also stands" in text for _, text in said(conversion, "module_name")] == [False, True]

    def test_twins_follow_where_they_call_the_module(self) -> None:
        twin: dict[str, Json] = {
            "url": "http://my_web:80/",
            "broker": "my_web:1883",
            "note": "my_web",
            "host": "my_web",
        }
        conversion = renamed({"my_web": module()}, "my_web", "web", api={"properties.desired": twin})
        assert at(conversion.converted, ("modulesContent", "api", "properties.desired")) == {
            "url": "http://web:80/",
            "broker": "web:1883",
            "note": "web",
            "host": "web",
        }

    def test_what_a_device_has_reported_and_registries_stay(self) -> None:
        desired: dict[str, Json] = {
            "modules": {"my_web": module()},
            "runtime": {"settings": {"registryCredentials": {"r": {"address": "my_web:5000"}}}},
        }
        document: Json = {
            "properties": {"desired": desired, "reported": {"modules": {"my_web": module()}, "u": "//my_web:80"}}
        }
        conversion = convert(json.dumps(document), {"my_web/module_name:": "rename:web"})
        assert at(conversion.converted, ("properties", "reported")) == at(document, ("properties", "reported"))
        assert at(conversion.converted, ("properties", "desired", "runtime")) == desired["runtime"]
        assert at(conversion.converted, ("properties", "desired", "modules")) == {"web": module()}

    def test_what_has_the_new_name_as_host_name_already_is_no_change(self) -> None:
        modules: dict[str, Json] = {"my_web": module(), "api": module({"Env": ["A=http://MyWeb:80/"]})}
        assert renamed(modules, "my_web", "myweb").modules[1].changes == ()

    def test_image_and_start_up_order_stay(self) -> None:
        entry = module() | {"startupOrder": 3, "version": "my_web"}
        entry["settings"] = {"image": "contoso.azurecr.io/my_web:1", "createOptions": {}}
        assert at(renamed({"my_web": entry}, "my_web", "web").converted, (*HOLDER, "web")) == entry

    def test_several_new_names_meet_in_one_text(self) -> None:
        modules: dict[str, Json] = {
            "my_web": module(),
            "my_db": module(),
            "api": module({"Env": ["A=//my_web,//my_db/x"]}),
        }
        choices = {"my_web/module_name:": "rename:web", "my_db/module_name:": "rename:db"}
        conversion = convert(manifest(modules), choices)
        assert at(conversion.modules[2].create_options, ("Env",)) == ["A=//web,//db/x"]
        (change,) = conversion.modules[2].changes
        assert "my_web → web, my_db → db" in str(change.summary)
        invariants.hold(conversion)

    def test_that_the_identity_in_iot_hub_changes_is_told_once(self) -> None:
        conversion = renamed({"my_web": module(PORTS), "api": module({"Env": ["A=//my_web:80"]})}, "my_web", "web")
        ((level, text),) = said(conversion, "module_name")
        assert (level, "IoT Hub" in text) == ("info", True)

    def test_strings_and_chunks_follow(self) -> None:
        text = json.dumps({"Env": ["X=" + "a" * 600, "A=http://my_web:80/"]}, separators=(",", ":"))
        entry: Json = {"settings": {"image": "x", "createOptions": text[:512], "createOptions01": text[512:]}}
        conversion = renamed({"my_web": module(), "api": entry}, "my_web", "web")
        assert at(conversion.modules[1].create_options, ("Env", 1)) == "A=http://web:80/"
        invariants.hold(conversion)

    @pytest.mark.parametrize("new", ["Web", "1web", "web-", "proxy", "edgehub", "w.b", "", "x" * 64])
    def test_a_name_that_the_device_would_not_take_is_no_answer(self, new: str) -> None:
        conversion = convert(manifest({"my_web": module()}), {"my_web/module_name:": f"rename:{new}"}, lenient=True)
        assert conversion.unfit == {"my_web/module_name:": f"rename:{new}"}


class TestWhatIsNoReference:
    """What has the same letters as a module's name and does not mean the module."""

    SAID: ClassVar[dict[str, Json]] = {
        "id": "my_web",
        "etag": "my_web",
        "labels": {"app": "my_web", "url": "http://my_web:80"},
        "tags": {"host": "my_web"},
        "deviceId": "my_web",
        "targetCondition": "moduleId = 'my_web'",
        "priority": "my_web:80",
        "metrics": {"queries": {"q": "select * from devices.modules where moduleId = 'my_web'"}},
    }

    @pytest.mark.parametrize("answer", ["rename:web", "callers"])
    def test_what_a_deployment_says_of_itself_stays(self, answer: str) -> None:
        runtime: Json = {"settings": {"loggingOptions": "//my_web:80", "registryCredentials": {"r": {"a": "//my_web"}}}}
        desired: Json = {"schemaVersion": "my_web", "runtime": runtime, "modules": {"my_web": module(PORTS)}}
        content: Json = {"modulesContent": {"$edgeAgent": {"properties.desired": desired}}}
        conversion = convert(json.dumps({**self.SAID, "content": content}), {"my_web/module_name:": answer})
        after = cast(dict[str, Json], conversion.converted)
        assert {key: after[key] for key in self.SAID} == self.SAID
        assert at(after, ("content", "modulesContent", "$edgeAgent", "properties.desired", "runtime")) == runtime
        assert conversion.modules[0].converted_name == ("web" if answer == "rename:web" else "my_web")
        assert not [text for _, text in said(conversion, "module_name") if "also stands" in text]

    def test_what_a_twin_says_of_itself_stays(self) -> None:
        upkeep: dict[str, Json] = {"$metadata": {"modules": {"my_web": {"by": "my_web"}}}, "$version": "my_web"}
        desired: dict[str, Json] = {"modules": {"my_web": module()}, **upkeep}
        document: Json = {**self.SAID, "properties": {"desired": desired}}
        conversion = convert(json.dumps(document), {"my_web/module_name:": "rename:web"})
        expected: Json = {"modules": {"web": module()}, **upkeep}
        assert conversion.converted == {**self.SAID, "properties": {"desired": expected}}

    def test_a_twin_of_another_module_can_have_members_of_the_same_names(self) -> None:
        twin: dict[str, Json] = {"runtime": {"url": "http://my_web:80"}, "$metadata": {"url": "http://my_web:80"}}
        conversion = renamed({"my_web": module()}, "my_web", "web", api={"properties.desired": twin})
        assert at(conversion.converted, ("modulesContent", "api", "properties.desired")) == {
            "runtime": {"url": "http://web:80"},
            "$metadata": {"url": "http://my_web:80"},
        }

    @pytest.mark.parametrize(
        "text",
        [
            *("POSTGRES_DB=my_web", "DATABASE=my_web", "DB_NAME=my_web", "DB_USER=my_web", "PASSWORD=my_web"),
            *("MQTT_TOPIC=my_web", "IMAGE_NAME=my_web", "IMAGE_URI=my_web", "BASE=my_web:20", "IMAGE_NAME=my_web:2024"),
            *("SCORER_IMAGE=my_web:5000", "A=Host=db;Database=my_web;"),
        ],
    )
    @pytest.mark.parametrize("answer", ["rename:web", "callers"])
    def test_names_of_databases_users_and_images_stay(self, text: str, answer: str) -> None:
        modules: dict[str, Json] = {"my_web": module(PORTS), "api": module({"Env": [text]})}
        conversion = convert(manifest(modules), {"my_web/module_name:": answer})
        assert at(conversion.modules[1].create_options, ("Env", 0)) == text
        listed = [told for _, told in said(conversion, "module_name") if "also stands" in told]
        assert bool(listed) is (answer == "rename:web")

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("POSTGRES_DB=postgres://u@my_web/my_web", "POSTGRES_DB=postgres://u@web/my_web"),
            ("A=Server=my_web;Database=my_web;", "A=Server=web;Database=my_web;"),
            ("API_BASE=my_web:8080", "API_BASE=web:8080"),
            ("DATABASE=my_web:5432", "DATABASE=web:5432"),
            ("IMAGE_URL=my_web:8080/a.png", "IMAGE_URL=web:8080/a.png"),
        ],
    )
    def test_hosts_under_such_names_follow(self, text: str, expected: str) -> None:
        assert caller(text) == expected


class TestChainsAndTwoHolders:
    """New names that others have, or had; the patch applies and no key is lost."""

    @pytest.mark.parametrize("order", [("my_a", "b"), ("b", "my_a")])
    def test_a_name_that_another_module_gives_up_is_not_free(self, order: tuple[str, str]) -> None:
        modules: dict[str, Json] = {name: module({"WorkingDir": f"/{name}"}) for name in (*order, "B")}
        twins: dict[str, Json] = {name: {"properties.desired": {"of": name}} for name in order}
        choices = {"my_a/module_name:": "rename:b", "b/module_name:": "rename:c"}
        conversion = convert(manifest(modules, **twins), choices)
        after = cast(dict[str, dict[str, Json]], conversion.converted)["modulesContent"]
        assert set(after) == {"$edgeAgent", "my_a", "c"}
        assert after["c"] == {"properties.desired": {"of": "b"}}
        assert set(cast(dict[str, Json], at(conversion.converted, HOLDER))) == {"my_a", "c", "B"}
        assert any("can't be called `b`" in text for _, text in said(conversion, "module_name"))
        invariants.hold(conversion)

    @pytest.mark.parametrize("layered", [False, True])
    @pytest.mark.parametrize("answers", [("web", "web"), ("web", ""), ("", "web"), ("web", "web-2")])
    def test_one_name_in_both_holders(self, layered: bool, answers: tuple[str, str]) -> None:
        first, second = module({"WorkingDir": "/first"}), module({"WorkingDir": "/second"})
        agent: dict[str, Json] = {
            "properties.desired.systemModules.my_web": first,
            "properties.desired.modules.my_web": second,
        }
        if not layered:
            agent = {"properties.desired": {"systemModules": {"my_web": first}, "modules": {"my_web": second}}}
        twin: Json = {"properties.desired": {"x": 1}}
        ids = ("my_web/module_name:", "my_web~2/module_name:")
        choices = {key: f"rename:{new}" for key, new in zip(ids, answers, strict=True) if new}
        conversion = convert(json.dumps({"modulesContent": {"$edgeAgent": agent, "my_web": twin}}), choices)
        names = [one.converted_name for one in conversion.modules]
        assert names == [answers[0] or "my_web", (answers[1] if answers[1] != answers[0] else "") or "my_web"]
        assert [at(one.create_options, ("WorkingDir",)) for one in conversion.modules] == ["/first", "/second"]
        after = cast(dict[str, dict[str, Json]], conversion.converted)["modulesContent"]
        assert [value for key, value in after.items() if key != "$edgeAgent"] == [twin]
        invariants.hold(conversion)

    def test_callers_follow_as_they_do_once_another_name_has_solved_the_clash(self) -> None:
        options: Json = {"Env": ["A=//cam_1:80", "B=//cam1:80", "C=//CAM1:80"]}
        conversion = renamed({"cam_1": module(PORTS), "cam1": module(), "api": module(options)}, "cam1", "cam-x")
        assert at(conversion.modules[2].create_options, ("Env",)) == ["A=//cam1:80", "B=//cam-x:80", "C=//cam-x:80"]
        assert repeats(conversion)

    def test_callers_follow_where_a_name_is_not_free(self) -> None:
        conversion = renamed({"my_web": module(PORTS), "api": module({"Env": ["A=//my_web:80"]})}, "my_web", "api")
        assert at(conversion.modules[1].create_options, ("Env",)) == ["A=//myweb:80"]
        assert repeats(conversion)

    def test_of_many_new_names_in_one_text_the_rest_is_counted(self) -> None:
        modules: dict[str, Json] = {f"my_module_{number}": module() for number in range(9)}
        text = "A=" + ",".join(f"//{name}" for name in modules)
        conversion = convert(
            manifest({**modules, "api": module({"Env": [text]})}),
            {f"{name}/module_name:": f"rename:{name.replace('_', '-')}" for name in modules},
        )
        (change,) = conversion.modules[-1].changes
        assert " more`" in str(change.summary)


class TestTakenNames:
    @pytest.mark.parametrize("new", ["api", "other", "twin"])
    def test_a_name_that_something_else_has_is_told_and_not_given(self, new: str) -> None:
        modules: dict[str, Json] = {"my_web": module(), "Api": module(), "other": {"no": "settings"}}
        source = manifest(modules, twin={"properties.desired": {}})
        conversion = convert(source, {"my_web/module_name:": f"rename:{new}"})
        assert conversion.converted == conversion.document.value
        assert any(level == "error" and "can't be called" in text for level, text in said(conversion, "module_name"))

    def test_one_new_name_for_two_modules_is_given_once(self) -> None:
        choices = {"my_web/module_name:": "rename:web", "my_api/module_name:": "rename:web"}
        conversion = convert(manifest({"my_web": module(), "my_api": module()}), choices)
        assert list(cast(dict[str, Json], at(conversion.converted, HOLDER))) == ["web", "my_api"]
        invariants.hold(conversion)

    def test_names_that_become_one_are_errors_that_name_each_other(self) -> None:
        conversion = convert(manifest({"my_web": module(), "MyWeb": module() | {"status": "stopped"}}))
        levels = said(conversion, "module_name")
        assert [level for level, _ in levels] == ["error", "error"]
        assert "`MyWeb (line " in levels[0][1]
        assert "`my_web (line " in levels[1][1]
        assert [asked.answer for one in conversion.modules for asked in one.questions] == [None, None]

    def test_one_new_name_settles_a_clash(self) -> None:
        conversion = renamed({"web": module(), "Web": module()}, "Web", "web-2")
        assert [level for level, _ in said(conversion, "module_name")] == ["info"]
        assert [asked.answer for one in conversion.modules for asked in one.questions] == ["keep", "rename:web-2"]

    def test_with_a_clash_each_text_follows_the_module_that_it_spells(self) -> None:
        options: Json = {"Env": ["A=//web:80", "B=//Web:80", "C=//WEB:80"]}
        conversion = renamed({"web": module(), "Web": module(), "api": module(options)}, "Web", "web-2")
        assert at(conversion.modules[2].create_options, ("Env",)) == ["A=//web:80", "B=//web-2:80", "C=//WEB:80"]

    @pytest.mark.parametrize("order", [("MyCam", "my_cam"), ("my_cam", "MyCam")])
    def test_what_another_module_becomes_on_the_device_is_not_free(self, order: tuple[str, str]) -> None:
        options: Json = {"Env": ["A=//my_cam:80", "B=//MyCam:80"]}
        modules: dict[str, Json] = {name: module(PORTS) for name in order}
        conversion = renamed({**modules, "api": module(options)}, "MyCam", "mycam")
        assert conversion.changes == ()
        assert conversion.modules[2].create_options == options
        levels = [level for level, text in said(conversion, "module_name") if "can't be called `mycam`" in text]
        assert levels == ["error"]

    def test_it_is_free_once_that_module_has_another_name(self) -> None:
        modules: dict[str, Json] = {"MyCam": module(PORTS), "my_cam": module(PORTS)}
        choices = {"MyCam/module_name:": "rename:mycam", "my_cam/module_name:": "rename:cam-2"}
        conversion = convert(manifest(modules), choices)
        assert [one.converted_name for one in conversion.modules] == ["mycam", "cam-2"]
        assert repeats(conversion)

    def test_a_clash_with_the_runtime_is_told_on_both_and_asked_of_the_other(self) -> None:
        conversion = convert(manifest({"edgeHub": module(), "Edge_Hub": module()}))
        assert [level for level, _ in said(conversion, "module_name")] == ["error", "error"]
        assert asked(conversion, "module_name") == ["Edge_Hub/module_name:"]

    def test_many_names_that_become_one_are_counted(self) -> None:
        conversion = convert(manifest({"a" + "_" * number: module() for number in range(8)}))
        assert all("and 4 more`" in text for _, text in said(conversion, "module_name"))

    @pytest.mark.parametrize("names", [("web", "web2"), ("web", "${web}"), ("web", "we-b")])
    def test_other_names_are_no_clash(self, names: tuple[str, str]) -> None:
        conversion = convert(manifest({name: module() for name in names}))
        assert said(conversion, "module_name") == []


class TestCallersOfAKeptName:
    def test_each_caller_is_told_the_name_and_the_line(self) -> None:
        twin: Json = {"properties.desired": {"u": "http://my_web:80/"}}
        modules: dict[str, Json] = {"my_web": module(), "api": module({"Env": ["A=http://MY_WEB:80/", "B=//myweb:80"]})}
        conversion = convert(manifest(modules, api=twin), {"my_web/module_name:": "keep"})
        told = [text for level, text in said(conversion, "module_name") if "is not the host name" in text]
        assert len(told) == 2
        assert all("line 6;" in text and "`myweb`" in text for text in told)
        assert [note.path for note in conversion.modules[1].findings if note.rule.id == "module_name"] == [("Env", 0)]

    def test_callers_can_follow_while_routes_keep_the_name(self) -> None:
        hub: Json = {"properties.desired": {"routes": {"r": "FROM /messages/modules/my_web/* INTO $upstream"}}}
        options: Json = {"Env": ["A=http://My_Web:80/", "WEB_HOST=my_web", "TARGET_MODULE=my_web"]}
        source = manifest({"my_web": module(), "api": module(options)}, **{"$edgeHub": hub})
        conversion = convert(source)
        assert at(conversion.modules[1].create_options, ("Env",)) == [
            "A=http://myweb:80/",
            "WEB_HOST=myweb",
            "TARGET_MODULE=my_web",
        ]
        assert conversion.changes == ()
        assert [level for level, _ in said(conversion, "module_name")] == ["info"]
        assert repeats(conversion)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("A=amqp://u@my_web/", "A=amqp://u@myweb/"),
            ("A=my_web:8080", "A=myweb:8080"),
            ("WEB_ADDRESS=my_web", "WEB_ADDRESS=myweb"),
            ("A=Server=my_web;Database=x", "A=Server=myweb;Database=x"),
            ("NO_PROXY=localhost,my_web", "NO_PROXY=localhost,myweb"),
            ('A={"host": "my_web"}', 'A={"host": "myweb"}'),
        ],
    )
    def test_callers_follow_where_a_host_is_meant_for_sure(self, text: str, expected: str) -> None:
        conversion = convert(manifest({"my_web": module(PORTS), "api": module({"Env": [text]})}))
        assert at(conversion.modules[1].create_options, ("Env", 0)) == expected
        assert not [text for _, text in said(conversion, "module_name") if "also stands" in text]

    @pytest.mark.parametrize(
        "text",
        [
            *("SOURCE=my_web", "GATEWAY=my_web", "UPSTREAM=my_web", "SCORING_ENDPOINT=my_web", "BACKENDS=a,my_web"),
            *("A=my_web", "A=x,my_web", 'A={"source": "my_web"}', "A=nc -z my_web 80"),
        ],
    )
    def test_a_word_that_may_be_the_modules_name_stays_and_is_listed(self, text: str) -> None:
        conversion = convert(manifest({"my_web": module(PORTS), "api": module({"Env": [text]})}))
        assert at(conversion.modules[1].create_options, ("Env", 0)) == text
        assert [level for level, told in said(conversion, "module_name") if "also stands" in told] == ["info"]

    @pytest.mark.parametrize("text", ["MODULE_ID=my_web", "A=devices/d/modules/my_web/x", "A=my_web2"])
    def test_what_surely_is_no_host_stays_and_is_no_topic(self, text: str) -> None:
        conversion = convert(manifest({"my_web": module(PORTS), "api": module({"Env": [text]})}))
        assert at(conversion.modules[1].create_options, ("Env", 0)) == text
        assert not [told for _, told in said(conversion, "module_name") if "also stands" in told]

    def test_twins_and_routes_keep_the_name_of_the_module(self) -> None:
        routes: Json = {"r": "FROM /messages/* WHERE $connectionModuleId = 'my_web' INTO $upstream"}
        around: dict[str, Json] = {
            "$edgeHub": {"properties.desired": {"routes": routes}},
            "api": {"properties.desired": {"source": "my_web"}},
        }
        conversion = convert(manifest({"my_web": module(PORTS), "api": module()}, **around))
        assert conversion.changes == ()
        (told,) = (text for _, text in said(conversion, "module_name") if "also stands" in text)
        assert "`api (line" in told

    @pytest.mark.parametrize("answer", ["keep", "callers"])
    def test_without_ports_there_is_no_host_name_to_speak_of(self, answer: str) -> None:
        conversion = convert(json.dumps({"my_web": module()}), {"module_name:": answer})
        ((level, text),) = said(conversion, "module_name")
        assert level == "info"
        assert "host name" not in text

    @pytest.mark.parametrize("name", ["a.b", "my_web", "1cam"])
    def test_question_and_finding_do_not_say_the_same(self, name: str) -> None:
        conversion = alone(name)
        ((_, told),) = said(conversion, "module_name")
        (question,) = conversion.modules[0].questions
        assert not any(sentence in told for sentence in str(question.prompt).split(". "))

    def test_a_name_that_is_only_lower_cased_is_no_matter_for_callers(self) -> None:
        modules: dict[str, Json] = {"Web": module(PORTS), "api": module({"Env": ["A=http://Web:80/"]})}
        assert [level for level, _ in said(convert(manifest(modules)), "module_name")] == ["info"]

    @pytest.mark.parametrize("modules", [("my_web",), ("my_web", "myweb")])
    def test_callers_are_offered_only_where_the_name_works(self, modules: tuple[str, ...]) -> None:
        conversion = convert(manifest({name: module() for name in modules}))
        values = [option.value for option in conversion.modules[0].questions[0].options]
        assert ("callers" in values) is (len(modules) == 1)
