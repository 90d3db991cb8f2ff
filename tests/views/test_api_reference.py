"""The rules, the guidance and the document for programs, and what tells whether the server is well."""

import pytest
from flask.testing import FlaskClient

from webapp.core import guidance
from webapp.core.registry import RULES
from webapp.formats import answer_reference

LASTING = ["/api/v1/rules", "/api/v1/guidance", "/api/v1/openapi.json"]


def test_the_rules_are_served(client: FlaskClient) -> None:
    assert client.get("/api/v1/rules").json == answer_reference.rules().model_dump(mode="json")


def test_the_guidance_is_served(client: FlaskClient) -> None:
    assert client.get("/api/v1/guidance").json == answer_reference.guidance().model_dump(mode="json")


def test_the_page_of_every_rule_is_where_its_url_says(client: FlaskClient) -> None:
    urls = [rule.url for rule in answer_reference.rules().rules]
    assert [url for url in urls if client.get(url).status_code != 200] == []


@pytest.mark.parametrize("path", LASTING)
def test_what_lasts_is_asked_for_again_but_not_sent_again(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    tag = first.headers["ETag"]
    assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-cache")
    assert tag.startswith('"')
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)


@pytest.mark.parametrize("path", LASTING)
@pytest.mark.parametrize("tag", ['"another"', "", "x", '"', "\xff", "," * 1_000])
def test_another_tag_gets_the_whole_answer(client: FlaskClient, path: str, tag: str) -> None:
    response = client.get(path, headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert response.is_json


@pytest.mark.parametrize("path", LASTING)
def test_every_answer_has_a_tag_of_its_own(client: FlaskClient, path: str) -> None:
    tags = [client.get(one).headers["ETag"] for one in LASTING]
    assert tags.count(client.head(path).headers["ETag"]) == 1


def test_the_process_says_that_it_is_up(client: FlaskClient) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "ok"})
    assert response.headers["Cache-Control"] == "no-store"


def test_the_server_says_that_it_can_answer(client: FlaskClient) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json) == (200, {"status": "ok", "rules": len(RULES), "statements": 44})


def test_a_server_without_its_guidance_says_that_it_is_not_ready(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guidance, "statements", dict)
    cited = {name for rule in RULES for name in rule.guidance}
    response = client.get("/readyz")
    assert (response.status_code, response.mimetype) == (503, "application/problem+json")
    assert response.json == {
        "type": "/api#problem-not-ready",
        "title": "The server is not ready",
        "status": 503,
        "detail": f"{len(RULES)} rules are loaded; {len(cited)} statements that they cite are not.",
    }
