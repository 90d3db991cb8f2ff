"""`POST /api/v1/convert`: the same conversion as everywhere, and no request that makes it fail."""

import json
import logging
import re
from functools import cache

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from werkzeug.test import TestResponse

from tests.core.strategies import damaged, pastes
from tests.effort import in_ordinary_pastes
from webapp.core import convert
from webapp.formats.answer import answer

URL = "/api/v1/convert"
DIRECTORY = '{"HostConfig": {"Binds": ["/var/media:/media"]}}'
WHERE = "binds:/HostConfig/Binds/0"
LIMIT = 1 << 20
HALVES = re.compile("[\ud800-\udfff]")  # halves of characters, which no JSON in UTF-8 can carry
BUSY_AT_MOST = 100  # conversions of an ordinary paste of 28 KB; about a second where one takes 10 ms


def post(client: FlaskClient, body: bytes, content_type: str = "application/json") -> TestResponse:
    return client.post(URL, data=body, content_type=content_type)


def test_the_answer_is_that_of_the_core(client: FlaskClient) -> None:
    response = client.post(URL, json={"source": DIRECTORY})
    assert response.status_code == 200
    assert response.json == answer(convert(DIRECTORY)).model_dump(mode="json")


def test_answers_count(client: FlaskClient) -> None:
    response = client.post(URL, json={"source": DIRECTORY, "choices": {WHERE: "share:videos"}})
    assert response.json == answer(convert(DIRECTORY, {WHERE: "share:videos"})).model_dump(mode="json")


def test_german_is_taken_and_answered_in_english_which_is_said(client: FlaskClient) -> None:
    german, english = (client.post(URL, json={"source": DIRECTORY, "language": one}) for one in ("de", "en"))
    assert german.json == english.json
    assert german.headers["Content-Language"] == "en"


def test_an_answer_is_not_stored_by_anyone(client: FlaskClient) -> None:
    headers = client.post(URL, json={"source": "{}"}).headers
    assert (headers["Cache-Control"], headers["Content-Type"]) == ("no-store", "application/json")
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/JSON; charset=UTF-8",
        "application/vnd.x+json",
    ],
)
def test_json_is_read_under_all_its_names(client: FlaskClient, content_type: str) -> None:
    assert post(client, b'{"source": "{}"}', content_type).status_code == 200


@pytest.mark.parametrize(
    ("content_type", "detail"),
    [
        ("", "Send the body as `Content-Type: application/json`."),
        ("text/plain", "Send the body as `Content-Type: application/json`."),
        ("application/x-www-form-urlencoded", "Send the body as `Content-Type: application/json`."),
        ("text/x+json", "Send the body as `Content-Type: application/json`."),
        ("application/json; charset=utf-16", "Send the body in UTF-8; JSON knows no other encoding."),
        ("application/json; charset=no-such", "Send the body in UTF-8; JSON knows no other encoding."),
    ],
)
def test_a_body_of_another_type_is_refused(client: FlaskClient, content_type: str, detail: str) -> None:
    response = post(client, b'{"source": "{}"}', content_type)
    assert (response.status_code, response.mimetype) == (415, "application/problem+json")
    assert response.json == {
        "type": "/api#problem-unsupported-media-type",
        "title": "The body is of a type that is not read here",
        "status": 415,
        "detail": detail,
    }


def test_a_compressed_body_is_refused(client: FlaskClient) -> None:
    response = client.post(URL, data=b"x", content_type="application/json", headers={"Content-Encoding": "gzip"})
    assert (response.status_code, response.json and response.json["detail"]) == (415, "Send the body uncompressed.")


