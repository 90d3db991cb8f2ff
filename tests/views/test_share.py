"""Sharing on the page: nothing is shared unseen, nothing is stored unasked, and all of it works without script."""

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import soup
from webapp.sharing.permalink import decoded
from webapp.sharing.store import Store

PLAIN = '{"HostConfig": {"Binds": ["/home/hcsshares/input:/home/input"]}}'
WITH_SECRETS = '{\n  "Env": ["DB_PASSWORD=hunter2hunter",\n    "API_TOKEN=abcdefgh12345678"]\n}'
FRAGMENT = {"HX-Request": "true"}


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    found = page.select(selector)
    assert len(found) == 1, selector
    return found[0]


def address(page: BeautifulSoup) -> str:
    return str(one(page, "#share-address")["value"])


@pytest.fixture
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail the test where anything is stored."""

    def kept(*_: object) -> None:
        raise AssertionError("something was stored")

    monkeypatch.setattr(Store, "keep", kept)


@pytest.mark.usefixtures("nothing_kept")
def test_a_result_offers_a_link_without_making_one(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data={"source": PLAIN}))
    assert one(page, "#share #copy-link")["formaction"] == "/share#share"
    assert not page.select("#share-address")


@pytest.mark.usefixtures("nothing_kept")
def test_the_link_carries_what_the_form_says(client: FlaskClient) -> None:
    form = {"source": PLAIN, "choice.binds:/HostConfig/Binds/0": "keep", "device.namespace": "line-4"}
    page = soup(client.post("/share", data=form, headers=FRAGMENT))
    record = decoded(address(page).rpartition("/c/")[2])
    assert (record.source, record.device) == (PLAIN, {"namespace": "line-4"})
    assert f"{len(address(page))} characters" in page.text
    assert "read by whoever has it" in page.text


@pytest.mark.usefixtures("nothing_kept")
def test_without_script_the_whole_page_comes_with_the_link_in_it(client: FlaskClient) -> None:
    page = soup(client.post("/share", data={"source": PLAIN}))
    assert one(page, "#source").text.strip() == PLAIN
    assert client.get(address(page).removeprefix("http://localhost")).status_code == 200


def test_a_paste_with_secrets_gets_no_link_but_their_lines(client: FlaskClient) -> None:
    for more in ({}, {"short": "yes"}):
        page = soup(client.post("/share", data={"source": WITH_SECRETS, **more}, headers=FRAGMENT))
        assert not page.select("#share-address")
        assert [str(row.select_one("a").text) for row in page.select(".secrets li")] == ["line 2", "line 3"]  # type: ignore[union-attr]
        assert "hunter2hunter" not in page.text


def test_one_press_puts_a_placeholder_in_the_place_of_a_secret(client: FlaskClient) -> None:
    page = soup(client.post("/share", data={"source": WITH_SECRETS}, headers=FRAGMENT))
    pressed = {"source": WITH_SECRETS, "mask": str(page.select(".secrets button")[0]["value"])}
    after = soup(client.post("/convert", data=pressed))
    text = one(after, "#source").text.strip()
    assert text == WITH_SECRETS.replace("hunter2hunter", "${DB_PASSWORD}")
    assert [row.select_one("a").text for row in after.select(".secrets li")] == ["line 3"]  # type: ignore[union-attr]
    fragment = soup(client.post("/convert", data=pressed, headers=FRAGMENT))
    assert one(fragment, "#source").text.strip() == text
    assert fragment.select("#share .secrets")


def test_placeholders_for_all_lead_to_the_link_at_once(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data={"source": WITH_SECRETS, "mask": "all"}))
    source = decoded(address(page).rpartition("/c/")[2]).source
    assert "hunter2" not in source
    assert "abcdefgh12345678" not in source


def test_each_secret_needs_its_own_override(client: FlaskClient) -> None:
    page = soup(client.post("/share", data={"source": WITH_SECRETS}, headers=FRAGMENT))
    ids = [str(box["value"]) for box in page.select("[name=accept_secret]")]
    half = soup(client.post("/share", data={"source": WITH_SECRETS, "accept_secret": ids[:1]}, headers=FRAGMENT))
    assert not half.select("#share-address")
    assert [box.has_attr("checked") for box in half.select("[name=accept_secret]")] == [True, False]
    both = soup(client.post("/share", data={"source": WITH_SECRETS, "accept_secret": ids}, headers=FRAGMENT))
    assert decoded(address(both).rpartition("/c/")[2]).source == WITH_SECRETS


def test_a_secret_in_an_answer_is_told_and_left_to_the_person(client: FlaskClient) -> None:
    form = {"source": '{"HostConfig": {"Binds": ["vol:/c"]}}'}
    asked = one(soup(client.post("/convert", data=form)), '[name^="choice."][value="share:"]')
    form |= {str(asked["name"]): "share:", str(asked["name"]).replace("choice", "text"): "AKIAABCDEFGHIJKLMNOP"}
    page = soup(client.post("/share", data=form, headers=FRAGMENT))
    assert "in an answer that you gave" in one(page, ".secrets li").text
    assert not page.select("[name=mask]")
    accepted = form | {"accept_secret": str(one(page, "[name=accept_secret]")["value"])}
    assert soup(client.post("/share", data=accepted, headers=FRAGMENT)).select("#share-address")


def test_content_with_accepted_secrets_gets_another_name_each_time(client: FlaskClient) -> None:
    page = soup(client.post("/share", data={"source": WITH_SECRETS}, headers=FRAGMENT))
    ids = [str(box["value"]) for box in page.select("[name=accept_secret]")]
    form = {"source": WITH_SECRETS, "accept_secret": ids, "short": "yes"}
    made = {address(soup(client.post("/share", data=form, headers=FRAGMENT))) for _ in range(2)}
    assert len(made) == 2


def test_asking_for_the_link_although_secrets_wait_is_answered(client: FlaskClient) -> None:
    first = soup(client.post("/share", data={"source": WITH_SECRETS}, headers=FRAGMENT))
    button = one(first, "#copy-link")
    again = {"source": WITH_SECRETS, str(button["name"]): str(button["value"])}
    assert not first.select("[role=alert]")
    assert "Still no link" in one(soup(client.post("/share", data=again, headers=FRAGMENT)), "[role=alert]").text


def test_a_short_link_is_stored_by_its_own_button_and_tells_its_token_once(client: FlaskClient) -> None:
    first = soup(client.post("/share", data={"source": PLAIN, "short": "yes", "days": "7"}, headers=FRAGMENT))
    again = soup(client.post("/share", data={"source": PLAIN, "short": "yes", "days": "7"}, headers=FRAGMENT))
    assert address(first) == address(again)
    token = str(one(first, "#share-token")["value"])
    assert token != str(one(again, "#share-token")["value"])
    assert token not in client.get(address(first).removeprefix("http://localhost")).text


def test_another_site_stores_nothing_in_a_visitors_name(client: FlaskClient) -> None:
    said: dict[tuple[str, str], int] = {
        ("Sec-Fetch-Site", "cross-site"): 403,
        ("Sec-Fetch-Site", "same-site"): 403,
        ("Sec-Fetch-Site", "same-origin"): 200,
        ("Sec-Fetch-Site", "none"): 200,
        ("Origin", "https://other.example"): 403,
        ("Origin", "null"): 200,
        ("Origin", "http://localhost"): 200,
    }
    for (name, value), status in said.items():
        for path, more in (("/share", {}), ("/convert", {"mask": "all"})):
            form = {"source": PLAIN, "short": "yes", **more}
            assert client.post(path, data=form, headers={name: value}).status_code == status, (name, value, path)


@pytest.mark.parametrize(("pinned", "days"), [(False, ["7", "90", "365"]), (True, ["7", "90", "365", "0"])])
def test_links_without_an_end_are_offered_where_they_are_switched_on(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, pinned: bool, days: list[str]
) -> None:
    monkeypatch.setitem(app.config, "PINNED_LINKS", pinned)
    page = soup(client.post("/share", data={"source": PLAIN}, headers=FRAGMENT))
    assert [str(option["value"]) for option in page.select("#share-days option")] == days
    form = {"source": PLAIN.replace("input", f"pinned{pinned}"), "short": "yes", "days": "0"}
    stored = soup(client.post("/share", data=form, headers=FRAGMENT))
    assert ("until it is deleted" in stored.text) == pinned


def test_a_paste_that_is_too_large_for_a_link_is_offered_a_short_one(client: FlaskClient) -> None:
    large = '{"Env": [' + ", ".join(f'"A{number * 7919 % 99991}=x{number * number}"' for number in range(3000)) + "]}"
    page = soup(client.post("/share", data={"source": large}, headers=FRAGMENT))
    assert "too large for a link" in page.text
    assert not page.select("#share-address")
    short = soup(client.post("/share", data={"source": large, "short": "yes"}, headers=FRAGMENT))
    assert soup(client.get(address(short).removeprefix("http://localhost"))).select_one("#source").text.strip() == large  # type: ignore[union-attr]


def test_a_long_link_says_that_it_may_be_cut(client: FlaskClient) -> None:
    long = '{"Env": [' + ", ".join(f'"A{number * 7919 % 99991}=x{number * number}"' for number in range(250)) + "]}"
    page = soup(client.post("/share", data={"source": long}, headers=FRAGMENT))
    assert len(address(page)) > 1_800
    assert "more than some mail programs" in page.text


def test_what_cannot_be_read_is_told_instead_of_shared(client: FlaskClient) -> None:
    answer = client.post("/share", data={"source": '{"Env": ['}, headers=FRAGMENT)
    assert answer.status_code == 422
    assert "ends too early" in answer.text
