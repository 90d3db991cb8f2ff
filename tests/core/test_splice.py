"""The converted text: what changes is written like what stands beside it, every other byte stays."""

import json
import random
import re
from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.core import dialect
from webapp.core.dialect.reading import Reading, Span
from webapp.core.path import Json, Path, copy
from webapp.core.splice import Splice, spliced, splices

GONE = "(gone)"
PRETTY = """{
  "a": 1,
  "b": ["x", "y"],
  "c": {
    "d": 1.50,
    "e": [
      {"f": 1},
      {"f": 2},
      {"f": 3}
    ]
  },
  "g": null
}
"""
NOTED = """// head
{
  "a": 1, // about a
  // above b
  "b": 2, /* about b */ // too
  "c": 3, /* before d */ "d": 4,

  "e": {"x": 1 /* , } */, "y": 2} // about e
  // below e
} // foot
"""
TABS = PRETTY.replace("  ", "\t")
HUGGING = '{ "a": 1,\n  "b": [{\n    "c": 1\n  }, {\n    "d": 1\n  }],\n  "e": ["/a",\n        "/b"] }'
COMMA_FIRST = '{\n    "a": 1\n  , "b": 2 // b\n  , "c": 3\n}'
BARE = '"a": 1,\r\n"b": {\r\n    "c": 1\r\n}, // about b\r\n'
LOOSE = "\ufeff{'a': 'it\\'s \"x\"', b:\u00a01, \"c\": \"\t\", d: ${D}, 'e': [$E, 1,], }"
STRICT = '{"a": "it\'s \\"x\\"", "b": 1, "c": "\\t", "d": ${D}, "e": [$E, 1] }'