def test_a_paste_of_one_mebibyte_is_read_however_its_characters_are_escaped(client: FlaskClient) -> None:
    source = '{"Labels": {"a": "' + "é" * ((LIMIT - 22) // 2) + '"}}'
    response = post(client, json.dumps({"source": source}).encode())
    assert len(source.encode()) <= LIMIT < LIMIT * 2 < len(json.dumps(source))
    assert (response.status_code, response.json and response.json["converted"]) == (200, convert(source).converted)


def test_a_paste_over_one_mebibyte_is_refused_with_its_size(client: FlaskClient) -> None:
    response = client.post(URL, json={"source": "é" * (LIMIT // 2) + "x"})
    assert (response.status_code, response.mimetype) == (413, "application/problem+json")
    assert "1,048,577" in response.text


@pytest.mark.parametrize("framing", [{}, {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}])
@pytest.mark.parametrize("excess", [1, LIMIT])
def test_a_body_over_four_mebibytes_is_refused_however_it_is_framed(
    client: FlaskClient, framing: dict[str, object], excess: int
) -> None:
    body = b'{"source": "{}"}'.ljust(4 * LIMIT + excess)
    response = client.post(URL, data=body, content_type="application/json", environ_overrides=framing)
    assert (response.status_code, response.mimetype) == (413, "application/problem+json")
    assert response.json == {
        "type": "/api#problem-too-large",
        "title": "That is too large",
        "status": 413,
        "detail": "The body is larger than a paste of 1 MiB needs, however it is written. Send fewer modules.",
    }


@pytest.mark.parametrize(
    "source", ["", " ", "\x00", "null", "[]", "{", "\ufeff", '{"a": NaN}', '"\\ud800"', "[" * 100_000]
)
def test_a_paste_that_cant_be_read_is_a_problem(client: FlaskClient, source: str) -> None:
    response = client.post(URL, json={"source": source})
    assert (response.status_code, response.mimetype) == (422, "application/problem+json")
    assert response.json and response.json["type"] == "/api#problem-unreadable-paste"


@pytest.mark.parametrize("framing", [{}, {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}])
def test_a_body_of_four_mebibytes_is_read_however_it_is_framed(client: FlaskClient, framing: dict[str, object]) -> None:
    body = b'{"source": "{}"}'.ljust(4 * LIMIT)
    response = client.post(URL, data=body, content_type="application/json", environ_overrides=framing)
    assert response.status_code == 200


def test_every_answer_that_fits_no_question_is_told(client: FlaskClient) -> None:
    response = client.post(URL, json={"source": "{}", "choices": {"a": "b", "c": "d"}})
    assert response.status_code == 422
    assert response.json and response.json["type"] == "/api#problem-unfit-answer"
    assert [one["line"] for one in response.json["errors"]] == [None, None]


def test_an_answer_that_a_question_does_not_take_is_told(client: FlaskClient) -> None:
    response = client.post(URL, json={"source": DIRECTORY, "choices": {WHERE: "no way"}})
    assert response.status_code == 422
    assert response.json and response.json["type"] == "/api#problem-unfit-answer"
    assert "`no way` is no answer" in response.json["detail"]


@settings(max_examples=300, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(paste=pastes() | damaged())
def test_no_paste_makes_it_fail(app: Flask, paste: str) -> None:
    response = app.test_client().post(URL, json={"source": paste})
    assert response.status_code in ((400,) if HALVES.search(paste) else (200, 422))


@cache
def huge() -> dict[str, str]:
    """Return bodies that are made to keep a reader busy, each just within the limit."""
    return {
        "unknown fields": json.dumps({str(number): 1 for number in range(300_000)}),
        "wrong answers": json.dumps({"source": "", "choices": {str(number): 1 for number in range(280_000)}}),
        "answers to nothing": json.dumps({"source": "{}", "choices": {str(number): "" for number in range(15_000)}}),
        "line ends": "\n" * (4 * LIMIT),
        "brackets": "[" * (4 * LIMIT),
        "digits": "9" * (4 * LIMIT),
        "one name": '{"' + "k" * (4 * LIMIT - 10) + '": 1}',
        "one field again and again": '{"source": "{}"' + ', "source": "{}"' * 250_000 + "}",
    }


@pytest.mark.parametrize("name", huge())
def test_a_body_made_to_be_slow_is_answered(client: FlaskClient, name: str) -> None:
    body, statuses = huge()[name].encode(), list[int]()
    effort = in_ordinary_pastes(lambda: statuses.append(post(client, body).status_code))
    assert statuses[0] in (200, 400, 422)
    assert effort < BUSY_AT_MOST


@pytest.mark.parametrize(
    "body",
    [
        {"source": '{"Env": ["TOKEN=quite-secret"]}'},
        {"source": '{"Env": ["TOKEN=quite-secret"'},
        {"source": "quite-secret"},
        {"source": ["quite-secret"]},
        {"source": "{}", "choices": {"quite-secret": "quite-secret"}},
        {"quite-secret": 1},
        "quite-secret",
    ],
)
def test_nothing_of_a_request_is_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], body: object
) -> None:
    caplog.set_level(logging.DEBUG)
    client.post(URL, json=body)
    output = capfd.readouterr()
    assert "quite-secret" not in caplog.text + output.out + output.err
