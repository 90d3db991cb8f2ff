"""Every rule's Markdown is its test: each example converts as it says, and has the form it should have."""

import json

import pytest

from webapp.core import Conversion, convert
from webapp.core.guidance import Example, Page, pages
from webapp.core.registry import FOLDER, RULES

PAGES = pages()
EXAMPLES = [
    pytest.param(page, example, id=f"{page.rule.id}-{example.title}") for page in PAGES for example in page.examples
]

ALONE = [pytest.param(example, id=f"{page.rule.id}-{example.title}") for page in PAGES for example in page.examples]


def speaks(conversion: Conversion, rule: str) -> bool:
    spoke = [*(made.rule for made in conversion.changes), *(note.rule for note in conversion.findings)]
    for one in conversion.modules:
        spoke += [*(made.rule for made in one.changes), *(note.rule for note in one.findings)]
        spoke += [asked.rule for asked in one.questions]
    return rule in {speaker.id for speaker in spoke}


@pytest.mark.parametrize("example", ALONE)
def test_example_converts_as_its_page_says(example: Example) -> None:
    assert convert(example.pasted, example.choices).converted == example.converted


@pytest.mark.parametrize(("page", "example"), EXAMPLES)
def test_the_rule_speaks_in_its_examples_and_is_silent_where_it_leaves_alone(page: Page, example: Example) -> None:
    spoke = speaks(convert(example.pasted, example.choices), page.rule.id)
    assert spoke is not example.title.startswith("left alone")


@pytest.mark.parametrize("example", ALONE)
def test_left_alone_means_unchanged(example: Example) -> None:
    if example.title.startswith("left alone"):
        assert json.loads(example.pasted) == example.converted


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.rule.id)
def test_page_has_its_headings_in_order(page: Page) -> None:
    kinds = [heading.partition(":")[0] for heading in page.headings]
    examples = kinds.count("Example")
    assert kinds == ["Why", *["Example"] * examples, "References"]
    titles = [example.title for example in page.examples]
    assert any(title.startswith("left alone") for title in titles)
    assert any(not title.startswith("left alone") for title in titles)
    assert page.title
    assert page.summary
    assert 'href="https://' in page.references


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.rule.id)
def test_a_statement_that_the_rule_rests_on_is_cited_in_its_text(page: Page) -> None:
    assert set(page.rule.guidance) <= page.cites


def test_every_markdown_belongs_to_a_rule_and_the_other_way_round() -> None:
    files = {file.stem for file in FOLDER.glob("*/[!_]*.md")}
    assert files == {rule.id for rule in RULES}
