"""oEmbed: a wiki that has the address of a link gets the frame that shows it, and nothing of its content."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import soup
from tests.formats.cases import PASTES
from webapp.app import create_app
from webapp.sharing.permalink import encoded
from webapp.sharing.record import Record
from webapp.views.oembed import frame

SHARE = '{"HostConfig": {"Binds": ["/home/hcsshares/verysecret:/home/input"]}}'
NAME = encoded(Record(SHARE))
HERE = "http://localhost"


def ask(client: FlaskClient, url: str, **more: str) -> TestResponse:
    return client.get("/oembed", query_string={"url": url, **more})


def test_a_link_is_described_as_a_frame_with_a_sandbox(client: FlaskClient) -> None:
    response = ask(client, f"{HERE}/c/{NAME}")
    answer = response.get_json()
    frame = BeautifulSoup(answer.pop("html"), "html.parser").find("iframe")
    assert answer == {
        "version": "1.0",
        "type": "rich",
        "title": "createOptions converted: 1 setting accounted for",
        "provider_name": "createOptions Playground",
        "provider_url": f"{HERE}/",
        "cache_age": 3600,
        "width": 720,
        "height": 480,
    }
    assert frame.attrs == {  # type: ignore[union-attr]
        "src": f"{HERE}/embed/c/{NAME}",
        "width": "720",
        "height": "480",
        "title": answer["title"],
        "loading": "lazy",
        "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
        "referrerpolicy": "no-referrer",
    }
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_nothing_of_the_content_is_in_the_answer_but_in_the_link(client: FlaskClient) -> None:
    assert "verysecret" not in ask(client, f"{HERE}/c/{NAME}").text.replace(NAME, "")
    broken = encoded(Record('{"verysecret": '))
    answer = ask(client, f"{HERE}/c/{broken}")
    assert answer.get_json()["title"] == "createOptions that can't be read"
    assert "verysecret" not in answer.text


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({"maxwidth": "400", "maxheight": "300"}, (400, 300)),
        ({"maxwidth": "4000"}, (720, 480)),
        ({"maxheight": "90"}, (720, 90)),
        ({"maxwidth": "wide", "maxheight": "0"}, (720, 480)),
    ],
)
def test_the_frame_is_no_larger_than_asked_for(
    client: FlaskClient, asked: dict[str, str], size: tuple[int, int]
) -> None:
    answer = ask(client, f"{HERE}/c/{NAME}", **asked).get_json()
    assert (answer["width"], answer["height"]) == size
    assert f'width="{size[0]}" height="{size[1]}"' in answer["html"]


def test_a_frame_for_a_page_is_as_wide_as_its_place_unless_told_otherwise() -> None:
    usual, narrow = (BeautifulSoup(frame("/x", "X", **width), "html.parser").iframe for width in ({}, {"width": 300}))
    assert usual is not None and (usual["width"], usual["height"]) == ("100%", "480")
    assert narrow is not None and (narrow["width"], narrow["height"]) == ("300", "480")


def test_the_title_of_a_module_has_the_numbers_of_that_module(client: FlaskClient) -> None:
    name = encoded(Record(PASTES["example deployment"]))
    titles = {ask(client, f"{HERE}/embed/c/{name}?module={n}").get_json()["title"] for n in ("", 1, 2)}
    assert len(titles) == 3


def test_the_address_of_an_embed_keeps_what_it_asks_for(client: FlaskClient) -> None:
    answer = ask(client, f"{HERE}/embed/c/{NAME}?view=picture&theme=dark&size=150&else=x").get_json()
    source = str(BeautifulSoup(answer["html"], "html.parser").find("iframe")["src"])  # type: ignore[index]
    assert parse_qs(urlsplit(source).query) == {"view": ["picture"], "theme": ["dark"], "size": ["150"]}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nothing",
        f"https://elsewhere.example/c/{NAME}",
        f"https://localhost/c/{NAME}",
        f"{HERE}:8080/c/{NAME}",
        f"http://localhost@elsewhere.example/c/{NAME}",
        f"http://elsewhere.example@localhost/c/{NAME}",
        f"http://localhost.elsewhere.example/c/{NAME}",
        f"//localhost/c/{NAME}",
        f"{HERE}/",
        f"{HERE}/rules/binds",
        f"{HERE}/c/{NAME}/more",
        f"{HERE}/embed/embed/c/{NAME}",
        f"{HERE}/c/1~broken",
        f"{HERE}/p/00000000000000000000",
        "http://[",
        "http://localhost:port/c/x",
        "javascript:alert(1)",
    ],
)
def test_a_foreign_address_or_one_that_opens_nothing_is_refused(client: FlaskClient, url: str) -> None:
    response = ask(client, url)
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_another_form_than_json_is_not_there(client: FlaskClient) -> None:
    response = ask(client, f"{HERE}/c/{NAME}", format="xml")
    assert response.status_code == 501
    assert json.loads(response.text)["status"] == 501


def test_a_server_with_a_public_address_knows_its_links_by_it(tmp_path: object) -> None:
    config = {"DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3", "PUBLIC_URL": "https://play.example/tools/"}
    client = create_app(config).test_client()
    answer = ask(client, f"https://play.example/tools/c/{NAME}").get_json()
    assert f'src="https://play.example/tools/embed/c/{NAME}"' in answer["html"]
    assert ask(client, f"https://play.example/c/{NAME}").status_code == 404


def test_an_embed_names_its_description_in_its_head_and_in_a_header(client: FlaskClient) -> None:
    response = client.get(f"/embed/c/{NAME}")
    link = soup(response).select_one("link[type='application/json+oembed']")
    found = re.fullmatch(r'<(.+)>; rel="alternate"; type="application/json\+oembed"', response.headers["Link"])
    assert link is not None and found is not None
    assert link["href"] == found[1]
    assert client.get(found[1]).get_json()["type"] == "rich"


def test_a_long_link_is_named_in_the_head_only(client: FlaskClient) -> None:
    source = json.dumps({"Env": [f"A{number}={number * 7919 % 1000003:x}" for number in range(500)]})
    response = client.get(f"/embed/c/{encoded(Record(source))}")
    assert "Link" not in response.headers
    assert soup(response).select("link[type='application/json+oembed']")
