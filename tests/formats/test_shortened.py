"""Long names in a paste make no long messages, in any format; what is short stays as it is."""

import json

import pytest

from webapp.core import Problem, SourceError, convert
from webapp.core.message import Message
from webapp.formats import problem
from webapp.formats.answer import answer
from webapp.formats.markup import code
from webapp.formats.sarif import sarif
from webapp.formats.shortened import LONGEST, shortened

LONG = "x" * 5_000
PASTED = json.dumps({"HostConfig": {"Binds": [f"/etc/{LONG}.json:/a", f"C:\\{LONG}:/b", f"/home/hcsshares/{LONG}:/c"]}})


@pytest.mark.parametrize("size", [0, 1, LONGEST])
def test_a_value_that_is_not_long_stays(size: int) -> None:
    message = Message("`{name}` is {many}.", {"name": "x" * size, "many": 3})
    assert shortened(message) is message


def test_a_long_value_is_cut_and_the_others_stay() -> None:
    message = shortened(Message("`{name}` is {many}.", {"name": "x" * (LONGEST + 1), "many": 3}))
    assert str(message) == f"`{'x' * LONGEST}…` is 3."
    assert message.template == "`{name}` is {many}."


def test_no_message_of_the_answer_is_long() -> None:
    (one,) = answer(convert(PASTED)).modules
    told = [note.message for note in one.findings] + [note.remedy for note in one.findings]
    told += [change.summary for change in one.changes] + [asked.prompt for asked in one.questions]
    told += [option.label for asked in one.questions for option in asked.options]
    assert any("x…" in text for text in told)
    assert max(map(len, told)) < 3 * LONGEST


def test_no_message_of_the_log_and_of_the_pages_is_long() -> None:
    texts = [one["message"]["text"] for one in sarif([("a.json", convert(PASTED))])["runs"][0]["results"]]
    assert any("x…" in text for text in texts)
    assert max(map(len, texts)) < 5 * LONGEST
    assert len(code(Message("The share `{name}`.", {"name": LONG}))) < 2 * LONGEST


def test_no_message_of_a_problem_is_long() -> None:
    error = SourceError((Problem(Message("`{name}` is wrong.", {"name": LONG}), Message("Mend it.")),))
    told = problem.of_source(error)
    assert "x…" in told.detail
    assert "x…" in told.errors[0].message
    assert len(told.detail) < 2 * LONGEST
