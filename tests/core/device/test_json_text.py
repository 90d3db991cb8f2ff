"""The JSON that the device's agent accepts, and what it refuses (parsing notes, sections 1 and 2)."""

# ruff: noqa: E501  tables of values, a line for what belongs together

import json
from typing import Any

import pytest

from tests.core.device.made import container, made, refusal
from webapp.core.device import Chunks, DeviceModule, RefusedError
from webapp.core.device.json_text import Repeated, loads
from webapp.core.path import Json

READ: list[tuple[str, Json]] = [
    ("{'a': \"it's\"}", {"a": "it's"}),
    ("{a: 1, $b_2: 2, 3: 4}", {"a": 1, "$b_2": 2, "3": 4}),
    ('/* x */ {// y\n"a": [1, /* z */ 2,], } // end', {"a": [1, 2]}),
    ('["\\\'", \'\\"\', "\\u00e9\\/\\b\\f\\n\\r\\t\\\\"]', ["'", '"', "é/\b\f\n\r\t\\"]),
    ('["one\ntwo\tthree\x00"]', ["one\ntwo\tthree\x00"]),
    ("{'a': '\\ud83d\\ude00'}", {"a": "😀"}),
    ("['x', true, false, null, -1.5e3, 0]", ["x", True, False, None, -1500.0, 0]),
    ("\u00a0{}\u3000", {}),
    ("{'a': {}, 'b': []}", {"a": {}, "b": []}),
]
REFUSED = [
    "{'a': 1 'b': 2}", "{'a': 1,,}", "[,]", "{,}", "['a'", "{'a': }", "{'a' 1}", "{'a'}", "{'a': b}", "[True]",
    "[None]",     "['\\x']", "['\\u12']", "{a-b: 1}", "{}}", "{} x", "[1 2]", "'a", "/* x", "{'a': 01}", "[+1]", "[.5]", "\ufeff{}",
    "{'a': NaN}", '{"a": NaN}', "[-Infinity]", "[1/2]", "{/}",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), READ)
def test_it_reads(text: str, value: Json) -> None:
    assert loads(text) == value


@pytest.mark.parametrize("text", REFUSED)
def test_it_refuses(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        loads(text)
    assert caught.value.error.kind == "InvalidCreateOptions"


def test_only_comments_mean_no_options() -> None:
    assert loads(" // nothing\n/* at all */ ") is None
    assert made("// nothing").errors == ()


@pytest.mark.parametrize("text", ["''", ' "" ', "\tnull\n", "NuLl", " \n", ""])
def test_these_mean_no_options(text: str) -> None:
    assert made(text).losses == ()
    assert made(text).errors == ()


@pytest.mark.parametrize("text", [" NULL ", "0", "'x'", "[]", "true", '"{}"'])
def test_any_other_root_is_refused(text: str) -> None:
    assert refusal(made(text)) == ("InvalidCreateOptions", ())


def test_nothing_is_read_deeper_than_64_levels() -> None:
    assert refusal(made("{'a':" * 65 + "1" + "}" * 65))[0] == "InvalidCreateOptions"
    assert refusal(made('{"a":' * 65 + "1" + "}" * 65))[0] == "InvalidCreateOptions"
    assert refusal(made('{"a":' * 100_000))[0] == "InvalidCreateOptions"
    assert made("{'a':" * 64 + "1" + "}" * 64).errors == ()


def test_nothing_is_read_of_more_than_90000_values() -> None:
    assert refusal(made({"a": [1] * 90_000}))[0] == "InvalidCreateOptions"


def test_members_that_stand_twice_are_kept() -> None:
    found = loads('{"a": 1, "b": 2, "a": 3}')
    assert isinstance(found, Repeated)
    assert found == {"a": 3, "b": 2}
    assert found.pairs == [("a", 1), ("b", 2), ("a", 3)]


def test_the_message_names_the_line() -> None:
    assert "Line 3" in str(made("{\n'a': 1,\n!}").errors[0].message)


def chunks(**settings: Json) -> Any:
    return DeviceModule.of({"name": "a", "image": "b", **settings}).create_options


def read(**settings: Json) -> Json:
    given = chunks(**settings)
    assert isinstance(given, Chunks)
    return given.joined()


def test_parts_are_joined_in_the_order_of_their_names() -> None:
    assert read(createOptions02="c", CREATEOPTIONS="a", createoptions01="b") == "abc"


def test_a_part_may_be_anything_that_can_be_printed() -> None:
    assert read(createOptions="[", createOptions01=5, createOptions02=None, createOptions03="]") == "[5]"
    assert read(createOptions="", createOptions01={"a": [1, "é"]}) == '{"a": [1, "é"]}'
    assert read(createOptions="", createOptions01=True) == "True"


def test_an_object_that_stands_alone_is_taken_as_it_is() -> None:
    assert read(createOptions={"a": 1}) == {"a": 1}
    assert read() == ""


@pytest.mark.parametrize(
    "names",
    [
        ("createOptions01",),
        ("createOptions", "createOptions02"),
        ("createOptions", "createOptions01", "createOptions1"),
        ("createOptions", "createOptions-1"),
        ("createOptions", "createOptions\u0661"),
        ("createOptions", "createOptions99999999999999999999999"),
    ],
)
def test_a_gap_or_a_stray_name_is_refused(names: tuple[str, ...]) -> None:
    found = made(chunks(**dict.fromkeys(names, "")))
    assert refusal(found)[0] == "InvalidCreateOptions"


def test_what_follows_the_hundredth_part_is_not_looked_at() -> None:
    parts: dict[str, Json] = {f"createOptions{number:03}": "" for number in range(1, 101)}
    assert read(createOptions="{}", **{**parts, "createOptions100": "x"}) == "{}"


def test_a_part_that_is_nested_too_deep_is_refused() -> None:
    deep: Json = 1
    for _ in range(5000):
        deep = [deep]
    assert refusal(made(chunks(createOptions=deep, createOptions01="")))[0] == "InvalidCreateOptions"


def test_text_and_object_come_to_the_same() -> None:
    options: Json = {"Env": ["A=1"], "Cmd": ["x", 1, True]}
    assert made(options).objects == made(json.dumps(options)).objects
    assert container(made(options), "args") == ["x", "1", "True"]
