"""Errors of the core as problems of RFC 9457."""

import json

import pytest

from webapp.core import SourceError, convert
from webapp.core.message import Message
from webapp.core.problem import Problem as Cause
from webapp.formats.problem import KINDS, Problem, dump, of_source, problem

BROKEN = '{\n  "HostConfig": {"Privileged": true}\n'


def refused(source: str, choices: dict[str, str] | None = None) -> tuple[SourceError, dict[str, object]]:
    """Return the error of a paste and the problem that is made of it, as a caller reads it."""
    with pytest.raises(SourceError) as caught:
        convert(source, choices)
    return caught.value, json.loads(dump(of_source(caught.value)))


def test_a_paste_that_cant_be_read_is_told_with_place_cause_and_repair() -> None:
    error, found = refused(BROKEN)
    (cause,) = error.problems
    assert found == {
        "type": "/api#problem-unreadable-paste",
        "title": "The paste can't be read",
        "status": 422,
        "detail": f"Line 2, column 37: {cause.message}",
        "errors": [{"line": 2, "column": 37, "message": str(cause.message), "hint": str(cause.hint), "pointer": None}],
        "repaired": error.repaired,
        "fixes": [{"line": fix.line, "column": fix.column, "message": str(fix.message)} for fix in error.fixes],
    }


def test_the_repaired_text_can_be_read() -> None:
    assert convert(str(refused(BROKEN)[1]["repaired"])).converted == {"HostConfig": {"Privileged": True}}


def test_where_there_is_no_repaired_text_there_is_no_member_for_it() -> None:
    error, found = refused("This is no JSON.")
    assert error.repaired is None
    assert set(found) == {"type", "title", "status", "detail", "errors"}


def test_an_answer_to_no_question_is_told_without_a_place() -> None:
    error, found = refused("{}", {"binds:/HostConfig/Binds/7": "keep"})
    (cause,) = error.problems
    assert found == {
        "type": "/api#problem-unfit-answer",
        "title": "An answer does not fit the paste",
        "status": 422,
        "detail": str(cause.message),
        "errors": [
            {"line": None, "column": None, "message": str(cause.message), "hint": str(cause.hint), "pointer": None}
        ],
    }


def test_a_paste_over_the_limit_is_told_without_a_place() -> None:
    error, found = refused("[" * (1 << 20) + "]")
    (cause,) = error.problems
    assert found == {
        "type": "/api#problem-too-large",
        "title": "That is too large",
        "status": 413,
        "detail": str(cause.message),
        "errors": [
            {"line": None, "column": None, "message": str(cause.message), "hint": str(cause.hint), "pointer": None}
        ],
    }


def test_of_many_causes_a_hundred_are_listed_and_the_others_counted() -> None:
    cause = Cause(Message("No."), Message("Do."), line=0)
    found = of_source(SourceError((cause,) * 1_500))
    assert len(found.errors) == 100
    assert found.detail == "No. And 1,499 more of the kind."


def test_a_kind_that_is_not_known_can_not_be_told() -> None:
    with pytest.raises(KeyError):
        problem("no-such-kind", "Never.")


def test_every_kind_has_a_title_and_words_that_are_sentences() -> None:
    assert [kind.slug for kind in KINDS.values() if not kind.about.endswith(".") or kind.title.endswith(".")] == []


def test_a_problem_without_particulars_has_the_four_members_of_the_rfc() -> None:
    kind = KINDS["not-found"]
    assert json.loads(dump(problem("not-found", "Gone."))) == {
        "type": "/api#problem-not-found",
        "title": kind.title,
        "status": 404,
        "detail": "Gone.",
    }
    assert isinstance(problem("not-found", "Gone."), Problem)
