"""Kubernetes objects as YAML: any reader reads the same, and each line knows its field."""

import json

import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.core.strategies import pastes
from webapp.core import convert
from webapp.core.path import Json, at
from webapp.core.preview import preview
from webapp.formats import manifests

TEXTS = st.text() | st.sampled_from(["y", "No", "ON", "1e3", "0o7", "1_000", "12:30", "~", "null", "", " a", "a: b", "# a", "a\nb", "\u2028", "=", "<<", "2020-07-07", ".inf", "k" * 1_001, "😀", "\ufeff"])  # fmt: skip  # noqa: E501
LEAVES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS
VALUES: st.SearchStrategy[Json] = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=12
)
OBJECTS = st.lists(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=3), max_size=3)


@given(OBJECTS)
def test_what_is_written_is_read_again(objects: list[dict[str, Json]]) -> None:
    assert list(yaml.safe_load_all(manifests.stream(objects))) == objects


@given(OBJECTS)
def test_each_line_ends_with_the_value_that_it_states(objects: list[dict[str, Json]]) -> None:
    for line in manifests.lines(objects):
        if line.number is None:
            assert line.text == manifests.SEPARATOR
            continue
        value = at(objects[line.number], line.path)
        if line.text.lstrip(" -").startswith("? "):
            continue
        if isinstance(value, (dict, list)) and value:
            assert line.text.endswith(":")
        elif isinstance(value, str):
            assert line.text.endswith((value, '"'))
        else:
            assert line.text.endswith(json.dumps(value))


def test_a_text_that_older_readers_take_for_a_switch_is_quoted() -> None:
    for word in ("y", "N", "on", "Off", "true", "1e3", "0o17", "1_0", "12:30"):
        assert manifests.stream([{"a": word}]) == f'a: "{word}"\n'


@given(pastes())
def test_every_document_of_a_preview_can_be_written(paste: str) -> None:
    objects = preview(convert(paste)).objects
    assert list(yaml.safe_load_all(manifests.stream(objects))) == list(objects)
