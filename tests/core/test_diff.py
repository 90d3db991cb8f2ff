"""The difference, line by line: both sides can be read back from it, and every changed line knows its change."""

import json

import pytest
from hypothesis import given

from tests.core.strategies import pastes
from webapp.core import SourceError, convert
from webapp.core.converted import ConvertedModule
from webapp.core.diff import Line, diff
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


def both_sides_are_there(one: ConvertedModule) -> None:
    lines = list(diff(one))
    assert side(lines, "-") == one.module.options
    assert side(lines, "+") == one.create_options
    assert all((line.change is None) == (line.sign == " ") for line in lines)


@pytest.mark.parametrize("source", EXAMPLES)
def test_both_sides_can_be_read_back(source: str) -> None:
    both_sides_are_there(convert(source).modules[0])


@given(pastes())
def test_both_sides_can_be_read_back_whatever_is_pasted(source: str) -> None:
    try:
        conversion = convert(source)
    except SourceError:
        return
    both_sides_are_there(conversion.modules[0])


def test_a_line_names_the_change_that_made_it() -> None:
    one = convert('{"HostConfig": {"Binds": ["/home/hcsshares/a-share:/x"], "Memory": 1048576}}').modules[0]
    named = {
        (line.sign, line.key or line.text): one.changes[line.change].rule.id
        for line in diff(one)
        if line.change is not None
    }
    assert named[("-", "Binds")] == "binds"
    assert named[("-", "Memory")] == "memory"
    assert named[("+", "Target")] == "binds"
    assert named[("+", "memory")] == "memory"
