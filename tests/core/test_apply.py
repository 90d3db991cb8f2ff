"""The one place where edits are carried out: what becomes of the value, the patch, and which edit wrote what."""

import json

import jsonpatch
import pytest

from webapp.core.apply import Applied, apply, as_patch, below
from webapp.core.edit import Edit, move, put, remove
from webapp.core.path import Json, at, copy


def applied(document: Json, *edits: Edit) -> Applied:
    """Carry out edits; whatever they are, the patch leads to the value and the document stays as it was."""
    before = copy(document)
    result = apply(document, edits)
    assert document == before
    patch = json.loads(json.dumps(as_patch(result.operations)))
    assert jsonpatch.apply_patch(before, patch) == result.value
    for path, edit in result.written.items():
        assert at(result.value, path) == edit.value
    return result


def test_nothing_comes_of_nothing() -> None:
    result = applied({"a": 1})
    assert (result.value, result.operations) == ({"a": 1}, [])


def test_put_makes_the_parents_that_are_missing() -> None:
    result = applied({"a": 1}, put(("b", "c", "d"), 2, ""))
    assert result.value == {"a": 1, "b": {"c": {"d": 2}}}
    assert as_patch(result.operations) == [{"op": "add", "path": "/b", "value": {"c": {"d": 2}}}]
    assert list(result.written) == [("b", "c", "d")]


def test_put_replaces_what_is_there() -> None:
    result = applied({"a": [1, {"b": 2}]}, put(("a", 1, "b"), 3, ""), put(("a", 0), None, ""))
    assert result.value == {"a": [None, {"b": 3}]}
    assert [operation.op for operation in result.operations] == ["replace", "replace"]


@pytest.mark.parametrize("empty", [None, "", {}])
def test_an_empty_value_of_another_type_gives_way_to_a_list(empty: Json) -> None:
    assert applied({"a": empty}, put(("a", "-"), 1, "")).value == {"a": [1]}


@pytest.mark.parametrize("empty", [None, "", []])
def test_an_empty_value_of_another_type_gives_way_to_an_object(empty: Json) -> None:
    assert applied({"a": empty}, put(("a", "b"), 1, "")).value == {"a": {"b": 1}}


def test_items_are_appended_to_a_missing_list_one_after_the_other() -> None:
    result = applied({}, put(("h", "m", "-"), {"x": 1}, ""), put(("h", "m", "-"), {"x": 2}, ""))
    assert result.value == {"h": {"m": [{"x": 1}, {"x": 2}]}}
    assert list(result.written) == [("h", "m", 0), ("h", "m", 1)]


def test_what_was_written_shares_nothing_with_the_edit() -> None:
    value: Json = {"a": []}
    result = apply({}, [put(("x",), value, ""), put(("x", "a", "-"), 1, "")])
    assert value == {"a": []}
    assert result.value == {"x": {"a": [1]}}


def test_several_removals_and_an_append_in_one_list_hit_what_they_mean() -> None:
    edits = [remove(("a", 0), ""), remove(("a", 2), ""), put(("a", "-"), "new", ""), put(("a", 3), "D", "")]
    result = applied({"a": ["a", "b", "c", "d"]}, *edits)
    assert result.value == {"a": ["b", "D", "new"]}
    assert {path: edit.value for path, edit in result.written.items()} == {("a", 1): "D", ("a", 2): "new"}
    assert result.removed == {("a", 0), ("a", 2)}


def test_below_a_removed_item_paths_shift_at_every_level() -> None:
    document: Json = {"a": [0, {"b": [0, 1, {"c": 1}]}]}
    result = applied(document, remove(("a", 0), ""), remove(("a", 1, "b", 1), ""), put(("a", 1, "b", 2, "c"), 9, ""))
    assert result.value == {"a": [{"b": [0, {"c": 9}]}]}
    assert list(result.written) == [("a", 0, "b", 1, "c")]


def test_more_than_ten_items_are_removed_in_the_order_of_their_numbers() -> None:
    items: list[Json] = list(range(12))
    assert applied({"a": items}, *[remove(("a", index), "") for index in (2, 10, 9)]).value == {
        "a": [0, 1, 3, 4, 5, 6, 7, 8, 11]
    }


def test_a_container_that_is_emptied_goes_and_its_parents_too() -> None:
    result = applied(
        {"h": {"b": {"c": [1, 2]}}, "k": 1}, remove(("h", "b", "c", 0), ""), remove(("h", "b", "c", 1), "")
    )
    assert result.value == {"k": 1}
    assert as_patch(result.operations) == [{"op": "remove", "path": "/h"}]


def test_the_document_itself_is_never_removed() -> None:
    assert applied({"a": {"b": 1}}, remove(("a", "b"), "")).value == {}


def test_a_container_stays_where_something_is_written_below_it() -> None:
    result = applied({"h": {"b": [1]}}, move(("h", "b", 0), ("h", "m", "-"), 2, ""))
    assert result.value == {"h": {"m": [2]}}
    both = applied({"h": {"b": [1]}}, remove(("h", "b", 0), ""), put(("h", "b", "-"), 2, ""))
    assert both.value == {"h": {"b": [2]}}


def test_a_container_stays_where_not_everything_goes() -> None:
    assert applied({"h": {"b": [1], "c": {}}}, remove(("h", "b", 0), "")).value == {"h": {"c": {}}}


def test_an_empty_container_can_be_removed() -> None:
    assert applied({"h": {"c": {}}}, remove(("h", "c"), "")).value == {}


def test_a_value_can_move_to_the_place_of_its_own_container() -> None:
    assert applied({"a": {"b": 1}}, move(("a", "b"), ("c",), 1, "")).value == {"c": 1}
    assert applied({"a": 1}, move(("a",), ("a",), [1], "")).value == {"a": [1]}


@pytest.mark.parametrize("room", ["text", 1, True, [1], ["x"]])
def test_an_edit_without_room_is_refused_and_changes_nothing(room: Json) -> None:
    edit = move(("x",), ("a", "b", "c"), 1, "")
    result = applied({"a": room, "x": 1}, edit)
    assert result.value == {"a": room, "x": 1}
    assert result.refused == [edit]
    assert result.operations == []


def test_an_append_to_an_object_with_members_is_refused() -> None:
    edit = put(("a", "b", "-"), 1, "")
    assert applied({"a": {"b": {"c": 1}}}, edit).refused == [edit]


@pytest.mark.parametrize("index", [2, 7])
def test_an_item_beyond_the_end_is_refused(index: int) -> None:
    edit = put(("a", index), 1, "")
    assert applied({"a": [0, 1]}, edit).refused == [edit]


def test_a_member_that_is_called_like_the_end_of_a_list_can_be_replaced() -> None:
    assert applied({"a": {"-": 1}}, put(("a", "-"), 2, "")).value == {"a": {"-": 2}}


def test_keys_with_slash_and_tilde_are_escaped_in_the_patch() -> None:
    result = applied({"a/b": {"c~d": 1, "e": 2}}, put(("a/b", "c~d"), 3, ""), remove(("a/b", "e"), ""))
    assert [one["path"] for one in as_patch(below(("x/y",), result.operations))] == ["/x~1y/a~1b/c~0d", "/x~1y/a~1b/e"]
