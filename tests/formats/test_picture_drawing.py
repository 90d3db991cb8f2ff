"""How the picture is drawn, and what it says to those who don't see it."""

import json
import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.picture import drawn, whole
from webapp.core import convert
from webapp.formats.picture import Box, Row, Scene, listed, plain, standalone, svg
from webapp.formats.picture.layout import layout
from webapp.formats.picture.measure import width, wrapped
from webapp.formats.picture.scene import flat, say, shown
from webapp.views.pages import examples

SVG = "{http://www.w3.org/2000/svg}"
ANY_TEXT = st.text(st.characters(codec=None), max_size=60)
SAMPLE = json.loads(examples()["fpga-sample"].source)


def scene_of(text: str) -> Scene:
    row = Row(say("path `{path}`", path=text), say("note `{note}`", note=text), "lost")
    return Scene(
        say("`{name}`", name=text), say("about `{name}`", name=text), (Box(say("`{name}`", name=text), (row,)),)
    )


def scene_of_example(slug: str) -> Scene:
    source = examples()[slug].source
    return whole(convert(source)) if slug == "deployment" else drawn(json.loads(source))


@given(ANY_TEXT)
@settings(deadline=None)
def test_any_text_gives_well_formed_xml_and_no_element_of_its_own(text: str) -> None:
    usual = [one.tag for one in ET.fromstring(svg(scene_of("x"))).iter()]  # noqa: S314 - our own
    for made in (svg(scene_of(text)), standalone(scene_of(text)), svg(scene_of(text), narrow=True)):
        tags = {one.tag for one in ET.fromstring(made.encode()).iter()}  # noqa: S314 - our own
        assert tags <= {*usual, f"{SVG}style", f"{SVG}title", f"{SVG}tspan"}


@given(ANY_TEXT)
@settings(deadline=None)
def test_the_words_of_any_text_are_html_of_lists_alone(text: str) -> None:
    found = {tag.name for tag in BeautifulSoup(str(listed(scene_of(text))), "html.parser").find_all()}
    assert found <= {"p", "ul", "li", "strong", "em", "code"}


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\ufffe", "\ud800", "\u202e", "\u2066", "\u200f", "\u061c", "\x9b"])
def test_signs_that_xml_forbids_or_that_turn_the_text_are_shown_as_replaced(sign: str) -> None:
    assert shown(f"a{sign}b") == "a\N{REPLACEMENT CHARACTER}b"


def test_text_from_right_to_left_does_not_turn_what_stands_around_it() -> None:
    hebrew = "/\u05d0\u05d1"
    assert str(say("`{a}` → `{b}`", a=hebrew, b="/x")) == f"`\u2066{hebrew}\u2069` → `/x`"


def test_breaks_become_spaces_and_what_is_too_long_is_cut() -> None:
    assert shown("a\r\n\tb\u2028c") == "a b c"
    assert shown("x" * 1000) == "x" * 239 + "…"


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("slug", ["fpga-sample", "deployment", "host-network"])
def test_the_words_say_exactly_what_is_drawn(slug: str, narrow: bool) -> None:
    scene = scene_of_example(slug)
    drawing = layout(scene, narrow=narrow)
    told = [line.strip() for line in plain(scene).splitlines()[2:]]
    said = [re.sub("^[-] ", "", line) for line in told if not re.match(r"\d+: becomes ", line)]
    seen: list[str] = []
    for words in drawing.words:
        text = words.whole or " ".join(words.lines)
        if words.look.startswith("note"):
            seen[-1] += f" – {text.lstrip('⚠✕ ')}"
        else:
            seen.append(text)
    assert [re.sub(r"\s", "", line) for line in said] == [re.sub(r"\s", "", line) for line in seen]


def test_the_list_says_the_same_as_the_text() -> None:
    scene = drawn(SAMPLE)
    page = BeautifulSoup(str(listed(scene)), "html.parser")
    said = plain(scene).partition("\n")[2]
    assert re.sub(r"[\s–-]", "", page.get_text()) == re.sub(r"[\s–-]", "", said)


