"""The rules' pages as plain text: all of what the Markdown says, nothing of how it says it."""

import re
from itertools import pairwise

import pytest

from webapp.core import guidance
from webapp.core.registry import BY_ID, RULES
from webapp.core.rule import SECTIONS
from webapp.formats import plain

IDS = [rule.id for rule in RULES]


@pytest.mark.parametrize("name", IDS)
def test_a_page_fits_its_width_except_for_code_and_addresses(name: str) -> None:
    lines = plain.page(BY_ID[name], 60).splitlines()
    headings = {above for above, line in pairwise(lines) if line and not line.strip("-=")}
    prose = [line for line in lines if not line.startswith("    ") and "https://" not in line and line not in headings]
    assert [line for line in prose if len(line) > 60 and " " in line.strip()] == []


@pytest.mark.parametrize("name", IDS)
def test_a_page_has_the_title_the_headings_and_the_statements(name: str) -> None:
    page, known = guidance.page(name), guidance.statements()
    text = plain.page(BY_ID[name], 10_000)
    assert text.startswith(f"{page.title}\n{'=' * len(page.title)}\n")
    for heading in (*page.headings, *(["Guidance"] if page.rule.guidance else [])):
        assert f"\n{heading}\n{'-' * len(heading)}\n" in text
    assert all(f"{known[cited].id} " in text and known[cited].url in text for cited in page.rule.guidance)


@pytest.mark.parametrize("name", IDS)
def test_a_page_has_each_example_as_it_stands_in_the_markdown(name: str) -> None:
    text = plain.page(BY_ID[name])
    for example in guidance.page(name).examples:
        assert "\n".join(f"    {line}" if line else "" for line in example.pasted.splitlines()) in text
    assert text.count("Pasted:\n") == text.count("Converted:\n") == len(guidance.page(name).examples)


@pytest.mark.parametrize("name", IDS)
def test_nothing_of_html_or_of_the_notation_of_links_is_left(name: str) -> None:
    text = plain.page(BY_ID[name]) + plain.summary(BY_ID[name])
    outside = re.sub(r"`[^`]*`|^    .*$", "", text, flags=re.MULTILINE)
    assert not re.search(r"</?[a-z]+>|\]\(|\*\*|article#|&\w+;", outside)


def test_answers_of_an_example_are_told_before_what_was_pasted() -> None:
    text = plain.page(BY_ID["binds"])
    assert 'Answered:\n    {"binds:/HostConfig/Binds/0": "share:lva"' in text


def test_a_page_names_its_rule_its_section_and_how_sure_it_is() -> None:
    assert "\n\nRule `binds`, section Storage: documented.\n\n" in plain.page(BY_ID["binds"])


def test_the_address_of_a_reference_stands_alone_on_its_line() -> None:
    assert f"- Storage\n  {guidance.ARTICLE}#storage\n" in plain.page(BY_ID["binds"])


def test_a_link_in_a_sentence_is_followed_by_its_address() -> None:
    assert plain.flat("See [the article](https://a.example/b) for `x`,\nand **more**.") == (
        "See the article (https://a.example/b) for `x`, and more."
    )


def test_a_table_is_lines_with_bars_and_lists_have_hyphens() -> None:
    assert plain.flat("| a | b |\n|---|---|\n| 1 | `2` |\n\n1. one\n2. two") == "a | b\n1 | `2`\n\n- one\n- two"


def test_a_summary_is_one_paragraph() -> None:
    assert all("\n" not in plain.summary(rule) and len(plain.summary(rule)) > 40 for rule in RULES)


def test_a_statement_comes_with_its_address_and_the_rules_that_rest_on_it() -> None:
    one = guidance.statements()["G12"]
    text = plain.statement(one, 10_000)
    assert text.startswith(f"G12  {one.text}\n     {one.url}\n\nRules that rest on it:\n")
    named = [line.split()[0] for line in text.splitlines()[4:]]
    assert named == [rule.id for rule in RULES if "G12" in rule.guidance]


def test_a_statement_on_which_no_rule_rests_says_so() -> None:
    alone = next(one for one in guidance.statements().values() if not any(one.id in rule.guidance for rule in RULES))
    assert plain.statement(alone).endswith("\n\nNo rule rests on it alone.\n")


def test_the_list_has_every_rule_once_below_its_section() -> None:
    text = plain.index(10_000)
    listed = [line.split()[0] for line in text.splitlines() if line.split() and line.split()[0] in BY_ID]
    assert listed == IDS
    titles = [guidance.section(name).title for name in SECTIONS]
    assert [line for line in text.splitlines() if line in titles] == titles
