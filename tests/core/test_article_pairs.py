"""The samples of the article, and of the pages it leans on, convert as those pages say."""

import json
from pathlib import Path
from typing import Any

import pytest

from webapp.core import Conversion, convert

CASES = sorted((Path(__file__).parent.parent / "cases" / "article").glob("*.json"))


def ids(conversion: Conversion) -> dict[str, str]:
    """Return the id of each rule's question."""
    return {question.rule.id: question.id for one in conversion.modules for question in one.questions}


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(request.param.read_text(encoding="utf-8"))
    return loaded


def converted(case: dict[str, Any]) -> Conversion:
    text = json.dumps(case["pasted"])
    known = ids(convert(text))
    return convert(text, {known[rule]: answer for rule, answer in case["answers"].items()})


def test_a_sample_converts_to_its_counterpart(case: dict[str, Any]) -> None:
    assert converted(case).converted == case["converted"]


def test_a_sample_raises_the_questions_that_its_page_leaves_open(case: dict[str, Any]) -> None:
    assert sorted(ids(converted(case))) == case["asks"]


def test_nothing_in_a_sample_is_left_undecided_or_unsaid(case: dict[str, Any]) -> None:
    (module,) = converted(case).modules
    assert module.account["undecided"] == 0
    if case["pasted"] == case["converted"]:
        assert not module.changes


def test_the_counterpart_stays_as_it_is_when_it_is_converted_again(case: dict[str, Any]) -> None:
    once = converted(case)
    again = convert(once.text)
    wanted = {known: answer for rule, answer in case["answers"].items() if (known := ids(again).get(rule))}
    assert convert(once.text, wanted).converted == once.converted
