"""Links, opened: the page shows what was shared, what became of it since, or why there is nothing to see."""

import tracemalloc
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import soup
from tests.sharing.hostile_links import MANY, hostile_links
from webapp.core import convert
from webapp.sharing.permalink import deflated, encoded, ident
from webapp.sharing.record import Outcome, Record
from webapp.sharing.store import Store, StoreError
from webapp.views.made import record_of
from webapp.views.site import sealing_key, store

SOURCE = '{"HostConfig": {"Binds": ["/home/hcsshares/input:/home/input", "/var/media:/media"]}}'
QUESTION = "binds:/HostConfig/Binds/1"


@pytest.fixture
def record(app: Flask) -> Record:
    with app.app_context():
        return record_of(convert(SOURCE), key=sealing_key())


def kept(app: Flask, record: Record, expires: datetime | None = None) -> tuple[str, str]:
    """Store a record; return its name and its token."""
    with app.app_context():
        key = sealing_key()
        assert key
        name = ident(record, key)
        return name, store().keep(name, deflated(replace(record, seal="")), datetime.now(UTC), expires).token


def sealed(app: Flask, record: Record) -> str:
    with app.app_context():
        key = sealing_key()
        assert key
        return encoded(record.sealed(key))


def test_a_link_shows_the_paste_and_its_conversion(client: FlaskClient, record: Record) -> None:
    page = soup(client.get(f"/c/{encoded(record)}"))
    assert page.select_one("#source").text.strip() == SOURCE  # type: ignore[union-attr]
    assert '"Mounts"' in page.select_one("#converted-text").text  # type: ignore[union-attr]
    assert "Today’s rules make of it what they made then." in page.select_one(".opened").text  # type: ignore[union-attr]
    assert not page.select(".since")


def test_a_link_carries_the_answers_and_the_device(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        conversion = convert(SOURCE, {QUESTION: "share:media"})
        name = encoded(record_of(conversion, device={"namespace": "line-4"}, key=sealing_key()))
    page = soup(client.get(f"/c/{name}?view=kubernetes"))
    assert page.select_one('[name="device.namespace"]')["value"] == "line-4"  # type: ignore[index]
    assert page.select(f'[name="choice.{QUESTION}"][value^="share"][checked]')
    assert page.select_one("#kubernetes-title")


def test_a_module_of_a_deployment_is_opened_by_its_number(client: FlaskClient) -> None:
    from webapp.views.pages import examples

    name = encoded(Record(examples()["deployment"].source))
    assert "2 of " in soup(client.get(f"/c/{name}?module=2")).select_one(".module-head").text  # type: ignore[union-attr]


def test_a_link_whose_rules_have_moved_on_shows_then_and_today(app: Flask, client: FlaskClient, record: Record) -> None:
    then = replace(record, ruleset="2019.01", outcome=Outcome(SOURCE.replace("Binds", "Volumes"), 0, 3, 1))
    page = soup(client.get(f"/c/{sealed(app, then)}")).select_one(".since")
    assert page
    assert "made with rules 2019.01" in page.text
    assert "Then: 0 errors, 3 warnings, 1 undecided. Today: 0, 0 and 0." in page.text
    assert '"Volumes"' in page.select_one("#shown-then").text  # type: ignore[union-attr]
    assert '"Volumes"' in page.select_one(".gone").text  # type: ignore[union-attr]
    assert any('"Mounts"' in line.text for line in page.select(".come"))


def test_a_result_that_this_server_did_not_make_is_not_shown(client: FlaskClient, record: Record) -> None:
    forged = replace(record, outcome=Outcome('{"HostConfig": {"Privileged": true}}', 0, 0, 0))
    answer = client.get(f"/c/{encoded(forged)}")
    assert "can’t check it" in soup(answer).select_one(".since").text  # type: ignore[union-attr]
    assert "Privileged" not in answer.text


def test_a_stored_link_shows_the_same_and_when_it_ends(app: Flask, client: FlaskClient, record: Record) -> None:
    name, _ = kept(app, record, datetime(2099, 12, 24, tzinfo=UTC))
    page = soup(client.get(f"/p/{name}"))
    assert page.select_one("#source").text.strip() == SOURCE  # type: ignore[union-attr]
    assert page.select_one(".opened time").text == "24 December 2099"  # type: ignore[union-attr]


def test_a_stored_result_is_vouched_for_by_the_store(app: Flask, client: FlaskClient, record: Record) -> None:
    name, _ = kept(app, replace(record, outcome=Outcome("{}", 0, 0, 0)))
    assert soup(client.get(f"/p/{name}")).select_one("#shown-then").text.strip() == "{}"  # type: ignore[union-attr]


def test_a_name_that_was_typed_leads_to_the_address_as_it_was_issued(
    app: Flask, client: FlaskClient, record: Record
) -> None:
    name, _ = kept(app, record)
    answer = client.get(f"/p/{name.upper()}.?view=picture")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/p/{name}?view=picture")


def test_an_expired_link_says_so(app: Flask, client: FlaskClient, record: Record) -> None:
    name, _ = kept(app, replace(record, choices={"a": "expired"}), datetime.now(UTC) - timedelta(seconds=1))
    answer = client.get(f"/p/{name}")
    assert answer.status_code == 410
    assert soup(answer).select_one("h1").text == "This link has expired"  # type: ignore[union-attr]


def test_what_has_expired_is_erased_by_the_next_use_once_an_hour(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    purged: list[datetime] = []
    monkeypatch.setattr(Store, "purge", lambda _store, now: purged.append(now))
    app.extensions.pop("purged", None)
    for _ in range(2):
        client.get("/p/0123456789abcdefghjk")
    assert len(purged) == 1
    app.extensions["purged"] -= timedelta(hours=1)
    client.post("/api/v1/share", json={"source": SOURCE, "short": True})
    assert len(purged) == 2


def test_a_link_is_deleted_with_its_token_only(app: Flask, client: FlaskClient, record: Record) -> None:
    name, token = kept(app, replace(record, choices={"a": "deleted"}))
    wrong = client.post(f"/p/{name}/delete", data={"token": "no"})
    assert wrong.status_code == 403
    assert soup(wrong).select_one("#delete[open] #token-wrong")
    assert soup(client.post(f"/p/{name}/delete", data={"token": f" {token} "})).h1.text == "The link is deleted"  # type: ignore[union-attr]
    gone = client.get(f"/p/{name}")
    assert gone.status_code == 410
    assert soup(gone).h1.text == "This link was deleted"  # type: ignore[union-attr]
    assert "gone already" in client.post(f"/p/{name}/delete", data={"token": token}).text


def test_whoever_shares_the_same_again_cannot_take_it_away_from_others(
    app: Flask, client: FlaskClient, record: Record
) -> None:
    name, _ = kept(app, replace(record, choices={"a": "held"}))
    _, second = kept(app, replace(record, choices={"a": "held"}))
    assert "Somebody else" in client.post(f"/p/{name}/delete", data={"token": second}).text
    assert client.get(f"/p/{name}").status_code == 200


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/c/9~abc", "This link is of a kind that is not known here"),
        ("/c/1~abc", "This link is damaged"),
        ("/c/1~" + "A" * 7_600, "This link is too long"),
        ("/p/0123456789abcdefghjk", "There is no such link"),
        ("/p/unissued", "There is no such link"),
        ("/p/unissued/delete", "There is no such link"),
    ],
)
def test_what_is_no_link_gets_a_friendly_page(client: FlaskClient, path: str, title: str) -> None:
    answer = client.post(path) if path.endswith("delete") else client.get(path)
    assert answer.status_code == 404
    assert soup(answer).h1.text == title  # type: ignore[union-attr]
    assert path[3:].partition("/")[0] not in answer.text


