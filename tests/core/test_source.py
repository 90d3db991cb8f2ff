"""From pasted text to a document: forms, places, repairs, and errors with a text that can be accepted."""

import json
import re

import pytest

from webapp.core import SourceError, mend
from webapp.core.path import Json
from webapp.core.problem import Lines, Place
from webapp.core.source import MAX_SIZE, read


@pytest.mark.parametrize(
    ("text", "name", "image", "at"),
    [
        ('{"Env": []}', None, None, ()),
        ('{"settings": {"createOptions": {}, "image": "a:1"}}', None, "a:1", ("settings", "createOptions")),
        ('{"m": {"Settings": {"CreateOptions": {}}}}', "m", None, ("m", "Settings", "CreateOptions")),
        ('"m": {"settings": {"image": "b"}}', "m", "b", ("m", "settings", "createOptions")),
        ('{"createOptions": "", "image": 5}', None, None, ("createOptions",)),
        ("createOptions: {}", None, None, ("createOptions",)),
    ],
)
def test_every_form_of_a_module_is_known(
    text: str, name: str | None, image: str | None, at: tuple[str | int, ...]
) -> None:
    module = read(text).modules[0]
    assert (module.name, module.image, module.at) == (name, image, at)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"HostConfig": []}]', "This is an array"),
        ("[1]", "This is an array"),
        ("5", "a single value"),
        ("true", "a single value"),
        ('{"modules": {"a": {"image": "b"}}}', "no module with `settings`"),
        ('{"properties": {"desired": {"interval": 5}}}', "no module with `settings`"),
    ],
)
def test_what_is_recognised_but_not_taken_is_named(text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(text)


def test_the_env_section_of_an_entry_is_read_beside_it() -> None:
    module = read('{"settings": {"createOptions": {}}, "Env": {"A": {"value": 1}}}').modules[0]
    assert module.env == {"A": {"value": 1}}
    assert module.env_at == ("Env",)


def test_a_mebibyte_is_the_limit_in_bytes() -> None:
    assert read('{"User": "' + "é" * (MAX_SIZE // 2 - 6) + '"}').modules
    with pytest.raises(SourceError, match="limit is 1 MiB") as caught:
        read('{"User": "' + "é" * (MAX_SIZE // 2) + '"}')
    assert caught.value.status == 413


def test_half_a_character_in_the_text_itself_is_an_error_with_its_place() -> None:
    with pytest.raises(SourceError, match="lone surrogate") as caught:
        read('{"a":\n "\ud800"}')
    assert (caught.value.problems[0].line, caught.value.problems[0].column) == (2, 3)


def test_spans_cover_a_member_with_its_key_or_its_nearest_parent() -> None:
    text = '{\n  "HostConfig": {\n    "Binds": ["/a:/b", "/c:/d"]\n  }\n}'
    document = read(text)
    module = document.modules[0]

    def shown(*path: str | int) -> str:
        start, end = document.span(module, path)
        return text[start:end]

    assert shown("HostConfig", "Binds", 1) == '"/c:/d"'
    assert shown("HostConfig", "Binds") == '"Binds": ["/a:/b", "/c:/d"]'
    assert shown("HostConfig", "Mounts", 0) == shown("HostConfig")
    assert shown() == text
    assert document.place(module, ("HostConfig", "Binds", 1)) == (3, 24)


def test_a_fragment_spans_the_whole_text() -> None:
    document = read('\n "Env": ["A"],\n "User": "x"\n')
    assert document.span(document.modules[0], ()) == (2, 28)


def test_lines_and_offsets_lead_to_each_other() -> None:
    lines = Lines("a\nbc\n\nd")
    places = [Place(1, 1), Place(1, 2), Place(2, 1), Place(2, 2), Place(2, 3), Place(3, 1), Place(4, 1)]
    assert [lines.place(offset) for offset in range(7)] == places
    assert [lines.offset(place) for place in places] == list(range(7))


# a broken paste, line and column of its cause, what it becomes, and lines and columns of the edits in the paste
BROKEN = [
    ('{"Env": ["A=1"\n "B=2"\n "C=3"]}', (1, 15), '{"Env": ["A=1",\n "B=2",\n "C=3"]}', [(1, 15), (2, 7)]),
    ('{\n"Labels": {"b": 1\n', (2, 18), '{\n"Labels": {"b": 1\n}}\n', [(2, 18)]),
    (
        '{"settings": {"createOptions":\n "{\\"Env\\": [\\"A\\" \\"B\\"}"}}',
        (2, 19),
        '{"settings": {"createOptions":\n "{\\"Env\\": [\\"A\\", \\"B\\"]}"}}',
        [(2, 19), (2, 25)],
    ),
    (
        '{"settings": {"createOptions": "{\\"a\\": [1, ",\n"createOptions01": "2 3]}"}}',
        (2, 22),
        '{"settings": {"createOptions": "{\\"a\\": [1, ",\n"createOptions01": "2, 3]}"}}',
        [(2, 22)],
    ),
    ("{\\\"User\\\": X ${X}}", (1, 12), "{\\\"User\\\": \\\"X ${X}\\\"}", [(1, 12)]),
    ('"{}', (1, 1), '"{}"', [(1, 4)]),
    (
        '{"settings": {"createOptions": "{\\"a\\": [1"}}',
        (1, 43),
        '{"settings": {"createOptions": "{\\"a\\": [1]}"}}',
        [(1, 43)],
    ),
    (
        '{"settings": {"createOptions": "{\\"a\\": 1}}}',
        (1, 32),
        '{"settings": {"createOptions": "{\\"a\\": 1}"}}',
        [(1, 43)],
    ),
    ("'{\"User\": it}'", (1, 11), "'{\"User\": \\\"it\\\"}'", [(1, 11)]),
    (
        '{"settings": {"createOptions": "{\\"a\\": 1 \\"b\\": 2}"\n "image": "x"}',
        (1, 53),
        '{"settings": {"createOptions": "{\\"a\\": 1, \\"b\\": 2}",\n "image": "x"}\n}',
        [(1, 53), (2, 15), (1, 42)],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cause", "repaired", "edits"), BROKEN)
def test_a_broken_paste_comes_with_a_text_to_accept(
    text: str, cause: tuple[int, int], repaired: str, edits: list[tuple[int, int]]
) -> None:
    with pytest.raises(SourceError) as caught:
        read(text)
    problem = caught.value.problems[0]
    assert (problem.line, problem.column) == cause
    assert caught.value.repaired == repaired
    assert [(fix.line, fix.column) for fix in caught.value.fixes] == edits
    assert read(repaired)
    assert words(repaired) == words(text)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize(
    "text",
    [
        '{"settings": {"createOptions": "{\\"a\\": Tr", "createOptions01": "ue}"}}',
        '{"modules": {"a": {}} "b": 1}',
        '{"settings": {"createOptions": "{\\"a\\": }"}}',
        '{"settings": {"createOptions": "{\\"a\\": }"} "env": {}}',
        "{'a': ]" * 100,
    ],
)
def test_nothing_is_proposed_that_fails_afterwards(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(text)
    assert caught.value.repaired is None
    assert caught.value.fixes == ()


def test_places_in_a_mended_text_lead_back_to_the_paste() -> None:
    mended = mend.mend('{"a": True "b": 1')
    assert mended is not None
    text, fixes = mended
    assert text == '{"a": true, "b": 1\n}'
    assert [mend.before(offset, fixes) for offset in (0, 6, 8, 10, 11, 12, 17, 18)] == [0, 6, 6, 10, 10, 11, 16, 17]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"Labels": {"k" * 30_000: list(range(14_000))}}, "would outgrow 8 MiB"),
        ({"modules": {f"m{number}": {"settings": {}} for number in range(2_001)}}, "more than 2,000 modules"),
        ({"modules": {"m" * 1_001: {"settings": {}}}}, "name is 1,001 characters long"),
    ],
)
def test_what_would_make_an_answer_without_bounds_is_refused(value: Json, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read(json.dumps(value))


def test_keys_that_stand_twice_below_a_long_one_count_each_time() -> None:
    with pytest.raises(SourceError, match="would outgrow 8 MiB"):
        read('{"Labels": {"' + "k" * 30_000 + '": {' + ", ".join('"a": 1' for _ in range(1_000)) + "}}}")
