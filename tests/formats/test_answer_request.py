"""The request of the API at its door: what is read, and how what does not fit is told."""

import json

import pytest
from pydantic import ValidationError

from webapp.core.path import MAX_VALUES
from webapp.formats import answer_request
from webapp.formats.problem import Problem

HINT = "Send one JSON object in UTF-8, and let a JSON library write it: the paste goes into it as a string."


def refused(body: bytes) -> Problem:
    """Return the problem that a body makes."""
    with pytest.raises(ValidationError) as caught:
        answer_request.read(body)
    return answer_request.fault(caught.value, body)


def test_a_source_is_enough() -> None:
    assert answer_request.read(b'{"source": "{}"}').model_dump() == {"source": "{}", "choices": {}, "language": "en"}


def test_answers_and_language_are_read() -> None:
    wanted = {"source": "é\U0001f680\x00", "choices": {"a:/b": "c"}, "language": "de"}
    assert answer_request.read(json.dumps(wanted).encode()).model_dump() == wanted


def test_a_byte_order_mark_is_passed_over() -> None:
    assert answer_request.read(b'\xef\xbb\xbf{"source": "x"}').source == "x"


def test_of_a_field_that_stands_twice_the_last_one_counts() -> None:
    assert answer_request.read(b'{"source": "a", "source": "b"}').source == "b"


@pytest.mark.parametrize(
    ("body", "line", "column", "message"),
    [
        (b"", 1, 1, "The body ends inside a value."),
        (b"{", 1, 2, "The body ends inside an object."),
        (b'{\n "source": "x', 2, 14, "The body ends inside a string."),
        (b'{"source": "a",}', 1, 16, "Trailing comma."),
        (b'{"source": "a"} b', 1, 17, "Trailing characters."),
        ('{"source": "é🚀\\q"}'.encode(), 1, 16, "Invalid escape."),
        (b'{"source": "\\ud800"}', 1, 19, "This escape is half of a character."),
        (b'{"source": "\xff"}', 1, 13, "These bytes are no UTF-8."),
        (b'{"source": "\x00"}', 1, 13, "Control character (\\u0000-\\u001F) found while parsing a string."),
        (b"[" * 100_000, 1, 202, "The body is nested too deep."),
        (b"9" * 5_000, 1, 4302, "This number is too long."),
        ('{"source": "a"}'.encode("utf-16-le"), 1, 2, "Key must be a string."),
    ],
)
def test_a_body_that_is_no_json_is_told_with_its_place(body: bytes, line: int, column: int, message: str) -> None:
    assert refused(body).model_dump(exclude_unset=True) == {
        "type": "/api#problem-malformed-json",
        "title": "The body is not JSON",
        "status": 400,
        "detail": f"Line {line}, column {column} of the body: {message}",
        "errors": [
            {
                "line": line,
                "column": column,
                "message": message,
                "hint": HINT,
                "pointer": None,
            }
        ],
    }


@pytest.mark.parametrize(
    ("body", "pointer", "message"),
    [
        (b"{}", "/source", "This field is missing."),
        (b"null", "", "The body must be an object."),
        (b"[]", "", "The body must be an object."),
        (b'{"source": {"HostConfig": {}}}', "/source", "This must be a string."),
        (b'{"source": null}', "/source", "This must be a string."),
        (b'{"source": NaN}', "/source", "This must be a string."),
        (b'{"source": 1e999}', "/source", "This must be a string."),
        (b'{"source": "", "choices": []}', "/choices", "This must be an object."),
        (b'{"source": "", "choices": null}', "/choices", "This must be an object."),
        (b'{"source": "", "choices": {"a/b~": true}}', "/choices/a~1b~0", "This must be a string."),
        (b'{"source": "", "language": "fr"}', "/language", "This language is not known."),
        (b'{"source": "", "language": 1}', "/language", "This language is not known."),
        (b'{"source": "", "choice": {}}', "/choice", "There is no field of this name."),
    ],
)
def test_a_field_that_does_not_fit_is_told_by_its_pointer(body: bytes, pointer: str, message: str) -> None:
    found = refused(body)
    assert (found.type, found.status) == ("/api#problem-invalid-request", 400)
    assert [(one.pointer, one.message, one.line, one.column) for one in found.errors] == [
        (pointer, message, None, None)
    ]
    assert found.detail == (f"`{pointer}`: {message}" if pointer else message)


def test_every_field_that_does_not_fit_is_told() -> None:
    found = refused(b'{"choices": {"a": 1, "b": 2}, "more": 3}')
    assert [one.pointer for one in found.errors] == ["/source", "/choices/a", "/choices/b", "/more"]
    assert found.detail == "`/source`: This field is missing. And 3 more."


def test_more_answers_than_a_paste_has_values_are_refused() -> None:
    choices = {str(number): "" for number in range(MAX_VALUES + 1)}
    found = refused(json.dumps({"source": "", "choices": choices}).encode())
    assert [one.pointer for one in found.errors] == ["/choices"]


def test_a_hundred_faults_are_listed_and_the_others_counted() -> None:
    found = refused(json.dumps({"source": ""} | {str(number): 1 for number in range(150)}).encode())
    assert len(found.errors) == 100
    assert found.detail.endswith("And 149 more.")


def test_thousands_of_faults_are_counted_only() -> None:
    found = refused(json.dumps({str(number): 1 for number in range(5_000)}).encode())
    assert found.model_dump(exclude_unset=True) == {
        "type": "/api#problem-invalid-request",
        "title": "The request has fields that don't fit",
        "status": 400,
        "detail": "The request has 5,001 faults, too many to be listed.",
    }


def test_a_name_of_great_length_is_cut_and_a_value_is_never_repeated() -> None:
    found = refused(json.dumps({"source": ["quite-secret"], "k" * 5_000: 1}).encode())
    assert [one.pointer for one in found.errors] == ["/source", "/" + "k" * 200 + "…"]
    assert "quite-secret" not in found.model_dump_json()
