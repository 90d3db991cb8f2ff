"""The access log says what the server did, and nothing of what it was given."""

import json
import re

import pytest
from flask import Flask

from tests.operation.conftest import Make
from webapp.operation import access_log
from webapp.sharing.permalink import encoded
from webapp.sharing.record import Record

SECRET = "hunter2"  # noqa: S105


@pytest.fixture
def app(make: Make) -> Flask:
    return make(ACCESS_LOG=True, TRUSTED_PROXIES=1)


def test_a_request_is_one_line_of_json(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    response = app.test_client().get("/rules?x=1", headers={"X-Request-ID": "abc-1234"})
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", found.pop("time"))
    assert found.pop("milliseconds") >= 0
    assert found == {
        "method": "GET",
        "path": "/rules",
        "endpoint": "guide.rules",
        "status": 200,
        "bytes": len(response.data),
        "request_id": "abc-1234",
    }


def test_without_a_proxy_an_id_is_the_clients_own_and_not_logged(
    make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    make(ACCESS_LOG=True).test_client().get("/", headers={"X-Request-ID": "AccountKey-abc"})
    assert "AccountKey" not in capsys.readouterr().out


def test_it_is_off_unless_it_is_switched_on(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    response = make().test_client().get("/")
    assert capsys.readouterr().out == ""
    assert "X-Request-ID" not in response.headers


@pytest.mark.parametrize("given", ["abcdefg", "x" * 65, "with space", "semi;colon1", "übermut-12", "{hunter2}"])
def test_an_id_that_is_none_is_replaced(app: Flask, given: str, capsys: pytest.CaptureFixture[str]) -> None:
    response = app.test_client().get("/", headers={"X-Request-ID": given})
    made = response.headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", made)
    assert json.loads(capsys.readouterr().out)["request_id"] == made


def test_nothing_that_a_client_wrote_is_logged(app: Flask, capfd: pytest.CaptureFixture[str]) -> None:
    client = app.test_client()
    link = encoded(Record(f'{{"Env": ["A={SECRET}"]}}'))
    hostile = {"Referer": f"https://{SECRET}.example/", "User-Agent": SECRET, "X-Forwarded-For": SECRET}
    for path in (f"/c/{link}", f"/embed/c/{link}.svg", f"/p/{SECRET}", f"/rules/{SECRET}", f"/{SECRET}", f"/?{SECRET}"):
        client.get(path, headers=hostile)
    client.post("/convert", data={"source": f'{{"Env": ["A={SECRET}"]}}'})
    client.open("/", method=SECRET.upper())
    output = capfd.readouterr()
    lines = [json.loads(line) for line in output.out.splitlines()]
    assert len(lines) == 8
    assert SECRET not in (output.out + output.err).lower()
    assert link[2:40] not in output.out


def test_an_address_that_is_not_ours_has_no_path_and_no_method(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    app.test_client().get("/c1~mangled")
    found = json.loads(capsys.readouterr().out)
    assert (found["path"], found["method"], found["endpoint"], found["status"]) == (None, None, "none", 404)


@pytest.mark.parametrize(
    ("rule", "asked", "logged"),
    [
        ("/c/<path:text>", "/c/1~q1ZKyU", "/c/1~…"),
        ("/c/<path:text>", "/c/hunter2", "/c/…"),
        ("/embed/c/<text>", "/embed/c/12~q1ZKyU.svg", "/embed/c/12~…"),
        ("/c/<text>", "/c/1234567~x", "/c/…"),
        ("/p/<text>", "/p/0123456789abcdefghjk.md", "/p/…"),
        ("/rules/<id>", "/rules/binds", "/rules/…"),
        ("/api/v1/convert", "/api/v1/convert", "/api/v1/convert"),
    ],
)
def test_of_a_path_only_what_we_know_is_logged(rule: str, asked: str, logged: str) -> None:
    assert access_log.path(rule, asked) == logged


def test_a_reader_of_the_log_that_is_gone_stops_no_answer(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stdout", Gone())
    assert app.test_client().get("/").status_code == 200
