"""The same link in other forms: whole, never stale, readable by any page, and safe to open by themselves."""

import hashlib
import json
import re
from base64 import b64encode
from datetime import UTC, datetime
from typing import cast
from xml.etree import ElementTree

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient

from webapp.core import convert
from webapp.core.preview import preview
from webapp.formats.picture import of_deployment, of_module, standalone
from webapp.sharing.permalink import deflated, encoded, ident
from webapp.sharing.record import Outcome, Record, outcome_of
from webapp.sharing.store import Store
from webapp.views import answers
from webapp.views.forms import FORMS, LABELS
from webapp.views.pages import examples
from webapp.views.site import sealing_key

PASTE = '{"HostConfig": {"Binds": ["/home/hcsshares/films:/films"], "CapAdd": ["SYS_PTRACE"]}}'
BROKEN = '{\n"HostConfig": '
TYPES = {
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
}
READ_BY_SCRIPTS = [name for name in TYPES if name != "svg"]


def path(source: str, suffix: str, **more: object) -> str:
    return f"/c/{encoded(Record(source, **more))}.{suffix}"  # type: ignore[arg-type]


def stored(app: Flask, source: str) -> tuple[str, str]:
    """Store a paste; return its name and the token that deletes it."""
    with app.app_context():
        key = sealing_key()
    assert key is not None
    record, now = Record(source), datetime.now(UTC)
    name = ident(record, key)
    kept = cast(Store, app.extensions["store"]).keep(name, deflated(record), now, None)
    return name, kept.token


def test_every_form_has_words_for_people() -> None:
    assert set(LABELS) == set(FORMS) == {*TYPES, "qr"}


@pytest.mark.parametrize("suffix", TYPES)
def test_a_form_has_its_type_a_name_is_shown_in_place_and_asked_for_anew(client: FlaskClient, suffix: str) -> None:
    response = client.get(path(PASTE, suffix))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == TYPES[suffix]
    assert re.fullmatch(rf'inline; filename="[a-z]+\.{suffix}"', response.headers["Content-Disposition"])
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("suffix", TYPES)
def test_scripts_of_other_sites_may_read_what_is_text(client: FlaskClient, suffix: str) -> None:
    allowed = client.get(path(PASTE, suffix)).headers.get("Access-Control-Allow-Origin")
    assert allowed == ("*" if suffix in READ_BY_SCRIPTS else None)


