"""The page of the API: what a person needs to call it, and nothing that is not so."""

import json
import shlex
from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.conftest import soup
from webapp.formats.problem import KINDS, Kind

Document = dict[str, Any]


@pytest.fixture
def page(client: FlaskClient) -> BeautifulSoup:
    return soup(client.get("/api"))


@pytest.fixture
def document(client: FlaskClient) -> Document:
    found = client.get("/api/v1/openapi.json").json
    assert isinstance(found, dict)
    return found


def text_of(page: BeautifulSoup, selector: str) -> str:
    found = page.select_one(selector)
    assert found is not None
    return found.text


def test_every_page_leads_to_it(client: FlaskClient) -> None:
    assert soup(client.get("/")).select_one("nav[aria-label=Main] a[href='/api']") is not None


def test_every_operation_is_shown_with_method_path_and_statuses(page: BeautifulSoup, document: Document) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            (section,) = page.select(f"section[aria-labelledby={operation['operationId']}]")
            assert section.select_one("code").text == f"{method.upper()} {path}"  # type: ignore[union-attr]
            last = section.select("table")[-1]
            assert [row.text for row in last.select("tbody th")] == list(operation["responses"])


def test_every_field_of_every_model_is_shown_once(page: BeautifulSoup, document: Document) -> None:
    for name, schema in document["components"]["schemas"].items():
        (heading,) = page.select(f"#{name}")
        rows = heading.find_next("table").select("tbody th code")  # type: ignore[union-attr]
        assert [row.text for row in rows] == list(schema["properties"]), name


def test_every_link_within_the_page_leads_somewhere(page: BeautifulSoup) -> None:
    links = {str(link["href"]).removeprefix("#") for link in page.select("main a[href^='#']")}
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    assert links
    assert links <= set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.slug)
def test_the_type_of_every_problem_leads_to_its_words(page: BeautifulSoup, client: FlaskClient, kind: Kind) -> None:
    address, _, anchor = kind.type.partition("#")
    assert client.get(address).status_code == 200
    assert kind.title in text_of(page, f"#{anchor}")


def test_the_command_to_copy_is_answered(page: BeautifulSoup, client: FlaskClient) -> None:
    words = shlex.split(text_of(page, "#curl").replace("\\\n", " "))
    assert words[:5] == ["curl", "-s", "http://localhost/api/v1/convert", "-H", "Content-Type: application/json"]
    response = client.post("/api/v1/convert", data=words[6], content_type="application/json")
    example = json.loads(text_of(page, "section[aria-labelledby=convert_source] pre"))
    assert (response.status_code, response.json) == (200, example)


def test_the_commands_name_the_server_as_the_reader_does(client: FlaskClient) -> None:
    shown = soup(client.get("/api", headers={"Host": "playground.example:8443"}))
    assert "http://playground.example:8443/api/v1/convert" in text_of(shown, "#curl")


def test_a_strange_name_of_the_server_stays_one_word_of_text(client: FlaskClient) -> None:
    response = client.get("/api", headers={"Host": "a';$(id)<script>alert(1)</script>"})
    assert response.status_code in (200, 400)
    assert soup(response).select("script:not([src])") == []


def test_what_may_be_left_out_is_marked(page: BeautifulSoup) -> None:
    rows = page.select_one("#ConvertRequest").find_next("table").select("tbody tr")  # type: ignore[union-attr]
    optional = {row.select_one("code").text: row.select_one(".hint") is not None for row in rows}  # type: ignore[union-attr]
    assert optional == {"source": False, "choices": True, "language": True}


def test_a_field_that_holds_a_model_links_to_it(page: BeautifulSoup) -> None:
    rows = page.select_one("#ConvertedModule").find_next("table").select("tbody tr")  # type: ignore[union-attr]
    types = {row.select_one("code").text: row.select_one("td") for row in rows}  # type: ignore[union-attr]
    assert [str(link["href"]) for link in types["changes"].select("a")] == ["#Change"]  # type: ignore[union-attr]
    assert types["changes"].text.strip() == "array of Change"  # type: ignore[union-attr]
    assert types["name"].text.strip() == "string or null"  # type: ignore[union-attr]


def test_it_is_sound_without_script_and_keeps_to_the_policy(client: FlaskClient) -> None:
    response = client.get("/api")
    page = soup(response)
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none';")
    assert page.select("style, [style], script:not([src]), iframe, object") == []
    loaded = [str(tag.get("src") or tag.get("href")) for tag in page.select("script[src], link[href], img[src]")]
    assert all(url.startswith("/static/") for url in loaded)
    assert [client.get(url).status_code for url in loaded] == [200] * len(loaded)


def test_headings_go_down_one_step_at_a_time(page: BeautifulSoup) -> None:
    levels = [int(tag.name[1]) for tag in page.select("main h1, main h2, main h3, main h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_what_can_be_scrolled_can_be_focused_and_has_a_name(page: BeautifulSoup) -> None:
    regions = page.select(".scroll, pre")
    names = [str(region.get("aria-label", "")) for region in regions]
    assert [region for region in regions if region.get("tabindex") != "0"] == []
    assert "" not in names
    assert len(names) == len(set(names))
