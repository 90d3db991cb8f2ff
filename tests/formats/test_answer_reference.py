"""The rules and the guidance as JSON answers."""

from webapp.core import RULESET, guidance
from webapp.core.registry import BY_ID, RULES
from webapp.core.rule import SECTIONS
from webapp.formats import answer_reference


def test_every_rule_is_listed_in_order() -> None:
    found = answer_reference.rules()
    assert (found.ruleset, [rule.id for rule in found.rules]) == (RULESET, [rule.id for rule in RULES])


def test_a_rule_is_told_as_its_page_has_it() -> None:
    page, rule = guidance.page("binds"), BY_ID["binds"]
    found = next(one for one in answer_reference.rules().rules if one.id == "binds").model_dump()
    examples = found.pop("examples")
    assert found == {
        "id": "binds",
        "section": "storage",
        "title": page.title,
        "summary": found["summary"],
        "summary_html": page.summary,
        "guidance": list(rule.guidance),
        "sure": rule.sure,
        "url": "/rules/binds",
    }
    assert examples == [
        {"title": one.title, "choices": one.choices, "pasted": one.pasted, "converted": one.converted}
        for one in page.examples
    ]


def test_a_summary_is_plain_text_with_backticks_around_code() -> None:
    summaries = [rule.summary for rule in answer_reference.rules().rules]
    assert [text for text in summaries if "<code>" in text or "&amp;" in text or "\n" in text or not text] == []
    assert [text for text in summaries if text.count("`") % 2] == []
    assert any("`" in text for text in summaries)


def test_every_statement_is_listed_with_its_section_and_place_in_the_article() -> None:
    found = answer_reference.guidance()
    assert [one.id for one in found.statements] == [f"G{number}" for number in range(1, 45)]
    assert {one.section for one in found.statements} == {"about", *SECTIONS}
    assert all(one.url.startswith(f"{found.article}#") for one in found.statements)
    assert [one.text for one in found.statements] == [one.text for one in guidance.statements().values()]


def test_every_statement_that_a_rule_rests_on_can_be_looked_up() -> None:
    known = {one.id for one in answer_reference.guidance().statements}
    assert {name for rule in answer_reference.rules().rules for name in rule.guidance} <= known
