"""Embeds: small pages for the frames of other sites, complete without script, and cached without a conversion."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import soup
from tests.core.test_corpus import FILES
from tests.formats.cases import PASTES
from webapp.app import create_app
from webapp.core import convert
from webapp.formats import tally
from webapp.sharing.permalink import deflated, encoded, ident
from webapp.sharing.record import Outcome, Record
from webapp.views import embed_page
from webapp.views.embed_query import VIEWS

SHARE = '{"HostConfig": {"Binds": ["/home/hcsshares/input:/home/input"]}}'
WHOLE = PASTES["example deployment"]
QUERIES = [f"view={view}" for view in VIEWS] + ["view=rule&rule=binds", "module=1&view=diff", "module=1&view=picture"]
BUDGET = 25_000


def path_of(source: str, query: str = "") -> str:
    return f"/embed/c/{encoded(Record(source))}{query and '?'}{query}"


def text_of(client: FlaskClient, source: str, query: str = "") -> str:
    response = client.get(path_of(source, query))
    assert response.status_code == 200
    return soup(response).get_text(" ", strip=True)


def weight(client: FlaskClient, html: bytes) -> int:
    """Return what a page and all that it loads weigh, gzipped, in bytes."""
    page = BeautifulSoup(html, "html.parser")
    loaded = [tag.get("src") or tag["href"] for tag in page.select("script[src], link[rel=stylesheet]")]
    files = [client.get(str(url), headers={"Accept-Encoding": "gzip"}) for url in loaded]
    assert all(file.headers["Content-Encoding"] == "gzip" for file in files)
    return len(gzip.compress(html, 6)) + sum(len(file.data) for file in files)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    file = tmp_path_factory.mktemp("store") / "links.sqlite3"
    return create_app({"DATABASE_URL": f"sqlite:///{file}", "FRAME_ANCESTORS": "https://wiki.example"})


def keep(app: Flask, source: str = SHARE) -> tuple[str, str]:
    """Store a paste; return its id and its delete token."""
    store, record, now = app.extensions["store"], Record(source), datetime.now(UTC)
    name = ident(record, b"key")
    return name, store.keep(name, deflated(record), now, now + timedelta(days=1)).token


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("name", PASTES)
def test_a_view_of_any_paste_weighs_little_with_all_that_it_loads(client: FlaskClient, name: str, query: str) -> None:
    response = client.get(path_of(PASTES[name], query))
    assert response.status_code == 200
    assert weight(client, response.data) <= BUDGET


@pytest.mark.skipif(not FILES, reason="NO CORPUS FOUND: embeds of other people's createOptions are not weighed")
def test_a_view_of_what_other_people_wrote_weighs_little(client: FlaskClient) -> None:
    heavy = []
    for number, file in enumerate(FILES):
        query = QUERIES[number % len(QUERIES)]
        record = Record(file.read_text(encoding="utf-8", errors="replace"))
        if len(encoded(record)) > 7_000:
            continue
        response = client.get(f"/embed/c/{encoded(record)}?{query}")
        assert response.status_code == 200, file.name
        if weight(client, response.data) > BUDGET:
            heavy.append((file.name, query))
    assert heavy == []


@pytest.mark.parametrize("view", VIEWS)
def test_the_largest_paste_weighs_little_and_says_what_is_left_out(client: FlaskClient, view: str) -> None:
    settings = {"image": "x", "createOptions": {"Env": [f"N{n}={pow(7919, n + 3, 10**15 + 37):x}" for n in range(200)]}}
    modules = {f"module{n}": {"type": "docker", "settings": settings} for n in range(60)}
    whole = {"modulesContent": {"$edgeAgent": {"properties.desired": {"modules": modules}}}}
    response = client.post("/embed/convert", data={"source": json.dumps(whole, indent=1)[:900_000], "view": view})
    page = soup(response)
    for typed in page.select("textarea"):
        typed.decompose()
    assert len(gzip.compress(str(page).encode(), 6)) <= BUDGET
    assert response.status_code == 200


def test_lines_that_are_left_out_are_counted_and_linked(client: FlaskClient) -> None:
    source = json.dumps({"Env": [f"A{number}={number}" for number in range(1_000)]}, indent=1)
    page = soup(client.get(path_of(source)))
    shown = len(page.select(".code > span"))
    note = page.select(".note")[-1]
    assert note.get_text(" ", strip=True) == f"{1_004 - shown} more lines. See all of them"
    assert "/c/1~" in str(note.a and note.a["href"])


def test_each_view_shows_what_it_is_named_after(client: FlaskClient) -> None:
    assert '"Mounts"' in text_of(client, SHARE)
    assert '- "/home/hcsshares/input:/home/input"' in " ".join(text_of(client, SHARE, "view=diff").split())
    assert "kind: Deployment" in text_of(client, SHARE, "view=kubernetes")
    assert len(soup(client.get(path_of(SHARE, "view=picture"))).select(".pictures > svg")) == 2
    assert "Binds become mounts" in text_of(client, SHARE, "view=rule&rule=binds")


def test_the_rule_view_lists_the_rules_that_spoke_and_each_leads_to_what_it_said(client: FlaskClient) -> None:
    page = soup(client.get(path_of(SHARE, "view=rule&theme=dark")))
    links = [str(one["href"]) for one in page.select("main li a")]
    assert "?view=rule&rule=binds&theme=dark" in links
    for link in links:
        assert soup(client.get(path_of(SHARE) + link)).select(".told li")


def test_a_module_is_chosen_by_its_number_or_its_name(client: FlaskClient) -> None:
    names = list(json.loads(WHOLE)["modulesContent"]["$edgeAgent"]["properties.desired"]["modules"])
    by_name = soup(client.get(path_of(WHOLE, f"module={names[0]}")))
    by_number = soup(client.get(path_of(WHOLE, f"module={_number(client, names[0])}")))
    assert by_name.select_one("h1 code").text == names[0]  # type: ignore[union-attr]
    assert by_name.select_one(".code") == by_number.select_one(".code")


def test_a_module_that_is_chosen_has_its_own_counts_and_questions(client: FlaskClient) -> None:
    conversion = convert(WHOLE)
    shown = [soup(client.get(path_of(WHOLE, f"module={n}"))) for n in range(1, len(conversion.modules) + 1)]
    for one, page in zip(conversion.modules, shown, strict=True):
        counts = tally.account_of(one)
        told = {word: int(number) for number, word in (str(li.text).split()[:2] for li in page.select(".tally li"))}
        expected = {name: counts[name] for name in ("kept", "changed", "moved", "removed") if counts[name]}
        assert {word: number for word, number in told.items() if word in expected} == expected
        assert sum(told.get(word, 0) for word in ("question", "questions")) == counts[tally.OPEN]
        assert f"{tally.settings(counts)} setting" in page.title.text  # type: ignore[union-attr]
    assert len({str(page.select_one(".tally")) for page in shown}) > 1


def test_live_is_on_with_1_and_off_with_0(client: FlaskClient) -> None:
    assert soup(client.get(path_of(SHARE, "live=1"))).select("form.live")
    off = soup(client.get(path_of(SHARE, "live=0")))
    assert off.select("form.live, .note") == []
    assert soup(client.get(path_of(SHARE, "live=2"))).select("form.live") == []


def _number(client: FlaskClient, name: str) -> int:
    return _number_in(client, WHOLE, name)


def _number_in(client: FlaskClient, source: str, name: str) -> int:
    for number in range(1, 30):
        found = soup(client.get(path_of(source, f"module={number}"))).select_one("h1 code")
        if found and found.text == name:
            return number
    raise AssertionError(name)


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("view=nothing", "There is no such view."),
        ("view=rule&rule=nothing", "There is no rule of this name"),
        ("theme=pink", "There is no such theme."),
        ("size=1000", "The size is a number of percent from 75 to 300."),
        ("size=big", "The size is a number of percent from 75 to 300."),
        ("live=maybe", "There is no such value of live. Choose from: 0, 1."),
        ("module=nothing", "There is no such module, so all are shown."),
    ],
)
def test_what_can_not_be_read_of_an_address_is_told_and_not_repeated(
    client: FlaskClient, query: str, note: str
) -> None:
    shown = text_of(client, WHOLE, query)
    assert note in shown
    assert query.rpartition("=")[2] not in shown.replace("have nothing to", "")


def test_a_view_that_is_asked_for_in_no_odd_way_has_no_notes(client: FlaskClient) -> None:
    assert soup(client.get(path_of(SHARE, "view=diff&theme=light&size=150"))).select(".note") == []


def test_the_size_is_one_line_of_style_that_the_policy_allows_and_nothing_else(client: FlaskClient) -> None:
    response = client.get(path_of(SHARE, "size=150"))
    assert [one.text for one in soup(response).select("style, [style]")] == ["html{font-size:150%}"]
    assert "style-src 'self' 'sha256-" in response.headers["Content-Security-Policy"]
    assert "sha256" not in client.get(path_of(SHARE)).headers["Content-Security-Policy"]


def test_an_unreadable_paste_is_shown_with_its_fault(client: FlaskClient) -> None:
    page = soup(client.get(path_of('{"HostConfig": {,}}')))
    assert "Line 1, column 17" in page.select_one(".problem h1").text  # type: ignore[union-attr]
    assert page.select(".foot a")


def test_a_paste_is_escaped_wherever_it_is_shown(client: FlaskClient) -> None:
    source = json.dumps({"Env": ["<script>alert(1)</script>"], "HostConfig": {"<img src=x>": "<b onclick=x>"}})
    for query in (*QUERIES, "live=1"):
        page = soup(client.get(path_of(source, query)))
        assert page.select("script:not([src]), img, [onclick]") == []


def test_only_the_configured_sites_may_frame_an_embed_and_nobody_another_page(stored: Flask) -> None:
    client = stored.test_client()
    name, _ = keep(stored)
    for path in (path_of(SHARE), f"/embed/p/{name}", "/embed/p/00000000000000000000", "/embed/c/1~x", "/embed/x"):
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"].endswith("; frame-ancestors https://wiki.example")
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "unsafe-none"
        assert headers["X-Robots-Tag"] == "noindex"
        assert headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in client.get("/").headers["Content-Security-Policy"]


def test_without_a_configuration_every_page_may_frame_an_embed(client: FlaskClient) -> None:
    policy = client.get(path_of(SHARE)).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "frame-ancestors" not in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/embed/c/1~broken", 404, "This link is damaged"),
        ("/embed/c/9~abc", 404, "This link is of a kind that is not known here"),
        ("/embed/p/00000000000000000000", 404, "There is no such link"),
        ("/embed/nowhere", 404, "There is no such page"),
    ],
)
def test_what_is_wrong_with_a_link_is_said_in_the_frame(stored: Flask, path: str, status: int, says: str) -> None:
    response = stored.test_client().get(path)
    assert (response.status_code, soup(response).select_one("h1").text) == (status, says)  # type: ignore[union-attr]
    assert response.headers["Cache-Control"] == "no-store"


def test_a_store_that_can_not_be_reached_is_said_in_the_frame(tmp_path: Path) -> None:
    app = create_app({"DATABASE_URL": f"sqlite:///{tmp_path}"})
    response = app.test_client().get("/embed/p/00000000000000000000")
    assert response.status_code == 503
    assert "Short links can’t be opened just now" in response.text
    assert app.test_client().get(path_of(SHARE)).status_code == 200


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ('{"Env": 3}', "The device would refuse this: Env must be a list."),
        (
            '{"HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "http"}]}}}',
            "The device would drop without a word:",
        ),
    ],
)
def test_what_the_device_refuses_and_what_it_drops_is_told_in_the_kubernetes_view(
    client: FlaskClient, source: str, says: str
) -> None:
    told = text_of(client, source, "view=kubernetes").replace("/Env ", "")
    assert says in told
    assert says not in text_of(client, SHARE, "view=kubernetes")


def test_a_module_that_is_filled_in_later_says_so(client: FlaskClient) -> None:
    later = json.loads(WHOLE)
    modules = later["modulesContent"]["$edgeAgent"]["properties.desired"]["modules"]
    next(iter(modules.values()))["settings"]["createOptions"] = "$OPTIONS"
    number = _number_in(client, json.dumps(later), next(iter(modules)))
    for view in ("kubernetes", "picture"):
        shown = text_of(client, json.dumps(later), f"view={view}&module={number}")
        assert "filled in later" in shown


def test_a_deleted_link_says_so_even_to_those_who_have_it_in_their_cache(stored: Flask) -> None:
    client = stored.test_client()
    name, token = keep(stored, '{"Hostname": "gone"}')
    first = client.get(f"/embed/p/{name}")
    seen = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"/embed/p/{name}", headers=seen).status_code == 304
    stored.extensions["store"].delete(name, token, datetime.now(UTC))
    again = client.get(f"/embed/p/{name}", headers=seen)
    assert again.status_code == 410
    assert "This link was deleted" in again.text


def test_what_a_reader_has_is_not_converted_again(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get(path_of(SHARE, "view=diff"))
    monkeypatch.setattr(embed_page, "page", None)
    again = client.get(path_of(SHARE, "view=diff"), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"] == "private, max-age=3600"


def test_another_view_has_another_tag(client: FlaskClient) -> None:
    tags = {client.get(path_of(SHARE, query)).headers["ETag"] for query in QUERIES}
    assert len(tags) == len(QUERIES)


def test_a_link_whose_rules_have_moved_on_says_so(client: FlaskClient) -> None:
    moved = Record(SHARE, ruleset="2001.01", outcome=Outcome("{}"))
    same = Record(SHARE)
    assert "The rules have moved on" in client.get(f"/embed/c/{encoded(moved)}").text
    assert "The rules have moved on" not in client.get(f"/embed/c/{encoded(same)}").text


def test_an_embed_sets_no_cookie_and_loads_from_this_server_only(client: FlaskClient) -> None:
    for query in QUERIES:
        response = client.get(path_of(SHARE, query))
        assert "Set-Cookie" not in response.headers
        loaded = [str(one.get("src") or one["href"]) for one in soup(response).select("script, link[rel=stylesheet]")]
        assert all(url.startswith("/static/") for url in loaded)
        assert not any("htmx" in url or "app." in url for url in loaded)


def test_static_files_may_be_loaded_by_a_frame_with_an_origin_of_its_own(client: FlaskClient) -> None:
    url = str(soup(client.get(path_of(SHARE))).select_one("link[rel=stylesheet]")["href"])  # type: ignore[index]
    assert client.get(url).headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_live_form_converts_what_is_typed_without_script(client: FlaskClient) -> None:
    page = soup(client.get(path_of(SHARE, "live=1&theme=dark&view=diff")))
    form = page.select_one("form.live")
    assert form is not None
    assert form.textarea is not None and form.textarea.text.strip() == SHARE
    fields = {str(one["name"]): str(one["value"]) for one in form.select("input")}
    assert fields == {"theme": "dark", "view": "diff"}
    answer = client.post(str(form["action"]), data=fields | {"source": SHARE.replace("input", "frames")})
    assert "/home/frames" in soup(answer).select_one(".code").text  # type: ignore[union-attr]
    assert soup(answer).select("form.live textarea")
    assert "Set-Cookie" not in answer.headers


def test_the_live_form_leads_to_the_whole_page_with_this_very_paste(client: FlaskClient) -> None:
    page = soup(client.post("/embed/convert", data={"source": SHARE}))
    link = page.select_one(".foot a")
    assert link is not None and str(link["href"]).endswith(f"/c/{encoded(Record(SHARE))}")


def test_a_paste_that_is_too_long_for_a_link_goes_to_the_whole_page_by_a_form(client: FlaskClient) -> None:
    source = json.dumps({"Env": [f"A{number}={number * 7919 % 1000003:x}" for number in range(3_000)]})
    page = soup(client.post("/embed/convert", data={"source": source}))
    form = page.select_one(".foot form")
    assert form is not None
    assert (form["action"], form["target"]) == ("/convert", "_blank")
    assert form.textarea is not None and form.textarea.text.strip() == source


@pytest.mark.parametrize("source", ["", "{", "nothing", "[1]"])
def test_the_live_form_stays_whatever_is_typed(client: FlaskClient, source: str) -> None:
    response = client.post("/embed/convert", data={"source": source})
    assert response.status_code == 200
    assert soup(response).select("form.live textarea")


def test_a_stored_paste_that_is_too_large_to_edit_is_shown_and_says_so(stored: Flask) -> None:
    name, _ = keep(stored, json.dumps({"Env": [f"A{n}={n * 7919 % 1000003:x}" for n in range(3_000)]}))
    page = soup(stored.test_client().get(f"/embed/p/{name}?live=1"))
    assert page.select("form.live") == []
    assert "too large to be edited in an embed" in page.get_text()
    assert page.select(".code")


def test_questions_are_counted_and_lead_to_the_whole_page(client: FlaskClient) -> None:
    page = soup(client.get(path_of(WHOLE)))
    asked = page.select_one(".tally .undecided")
    assert asked is not None and "for you" in asked.text
    assert asked.a is not None and "/c/1~" in str(asked.a["href"])


def test_the_script_is_small_and_cached_and_may_be_loaded_from_anywhere(client: FlaskClient) -> None:
    response = client.get("/embed.js")
    assert response.data == (Path(__file__).parents[2] / "static" / "embed.js").read_bytes()
    assert len(response.data) < 3_000
    assert response.mimetype == "text/javascript"
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get("/embed.js", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
