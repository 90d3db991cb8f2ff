"""The JSON dialect: what the device's parser takes is taken and listed, what it refuses is explained and mended."""

import json

import pytest

from tests.effort import in_ordinary_pastes
from webapp.core import SourceError, carrier, dialect, mend
from webapp.core.dialect.faults import DialectError
from webapp.core.path import MAX_DEPTH, MAX_VALUES, Json
from webapp.core.source import MAX_SIZE, read
from webapp.core.splice import spliced

TOLERATED: list[tuple[str, Json, list[tuple[int, str]]]] = [
    ('{"a": 1}', {"a": 1}, []),
    ('{"a": [1, -2.5, 1e3, true, false, null, "\\u00e9\\/"]}', {"a": [1, -2.5, 1000.0, True, False, None, "é/"]}, []),
    ("{'a': 'b\"c'}", {"a": 'b"c'}, [(1, "Single quotes"), (6, "Single quotes")]),
    ("{a: 1, $b_2: 2}", {"a": 1, "$b_2": 2}, [(1, "The name `a`"), (7, "The name `$b_2`")]),
    ('// x\n{"a": 1} // y', {"a": 1}, [(0, "A comment"), (14, "A comment")]),
    ('/* x */{"a":/* y */1/**/}/* z */', {"a": 1}, [(0, "A co"), (12, "A co"), (20, "A co"), (25, "A co")]),
    ('{"a": [1, 2,], }', {"a": [1, 2]}, [(11, "A trailing"), (13, "A trailing")]),
    ('{"a": "b\nc"}', {"a": "b\nc"}, [(8, "A raw control")]),
    ('{"a": "b\tc\n\n  d"}', {"a": "b\tc\n\n  d"}, [(8, "A raw control"), (10, "A raw control")]),
    ('{"a": "b\n}", "c": 1}', {"a": "b\n}", "c": 1}, [(8, "A raw control")]),
    ('{"a": "it\\\'s"}', {"a": "it's"}, [(9, "The escape")]),
    ('\ufeff{"a":\u00a01}', {"a": 1}, [(0, "An invisible"), (6, "An invisible")]),
    ('{"a": "\\ud83d\\ude00"}', {"a": "😀"}, []),
    ("{'a': '\\ud83d\\ude00\\\"\\n'}", {"a": '😀"\n'}, [(1, "Single"), (6, "Single")]),
    ('"a": 1, "b": 2', {"a": 1, "b": 2}, [(0, "The outer braces")]),
    ('"a": {"b": 1},\n', {"a": {"b": 1}}, [(0, "The outer braces"), (13, "A trailing")]),
    ("null", None, []),
    ('{"a": ${X}, "b": [$Y_1, ${a b-c}]}', {"a": "${X}", "b": ["$Y_1", "${a b-c}"]}, [
        (6, "The placeholder `${X}` has no quotes; it is read as text and stays"), (18, "The placeholder `$Y_1`"),
        (24, "The placeholder")]),
    ('{"a": $X // y\n}', {"a": "$X"}, [(6, "The placeholder"), (9, "A comment")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "tolerated"), TOLERATED)
def test_what_the_device_takes_is_taken_and_listed(text: str, value: Json, tolerated: list[tuple[int, str]]) -> None:
    reading = dialect.read(text)
    assert reading.value == value
    assert len(reading.tolerated) == len(tolerated)
    for (offset, message), (expected, start) in zip(reading.tolerated, tolerated, strict=True):
        assert offset == expected
        assert str(message).startswith(start)


STRICT = [
    ('{"a": [1, 2]}', '{"a": [1, 2]}'),
    ("{'a': 'b\"c\\'d\\u00e9'}", '{"a": "b\\"c\'dé"}'),
    ("{a: 1, $b_2 : 2}", '{"a": 1, "$b_2" : 2}'),
    ('// x\n{"a": /* y */ ${X},} // z', '// x\n{"a": /* y */ ${X}} // z'),
    ('{"a": [1, 2 ,/* x */], }', '{"a": [1, 2 /* x */] }'),
    ('{"a": "b\n\tc"}', '{"a": "b\\n\\tc"}'),
    ('\ufeff{\u00a0\u00a0"a":\u200b\u20031\u2028}', '{  "a": 1 }'),
    ('"a": 1, b: 2', '{"a": 1, "b": 2}'),
    ('\ufeff"a": {"b": 1},\r\n', '{"a": {"b": 1}}\r\n'),
    ('/* x */ "a": 1 /* y */ ', '/* x */ {"a": 1 /* y */} '),
    ('"a": 1, // x */  \r\n\u00a0', '{"a": 1 // x */\r\n}  \r\n '),
]


@pytest.mark.parametrize(("text", "strict"), STRICT)
def test_what_was_tolerated_can_be_made_strict(text: str, strict: str) -> None:
    reading = dialect.read(text)
    made = spliced(text, reading.strict)
    assert made == strict
    assert dialect.read(made).value == reading.value
    assert not dialect.read(made).strict


# text, offset of the cause, part of the message, the mended text or None
REFUSED: list[tuple[str, int, str, str | None]] = [
    ('{"a": 1 "b": 2}', 7, "A comma is missing", '{"a": 1, "b": 2}'),
    ('{"a": ["x" "y"]}', 10, "A comma is missing", '{"a": ["x", "y"]}'),
    ('{"a": {} "b": 1}', 8, "A comma is missing", '{"a": {}, "b": 1}'),
    ('{"a": 1 b: 2}', 7, "A comma is missing", '{"a": 1, b: 2}'),
    ('{"a": 1; "b": 2}', 7, "separated by commas", '{"a": 1, "b": 2}'),
    ('{"a": 1,, "b": 2}', 8, "nothing before this comma", '{"a": 1, "b": 2}'),
    ("[1,,]", 3, "nothing before this comma", "[1,]"),
    ("[,1]", 1, "nothing before this comma", "[1]"),
    ('{,"a": 1}', 1, "nothing before this comma", '{"a": 1}'),
    ('{"a": {"b": 1}', 14, "ends too early: `}` is missing", '{"a": {"b": 1}\n}'),
    ('{"a": [{"b": 1\n', 14, "`}]}` is missing", '{"a": [{"b": 1\n}]}\n'),
    ('{"a": {"b": "c/d": [1]}}}', 12, '`{` is missing before `"c/d"`', '{"a": {"b": {"c/d": [1]}}}'),
    (
        '{"a": "b": "c" : "}", "d": 2}}} // }',
        6,
        '`{` is missing before `"b"`',
        '{"a": {"b": {"c" : "}", "d": 2}}} // }',
    ),
    ('"a": "b": 1}', 5, '`{` is missing before `"b"`', '"a": {"b": 1}'),
    ('{"a": "b": 1}', 6, '`{` is missing before `"b"`', None),
    ('{"a: {\n"b": "c": 1}}', 1, "never closed", None),
    ('{"a": {"x": 1 "b": "c": 1}}}', 13, "A comma is missing", '{"a": {"x": 1, "b": {"c": 1}}}'),
    ('{"a" {"b": "c": 1}}}', 5, "no colon", None),
    ('{"a": "b": "c": 1}}', 6, '`{` is missing before `"b"`', None),
    ('{"a": "b": "}", /* } */ "c": {}}', 6, '`{` is missing before `"b"`', None),
    ('{"a": [1 }', 9, "`]` is missing before this `}`", '{"a": [1] }'),
    ('{"a": [1, }', 10, "`]` is missing before this `}`", '{"a": [1,] }'),
    ('{"a": {"b": 1]}', 13, "closes nothing", '{"a": {"b": 1}}'),
    ('{"a": 1]}', 7, "closes nothing", '{"a": 1}'),
    ('{"a": 1}}', 8, "closes nothing", '{"a": 1}'),
    ('{"a": 1},', 8, "nothing before this comma", '{"a": 1}'),
    ('{"a": 1},\n"b": 2}', 7, "stands too early", '{"a": 1,\n"b": 2}'),
    ('"a": 1 }', 7, "opening `{` is missing", '{"a": 1 }'),
    ('{"a": "b}', 6, "never closed", '{"a": "b"}'),
    ('{"a": "b,\n"c": "d"}', 6, "never closed", '{"a": "b",\n"c": "d"}'),
    ('{"a": ["b]\n}', 7, "never closed", '{"a": ["b"]\n}'),
    ("{'a': 'b}", 6, "never closed", "{'a': 'b'}"),
    ('{"a": 1 /* b', 8, "comment is never closed", '{"a": 1 /* b*/\n}'),
    ('{"a" 1}', 5, "no colon", '{"a" : 1}'),
    ('{"a" = 1}', 5, "comes a colon, not `=`", '{"a" : 1}'),
    ('{"a": ${X}/b}', 6, "The placeholder `${X}/b` has no quotes", '{"a": "${X}/b"}'),
    ('{"a": [$X, <my image>]}', 11, "The placeholder `<my image>`", '{"a": [$X, "<my image>"]}'),
    ('{"a": $X$Y}', 6, "The placeholder `$X$Y`", '{"a": "$X$Y"}'),
    ('{"a": ${}}', 6, "`$` is not expected", '{"a": {}}'),
    ('{"a": $1}', 6, "The placeholder `$1`", '{"a": "$1"}'),
    ("${X}", 0, "`${X}` seems to be a placeholder", None),
    ('{"a": host}', 6, "The text `host` has no quotes", '{"a": "host"}'),
    ('{"a": 80/tcp}', 6, "not a number", '{"a": "80/tcp"}'),
    ('{"a": 08}', 6, "`08` is not a number", '{"a": "08"}'),
    ('{"a": +1}', 6, "not a number", '{"a": "+1"}'),
    ('{"a": True, "b": NULL}', 6, "`True` is not JSON", '{"a": true, "b": null}'),
    ('{"a": None}', 6, "`None` is not JSON", '{"a": null}'),
    ("{k8s-experimental: {}}", 1, "`k8s-experimental` needs quotes", '{"k8s-experimental": {}}'),
    ("{“a”: “b”}", 1, "typographic", '{"a": "b"}'),
    ('{"a": "C:\\data"}', 9, "`\\d` is no escape", '{"a": "C:\\\\data"}'),
    ('{"a": "\\u12"}', 7, "`\\u` is no escape", '{"a": "\\\\u12"}'),
    ('{"a": "10"`}', 10, "not expected", '{"a": "10"}'),
    ('{\n+ "a": 1\n}', 2, "`+` is not expected", '{\n "a": 1\n}'),
    ('{"a": [...]}', 7, "`...` is not expected", '{"a": []}'),
    ('{"a": }', 1, "`a` has no value", None),
    ('{"a":', 1, "`a` has no value", None),
    ('{"a"}', 1, "no colon and no value", None),
    ('{"a": NaN}', 6, "`NaN` is no number", None),
    ('{"a": -Infinity}', 6, "`-Infinity` is no number", None),
    ('{"a": 1e400}', 6, "too large", None),
    ('{"a": ' + "9" * 5000 + "}", 6, "too large", None),
    ('{"a": "\\ud800"}', 7, "lone surrogate", None),
    ('{"a": "\\ude00x"}', 7, "lone surrogate", None),
    ('{"a": 1}\x1c', 8, "goes on after its end, with `U+001C`", None),
    ("\x1c{}", 0, "`U+001C` does not begin", None),
    ('{"a": 1} x', 9, "goes on after its end", None),
    ('{"a": 1}\n<any other>', 9, "goes on after its end", None),
    ("IoT Edge: x", 0, "does not begin createOptions", None),
    ("", 0, "nothing here", None),
    (" \n ", 0, "nothing here", None),
    ("[" * 65 + "]" * 65, 64, "more than 64 levels", None),
]


@pytest.mark.parametrize(("text", "offset", "message", "mended"), REFUSED)
def test_what_the_device_refuses_is_explained_and_mended(
    text: str, offset: int, message: str, mended: str | None
) -> None:
    with pytest.raises(DialectError) as caught:
        dialect.read(text)
    assert caught.value.offset == offset
    assert message in str(caught.value.message)
    assert str(caught.value.hint)
    proposal = mend.mend(text)
    assert (proposal[0] if proposal else None) == mended


def test_every_part_of_a_text_that_needs_many_edits_is_mended_in_one_go() -> None:
    text = '{"Env": ["A=1" "B=2",\n "HostConfig": {"Binds": ["/a:/b]\n}, Privileged: True'
    proposal = mend.mend(text)
    assert proposal is not None
    value = dialect.read(proposal[0]).value
    assert value == {"Env": ["A=1", "B=2"], "HostConfig": {"Binds": ["/a:/b"]}, "Privileged": True} or proposal[1]


def test_an_object_without_its_brace_counts_as_a_level() -> None:
    text = '{"a":' * (MAX_DEPTH - 1) + '{"b": "c": 1}' + "}" * MAX_DEPTH
    with pytest.raises(DialectError, match="more than 64 levels"):
        dialect.fixes(text)


@pytest.mark.parametrize("depth", [1, MAX_DEPTH - 1, MAX_DEPTH])
def test_64_levels_are_deep_enough_for_both_readers(depth: int) -> None:
    text = '{"Labels":' * (depth - 1) + "{}" + "}" * (depth - 1)
    assert dialect.read(text).value == json.loads(text)
    assert read(text).modules[0].options == json.loads(text)


@pytest.mark.parametrize("comma", ["", ","])
def test_65_levels_are_refused_by_both_readers(comma: str) -> None:
    text = '{"a":' * MAX_DEPTH + "{" + comma + "}" + "}" * MAX_DEPTH
    with pytest.raises(SourceError, match="more than 64 levels"):
        read(text)


@pytest.mark.parametrize("comma", ["", ","])
def test_too_many_values_are_refused_by_both_readers(comma: str) -> None:
    text = '{"Env":[' + ",".join(["1"] * (MAX_VALUES - 2))
    assert carrier.parse(text + comma + "]}")
    with pytest.raises(DialectError, match=f"more than {MAX_VALUES:,} values"):
        carrier.parse(text + ",1" + comma + "]}")


def test_keys_that_repeat_are_listed_once_for_each_earlier_time() -> None:
    reading = dialect.read('{"a": 1, "b": {"c": 1, "c": 2}, "a": {"d": 3}, "a": 4}')
    assert reading.value == {"a": 4, "b": {"c": 2}}
    assert reading.duplicates == [(("b", "c"), 15), (("a",), 1), (("a",), 32)]


def test_what_stood_below_an_earlier_key_has_no_place_any_more() -> None:
    reading = dialect.read('{"a": {"b": 1}, "a": [2]}')
    assert reading.span(("a",)).start == 16
    assert reading.span(("a", "b")).start == 16
    assert reading.span(("a", 0)).start == 22


BUSY_AT_MOST = 200  # conversions of an ordinary paste, which has a fortieth of the size


def full(piece: str, head: str = "", tail: str = "") -> str:
    """Return a mebibyte of one piece, again and again."""
    return head + piece * ((MAX_SIZE - len(head) - len(tail)) // len(piece)) + tail


HOSTILE = {
    "brackets": full("["),
    "braces": full('{"a":'),
    "empty arrays": full("[],", "[", "[]]"),
    "repeated keys": full('"a":1,', "{", '"b":1}'),
    "repeated objects": full('"a":{"b":1},', "{", '"b":1}'),
    "numbers with a trailing comma": full("1,", "[", "]"),
    "open comments": full("/*"),
    "comments": full("/**/", "{", "}"),
    "line comments": full("//\n"),
    "quotes": full('"'),
    "apostrophes": full("'"),
    "backslashes": full("\\", '"'),
    "escapes": full("\\n", "['", "']"),
    "apostrophes in strings": full("\\'", '["', '"]'),
    "surrogate pairs": full("\\ud83d\\ude00", '["', '"]'),
    "raw newlines": full("\n", '["', '"]'),
    "raw newlines and blanks": full("\n ", '["', '"]'),
    "raw newlines and brackets": full("\n}", '["', '"]'),
    "odd blanks": "\u00a0" * (MAX_SIZE // 2),
    "missing braces": full('"a":', "{"),
    "missing braces and spare ones": '{"a":' + full('"a":')[: MAX_SIZE // 2] + "1" + full("}")[: MAX_SIZE // 2 - 9],
    "spare braces": full("}", '"a":1'),
    "spare braces and escaped quotes": full('\\"', '"a":1}}'),
    "YAML": full("a:\n", "b:\n"),
    "YAML with blank lines": full("\n \n", "a:\n"),
    "YAML with commas": full(" ,", "a:\n  b:\n"),
    "braces in pairs": full("{{a"),
    "no commas": full('"a" ', "[", "]"),
    "open placeholders": full("${", "["),
    "open angle brackets": full("<", "["),
    "blanks in bare text": full(" ", "{a:b", "}"),
    "bare members": full("a:b,", "{", "}"),
    "plus signs": full("+ ", "{", "}"),
    "curly quotes": "{" + "“" * (MAX_SIZE // 3 - 1),
    "words": full("a"),
    "digits": full("1", "[", "]"),
    "NUL": full("\0"),
    "one word and colons": full("a:"),
    "escaped text": full('{\\"a\\":1,'),
    "escaped text in a string": full('{\\"a\\":1,', '"', '"'),
    "chunks": '{"settings":{' + ",".join(f'"createOptions{number:02d}":"a"' for number in range(40_000)) + "}}",
    "a chunk with a long number": full("1", '{"createOptions":"","createOptions', '":1}'),
}


def answered(text: str) -> None:
    try:
        document = read(text)
    except SourceError as error:
        assert str(error)
        if error.repaired is not None:
            read(error.repaired)
    else:
        assert document.repairs is not None
        document.span(document.modules[0], ("a",))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mebibyte_is_answered_at_once(name: str) -> None:
    assert in_ordinary_pastes(lambda: answered(HOSTILE[name])) < BUSY_AT_MOST


@pytest.mark.parametrize("name", HOSTILE)
def test_mending_a_hostile_text_ends_soon(name: str) -> None:
    assert in_ordinary_pastes(lambda: answered(HOSTILE[name][: mend.MAX_MENDED])) < BUSY_AT_MOST
