"""Every form of link that was ever issued can still be opened.

`cases/links.json` only grows: `UPDATE_CASES=1` adds links made with the rules of today and changes no earlier one.
"""

import base64
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.core import RULESET, convert
from webapp.sharing.permalink import decoded, deflated, encoded, ident, inflated
from webapp.sharing.record import Record
from webapp.views.made import record_of
from webapp.views.pages import examples
from webapp.views.site import sealing_key, store

UNREADABLE = {"broken"}
FILE = Path(__file__).parent / "cases" / "links.json"


def issued() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def made_today(app: Flask) -> list[dict[str, Any]]:
    """Make a link of either form of every example, and one with all that a record can hold."""
    with app.app_context():
        read = {slug: convert(one.source) for slug, one in examples().items() if slug not in UNREADABLE}
        records = {slug: record_of(conversion, key=sealing_key()) for slug, conversion in read.items()}
        first = next(iter(records.values()))
        full = record_of(convert(first.source), "de", {"namespace": "line-4"}, key=sealing_key())
        by_hand = Record('{"Env": ["A=1"]}')
        links = [
            {"about": about, "ruleset": RULESET, "link": encoded(record)}
            for about, record in {**records, "everything": full, "made by hand": by_hand}.items()
        ]
        content = base64.b64encode(deflated(full)).decode()
        name = ident(full, sealing_key() or b"")
        return [*links, {"about": "stored", "ruleset": RULESET, "name": name, "content": content}]


def test_links_of_todays_rules_are_in_the_corpus(app: Flask) -> None:
    today = made_today(app)
    if os.environ.get("UPDATE_CASES"):
        before = issued() if FILE.exists() else []
        known = {(one["about"], one["ruleset"]) for one in before}
        added = [one for one in today if (one["about"], one["ruleset"]) not in known]
        FILE.write_text(json.dumps([*before, *added], indent=1) + "\n", encoding="utf-8")
    assert {one["about"] for one in issued() if one["ruleset"] == RULESET} == {one["about"] for one in today}


@pytest.mark.parametrize("one", issued() if FILE.exists() else [], ids=lambda one: f"{one['ruleset']} {one['about']}")
def test_an_issued_link_opens_and_shows_what_it_showed_or_says_that_the_rules_have_moved_on(
    one: dict[str, Any], app: Flask, client: FlaskClient
) -> None:
    if "link" in one:
        record, address = decoded(one["link"]), f"/c/{one['link']}"
    else:
        content = base64.b64decode(one["content"])
        record, address = inflated(content), f"/p/{one['name']}"
        with app.app_context():
            store().keep(one["name"], content, datetime.now(UTC), None)
    page = client.get(address)
    assert page.status_code == 200
    moved = "The rules have moved on" in page.text
    assert record.outcome is None or moved or "Today’s rules make of it what they made then." in page.text
    # Rules that make something else of a paste need another version, or links lie about what they showed.
    assert not (moved and one["ruleset"] == RULESET)
