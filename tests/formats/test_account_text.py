"""Plain text: fits a terminal and a ticket, and turns neither upside down."""

import json
import re

import pytest

from tests.formats.cases import PASTES
from webapp.core import SourceError, convert
from webapp.core.guidance import statements
from webapp.formats.account import Code, account, legible
from webapp.formats.account_text import WIDTH, account_text, unreadable
from webapp.formats.tally import in_words

ADDRESS, HOME = "https://play.example/p/0123456789abcdefghjk", "https://play.example"

READABLE = [name for name in PASTES if name != "example broken"]


def written(source: str, *, has_moved_on: bool = False) -> str:
    return account_text(account(convert(source), ADDRESS, HOME, has_moved_on=has_moved_on))


def failed(source: str) -> str:
    with pytest.raises(SourceError) as caught:
        convert(source)
    return unreadable(caught.value)


@pytest.mark.parametrize("name", READABLE)
def test_every_line_but_code_addresses_and_single_words_fits_the_width(name: str) -> None:
    text = written(PASTES[name])
    (code,) = (one.text for one in account(convert(PASTES[name]), ADDRESS, HOME) if isinstance(one, Code))
    assert code.rstrip("\n") in text
    lines = text.replace(code.rstrip("\n"), "").splitlines()
    assert [line for line in lines if len(line) > WIDTH and " " in line.strip()] == []


@pytest.mark.parametrize("name", READABLE)
def test_there_are_never_two_empty_lines_and_no_space_at_an_end(name: str) -> None:
    text = written(PASTES[name]).replace(convert(PASTES[name]).text.rstrip("\n"), "code")
    assert not re.search(r"\n\n\n| \n|^\n|\n\n$", text)


def test_the_converted_text_can_be_copied_from_it() -> None:
    source = '{\n  "HostConfig": {"Binds": ["/home/hcsshares/films:/films"]}\n}'
    assert f"\n\nThe converted text\n------------------\n\n{convert(source).text}\n\n" in written(source)


def test_escapes_for_the_terminal_and_characters_that_turn_a_line_are_shown_not_sent() -> None:
    source = json.dumps({"Labels": {"a\x1b[2J\u202eb\u2028": "\x9b\u2066c"}, "HostConfig\u202e": 1}, ensure_ascii=False)
    text = written(source)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e\u2066]", text)
    assert "\\u202e" in text
    (code,) = (one.text for one in account(convert(source), ADDRESS, HOME) if isinstance(one, Code))
    assert json.loads(code) == convert(source).converted


def test_a_change_a_question_and_a_finding_are_told_with_their_lines() -> None:
    text = " ".join(written('{"HostConfig":\n{"Binds": ["/home/hcsshares/a:/a", "/x.txt:/b"]}}').split())
    assert (
        "- moved, line 2: `/HostConfig/Binds/0` to `/HostConfig/Mounts/0`: The share `a` is mounted by its name" in text
    )
    assert "- open, line 2: `/HostConfig/Binds/1`: " in text
    assert "- info, line 2: `/HostConfig/Binds/0`: " in text
    assert " Documented by Microsoft: G5, G6, G7, G8, G10, G11, G12 " in text


def test_the_statements_that_are_cited_stand_once_at_the_end_in_their_order() -> None:
    end = written('{"HostConfig": {"Binds": ["/home/hcsshares/a:/a", "/home/hcsshares/b:/b"]}}').partition(
        "The guidance\n"
    )[2]
    numbers = [int(one) for one in re.findall(r"^G(\d+) ", end, re.MULTILINE)]
    assert numbers == sorted(set(numbers))
    assert {5, 12} <= set(numbers)
    assert f"\n     {statements()['G5'].url}\n" in end


def test_it_says_near_the_top_when_the_rules_have_moved_on() -> None:
    assert "The rules have changed since" in "\n".join(written("{}", has_moved_on=True).splitlines()[:6])
    assert "The rules have changed" not in written("{}")


def test_an_address_stands_alone_on_its_line() -> None:
    assert f"\n{ADDRESS}\n" in written("{}")


def test_a_paste_that_cannot_be_read_is_told_with_line_column_cause_and_hint() -> None:
    text = failed('{\n  "HostConfig": {"Privileged": }\n}')
    assert text == (
        "The paste can't be read.\n\nLine 2, column 18: `Privileged` has no value. Write one after the colon.\n"
    )


def test_what_is_too_large_has_no_line() -> None:
    assert failed('"' + "a" * (1 << 20) + '"').splitlines()[2].startswith("The text is ")


def test_of_very_many_causes_the_rest_is_counted() -> None:
    module = {"type": "docker", "settings": {"image": "a", "createOptions": "{"}}
    desired = {"schemaVersion": "1.1", "modules": {f"m{number}": module for number in range(130)}}
    text = failed(json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": desired}}}))
    assert text.endswith("\nAnd 30 more of the kind.\n")


def test_counts_leave_out_what_there_is_none_of() -> None:
    assert in_words({"kept": 1_200, "removed": 1, "open": 1, "error": 2, "warning": 0}) == (
        "1,201 settings: 1,200 kept, 1 removed, 1 open question, 2 errors"
    )
    assert in_words({"kept": 1}) == "1 setting: 1 kept"
    assert in_words({}) == "0 settings"


def test_a_key_is_shown_on_one_line_with_what_nobody_would_see() -> None:
    assert legible("a\nb\x7f\u200b\u202e\U000e0041é") == "a\\nb\\u007f\\u200b\\u202e\\udb40\\udc41é"