# a paste, what changes in its value, and which pieces of the paste are replaced by which
CASES: list[tuple[str, Mapping[str, Json], Mapping[str, str]]] = [
    (PRETTY, {}, {}),
    (PRETTY, {"a": GONE}, {'  "a": 1,\n': ""}),
    (PRETTY, {"c": GONE}, {PRETTY[PRETTY.index('  "c"') : PRETTY.index('  "g"')]: ""}),
    (PRETTY, {"g": GONE}, {',\n  "g": null': ""}),
    (PRETTY, {"c": GONE, "g": GONE}, {PRETTY[PRETTY.index(',\n  "c"') : -3]: ""}),
    (PRETTY, {"a": GONE, "b": GONE, "c": GONE, "g": GONE}, {PRETTY[:-1]: "{}"}),
    (PRETTY, {"a": "é", "c/d": True}, {"1,\n": '"é",\n', "1.50": "true"}),
    (PRETTY, {"a": 1.0, "g": False}, {"1,\n": "1.0,\n", "null": "false"}),
    (PRETTY, {"a": {}, "g": {"h": [1]}}, {"1,\n": "{},\n", "null": '{\n    "h": [\n      1\n    ]\n  }'}),
    (PRETTY, {"n": 1, "c/n": "é"}, {"null": 'null,\n  "n": 1', "    ]\n": '    ],\n    "n": "é"\n'}),
    (PRETTY, {"g": GONE, "n": [1]}, {'"g": null': '"n": [\n    1\n  ]'}),
    (PRETTY, {"b/0": GONE}, {'"x", ': ""}),
    (PRETTY, {"b": [1, 2, 3], "c/e/+0": True}, {'["x", "y"]': "[1, 2, 3]", '{"f": 1}': 'true,\n      {"f": 1}'}),
    (PRETTY, {"b/1": GONE}, {', "y"': ""}),
    (PRETTY, {"b/0": GONE, "b/+0": 1, "b/+1": 2, "b/+2": 3}, {'"x"': "1, 2, 3"}),
    (PRETTY, {"b/+0": ["s", "t"], "b/+2": {"u": 1}}, {'["x", "y"]': '[["s", "t"], "x", {"u": 1}, "y"]'}),
    (PRETTY, {"b/0": GONE, "b": GONE, "b2": 0}, {'  "b": ["x", "y"],\n': "", "null": 'null,\n  "b2": 0'}),
    (PRETTY, {"c/e/0": GONE}, {'      {"f": 1},\n': ""}),
    (PRETTY, {"c/e/1": GONE}, {'      {"f": 2},\n': ""}),
    (PRETTY, {"c/e/2": GONE}, {',\n      {"f": 3}': ""}),
    (PRETTY, {"c/e/+0": 0, "c/e/+2": {"n": [1, 2]}}, {'{"f": 1},': '0,\n      {"f": 1},\n      {"n": [1, 2]},'}),
    (PRETTY, {"c/e/+3": [], "c/e/0/f": "x"}, {'{"f": 1}': '{"f": "x"}', '{"f": 3}': '{"f": 3},\n      []'}),
    (PRETTY, {"c/e/2": GONE, "c/e/1": GONE, "c/e/+1": 7}, {'{"f": 2},\n      {"f": 3}': "7"}),
    (PRETTY.replace("\n", "\r\n"), {"b": GONE, "n": {"o": 1}}, {
        '  "b": ["x", "y"],\r\n': "", "null": 'null,\r\n  "n": {\r\n    "o": 1\r\n  }'}),
    (TABS, {"c/d": GONE, "c/n": {"o": 1}}, {
        '\t\t"d": 1.50,\n': "", "\t\t]\n": '\t\t],\n\t\t"n": {\n\t\t\t"o": 1\n\t\t}\n'}),
    (PRETTY.replace("  ", "    "), {"n": [1]}, {"null": 'null,\n    "n": [\n        1\n    ]'}),
    ('{"a":1,"b":{"c":[1,2]}}', {"b/n": {"o": [1, 2]}, "a": GONE}, {'"a":1,': "", "2]": '2],"n":{"o":[1,2]}'}),
    ('{"a" : 1,  "b" : 2}', {"n": {"o": 1, "p": 2}}, {"2": '2,  "n" : {"o" : 1,  "p" : 2}'}),
    ('{"a": [], "b": {}}', {"a/+0": [1, {"x": 2}], "b/n": 2}, {"[]": '[[1, {"x": 2}]]', "{}": '{"n": 2}'}),
    ('{"a": 1, "b": 2, "c": 3}', {"b": GONE, "c": GONE}, {', "b": 2, "c": 3': ""}),
    ("{}\n", {"n": {"o": 1}}, {"{}": '{"n": {"o": 1}}'}),
    ('{"a": [1, 2, 3, 4, 5]}', {"a/3": GONE, "a/1": GONE, "a/+0": 0}, {"[1, 2, 3, 4": "[0, 1, 3"}),
    ('{"a": [\n  1, 2,\n  3, 4\n]}', {"a/2": GONE, "a/+3": 5}, {"3, 4": "4, 5"}),
    ('{"a": [1, 2, 3]}', {"a": [True, 2, 4, 3.0]}, {"[1, 2, 3]": "[true, 2, 4, 3.0]"}),
    ('{"a": [1 ,]}', {"a/+1": 2}, {"1 ,": "1, 2 "}),
    ('{"a": 1, "b": 2,\r\n "c": 3}', {"b": GONE}, {' "b": 2,': ""}),
    ('{"a": 1, /* b */ "b": 2}', {"b": GONE}, {',': "", '"b": 2': ""}),
    ('{ "a": 1, // a\n  "b": 2 }', {"b": GONE}, {',': "", '"b": 2': ""}),
    (NOTED, {"a": GONE}, {'  "a": 1, // about a\n': ""}),
    (NOTED, {"b": GONE}, {'  "b": 2, /* about b */ // too\n': ""}),
    (NOTED, {"c": GONE}, {'"c": 3, ': ""}),
    (NOTED, {"d": GONE}, {' "d": 4,': ""}),
    (NOTED, {"e": GONE}, {'4,': "4", '  "e": {"x": 1 /* , } */, "y": 2} // about e\n': ""}),
    (NOTED, {"e/x": GONE}, {'"x": 1 /* , } */, ': ""}),
    (NOTED, {"e/y": GONE}, {' /* , } */, "y": 2': " /* , } */"}),
    (NOTED, {"n": 1}, {"// about e": ', // about e\n  "n": 1', "} ,": "},"}),
    (NOTED, {"e": GONE, "n": 1}, {"4,": '4, "n": 1', '  "e": {"x": 1 /* , } */, "y": 2} // about e\n': ""}),
    (HUGGING, {"a": GONE}, {'"a": 1,\n  ': ""}),
    (HUGGING, {"n": 1}, {'"/b"]': '"/b"],\n  "n": 1'}),
    (HUGGING, {"b/+2": {"n": 1}}, {"}]": '}, {\n    "n": 1\n  }]'}),
    (HUGGING, {"b/0": GONE, "e/0": GONE}, {'{\n    "c": 1\n  }, ': "", '"/a",\n        ': ""}),
    (HUGGING, {"b/1": GONE, "e": GONE}, {', {\n    "d": 1\n  }': "", ',\n  "e": ["/a",\n        "/b"]': ""}),
    (HUGGING, {"e/+2": "/c"}, {'"/b"': '"/b",\n        "/c"'}),
    (COMMA_FIRST, {"a": GONE}, {'"a": 1\n  , ': ""}),
    (COMMA_FIRST, {"b": GONE}, {'"b": 2 // b\n  , ': ""}),
    (COMMA_FIRST, {"c": GONE}, {'\n  , "c": 3': "\n  "}),
    (COMMA_FIRST, {"b": GONE, "c": GONE}, {'\n  , "b": 2 // b\n  , "c": 3': ""}),
    (BARE, {}, {'"a"': '{"a"', "// about b": "// about b\r\n}", "},": "}"}),
    (BARE, {"a": GONE}, {'"a": 1,\r\n': "{", "// about b": "// about b\r\n}", "},": "}"}),
    (BARE, {"n": 1}, {'"a"': '{"a"', "// about b": '// about b\r\n"n": 1\r\n}'}),
    (BARE, {"b": GONE}, {'"a": 1,': '{"a": 1', BARE[BARE.index('"b"') : -2]: "\r\n}"}),
    (BARE, {"a": GONE, "b": GONE}, {BARE[:-2]: "{}"}),
    ('"a": {\n  "x": 1\n}', {"n": 1}, {'"a"': '{"a"', "\n}": '\n},\n"n": 1}'}),
    ('"a": 1,\n"b": 2 // x  ', {"n": 1}, {'"a"': '{"a"', "2 // x": '2, // x\n"n": 1\n}'}),
    ('"a": 1', {"n": [1]}, {'"a": 1': '{"a": 1, "n": [1]}'}),
    (LOOSE, {}, {LOOSE: STRICT}),
    (LOOSE, {"e": GONE}, {LOOSE: STRICT.replace(', "e": [$E, 1]', "")}),
    (LOOSE, {"e/1": GONE, "a": GONE}, {LOOSE: STRICT.replace(', 1]', "]").replace('"a": "it\'s \\"x\\"", ', "")}),
    (LOOSE, {"e/+2": 2, "b": 2, "n": 1}, {LOOSE: STRICT.replace("1]", '1, 2], "n": 1').replace("1,", "2,", 1)}),
    ('{"a": 0, "b": {"c": 1, "d": 2, "c": 3}}', {"a": 9}, {"0": "9", '"c": 1, "d": 2, "c": 3': '"c": 3, "d": 2'}),
    ('[[{\n"a": {},\n"a": 1}], [2]]', {"1/0": 3}, {'"a": {},\n"a": 1': '  "a": 1\n', "2]]": "3]]"}),
    ("'a': {b: 1, b: 2}, a: 3", {}, {"'a': {b: 1, b: 2}, a: 3": '{"a": 3}'}),
]  # fmt: skip