@pytest.mark.parametrize("suffix", TYPES)
def test_who_has_a_form_already_is_told_so_before_anything_is_converted(
    client: FlaskClient, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get(path(PASTE, suffix))
    monkeypatch.setattr(answers, "converted", None)
    for tag in (first.headers["ETag"], f"W/{first.headers['ETag']}"):
        again = client.get(path(PASTE, suffix), headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Cache-Control"] == "private, no-cache"


def test_a_tag_is_of_one_link_one_form_and_one_module(client: FlaskClient) -> None:
    deployment = path(examples()["deployment"].source, "svg")
    addresses = [*(path(PASTE, suffix) for suffix in TYPES), path("{}", "md"), deployment, f"{deployment}?module=1"]
    assert len({client.get(address).headers["ETag"] for address in addresses}) == len(addresses)


def test_the_address_of_the_server_is_part_of_the_tag(client: FlaskClient) -> None:
    answers = [client.get(path(PASTE, "md"), base_url=f"http://{host}") for host in ("a.example", "b.example")]
    assert answers[0].headers["ETag"] != answers[1].headers["ETag"]


@pytest.mark.parametrize("suffix", TYPES)
def test_head_has_what_get_has_but_for_the_body(client: FlaskClient, suffix: str) -> None:
    got, head = client.get(path(PASTE, suffix)), client.head(path(PASTE, suffix))
    assert head.data == b""
    assert dict(head.headers) == dict(got.headers)


def test_a_stored_link_has_the_same_forms_until_it_is_deleted(app: Flask, client: FlaskClient) -> None:
    name, token = stored(app, '{"Hostname": "forms"}')
    answer = client.get(f"/p/{name}.md")
    assert answer.status_code == 200
    assert f"http://localhost/p/{name})" in answer.text
    client.post(f"/p/{name}/delete", data={"token": token})
    gone = client.get(f"/p/{name}.md", headers={"If-None-Match": answer.headers["ETag"]})
    assert gone.status_code == 410


def test_json_is_what_the_api_answers(client: FlaskClient) -> None:
    asked = convert(PASTE).modules[0].questions
    (choice,) = ({one.id: "remove"} for one in asked if one.answer is None)
    answer = client.post("/api/v1/convert", json={"source": PASTE, "choices": choice})
    assert client.get(path(PASTE, "json", choices=choice)).data == answer.data


def test_yaml_has_the_objects_of_the_page_s_download_on_the_same_device(client: FlaskClient) -> None:
    source, device = examples()["deployment"].source, {"namespace": "line-4"}
    text = client.get(path(source, "yaml", device=device)).text
    form = {"source": source, "device.namespace": "line-4"}
    assert text == client.post("/download?as=kubernetes", data=form).text
    assert {one["metadata"]["namespace"] for one in yaml.safe_load_all(text)} == {"line-4"}


def test_yaml_says_as_a_comment_why_the_device_refuses(client: FlaskClient) -> None:
    text = client.get(path('{"HostConfig": {"Memory": "a lot"}}', "yaml")).text
    assert text.startswith("# The device refuses this:\n# ")
    assert yaml.safe_load(text) is None


def test_a_picture_shows_the_only_module_or_all_of_them_or_the_one_asked_for(client: FlaskClient) -> None:
    source = examples()["deployment"].source
    alone, all_ = preview(convert(PASTE)), preview(convert(source))
    assert client.get(path(PASTE, "svg")).text == standalone(of_module(alone.of[0]))
    assert client.get(path(source, "svg")).text == standalone(of_deployment(all_))
    assert client.get(f"{path(source, 'svg')}?module=3").text == standalone(of_module(all_.of[2]))


@pytest.mark.parametrize("number", ["0", "7", "x", "-1", "99999999999", "²"])
def test_a_picture_of_a_module_that_is_not_there_is_not_found(client: FlaskClient, number: str) -> None:
    assert client.get(f"{path(examples()['deployment'].source, 'svg')}?module={number}").status_code == 404


def test_a_picture_may_have_its_style_and_nothing_else(client: FlaskClient) -> None:
    response = client.get(path(PASTE, "svg"))
    (style,) = ElementTree.fromstring(response.text).iter("{http://www.w3.org/2000/svg}style")  # noqa: S314 - our own
    digest = b64encode(hashlib.sha256(str(style.text).encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'"
    assert response.headers["Content-Security-Policy"] == policy


@pytest.mark.parametrize("suffix", ["md", "txt", "yaml", "svg"])
def test_a_paste_that_cannot_be_read_is_told_as_text(client: FlaskClient, suffix: str) -> None:
    response = client.get(path(BROKEN, suffix))
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.startswith("The paste can't be read.\n\nLine 2, column ")
    assert "ETag" not in response.headers
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_a_paste_that_cannot_be_read_is_a_problem_in_json(client: FlaskClient) -> None:
    response = client.get(path(BROKEN, "json"))
    assert (response.status_code, response.mimetype) == (422, "application/problem+json")
    assert response.json is not None
    assert response.json["errors"][0]["line"] == 2


@pytest.mark.parametrize("suffix", ["md", "txt"])
def test_rules_that_have_moved_on_are_told_where_this_server_made_the_link(
    app: Flask, client: FlaskClient, suffix: str
) -> None:
    with app.app_context():
        key = sealing_key()
    assert key is not None
    other, same = Outcome("{}", 1), outcome_of(convert(PASTE))
    told = "The rules have changed since this link was made."
    for outcome, is_ours, is_told in ((other, True, True), (other, False, False), (same, True, False)):
        record = Record(PASTE, ruleset="2020.01", outcome=outcome)
        name = encoded(record.sealed(key) if is_ours else record)
        assert (told in client.get(f"/c/{name}.{suffix}").text) == is_told


@pytest.mark.parametrize("suffix", TYPES)
def test_half_a_character_in_a_paste_breaks_no_form(client: FlaskClient, suffix: str) -> None:
    odd = {
        "Labels": {"\ud800": "\udfff"},
        "Env": ["A=\ud83d"],
        "Hostname\ud800": "x",
        "HostConfig": {"Binds": ["\udc00:/a"]},
    }
    source = json.dumps(odd)
    assert client.get(path(source, suffix)).status_code in (200, 422)


def test_nothing_of_the_paste_stands_in_a_header(client: FlaskClient) -> None:
    source = '{"Hostname": "very-private", "HostConfig": {"Binds": ["/very-private:/a"]}}'
    for suffix in FORMS:
        assert "very-private" not in str(client.get(path(source, suffix)).headers)
