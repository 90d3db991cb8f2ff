"""What the server promises about headers, caching, logs and other sites."""

import gzip
import logging
import re

import pytest
from flask.testing import FlaskClient

from tests.conftest import soup

PAGES = ["/", "/rules", "/guidance", "/rules/binds", "/?example=file-move", "/?example=deployment", "/api", "/nowhere"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_carries_the_strict_policy(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_needs_what_the_policy_forbids(client: FlaskClient, path: str) -> None:
    page = soup(client.get(path))
    assert page.select("style, [style], script:not([src]), iframe, object") == []
    assert [tag for tag in page.select("*") if any(name.startswith("on") for name in tag.attrs)] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_from_this_server_only(client: FlaskClient, path: str) -> None:
    page = soup(client.get(path))
    loaded = [str(tag.get("src") or tag.get("href")) for tag in page.select("script[src], link[href], img[src]")]
    assert loaded
    assert all(url.startswith("/static/") for url in loaded)


def test_static_files_are_named_by_their_content_and_cached_for_ever(client: FlaskClient) -> None:
    page = soup(client.get("/"))
    for tag in page.select("script[src], link[href]"):
        url = str(tag.get("src") or tag.get("href"))
        response = client.get(url)
        assert response.status_code == 200
        assert re.search(r"\.[0-9a-f]{12}\.", url)
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/app.css").status_code == 404


def test_static_files_are_sent_gzipped_to_those_who_take_that(client: FlaskClient) -> None:
    url = str(soup(client.get("/")).select_one("link[rel=stylesheet]")["href"])  # type: ignore[index]
    plain, small = client.get(url), client.get(url, headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data


def test_a_result_is_not_stored_by_anyone(client: FlaskClient) -> None:
    assert client.post("/convert", data={"source": "{}"}).headers["Cache-Control"] == "no-store"


def test_nothing_of_a_paste_is_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for source in ('{"Env": ["TOKEN=quite-secret"]}', '{"Env": ["TOKEN=quite-secret"', "quite-secret"):
        client.post("/convert", data={"source": source})
    output = capfd.readouterr()
    assert "quite-secret" not in caplog.text + output.out + output.err


def test_pasted_markup_is_shown_as_text(client: FlaskClient) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`"
    source = '{"<b>key</b>": "%s", "Env": ["<i>=%s"]}' % ((evil.replace('"', '\\"'),) * 2)
    page = soup(client.post("/convert", data={"source": source}))
    assert page.select("#result script, #result img, #result code > i, #result b > b") == []
    assert "<script>alert(1)</script><img src=x onerror=alert(1)>" in page.text
