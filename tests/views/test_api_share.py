"""`/api/v1/share`: links for programs, with the same care for secrets."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.sharing.permalink import decoded

PLAIN = '{"HostConfig": {"Binds": ["/home/hcsshares/input:/home/input", "/var/media:/media"]}}'
ENVIRONMENT = '{\n  "Env": ["DB_PASSWORD=hunter2hunter"]\n}'
URL = "/api/v1/share"


def test_a_link_carries_the_paste_and_nothing_is_stored(client: FlaskClient) -> None:
    choices = {"binds:/HostConfig/Binds/1": "share:media"}
    answer = client.post(URL, json={"source": PLAIN, "choices": choices, "language": "de"})
    assert answer.status_code == 201
    given = answer.get_json()
    assert given.keys() == {"url", "length"}
    assert given["length"] == len(given["url"])
    record = decoded(given["url"].removeprefix("http://localhost/c/"))
    assert (record.source, record.choices, record.language) == (PLAIN, choices, "de")
    assert answer.headers["Location"] == given["url"].removeprefix("http://localhost")


def test_a_short_link_comes_with_its_end_and_its_token(client: FlaskClient) -> None:
    given = client.post(URL, json={"source": PLAIN, "short": True, "expires_days": 7}).get_json()
    assert given.keys() == {"url", "length", "id", "expires", "delete_token"}
    assert given["url"] == f"http://localhost/p/{given['id']}"
    left = datetime.fromisoformat(given["expires"]) - datetime.now(UTC)
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
    assert client.get(f"/p/{given['id']}").status_code == 200


def test_a_link_carries_the_settings_of_the_device(client: FlaskClient) -> None:
    device = {"namespace": "line-4", "persistentVolumeClaimSizeMb": 500, "runAsNonRoot": True, "deviceId": "device1"}
    given = client.post(URL, json={"source": PLAIN, "device": device}).get_json()
    record = decoded(given["url"].removeprefix("http://localhost/c/"))
    assert record.device == {"namespace": "line-4", "persistent_volume_claim_size_mb": "500", "run_as_non_root": "yes"}
    assert "namespace: line-4" in client.get(given["url"].removeprefix("http://localhost") + ".yaml").text


@pytest.mark.parametrize("device", [{"proxyImage": "other:1"}, {"namespace": "Not A Label"}])
def test_a_setting_that_no_link_can_carry_is_refused(client: FlaskClient, device: dict[str, str]) -> None:
    answer = client.post(URL, json={"source": PLAIN, "device": device})
    assert (answer.status_code, answer.get_json()["type"]) == (422, "/api#problem-unfit-device")


def test_ninety_days_are_usual(client: FlaskClient) -> None:
    given = client.post(URL, json={"source": PLAIN + " ", "short": True}).get_json()
    assert (datetime.fromisoformat(given["expires"]) - datetime.now(UTC)).days in (89, 90)


def test_secrets_are_told_by_place_and_never_repeated(client: FlaskClient) -> None:
    answer = client.post(URL, json={"source": ENVIRONMENT})
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    (found,) = answer.get_json()["secrets"]
    assert {**found, "id": ""} == {"id": "", "kind": "password-variable", "path": "/Env/0", "line": 2, "column": 24}
    assert "hunter2" not in answer.text


def test_a_secret_is_shared_once_it_is_accepted(client: FlaskClient) -> None:
    (found,) = client.post(URL, json={"source": ENVIRONMENT}).get_json()["secrets"]
    assert client.post(URL, json={"source": ENVIRONMENT, "accept_secrets": [found["id"]]}).status_code == 201
    assert client.post(URL, json={"source": ENVIRONMENT, "accept_secrets": ["another"]}).status_code == 409


def test_a_link_is_deleted_with_its_token(client: FlaskClient) -> None:
    given = client.post(URL, json={"source": PLAIN.replace("media", "gone"), "short": True}).get_json()
    address = f"{URL}/{given['id']}"
    missing = client.delete(address)
    assert (missing.status_code, missing.headers["WWW-Authenticate"]) == (401, "Bearer")
    for header in ({"Authorization": "Bearer no"}, {"Authorization": given["delete_token"][:-1]}):
        refused = client.delete(address, headers=header)
        assert (refused.status_code, refused.get_json()["type"]) == (403, "/api#problem-wrong-token")
    right = {"Authorization": f"Bearer {given['delete_token']}"}
    assert client.delete(address, headers=right).status_code == 204
    assert client.get(f"/p/{given['id']}").status_code == 410
    assert client.delete(address, headers=right).get_json()["type"] == "/api#problem-link-gone"


@pytest.mark.parametrize("name", ["0123456789abcdefghjk", "nonsense"])
def test_deleting_what_never_was_is_not_found(client: FlaskClient, name: str) -> None:
    answer = client.delete(f"{URL}/{name}", headers={"Authorization": "Bearer x"})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_links_without_an_end_are_made_where_they_are_switched_on(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"source": PLAIN.replace("media", "pinned"), "short": True, "expires_days": None}
    refused = client.post(URL, json=asked)
    assert (refused.status_code, refused.get_json()["type"]) == (422, "/api#problem-no-pinned-links")
    monkeypatch.setitem(app.config, "PINNED_LINKS", True)
    assert client.post(URL, json=asked).get_json()["expires"] is None


def test_a_paste_that_no_link_can_carry_is_to_be_stored(client: FlaskClient) -> None:
    source = '{"Env": [' + ", ".join(f'"A{number * 7919 % 99991}=x{number * number}"' for number in range(3000)) + "]}"
    answer = client.post(URL, json={"source": source})
    assert (answer.status_code, answer.get_json()["type"]) == (422, "/api#problem-link-too-long")
    assert client.post(URL, json={"source": source, "short": True}).status_code == 201


def test_an_answer_that_does_not_fit_is_refused_as_when_converting(client: FlaskClient) -> None:
    answer = client.post(URL, json={"source": PLAIN, "choices": {"no:/such": "question"}})
    assert answer.get_json()["type"] == "/api#problem-unfit-answer"


def test_the_address_is_the_public_one_where_it_is_set(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://playground.example/")
    given = client.post(URL, json={"source": PLAIN}, headers={"Host": "evil.example"}).get_json()
    assert given["url"].startswith("https://playground.example/c/1~")
