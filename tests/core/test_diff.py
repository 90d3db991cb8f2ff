"""The difference, line by line: both sides can be read back from it, and every changed line knows its change."""

import json

import pytest
from hypothesis import given

from tests.core.strategies import pastes
from webapp.core import Conversion, SourceError, convert
from webapp.core.diff import Line, diff, unfolded
from webapp.core.guidance import pages

EXAMPLES = [example.pasted for page in pages() for example in page.examples]


def side(lines: list[Line], sign: str) -> object:
    """Read one side back as JSON; commas at the end of a removed run may be one too many."""
    text = ""
    for line in lines:
        if line.sign in (" ", sign):
            key = f"{json.dumps(line.key)}: " if line.key is not None else ""
            closes = line.text in ("}", "]")
            text = (text.rstrip(",") if closes else text) + key + line.text
            text += "" if line.text in ("{", "[") else ","
    return json.loads(text.rstrip(","))


def both_sides_are_there(conversion: Conversion) -> None:
    for one in conversion.modules:
        before, after = unfolded(conversion, one)
        lines = [line._replace(key=None) if number == 0 else line for number, line in enumerate(diff(conversion, one))]
        assert side(lines, "-") == before
        assert side(lines, "+") == after
        assert all((line.change is None) == (line.sign == " ") for line in lines)


@pytest.mark.parametrize("source", EXAMPLES)
def test_both_sides_can_be_read_back(source: str) -> None:
    both_sides_are_there(convert(source))


@given(pastes())
def test_both_sides_can_be_read_back_whatever_is_pasted(source: str) -> None:
    try:
        conversion = convert(source)
    except SourceError:
        return
    both_sides_are_there(conversion)


def test_a_line_names_the_change_that_made_it() -> None:
    conversion = convert('{"HostConfig": {"Binds": ["/home/hcsshares/a-share:/x"], "Memory": 1048576}}')
    one = conversion.modules[0]
    named = {
        (line.sign, line.key or line.text): one.changes[line.change].rule.id
        for line in diff(conversion, one)
        if line.change is not None
    }
    assert named[("-", "Binds")] == "binds"
    assert named[("-", "Memory")] == "memory"
    assert named[("+", "Target")] == "binds"
    assert named[("+", "memory")] == "memory"


def test_a_module_is_printed_whole_with_its_env_and_its_string_opened() -> None:
    entry = {
        "settings": {"image": "i", "createOptions": '{"Env": ["A:B=1"]}'},
        "env": {"https_proxy": {"value": "http://proxy:3128"}},
    }
    conversion = convert(json.dumps(entry))
    added = [line for line in diff(conversion, conversion.modules[0]) if line.sign == "+"]
    assert [line.path for line in added if line.key == "no_proxy"] == [("env", "no_proxy")]
    assert [line.text for line in added if line.path == ("settings", "createOptions", "Env", 0)] == ['"A__B=1"']