def test_a_row_says_where_its_link_leads_and_why() -> None:
    said = plain(drawn({"Cmd": ["a", "b"], "HostConfig": {"Binds": ["/home/hcsshares/in:/data"]}}))
    assert "- Cmd, words: 2\n    1: becomes args, words: 2.\n" in said
    assert "    2: becomes claim in → /data. The share in is mounted by its name at /data" in said


def test_the_picture_is_an_image_with_name_and_description() -> None:
    root = ET.fromstring(svg(drawn(SAMPLE), ident="p7"))  # noqa: S314 - our own
    assert root.get("role") == "img" and root.get("aria-labelledby") == "p7-title p7-desc"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and title.get("id") == "p7-title" and "Module module" in (title.text or "")
    assert desc is not None and desc.get("id") == "p7-desc" and "settings connected" in (desc.text or "")


def test_in_a_page_the_picture_has_no_style_of_its_own_and_as_a_file_it_has() -> None:
    scene = drawn(SAMPLE)
    assert "style" not in str(svg(scene))
    root = ET.fromstring(standalone(scene))  # noqa: S314 - our own
    style, desc = root.find(f"{SVG}style"), root.find(f"{SVG}desc")
    assert style is not None and "prefers-color-scheme: dark" in (style.text or "")
    assert desc is not None and desc.text == plain(scene)


@given(ANY_TEXT, st.integers(40, 300))
@settings(max_examples=50, deadline=None)
def test_lines_fit_their_room_and_lose_nothing_unless_they_say_so(text: str, room: int) -> None:
    lines = wrapped(text, room, 10, 3)
    assert 1 <= len(lines) <= 3
    assert all(width(line, 10) <= room + 1e-6 for line in lines if len(line) > 2)
    if not lines[-1].endswith("…"):
        assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


def test_wide_characters_take_more_room() -> None:
    assert width("漢字", 10) > 20 > width("ab", 10)
    assert len(wrapped("漢" * 20, 100, 10, 9)) > len(wrapped("i" * 20, 100, 10, 9))


def test_a_long_name_is_cut_and_stands_whole_in_a_title() -> None:
    path = "/" + "verylong/" * 25
    made = BeautifulSoup(str(svg(scene_of(path))), "html.parser")
    titles = [tag.get_text() for tag in made.select("svg svg > title")]
    assert f"path {path}" in titles


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("slug", ["deployment", "host-network"])
def test_nothing_is_drawn_outside_of_the_picture_or_over_another_text(slug: str, narrow: bool) -> None:
    drawing = layout(scene_of_example(slug), narrow=narrow)
    for frame in drawing.frames:
        assert frame.x >= 0 and frame.x + frame.width <= drawing.width
        assert frame.y >= 0 and frame.y + frame.height <= drawing.height
    for is_right in (False, True):
        column = [words for words in drawing.words if (words.x > drawing.width / 2) == is_right]
        for above, below in pairwise(column):
            assert above.y + 18 * len(above.lines) <= below.y


def test_the_same_paste_gives_the_same_picture() -> None:
    assert standalone(drawn(SAMPLE)) == standalone(drawn(SAMPLE))


def test_every_link_of_a_module_has_a_line_in_the_wide_picture_and_numbers_in_both() -> None:
    scene = drawn(SAMPLE)
    wide, narrow = layout(scene), layout(scene, narrow=True)
    assert len(wide.lines) == len(scene.links) > 0 == len(narrow.lines)
    assert [one.text for one in wide.badges] == [one.text for one in narrow.badges]
    assert {one.text for one in wide.badges} == {str(link.number) for link in scene.links} | {"2, 3"}
    assert flat(scene.rows[scene.links[0].start].text) in wide.lines[0].title


@pytest.mark.parametrize("narrow", [False, True])
def test_calls_to_one_module_share_a_lane_that_ends_in_an_arrow(narrow: bool) -> None:
    scene = scene_of_example("deployment")
    lines = layout(scene, narrow=narrow).lines
    lanes = {line.points[-1]: line.points[1][0] for line in lines}
    assert len(lines) == len(scene.links) > len(lanes) == len(set(lanes.values()))
    assert all(line.points[1][0] == lanes[line.points[-1]] for line in lines)
    root = ET.fromstring(svg(scene, narrow=narrow))  # noqa: S314 - our own
    assert len(root.findall(f".//{SVG}path[@class='tip']")) == len(scene.links)