def test_a_program_gets_a_problem_for_what_is_no_link(client: FlaskClient) -> None:
    answer = client.get("/c/1~abc.json")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.get_json()["type"] == "/api#problem-damaged-link"


@pytest.mark.parametrize("suffix", ["md", "txt", "yaml", "svg"])
def test_a_text_is_told_as_text_why_there_is_no_link(client: FlaskClient, suffix: str) -> None:
    answer = client.get(f"/p/0123456789abcdefghjk.{suffix}")
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert answer.text.startswith("There is no such link. ")


def test_a_slash_behind_a_link_leads_to_the_link(client: FlaskClient, record: Record) -> None:
    answer = client.get(f"/c/{encoded(record)}/?view=picture")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/c/{encoded(record)}?view=picture")


def test_a_link_to_what_cannot_be_read_shows_why(client: FlaskClient) -> None:
    answer = client.get("/c/" + encoded(Record('{"Env": [')))
    assert answer.status_code == 422
    assert soup(answer).select_one("#problem .excerpt")


def test_what_previews_a_link_is_told_numbers_and_nothing_else(client: FlaskClient) -> None:
    secret = "unmistakable-content"  # noqa: S105
    name = encoded(Record(f'{{"Env": ["A={secret}"], "HostConfig": {{"Binds": ["/a:/b"]}}}}'))
    answer = client.get(f"/c/{name}")
    head = str(soup(answer).head)
    assert secret not in head
    described = soup(answer).select_one('[property="og:description"]')
    assert described
    assert str(described["content"]).startswith("2 settings: 1 kept, 1 ")
    assert soup(answer).select_one("[name=robots][content=noindex]")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert secret not in str(answer.headers)


def test_without_the_database_links_that_carry_their_paste_go_on(
    app: Flask, client: FlaskClient, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreError

    for name in ("key", "find", "keep", "delete"):
        monkeypatch.setattr(Store, name, away)
    monkeypatch.setitem(app.config, "SECRET_KEY", "")
    assert client.get(f"/c/{encoded(record)}").status_code == 200
    assert client.post("/share", data={"source": SOURCE}).status_code == 200
    answer = client.get("/p/0123456789abcdefghjk")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    short = client.post("/api/v1/share", json={"source": SOURCE, "short": True})
    assert (short.status_code, short.get_json()["type"]) == (503, "/api#problem-store-away")
    assert "can’t be reached" in client.post("/share", data={"source": SOURCE, "short": "yes"}).text


def test_twenty_thousand_hostile_links_are_answered_and_need_no_memory(app: Flask, client: FlaskClient) -> None:
    name = sealed(app, Record('{"Env": ["A=1"]}', ruleset="2026.12", outcome=Outcome(None)))
    statuses: Counter[int] = Counter()
    links = [f"/c/{link}.json" for link in hostile_links(name)]
    tracemalloc.start()
    for path in links:
        statuses[client.get(path).status_code] += 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert statuses.keys() <= {200, 404, 422}
    assert statuses[404] > MANY // 2
    assert peak < 64 << 20