def changed(value: Json, edits: Mapping[str, Json]) -> Json:
    """Carry out edits by path: a new value, `GONE`, or an item put in at `+index`."""
    value = copy(value)
    for path, new in edits.items():
        *parents, last = path.split("/")
        target = value
        for step in parents:
            target = target[int(step)] if isinstance(target, list) else target[step]  # type: ignore[index]
        key = int(last) if isinstance(target, list) else last
        if isinstance(target, list) and last[0] == "+":
            target.insert(int(last), new)
        elif new == GONE:
            del target[key]  # type: ignore[union-attr,arg-type]
        else:
            target[key] = new  # type: ignore[index]
    return value


def converted(text: str, after: Json, renamed: Mapping[Path, str] | None = None) -> str:
    reading = dialect.read(text)
    found = splices(text, reading, reading.value, after, renamed or {})
    assert all(one.start <= one.end for one in found)
    assert all(one.end <= following.start for one, following in pairwise(found))
    return spliced(text, found)


def exactly(one: Json, other: Json) -> bool:
    """Tell whether two values are equal in the types of their numbers, too."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


@pytest.mark.parametrize(("text", "edits", "pieces"), CASES)
def test_what_changes_is_written_like_its_siblings(
    text: str, edits: Mapping[str, Json], pieces: Mapping[str, str]
) -> None:
    after = changed(dialect.read(text).value, edits)
    expected = text
    for old, new in pieces.items():
        assert old in expected
        expected = expected.replace(old, new, 1)
    assert converted(text, after) == expected
    assert exactly(dialect.read(expected).value, after)


def test_a_member_can_get_another_name_where_it_stands() -> None:
    text = '{"a" : {\'b\': 1, c: 2}, // x\n "d": [{"e": 0}], "f": 5}'
    after: Json = {"A": {"Bé": 1, "C": 3}, "d": [{"f": 0}], "g": 5}
    renamed: dict[Path, str] = {("a",): "A", ("a", "b"): "Bé", ("a", "c"): "C", ("d", 0, "e"): "f", ("f",): "g"}
    expected = '{"A" : {"Bé": 1, "C": 3}, // x\n "d": [{"f": 0}], "g": 5}'
    assert converted(text, after, renamed) == expected


def test_a_name_that_is_taken_over_and_one_that_is_gone() -> None:
    text = '{"a": 1, "b": 2, "c": 3, "d": 4}'
    assert converted(text, {"b": 1, "d": 4}, {("a",): "b", ("c",): "x"}) == '{"b": 1, "d": 4}'
    assert converted(text, {"b": 1, "a": 2, "c": 3}, {("a",): "b", ("b",): "a"}) == '{"b": 1, "a": 2, "c": 3}'
    assert converted('{"a": 1}', {"b": 1, "a": 9}, {("a",): "b"}) == '{"b": 1, "a": 9}'
    assert converted('{"a": {"x": 1}}', {"b": {"x": 2}}, {("a",): "b"}) == '{"b": {"x": 2}}'


def test_a_key_that_stands_twice_is_written_once_even_where_nothing_changes() -> None:
    text = '{"a": [{"b": 1.0, "b": 2.0}], "c": 3.00}'
    reading = dialect.read(text)
    assert splices(text, reading, reading.value, reading.value) == [Splice(7, 27, '{"b": 2.0}')]


def test_many_items_that_change_are_written_anew_between_those_that_stay() -> None:
    before: list[Json] = ["first", *range(300), "last"]
    after: list[Json] = ["first", *range(1000, 1201), 5, "last"]
    text = json.dumps(before, indent=1)
    assert converted(text, after) == json.dumps(after, indent=1)
    assert converted(text, before[::2]) == json.dumps(before[::2], indent=1)


def test_a_new_value_on_several_lines_is_indented_from_its_line() -> None:
    text = '{\n   "a": {"b": 1,\n      "c": 2}}'
    after: Json = {"a": {"b": {"x": {}, "y": [1]}, "c": 2}}
    assert converted(text, after) == text.replace("1", '{\n      "x": {},\n      "y": [\n         1\n      ]\n   }')


def test_a_text_that_holds_nothing_or_a_string_is_replaced() -> None:
    reading = Reading({}, Span(0, 0, 0))
    assert splices("", reading, {}, {"a": 1}) == [Splice(0, 0, '{"a": 1}')]
    assert converted('\n"{}" // x', '{"a":1}') == '\n"{\\"a\\":1}" // x'


NAMES = ["a", "b", "Env", "é", "x y", "", "k/1", "$v"]
LEAVES: list[Json] = [
    1,
    1.0,
    True,
    None,
    False,
    0,
    "a,b",
    "// no",
    "/* no */",
    "}",
    "é\u2028",
    "it's",
    'q"',
    "\t",
    10**20,
]
SPACES = ["", "", "", " ", "/* a, } */", "// it's , ]\n", "/* a\n b */", "\u00a0", "\u200b"]
COMMENT = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)


def made(chance: random.Random, depth: int, size: int) -> Json:
    kind = chance.random() if depth else 1
    if kind < 0.35:
        return {name: made(chance, depth - 1, size) for name in chance.sample(NAMES, chance.randrange(size))}
    if kind < 0.6:
        return [made(chance, depth - 1, size) for _ in range(chance.randrange(size))]
    return chance.choice(LEAVES)


def edited(chance: random.Random, value: Json) -> Json:
    """Remove, change and add members and items."""
    if isinstance(value, dict):
        kept = {key: edited(chance, child) for key, child in value.items() if chance.random() < 0.85}
        new = {f"n{number}": made(chance, 2, 3) for number in range(chance.choice([0, 0, 0, 1, 2]))}
        return kept | new
    if isinstance(value, list):
        items: list[Json] = []
        for child in value:
            items += [made(chance, 1, 3)] if chance.random() < 0.1 else []
            items += [edited(chance, child)] if chance.random() < 0.8 else []
        return [*items, made(chance, 2, 3)] if chance.random() < 0.2 else items
    return value if chance.random() < 0.8 else made(chance, 1, 3)


def loose(chance: random.Random, value: Json, indent: str) -> str:
    """Print as only the device reads it: comments, odd blanks, any quotes, trailing commas, lines broken anywhere."""
    if isinstance(value, str):
        return quoted(chance, value)
    if not isinstance(value, dict | list) or not value:
        return json.dumps(value)
    broken, end = chance.choice([True, True, False]), chance.choice(["", ",", "\n" + indent])
    pieces = []
    for key, child in value.items() if isinstance(value, dict) else enumerate(value):
        name = quoted(chance, key) + (space(chance) if indent else "") + ": " if isinstance(key, str) else ""
        line = "\n" + indent + "  " if broken else " "
        pieces.append(line + space(chance) + name + space(chance) + loose(chance, child, indent + "  ") + space(chance))
    inside = ",".join(pieces) + end
    return "{" + inside + "}" if isinstance(value, dict) else "[" + inside + "]"


def space(chance: random.Random) -> str:
    return chance.choice(SPACES) if chance.random() < 0.3 else ""


def quoted(chance: random.Random, text: str) -> str:
    printed = json.dumps(text, ensure_ascii=chance.random() < 0.5)
    if chance.random() < 0.2:
        printed = "'" + printed[1:-1].replace("'", "\\'").replace('\\"', '"') + "'"
    return printed.replace("\\t", "\t") if chance.random() < 0.2 else printed


@settings(max_examples=250)
@given(st.randoms(use_true_random=False), st.sampled_from([None, 1, 2, 4, "\t"]), st.booleans(), st.booleans())
def test_any_strict_text_gets_the_new_value_and_keeps_the_rest(
    chance: random.Random, indent: int | str | None, tight: bool, crlf: bool
) -> None:
    before = {name: made(chance, 3, 4) for name in NAMES[: chance.randrange(6)]}
    text = json.dumps(before, indent=indent, ensure_ascii=tight, separators=(",", ":") if tight else None)
    text = text.replace("\n", "\r\n") if crlf else text
    assert converted(text, copy(before)) == text
    after = edited(chance, before)
    result = converted(text, after)
    assert exactly(json.loads(result), after)
    inner = dialect.read(text).root.inner or {}
    for key, value in before.items():
        if isinstance(after, dict) and key in after and exactly(after[key], value):
            assert text[inner[key].start : inner[key].end] in result
    assert ("\n" in result.replace("\r\n", "")) <= (not crlf or "\n" not in text)


@settings(max_examples=250)
@given(st.randoms(use_true_random=False), st.sampled_from(["", "\ufeff", "\n// x\n"]), st.booleans())
def test_any_tolerated_text_gets_the_new_value_and_becomes_strict(
    chance: random.Random, head: str, braces: bool
) -> None:
    before = {name: made(chance, 3, 4) for name in NAMES[: chance.randrange(1, 6)]}
    text = loose(chance, before, "")
    text = head + (text if braces else text[1:-1].replace(SPACES[-1], ""))
    for after in (copy(before), edited(chance, before)):
        result = converted(text, after)
        assert exactly(dialect.read(result).value, after)
        assert exactly(json.loads(COMMENT.sub(lambda found: found[1] or " ", result)), after)


def test_a_comment_stays_with_its_item_when_as_many_items_come_as_go() -> None:
    text = '[\n  "a", // first\n  "b", // second\n  "c" // third\n]'
    assert converted(text, ["b", "c", "d"]) == '[\n  "b", // second\n  "c", // third\n  "d"\n]'
