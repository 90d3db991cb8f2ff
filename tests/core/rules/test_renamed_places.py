"""Where a new name goes beside the module's key and its callers: layers, routes, labels, settings of Docker."""

import json
from typing import cast

import pytest

from tests.core import invariants
from tests.core.rules.hearing import repeats, said
from webapp.core import Conversion, convert
from webapp.core.path import Json, at

AGENT = ("modulesContent", "$edgeAgent")
HUB = ("modulesContent", "$edgeHub", "properties.desired", "routes")
PART = "properties.desired.modules"


def module(**options: Json) -> dict[str, Json]:
    return {"settings": {"image": "contoso.azurecr.io/x:1", "createOptions": options}}


def published() -> dict[str, Json]:
    return module(HostConfig={"PortBindings": {"80/tcp": [{"HostPort": "80"}]}})


def manifest(agent: dict[str, Json], **around: Json) -> str:
    return json.dumps({"modulesContent": {"$edgeAgent": agent, **around}}, indent=2)


def with_routes(modules: Json, routes: Json) -> str:
    hub: Json = {"properties.desired": {"routes": routes}}
    return manifest({"properties.desired": {"modules": modules}}, **{"$edgeHub": hub})


def renamed(source: str, answer: str = "rename:web") -> Conversion:
    conversion = convert(source, {"my_cam/module_name:": answer})
    invariants.hold(conversion)
    assert repeats(conversion)
    return conversion


def agent_of(conversion: Conversion) -> dict[str, Json]:
    return cast(dict[str, Json], at(conversion.converted, AGENT))


def told(conversion: Conversion) -> list[str]:
    return [text for _, text in said(conversion, "module_name") if "also stands" in text]


class TestPartsInALayer:
    def test_all_keys_of_the_module_in_its_holder_get_the_name(self) -> None:
        others: dict[str, Json] = {
            f"{PART}.my_cam2.status": "running",
            f"{PART}.my_ca.status": "running",
            "properties.desired.systemModules.my_cam.status": "running",
        }
        agent: dict[str, Json] = {
            f"{PART}.my_cam": module(),
            f"{PART}.my_cam.env.LEVEL": {"value": "debug"},
            f"{PART}.my_cam.status": "running",
            **others,
        }
        assert agent_of(renamed(manifest(agent))) == {
            f"{PART}.web": module(),
            f"{PART}.web.env.LEVEL": {"value": "debug"},
            f"{PART}.web.status": "running",
            **others,
        }

    def test_a_part_belongs_to_the_module_with_the_longest_name(self) -> None:
        agent: dict[str, Json] = {f"{PART}.{name}": module() for name in ("my_cam", "my_cam.env")}
        agent[f"{PART}.my_cam.env.status"] = "running"
        conversion = convert(manifest(agent), {"my_cam/module_name:": "rename:web"})
        assert list(agent_of(conversion)) == [f"{PART}.web", f"{PART}.my_cam.env", f"{PART}.my_cam.env.status"]

    def test_a_key_that_ends_in_settings_keeps_its_end(self) -> None:
        agent = {f"{PART}.my_cam.settings": module()["settings"], f"{PART}.my_cam.status": "running"}
        conversion = renamed(manifest(agent))
        assert list(agent_of(conversion)) == [f"{PART}.web.settings", f"{PART}.web.status"]
        assert conversion.modules[0].converted_name == "web"

    def test_modules_in_one_object_have_their_parts_beside_it(self) -> None:
        agent: dict[str, Json] = {PART: {"my_cam": module()}, f"{PART}.my_cam.status": "running"}
        assert list(agent_of(renamed(manifest(agent)))) == [PART, f"{PART}.web.status"]

    @pytest.mark.parametrize(
        ("key", "before", "after"),
        [
            ("env.A", {"value": "http://my_cam:80/"}, {"value": "http://web:80/"}),
            ("env.A.value", "http://my_cam:80/", "http://web:80/"),
            ("env.CAMERA_HOST", {"value": "my_cam"}, {"value": "web"}),
            ("env.DB_NAME", {"value": "my_cam"}, {"value": "my_cam"}),
            ("settings.createOptions", '{"Env":["A=http://my_cam:80"]}', '{"Env":["A=http://web:80"]}'),
            ("settings.image", "contoso.azurecr.io/my_cam:1", "contoso.azurecr.io/my_cam:1"),
        ],
    )
    @pytest.mark.parametrize("caller", ["api", "my_cam"])
    def test_calls_in_a_part_follow(self, caller: str, key: str, before: Json, after: Json) -> None:
        agent: dict[str, Json] = {f"{PART}.my_cam": module(), f"{PART}.{caller}.{key}": before}
        name = "web" if caller == "my_cam" else caller
        assert agent_of(renamed(manifest(agent)))[f"{PART}.{name}.{key}"] == after

    def test_a_port_in_a_part_follows_unless_the_module_calls_itself(self) -> None:
        cam = module(HostConfig={"PortBindings": {"80/tcp": [{"HostPort": "8080"}]}})
        parts: dict[str, Json] = {
            f"{PART}.api.env.A": {"value": "http://cam:80/"},
            f"{PART}.cam.env.A": {"value": "http://cam:80/"},
        }
        conversion = convert(manifest({f"{PART}.cam": cam, **parts}))
        assert [agent_of(conversion)[key] for key in parts] == [
            {"value": "http://cam:8080/"},
            {"value": "http://cam:80/"},
        ]
        assert repeats(conversion)

    def test_a_name_under_which_parts_stand_already_is_not_free(self) -> None:
        agent: dict[str, Json] = {f"{PART}.my_cam": module(), f"{PART}.web.status": "running"}
        conversion = convert(manifest(agent), {"my_cam/module_name:": "rename:web"})
        assert agent_of(conversion) == agent
        assert any("can't be called `web`" in text for _, text in said(conversion, "module_name"))


