"""`POST /api/v1/preview`: what the device makes of a paste and of modules, and no request that makes it fail."""

import base64
import json
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import soup
from tests.core.device import adapter
from tests.formats.cases import PASTES
from tests.views.test_api_openapi import checker
from webapp.cli import main
from webapp.core import convert
from webapp.core.device import Device, DeviceModule, translate
from webapp.core.preview import preview
from webapp.formats.preview_device import MASK

URL = "/api/v1/preview"
MEMORY = '{\n "HostConfig": {"Memory": 1073741824}\n}'
UNLOADED = '{"modulesContent": {"$edgeAgent": {"properties.desired": {"modules": {"cam": {"settings": %s}}}}}}'
SECRET = {"registryCredentials": {"r": {"address": "r.example", "username": "u", "password": "s3cret"}}}
SUITE = [one for file in adapter.EVALUATOR.SUITE_FILES for one in adapter.vectors(file.removesuffix(".json"))]
TRANSLATED = [one for one in SUITE if "module" in one]


def post(client: FlaskClient, body: object) -> TestResponse:
    """Post JSON whose members keep their order, which the device minds; the client by itself sorts them."""
    return client.post(URL, data=json.dumps(body), content_type="application/json")


def asked(client: FlaskClient, **body: Any) -> dict[str, Any]:
    response = post(client, body)
    assert response.status_code == 200, response.text
    assert isinstance(response.json, dict)
    return response.json


def plain(objects: object) -> Any:
    return json.loads(json.dumps(objects))


