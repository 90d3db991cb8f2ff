"""A class behind one address is never refused; one browser that hammers is, and is told when to go on."""

import re
import time
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits.errors import StorageError
from limits.storage import MemoryStorage
from werkzeug.exceptions import TooManyRequests

from tests.operation.conftest import Make
from webapp.operation import limits
from webapp.operation.limits import BY_ADDRESS, BY_SESSION, COOKIE
from webapp.settings import SettingError
from webapp.sharing.permalink import encoded
from webapp.sharing.record import Record

MOST = BY_SESSION["conversion"].amount


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """Hold the time still; a test moves it on."""
    now = [1_800_000_000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    yield now


@pytest.fixture
def app(make: Make) -> Flask:
    return make()


def browser(app: Flask, session: str = "") -> FlaskClient:
    """Return a client with a session's cookie; none where it is not named."""
    client = app.test_client()
    if session:
        client.set_cookie(COOKIE, session.rjust(22, "0"))
    return client


def convert(client: FlaskClient, address: str = "192.0.2.1", **more: object) -> int:
    given = {"data": {"source": "{}"}, "environ_base": {"REMOTE_ADDR": address}, **more}
    return client.post("/convert", **given).status_code


def hammer(app: Flask, session: str, times: int = MOST) -> list[int]:
    client = browser(app, session)
    return [convert(client, data={}, headers={"HX-Request": "true"}) for _ in range(times)]


def test_one_session_that_hammers_is_refused_and_told_when_to_go_on(app: Flask, clock: list[float]) -> None:
    assert set(hammer(app, "a")) == {200}
    client = browser(app, "a")
    refused = client.post("/convert", data={"source": "{}"})
    assert refused.status_code == 429
    seconds = int(refused.headers["Retry-After"])
    assert 0 < seconds <= BY_SESSION["conversion"].get_expiry() + 1
    clock[0] += seconds
    assert convert(client) == 200


def test_another_session_behind_the_same_address_goes_on_meanwhile(app: Flask) -> None:
    hammer(app, "a", MOST + 1)
    assert convert(browser(app, "b")) == 200


def test_what_is_refused_to_a_session_does_not_use_up_what_its_address_may_do(app: Flask) -> None:
    found = app.extensions["limits"]
    hammer(app, "a", MOST + 40)
    assert found.counter.get_window_stats(BY_ADDRESS["conversion"], "192.0.2.1").remaining == (
        BY_ADDRESS["conversion"].amount - MOST
    )


def test_a_class_of_200_that_converts_six_times_each_at_once_is_never_refused(app: Flask) -> None:
    client = app.test_client(use_cookies=False)
    headers = [{"HX-Request": "true", "Cookie": f"{COOKIE}={pupil:022}"} for pupil in range(200)]
    assert {client.post("/convert", headers=one).status_code for one in headers for _ in range(6)} == {200}


def test_a_class_of_200_stores_two_links_each_within_ten_minutes(app: Flask) -> None:
    for pupil in range(200):
        headers = {"Cookie": f"{COOKIE}={pupil:022}"}
        with app.test_request_context("/", headers=headers, environ_base={"REMOTE_ADDR": "192.0.2.1"}):
            limits.before_storing()
            limits.before_storing()


def test_storing_is_tighter_than_converting_by_session_and_by_address(app: Flask) -> None:
    for budgets in (BY_SESSION, BY_ADDRESS):
        rates = {cost: one.amount / one.get_expiry() for cost, one in budgets.items()}
        assert rates["storing"] < rates["conversion"] / 10
    with app.test_request_context("/", headers={"Cookie": f"{COOKIE}={'s' * 22}"}):
        for _ in range(BY_SESSION["storing"].amount):
            limits.before_storing()
        with pytest.raises(TooManyRequests, match=r"1[01] minutes"):
            limits.before_storing()


def test_clients_without_a_cookie_share_the_budget_of_their_address(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = type(BY_ADDRESS["conversion"])(3, 20, "few")
    monkeypatch.setattr(limits, "BY_ADDRESS", {**BY_ADDRESS, "conversion": limit})
    assert [convert(app.test_client(use_cookies=False)) for _ in range(4)] == [200, 200, 200, 429]
    assert convert(app.test_client(use_cookies=False), "192.0.2.2") == 200


@pytest.mark.parametrize("cookie", ["", "short", "x" * 23, "*" * 22, "x" * 21 + " "])
def test_a_cookie_that_we_never_gave_is_none(app: Flask, cookie: str) -> None:
    with app.test_request_context("/", headers={"Cookie": f'{COOKIE}="{cookie}"'}):
        assert limits._session() is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("", "no address", True),
    ],
)
def test_an_address_is_one_of_ipv4_or_a_64_of_ipv6(one: str, other: str, same: bool) -> None:
    assert (limits.network(one) == limits.network(other)) is same


