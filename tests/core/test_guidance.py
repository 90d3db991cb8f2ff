"""The statements of the guidance: all there, each in its place, each used by something."""

import re

import pytest

from webapp.core.guidance import pages, section, statements
from webapp.core.rule import SECTIONS

ANCHORS = {
    "about-iot-edge-implementation",
    "storage",
    "example---storage-via-volume-mounts",
    "network",
    "example---external-access-to-modules",
    "resource-usage",
    "compute-acceleration-usage",
    "memory-and-cpu-usage",
    "web-proxy",
    "other-differences",
}
NAMES = ("about", *SECTIONS)
ALL = [f"G{number}" for number in range(1, 45)]


def test_there_are_forty_four_statements_each_exactly_once() -> None:
    stated = [one.id for name in NAMES for one in section(name).statements]
    assert sorted(stated) == sorted(ALL)
    assert list(statements()) == ALL


def test_a_statement_stands_in_the_section_that_the_article_puts_it_in() -> None:
    where = {one.id: name for name in NAMES for one in section(name).statements}
    first = {"about": "G1", "storage": "G5", "network": "G13", "resources": "G22", "web-proxy": "G31", "other": "G35"}
    assert {name: where[number] for name, number in first.items()} == {name: name for name in first}


@pytest.mark.parametrize("number", ALL)
def test_an_anchor_is_one_of_the_articles(number: str) -> None:
    assert statements()[number].anchor in ANCHORS


def test_every_anchor_of_the_article_is_used() -> None:
    assert {one.anchor for one in statements().values()} == ANCHORS


@pytest.mark.parametrize("number", ALL)
def test_a_statement_is_cited_by_a_rule_or_by_an_introduction(number: str) -> None:
    by_rules = {cited for page in pages() for cited in page.rule.guidance}
    by_introductions = {f"G{found}" for name in NAMES for found in re.findall(r">G(\d+)<", section(name).introduction)}
    assert number in by_rules | by_introductions


@pytest.mark.parametrize("number", ALL)
def test_a_statement_is_one_sentence_for_people(number: str) -> None:
    text = statements()[number].text
    assert text[0].isupper() or text[0] == "`"
    assert text.endswith(".")
    assert 20 < len(text) < 260


@pytest.mark.parametrize("name", NAMES)
def test_a_section_has_a_title_and_an_introduction(name: str) -> None:
    page = section(name)
    assert page.title
    assert len(page.introduction) > 200


def test_the_last_section_says_that_the_managed_runtime_is_retired_and_where_to_go() -> None:
    text = section("other").introduction
    assert "retired" in text
    assert "Linux virtual machine" in text
    assert "31 March 2024" in text


def test_the_last_section_says_what_backoff_means_because_few_modules_are_told() -> None:
    text = section("other").introduction
    assert "backoff" in text
    assert "pulled" in text


@pytest.mark.parametrize("number", ALL)
def test_a_statement_links_to_the_article(number: str) -> None:
    one = statements()[number]
    assert one.url.startswith("https://learn.microsoft.com/")
    assert one.url.endswith("#" + one.anchor)
