"""The reference pages."""

import pytest
from flask.testing import FlaskClient

from tests.conftest import soup
from webapp.core.registry import RULES


def test_the_index_links_every_rule(client: FlaskClient) -> None:
    links = {str(link["href"]) for link in soup(client.get("/rules")).select(".index a[href^='/rules/']")}
    assert links == {f"/rules/{rule.id}" for rule in RULES}


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_every_rule_has_a_page_with_examples(client: FlaskClient, rule: str) -> None:
    page = soup(client.get(f"/rules/{rule}"))
    assert page.select_one("h1") is not None
    assert len(page.select(".example")) >= 2


def test_a_cited_statement_links_to_its_words(client: FlaskClient) -> None:
    ids = {str(item["id"]) for item in soup(client.get("/guidance")).select(".statements > div")}
    for rule in RULES:
        cited = {str(link["href"]) for link in soup(client.get(f"/rules/{rule.id}")).select("a.statement")}
        assert {link.removeprefix("/guidance#") for link in cited} <= ids