def test_a_program_is_refused_with_a_problem(app: Flask) -> None:
    hammer(app, "a")
    refused = browser(app, "a").post("/api/v1/convert", json={"source": "{}"})
    assert refused.status_code == 429
    assert refused.mimetype == "application/problem+json"
    assert refused.json and refused.json["status"] == 429
    assert int(refused.headers["Retry-After"]) > 0


def test_a_form_that_is_refused_keeps_its_paste_and_gets_the_words_beside_it(app: Flask) -> None:
    hammer(app, "a")
    refused = browser(app, "a").post("/convert", data={"source": "{}"}, headers={"HX-Request": "true"})
    assert refused.status_code == 429
    assert refused.headers["HX-Retarget"] == "#problem"
    assert "<textarea" not in refused.text


def test_reading_is_not_limited(app: Flask) -> None:
    hammer(app, "a")
    client = browser(app, "a")
    static = re.search(r'href="(/static/[^"]+)"', client.get("/").text)
    assert static
    for path in ("/", "/rules", "/rules/binds", "/guidance", "/api", "/api/v1/rules", "/healthz", static[1]):
        assert client.get(path).status_code == 200
    assert client.get("/?example=file-move").status_code == 429


def test_every_address_that_converts_is_counted(app: Flask) -> None:
    there = {rule.rule for rule in app.url_map.iter_rules()}
    assert {"/convert", "/download", "/api/v1/convert", "/api/v1/preview"} <= there
    links = [rule for rule in there if re.match(r"(/embed)?/[cp]/", rule)]
    assert all(rule.startswith(limits.CONVERTING) for rule in links)


def test_the_limits_can_be_switched_off(make: Make) -> None:
    app = make(LIMITS=False)
    assert set(hammer(app, "a", MOST + 5)) == {200}
    with app.test_request_context("/"):
        limits.before_storing()
    assert "Set-Cookie" not in app.test_client().get("/").headers


def test_a_page_gives_a_browser_128_random_bits_once(app: Flask) -> None:
    client = app.test_client()
    given = client.get("/").headers["Set-Cookie"]
    assert re.fullmatch(rf"{COOKIE}=[A-Za-z0-9_-]{{22}}; HttpOnly; Path=/; SameSite=Lax", given)
    assert "Set-Cookie" not in client.get("/rules").headers
    assert app.test_client().get("/").headers["Set-Cookie"] != given


def test_the_cookie_is_secure_behind_https(app: Flask) -> None:
    assert "; Secure;" in app.test_client().get("/", base_url="https://example.org").headers["Set-Cookie"]


@pytest.mark.parametrize("path", ["/api", "/api/v1/rules", "/healthz", "/readyz", "/nowhere", "/embed/c/x", "/c/x"])
def test_what_is_no_page_of_ours_gives_no_cookie(app: Flask, path: str) -> None:
    assert "Set-Cookie" not in app.test_client().get(path).headers


def test_a_link_gives_a_cookie_as_a_page_only(app: Flask) -> None:
    link = "/c/" + encoded(Record('{"HostConfig": {"Binds": ["/home/hcsshares/a:/a"]}}'))
    assert "Set-Cookie" in app.test_client().get(link).headers
    for path in (f"/embed{link}", f"{link}.md", f"{link}.json", f"{link}.yaml", f"{link}.txt", f"{link}.svg"):
        response = app.test_client().get(path)
        assert response.status_code == 200
        assert "Set-Cookie" not in response.headers


def test_opening_links_and_embeds_counts_as_converting(app: Flask) -> None:
    hammer(app, "a")
    link = "/c/" + encoded(Record("{}"))
    assert [browser(app, "a").get(path).status_code for path in (link, f"/embed{link}", f"{link}.md")] == [429] * 3


def test_a_static_file_gives_no_cookie(app: Flask) -> None:
    client = app.test_client(use_cookies=False)
    found = re.search(r'href="(/static/[^"]+)"', client.get("/").text)
    assert found
    assert "Set-Cookie" not in client.get(found[1]).headers


def test_a_store_of_limits_that_is_away_stops_nobody(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> int:
        raise StorageError(OSError("away"))

    monkeypatch.setattr(MemoryStorage, "incr", away)
    assert convert(browser(app, "a")) == 200


@pytest.mark.parametrize("url", ["nothing", "gopher://host", "async+memory://", "redis://:hunter2@host:port"])
def test_a_store_that_can_not_be_used_is_told_without_its_address(make: Make, url: str) -> None:
    with pytest.raises(SettingError, match="LIMITS_STORE") as told:
        make(LIMITS_STORE=url)
    assert url not in str(told.value)
    assert told.value.__cause__ is None
