"""Paths into JSON: pointers, leaves, lookups and the limits of size."""

import pytest

from webapp.core.path import MAX_DEPTH, MAX_VALUES, Json, Path, TooMuchError, at, check_size, copy, has, leaves, pointer

VALUE: Json = {"a": [1, {"b": None}], "c": {}, "d": [], "e/f~g": {"": False}}


def nested(depth: int) -> Json:
    value: Json = []
    for _ in range(depth - 1):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("path", "text"),
    [((), ""), (("a", 0), "/a/0"), (("",), "/"), (("e/f~g", "-"), "/e~1f~0g/-"), (("~1",), "/~01")],
)
def test_a_path_is_shown_as_a_json_pointer(path: Path, text: str) -> None:
    assert pointer(path) == text


def test_leaves_stand_in_document_order_and_empty_containers_are_leaves() -> None:
    assert leaves(VALUE) == [("a", 0), ("a", 1, "b"), ("c",), ("d",), ("e/f~g", "")]
    assert leaves({}) == [()]


@pytest.mark.parametrize("path", [(), ("a", 1, "b"), ("d",), ("e/f~g", "")])
def test_what_stands_there_is_found_be_it_null_or_false(path: Path) -> None:
    assert has(VALUE, path)


@pytest.mark.parametrize("path", [("x",), ("a", 2), ("a", "0"), ("c", "x"), ("a", 0, "x"), ("d", 0), ("a", "-")])
def test_what_does_not_stand_there_is_none(path: Path) -> None:
    assert not has(VALUE, path)
    assert at(VALUE, path) is None


def test_a_copy_shares_no_container() -> None:
    again = copy(VALUE)
    assert again == VALUE
    assert isinstance(again, dict)
    again["c"] = 1
    assert at(VALUE, ("c",)) == {}


def test_limits_hold_exactly() -> None:
    check_size(nested(MAX_DEPTH), "[" * 100)
    check_size([0] * (MAX_VALUES - 1), "," * MAX_VALUES)
    with pytest.raises(TooMuchError):
        check_size(nested(MAX_DEPTH + 1), "[" * 100)
    with pytest.raises(TooMuchError):
        check_size([0] * MAX_VALUES, "," * MAX_VALUES)