@pytest.mark.parametrize("name", PASTES)
def test_api_command_line_and_core_make_the_same_objects(
    name: str, client: FlaskClient, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    response = post(client, {"source": PASTES[name]})
    file = tmp_path / "paste.json"
    file.write_text(PASTES[name], encoding="utf-8")
    status, printed = main(["preview", "-q", str(file)]), capsys.readouterr().out
    if response.status_code == 422:
        assert (status, printed) == (2, "")
        return
    found, answer = preview(convert(PASTES[name])), response.json
    assert answer is not None
    assert [one["objects"] for one in answer["modules"]] == [plain(one.converted.objects) for one in found.modules]
    assert printed == answer["yaml"]
    assert [plain(one) for one in yaml.safe_load_all(printed)] == plain(found.objects)


@pytest.mark.parametrize("vector", TRANSLATED, ids=lambda one: one["id"])
def test_a_module_of_the_suite_is_translated_as_it_is(vector: dict[str, Any], client: FlaskClient) -> None:
    device = vector.get("device", {})
    response = post(client, {"module": vector["module"], "device": device})
    assert response.status_code == 200, response.text
    (one,) = response.json["modules"]  # type: ignore[index]
    wanted = translate(DeviceModule.of(vector["module"]), Device.of(device))
    assert one["objects"] == plain(wanted.objects)
    assert [error["kind"] for error in one["errors"]] == [error.kind for error in wanted.errors]
    assert [loss["message"] for loss in one["losses"]] == [str(loss.message) for loss in wanted.losses]


@pytest.mark.parametrize("vector", adapter.vectors("plan"), ids=lambda one: one["id"])
def test_a_plan_of_the_suite_is_taken_or_refused_as_a_whole(vector: dict[str, Any], client: FlaskClient) -> None:
    answer = asked(client, modules=vector["modules"], device=vector.get("device", {}))
    if "expectError" in vector:
        assert vector["expectError"]["kind"] in [error["kind"] for error in answer["errors"]]
        assert answer["yaml"] == ""
    else:
        assert answer["errors"] == []
        objects = list(yaml.safe_load_all(answer["yaml"]))
        assert objects == plain(adapter.planned(vector["modules"], vector.get("device", {})).objects)


def test_what_the_paste_would_lose_is_told_beside_what_its_conversion_loses(client: FlaskClient) -> None:
    (one,) = asked(client, source=MEMORY)["modules"]
    assert [(loss["path"], loss["line"]) for loss in one["pasted"]["losses"]] == [("/HostConfig/Memory", 2)]
    assert one["losses"] == []
    assert one["missing"] == ["name", "image"]


def test_modules_with_a_placeholder_are_named(client: FlaskClient) -> None:
    answer = asked(client, source=UNLOADED % '{"image": "a:1", "createOptions": "${OPTIONS}"}')
    assert (answer["modules"], answer["unknown"], answer["yaml"]) == ([], ["cam"], "")


def test_a_variable_that_kubernetes_refuses_is_told_with_its_versions(client: FlaskClient) -> None:
    options = {"Env": ["Logging:LogLevel=Debug"]}
    (refused,) = asked(client, module={"name": "cam", "image": "a:1", "createOptions": options})["refused_by"]
    assert (refused["kind"], refused["name"], refused["versions"]) == ("Deployment", "cam", ["1.20", "1.21", "1.22"])


def test_names_that_clash_refuse_the_deployment_and_say_who(client: FlaskClient) -> None:
    modules = [{"name": name, "image": "a:1"} for name in ("Cam", "cam")]
    (error,) = asked(client, modules=modules)["errors"]
    assert (error["kind"], error["modules"]) == ("InvalidModule", ["Cam", "cam"])


def test_a_password_is_never_repeated_for_a_paste(client: FlaskClient) -> None:
    source = UNLOADED % '{"image": "r.example/a:1", "createOptions": ""}'
    (one,) = asked(client, source=source, device=SECRET)["modules"]
    held = base64.b64decode(one["objects"][0]["data"][".dockerconfigjson"]).decode()
    assert MASK in held
    assert "s3cret" not in held + json.dumps(one)


def test_answers_count(client: FlaskClient) -> None:
    source, name = '{"HostConfig": {"Binds": ["/var/media:/media"]}}', "binds:/HostConfig/Binds/0"
    assert "videos" in json.dumps(asked(client, source=source, choices={name: "share:videos"})["modules"])
    response = post(client, {"source": source, "choices": {name: "nonsense:"}})
    assert (response.status_code, response.json["type"]) == (422, "/api#problem-unfit-answer")  # type: ignore[index]


@pytest.mark.parametrize(
    ("device", "pointers"),
    [
        ({"nameSpace": "x"}, ["/device/nameSpace"]),
        ({"runAsNonRoot": "yes", "deviceId": None}, ["/device/deviceId", "/device/runAsNonRoot"]),
        ({"portMappingServiceType": "Ingress"}, ["/device/portMappingServiceType"]),
        ({"registryCredentials": {"r": {"address": "a"}}},
         ["/device/registryCredentials/r/username", "/device/registryCredentials/r/password"]),
        ({"owner": "me"}, ["/device/owner"]),
        ({"persistentVolumeClaimSizeMb": 1.5}, ["/device/persistentVolumeClaimSizeMb"]),
        ("edge", ["/device"]),
    ],
)  # fmt: skip
def test_a_setting_that_does_not_fit_is_named(device: object, pointers: list[str], client: FlaskClient) -> None:
    response = post(client, {"source": "{}", "device": device})
    assert response.status_code == 422
    body = response.json
    assert body is not None
    assert body["type"] == "/api#problem-unfit-device"
    assert [error["pointer"] for error in body["errors"]] == pointers
    assert all("language" not in error["message"] and "body" not in error["message"] for error in body["errors"])


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "It has none of them."),
        ({"source": "{}", "module": {}}, "This request has `source` and `module`."),
        ({"module": {}, "modules": []}, "This request has `module` and `modules`."),
        ({"module": {}, "choices": {"a": "b"}}, "`choices` answer the questions of a `source`"),
    ],
)
def test_it_must_be_clear_what_to_preview(body: object, told: str, client: FlaskClient) -> None:
    response = post(client, body)
    assert (response.status_code, response.json["type"]) == (422, "/api#problem-unclear-request")  # type: ignore[index]
    assert told in response.json["detail"]  # type: ignore[index]


def test_a_field_that_is_not_known_is_told_with_those_that_are(client: FlaskClient) -> None:
    response = post(client, {"source": "{}", "devices": {}})
    assert response.status_code == 400
    assert "`modules`" in response.json["errors"][0]["hint"]  # type: ignore[index]