class TestRoutes:
    def test_only_what_names_a_module_in_a_route_follows(self) -> None:
        route = (
            'from /messages/modules/{0}/outputs/* WHERE $connectionModuleId = "{0}" AND {1} '
            'INTO BrokeredEndpoint("/modules/{0}/inputs/in")'
        )
        content = "$body.kind = 'my_cam' AND moduleId = 'my_cam' AND $body.path = '/modules/my_cam/x'"
        routes: Json = {"r": route.format("my_cam", content)}
        source = with_routes({"my_cam": module()}, routes)
        conversion = renamed(source)
        assert at(conversion.converted, (*HUB, "r")) == route.format("web", content)
        (text,) = told(conversion)
        assert "$edgeHub (line" in text

    @pytest.mark.parametrize("answer", ["rename:web", "callers"])
    def test_a_host_that_a_message_names_stays_in_the_route(self, answer: str) -> None:
        route = "FROM /messages/* WHERE $body.url = 'http://my_cam:80/' INTO $upstream"
        modules: Json = {"my_cam": module(HostConfig={"PortBindings": {"80/tcp": [{"HostPort": "8080"}]}})}
        source = with_routes(modules, {"r": route})
        conversion = renamed(source, answer)
        assert at(conversion.converted, (*HUB, "r")) == route
        assert bool(told(conversion)) is (answer == "rename:web")

    def test_what_a_twin_of_a_module_calls_routes_can_be_calls(self) -> None:
        twin: Json = {"properties.desired": {"routes": {"camera": "http://my_cam:80/"}}}
        source = manifest({"properties.desired": {"modules": {"my_cam": module()}}}, api=twin)
        place = ("modulesContent", "api", "properties.desired", "routes", "camera")
        assert at(renamed(source).converted, place) == "http://web:80/"


class TestLabelsAndSettingsOfDocker:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("http://my_cam:80/", "http://web:80/"),
            ("my_cam:8080", "web:8080"),
            ("my_cam", "my_cam"),
            ("Host(`my_cam`)", "Host(`my_cam`)"),
        ],
    )
    def test_a_call_in_a_label_follows_and_other_words_are_listed(self, text: str, expected: str) -> None:
        modules: Json = {"my_cam": module(), "api": module(Labels={"app": text})}
        conversion = renamed(manifest({"properties.desired": {"modules": modules}}))
        assert at(conversion.modules[1].create_options, ("Labels", "app")) == expected
        assert bool(told(conversion)) is (text == expected)

    @pytest.mark.parametrize(
        "host",
        [
            {"ExtraHosts": ["my_cam:10.0.0.1"]},
            {"VolumesFrom": ["my_cam:ro"]},
            {"PidMode": "container:my_cam"},
            {"NetworkMode": "container:my_cam"},
        ],
    )
    def test_a_setting_of_docker_that_stays_is_listed(self, host: Json) -> None:
        modules: Json = {"my_cam": module(), "api": module(HostConfig=host)}
        conversion = renamed(manifest({"properties.desired": {"modules": modules}}))
        assert at(conversion.modules[1].create_options, ("HostConfig",)) == host
        (text,) = told(conversion)
        assert "api (line" in text

    def test_a_label_that_may_mean_a_name_that_is_kept_is_no_topic(self) -> None:
        modules: Json = {"my_cam": published(), "api": module(Labels={"app": "my_cam"})}
        conversion = renamed(manifest({"properties.desired": {"modules": modules}}), "callers")
        assert at(conversion.modules[1].create_options, ("Labels", "app")) == "my_cam"
        assert not told(conversion)
