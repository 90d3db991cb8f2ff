"""Markdown: what was pasted can't become anything but code, whatever reads it."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.formats.cases import PASTES
from webapp.core import Conversion, convert
from webapp.core.guidance import statements
from webapp.core.message import Message
from webapp.core.registry import BY_ID
from webapp.formats.account import Code, Heading, Paragraph, account
from webapp.formats.markdown import markdown

ADDRESS, HOME = "https://play.example/c/1~a_b-c*d*", "https://play.example"
OURS = {
    ADDRESS.replace("*", "%2A"),
    *(one.url for one in statements().values()),
    *(f"{HOME}/rules/{rule}" for rule in BY_ID),
}
MARKUP = {
    "heading_open", "paragraph_open", "bullet_list_open", "list_item_open", "inline", "fence",
    "text", "text_special", "code_inline", "strong_open", "link_open",
}  # fmt: skip
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
READABLE = [name for name in PASTES if name != "example broken"]
HOSTILE = [
    "```", "````json\n", "`", "`` ` ``", "~~~\n", "|", "\n| a | b |\n|---|---|\n", "<script>alert(1)</script>",
    "<img src=x>", "<!-- ", "-->", "](https://evil.example)", "[a](https://evil.example)", "![](https://evil.example/x)",
    "\n\n# Heading\n\n",
    "\n- item", "\n[a]: https://evil.example\n", "<https://evil.example>", "\u202e\u2066", "\u2028", "\r", "\t",
    "\x00", "\x1b[2J",
    "&lt;", "\\", "\\`", "*a* _b_ ~~c~~", "$x$", "@everyone", "{a}", " ", "",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=8), max_size=4).map("".join)


def written(source: str, *, has_moved_on: bool = False) -> str:
    return markdown(account(convert(source), ADDRESS, HOME, has_moved_on=has_moved_on))


def tokens(text: str) -> Iterator[Token]:
    for token in READER.parse(text):
        yield token
        yield from token.children or ()


def holds(text: str, conversion: Conversion) -> None:
    """Assert that a text has our markup and our links only, and the converted text in its one block of code."""
    pieces = list(account(conversion, ADDRESS, HOME))
    found = list(tokens(text))
    assert {one.type for one in found if not one.type.endswith("_close")} <= MARKUP
    assert {str(one.attrs["href"]) for one in found if one.type == "link_open"} <= OURS
    (fence,) = (one for one in found if one.type == "fence")
    (code,) = (one for one in pieces if isinstance(one, Code))
    assert fence.content.removesuffix("\n") == code.text.removesuffix("\n").replace("\r\n", "\n").replace("\r", "\n")
    assert sum(one.type == "heading_open" for one in found) == sum(isinstance(one, Heading) for one in pieces)


def hostile_options(texts: list[str]) -> str:
    first, second, third, *rest = texts
    return json.dumps(
        {
            first: second,
            "Hostname": third,
            "HostConfig": {"Binds": [f"/home/hcsshares/{first}:/{second}", second], "Privileged": third, third: first},
            "Env": [f"{first}={third}", *rest],
            "Labels": {second: third},
        },
        ensure_ascii=False,
    )


def hostile_deployment(texts: list[str]) -> str:
    options = hostile_options(texts)
    module = {
        "type": "docker",
        "settings": {"image": texts[1], "createOptions": options},
        "env": {texts[0]: {"value": texts[2]}},
    }
    desired = {"schemaVersion": "1.1", "modules": {f"Camera_{texts[0]}": module, f"b{texts[2]}": module}}
    return json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": desired}}})


@pytest.mark.parametrize("name", READABLE)
def test_every_kind_of_paste_gives_our_markup_and_our_links_only(name: str) -> None:
    conversion = convert(PASTES[name])
    holds(markdown(account(conversion, ADDRESS, HOME)), conversion)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=3, max_size=4), st.sampled_from((hostile_options, hostile_deployment)))
def test_whatever_was_pasted_never_becomes_an_element_or_a_link(texts, shape) -> None:  # type: ignore[no-untyped-def]
    conversion = convert(shape(texts))
    holds(markdown(account(conversion, ADDRESS, HOME)), conversion)


def test_the_block_of_code_outlasts_every_run_of_backticks_in_it() -> None:
    text = written('{"Labels": {"a": "`````"}}')
    assert '\n``````json\n{"Labels": {"a": "`````"}}\n``````\n' in text


@pytest.mark.parametrize("text", [one for one in HOSTILE if one.strip() and one.isprintable()])
def test_a_message_of_ours_is_text_outside_of_its_code_whatever_stands_in_it(text: str) -> None:
    said = Message("It says {gap}".replace("{gap}", text.replace("`", "").replace("{", "{{").replace("}", "}}")))
    found = list(tokens(markdown([Paragraph((said,))])))
    words = "".join(one.content for one in found if one.type in ("text", "text_special"))
    assert {one.type for one in found} <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special"}
    assert words == str(said).rstrip()


def test_the_title_tells_what_it_is_and_the_line_below_counts() -> None:
    text = written('{"Hostname": "camera", "HostConfig": {"Privileged": true}}')
    assert text.startswith("# createOptions, converted for Azure Stack Edge Pro GPU\n\n2 settings: 1 kept, 1 removed, ")


def test_a_title_never_repeats_what_was_pasted() -> None:
    for name in READABLE:
        title = written(PASTES[name]).partition("\n")[0]
        assert title.endswith(", converted for Azure Stack Edge Pro GPU")
        assert "`" not in title


def test_a_change_has_its_kind_line_both_places_reason_and_what_was_there_before() -> None:
    text = written('{"HostConfig":\n{"Binds": ["/home/hcsshares/films:/films"]}}')
    assert (
        "\n- **moved**, line 2: `/HostConfig/Binds/0` to `/HostConfig/Mounts/0`: The share `films` is mounted by its "
        'name at `/films`, no longer by its path on the FPGA device. Before: `"/home/hcsshares/films:/films"`.\n'
    ) in text


def test_a_rule_stands_under_its_section_with_how_sure_it_is_and_links_into_the_article() -> None:
    text = written('{"HostConfig": {"Binds": ["/home/hcsshares/films:/films"]}}')
    assert f"\n### [Storage: Binds become mounts]({HOME}/rules/binds)\n\n- **moved**" in text
    assert f"\n\nDocumented by Microsoft: [G5]({statements()['G5'].url}), [G6]" in text


def test_an_open_question_leads_with_its_answers() -> None:
    text = written('{"HostConfig": {"CapAdd": ["SYS_PTRACE"]}}')
    head = text.partition("## The converted text")[0]
    assert "\n## To decide\n\n- **open**, line 1: `/HostConfig/CapAdd`: " in head
    assert "\n  - `remove`: Yes, remove it\n" in head


def test_without_an_open_question_it_says_so() -> None:
    assert "\nNothing is left to decide.\n" in written("{}")


def test_an_answered_question_has_its_answer() -> None:
    source, question = '{"HostConfig": {"CapAdd": ["SYS_PTRACE"]}}', "capabilities:/HostConfig/CapAdd"
    (asked,) = (one.id for one in convert(source).modules[0].questions if one.answer is None)
    text = markdown(account(convert(source, {asked: "remove"}), ADDRESS, HOME))
    assert "Does the module work without `SYS_PTRACE`? Answer: `remove`.\n" in text
    assert question.partition(":")[2] in asked


def test_it_leads_back_to_its_page() -> None:
    assert f"]({ADDRESS.replace('*', '%2A')})\n" in written("{}")


def test_it_says_near_the_top_when_the_rules_have_moved_on_and_only_then() -> None:
    assert "The rules have changed since" in "\n".join(written("{}", has_moved_on=True).splitlines()[:6])
    assert "The rules have changed since" not in written("{}")


def test_each_module_of_a_deployment_has_its_part_and_its_counts() -> None:
    text = written(PASTES["example deployment"])
    assert text.startswith("# A deployment of 6 modules, converted")
    assert "\n## Module `image_scorer`, now `" in text or "\n## Module `image_scorer`\n" in text
    assert "\n## The deployment as a whole\n\n### " in text


def test_what_was_tolerated_is_listed_with_its_line() -> None:
    assert "\n- **tolerated**, line 1: Single quotes were read as double quotes.\n" in written("{'Hostname': 'a'}")