LONG = "x" * 100_000
MODULE = '"name": "a", "image": "a"'
EXTRAS = '{"k8s-experimental": {"resources": {"limits": {"a": NaN}}}}'
DEEP = "[" * 150 + "]" * 150
HALF, HALVES = (json.dumps(text) for text in (r'{"Env": ["A=\ud800"]}', r'{"\ud800": 1, "Labels": {"\udfff": ""}}'))
HOSTILE = {
    "a huge number": f'{{"module": {{{MODULE}, "createOptions": {{"HostConfig": {{"Memory": 1e999}}}}}}}}',
    "infinite resources": f'{{"module": {{{MODULE}}}, "device": {{"proxyResources": {{"limits": {{"cpu": 1e999}}}}}}}}',
    "no number": f'{{"module": {{{MODULE}, "createOptions": {EXTRAS}}}}}',
    "half a character": f'{{"module": {{{MODULE}, "createOptions": {HALF}}}}}',
    "half a name": f'{{"modules": [{{{MODULE}, "createOptions": {HALVES}}}]}}',
    "half a character in a paste": f'{{"source": {HALF}}}',
    "half a name in a paste": f'{{"source": {HALVES}}}',
    "half a name in an escaped paste": json.dumps({"source": HALVES}),
    "no name": '{"module": {}}',
    "wrong types": '{"module": {"name": 1, "image": [], "env": [], "type": {}, "status": {}, "createOptions": true}}',
    "no modules": '{"modules": []}',
    "negative sizes": f'{{"source": "{{}}", "device": {{"persistentVolumeClaimSizeMb": -{"9" * 400}}}}}',
    "empty settings": '{"source": "{}", "device": {"namespace": "", "deviceId": "", "workloadUri": "unix:///x"}}',
    "deep options": f'{{"module": {{{MODULE}, "createOptions": {DEEP}}}}}',
    "deep resources": f'{{"source": "{{}}", "device": {{"proxyResources": {{"a": {DEEP}}}}}}}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_body_makes_it_fail(name: str, client: FlaskClient) -> None:
    response = client.post(URL, data=HOSTILE[name], content_type="application/json")
    assert response.status_code in (200, 422), response.text
    document = client.get("/api/v1/openapi.json").json
    assert document is not None
    if response.status_code == 200:
        checker(document, document["components"]["schemas"]["PreviewAnswer"]).validate(response.json)


@pytest.mark.parametrize(
    "body",
    [
        {"source": "{}", "device": {"proxyResources": {"a": "x" * (4 << 10)}}},
        {"module": {"name": "a", "createOptions": {"Labels": {"a": "x" * (1 << 20)}}}},
        {"module": {"name": "a", "createOptions": {LONG: list(range(14_000))}}},
        {"module": {"name": "a", "createOptions": json.dumps({LONG: list(range(14_000))})}},
        {"source": " " * (1 << 20) + "{}"},
    ],
    ids=["device", "module", "paths", "paths in text", "source"],
)  # fmt: skip
def test_what_would_make_an_answer_without_end_is_too_large(body: object, client: FlaskClient) -> None:
    response = post(client, body)
    assert (response.status_code, response.json["type"]) == (413, "/api#problem-too-large")  # type: ignore[index]


def test_every_example_of_a_request_is_answered_and_the_first_is_the_example_of_an_answer(client: FlaskClient) -> None:
    operation = client.get("/api/v1/openapi.json").json["paths"][URL]["post"]  # type: ignore[index]
    examples = operation["requestBody"]["content"]["application/json"]["examples"].values()
    answers = [asked(client, **one["value"]) for one in examples]
    assert answers[0] == operation["responses"]["200"]["content"]["application/json"]["example"]
    assert [len(answer["modules"]) for answer in answers] == [1, 1, 1, 2]


def test_the_page_of_the_api_shows_it_with_a_command_to_copy(client: FlaskClient) -> None:
    page = soup(client.get("/api", headers={"Host": "playground.example"}))
    command = page.select_one("#stream")
    assert command is not None
    assert "http://playground.example/api/v1/preview" in command.text
    assert page.select_one("section[aria-labelledby=preview_source] #PreviewRequest") is not None
    assert page.select_one("#DeviceSettings") is not None
