"""Whatever is refused under `/api/v1` is a problem of RFC 9457; everywhere else it stays a page."""

import io
import logging

import pytest
from flask import abort
from flask.testing import FlaskClient
from gunicorn.http.errors import InvalidChunkSize
from werkzeug.test import TestResponse

from webapp.app import create_app
from webapp.formats.problem import KINDS
from webapp.views.api import convert as api_convert

URL = "/api/v1/convert"


def members(response: TestResponse) -> object:
    assert response.mimetype == "application/problem+json"
    return response.json


@pytest.mark.parametrize(
    "path", ["/api/v1", "/api/v1/", "/api/v1/nowhere", "/api/v1/convert/", "/api/v1/%00", "/api/v1/é"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_address_is_a_problem(client: FlaskClient, path: str, method: str) -> None:
    response = client.open(path, method=method)
    assert response.status_code == 404
    assert members(response) == {
        "type": "/api#problem-not-found",
        "title": "There is nothing at this address",
        "status": 404,
        "detail": "There is nothing at this address. `GET /api/v1/openapi.json` lists those that there are.",
    }


@pytest.mark.parametrize("path", ["/api/v2/convert", "/api/v1x", "/api/nowhere", "/nowhere"])
def test_an_unknown_address_elsewhere_is_a_page(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (404, "text/html")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", URL, "OPTIONS, POST"),
        ("DELETE", URL, "OPTIONS, POST"),
        ("POST", "/api/v1/rules", "GET, HEAD, OPTIONS"),
        ("PUT", "/healthz", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_method_that_is_not_taken_is_a_problem_with_those_that_are(
    client: FlaskClient, method: str, path: str, allowed: str
) -> None:
    response = client.open(path, method=method)
    assert response.status_code == 405
    assert ", ".join(sorted(response.headers["Allow"].split(", "))) == allowed
    assert members(response) == {
        "type": "/api#problem-method-not-allowed",
        "title": "This address does not take that method",
        "status": 405,
        "detail": f"This address takes {allowed}.",
    }


class BrokenOff(io.RawIOBase):
    """A body whose connection breaks, or whose framing can't be read."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def readinto(self, _buffer: object) -> int:
        raise self.error


@pytest.mark.parametrize("error", [ConnectionResetError("quite-secret"), InvalidChunkSize(b"quite-secret")])
@pytest.mark.parametrize("length", [{"CONTENT_LENGTH": "100"}, {"wsgi.input_terminated": True}])
def test_a_request_that_does_not_arrive_whole_is_a_problem(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, error: Exception, length: dict[str, object]
) -> None:
    broken = {"wsgi.input": BrokenOff(error), "CONTENT_TYPE": "application/json"} | length
    response = client.post(URL, environ_overrides=broken)
    assert response.status_code == 400
    assert members(response) == {
        "type": "/api#problem-incomplete-request",
        "title": "The request did not arrive whole",
        "status": 400,
        "detail": KINDS["incomplete-request"].about,
    }
    assert "quite-secret" not in caplog.text


def test_a_failure_of_ours_is_a_problem_and_neither_told_nor_logged(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(source: str, choices: object) -> None:
        raise RuntimeError(source, choices)

    monkeypatch.setattr(api_convert, "convert", fail)
    caplog.set_level(logging.DEBUG)
    response = client.post(URL, json={"source": "quite-secret"})
    assert response.status_code == 500
    assert members(response) == {
        "type": "/api#problem-failure",
        "title": "Something failed here",
        "status": 500,
        "detail": KINDS["failure"].about,
    }
    assert "RuntimeError" in caplog.text
    assert "quite-secret" not in caplog.text


def test_a_refusal_that_has_no_kind_of_its_own_has_the_name_of_its_status() -> None:
    app = create_app()
    app.add_url_rule("/api/v1/teapot", "teapot", lambda: abort(418))
    assert members(app.test_client().get("/api/v1/teapot")) == {
        "type": "about:blank",
        "title": "I'm a teapot",
        "status": 418,
        "detail": "I'm a teapot.",
    }


def test_problems_carry_the_headers_of_every_answer(client: FlaskClient) -> None:
    headers = client.get("/api/v1/nowhere").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Language"] == "en"


@pytest.mark.parametrize("path", [URL, "/api/v1/rules", "/api/v1/openapi.json"])
def test_no_other_site_may_read_an_answer_in_a_browser(client: FlaskClient, path: str) -> None:
    asked = client.options(path, headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"})
    assert [name for name, _ in asked.headers if name.startswith("Access-Control")] == []
