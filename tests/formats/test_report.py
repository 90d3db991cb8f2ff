"""The report: complete, alone in the world, readable by everybody, and safe whatever was pasted."""

import json
import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, Tag

from tests.formats.cases import PASTES
from webapp.core import Problem, SourceError, convert
from webapp.core.guidance import statements
from webapp.core.message import Message
from webapp.formats import plain, tally
from webapp.formats.difference import CONTEXT
from webapp.formats.report import report
from webapp.formats.reported import LONGEST, MOST_ROWS

PASTED = """{
  "Hostname": "camera",
  "HostConfig": {
    "Binds": ["/home/hcsshares/films:/films", "C:\\\\data:/data"],
    "Privileged": "maybe"
  }
}"""
EVIL = "</pre></style><script>alert(1)</script><img src=https://evil.example/x>"


def page(*pasted: str, **problems: SourceError) -> BeautifulSoup:
    named = [(f"m{number}.json", convert(text)) for number, text in enumerate(pasted)]
    return BeautifulSoup(report(named, problems.items(), "1.2.3"), "html.parser")


def deployment(*modules: str) -> str:
    entries = {
        f"module{number}": {"type": "docker", "settings": {"image": "a", "createOptions": text}}
        for number, text in enumerate(modules)
    }
    desired = {"schemaVersion": "1.1", "modules": entries}
    return json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": desired}}})


def table(soup: BeautifulSoup, heading: str) -> list[list[str]]:
    (found,) = (one for one in soup.select("h4") if one.text == heading)
    rows = found.find_next("tbody")
    assert isinstance(rows, Tag)
    return [[" ".join(cell.text.split()) for cell in row.select("th, td")] for row in rows.select("tr")]


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    soup = page(PASTED)
    assert soup.select("script, link, img, iframe, object, embed, video, audio, form, base") == []
    assert soup.select("[onclick], [onload], [style], [src], [srcset]") == []
    styles = " ".join(one.text for one in soup.select("style"))
    assert not re.search(r"url\(|@import|@font-face", styles)
    (policy,) = soup.select('meta[http-equiv="Content-Security-Policy"]')
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def test_its_links_lead_into_the_page_or_to_the_article() -> None:
    soup = page(PASTED, deployment(PASTED, "{}"))
    ids = {str(one["id"]) for one in soup.select("[id]")}
    known = {one.url for one in statements().values()}
    links = [str(link["href"]) for link in soup.select("a")]
    assert links
    assert [link for link in links if link not in known and link.removeprefix("#") not in ids] == []


def test_the_page_is_made_for_everybody() -> None:
    soup = page(PASTED, deployment(PASTED, "{}"))
    assert [one["lang"] for one in soup.select("html")] == ["en"]
    assert len(soup.select("h1")) == len(soup.select("main")) == 1
    levels = [int(one.name[1]) for one in soup.select("h1, h2, h3, h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(cell.get("scope") in ("row", "col") for cell in soup.select("th"))
    assert all(row.select("th[scope=row]") for row in soup.select("tbody tr"))
    assert len({one["id"] for one in soup.select("[id]")}) == len(soup.select("[id]"))
    styles = soup.select("style")[0].text
    assert "prefers-color-scheme: dark" in styles
    assert "@media print" in styles


def test_what_was_pasted_is_escaped_wherever_it_is_shown() -> None:
    evil = {
        "Hostname": EVIL,
        EVIL: EVIL,
        "HostConfig": {"Binds": [f"C:\\{EVIL}:/data"], "Privileged": EVIL},
        "Env": [f"A={EVIL}"],
    }
    named = [(EVIL, convert(json.dumps(evil)))]
    wrong = SourceError((Problem(Message("`{text}` is wrong.", {"text": EVIL}), Message("Mend it.")),))
    soup = BeautifulSoup(report(named, [(EVIL, wrong)]), "html.parser")
    assert soup.select("script, img") == []
    assert len(soup.select("style")) == 1
    assert soup.text.count("<script>alert(1)</script>") > 5


def test_the_account_counts_every_file_and_every_module_of_a_deployment() -> None:
    soup = page(PASTED, deployment(PASTED, "{}"))
    rows = [[cell.text for cell in row.select("th, td")] for row in soup.select("section")[0].select("tbody tr")]
    account = convert(PASTED).modules[0].account
    expected = [str(sum(account.values())), *(str(count) for count in account.values())]
    assert rows[0][:7] == ["m0.json", *expected]
    assert [row[0] for row in rows[1:]] == ["m1.json", "module0", "module1"]
    assert rows[2][1:7] == expected


def test_what_is_left_to_decide_leads_its_file() -> None:
    (heading,) = (one for one in page(PASTED).select("h3") if "decision" in one.text)
    asked = [one for one in convert(PASTED).modules[0].questions if one.answer is None]
    assert heading.text == "2 decisions to make"
    items = heading.find_next("ul")
    assert isinstance(items, Tag)
    told = [" ".join(one.text.split()) for one in items.select("li")]
    assert told == [f"line {line}: {str(one.prompt).replace('`', '')}" for line, one in ((4, asked[1]), (5, asked[0]))]


def test_in_a_deployment_a_decision_names_its_module() -> None:
    told = page(deployment("{}", PASTED)).select("ul.open li a")
    assert [one.text for one in told] == ["module1", "module1"]


def test_what_changes_around_the_modules_has_a_part_of_its_own_and_the_new_name_is_told() -> None:
    pasted = deployment("{}").replace("module0", "Camera_One")
    conversion = convert(pasted, {"Camera_One/module_name:": "rename:camera-one"})
    soup = BeautifulSoup(report([("a.json", conversion)]), "html.parser")
    assert [one.text for one in soup.select(".module h3")] == [
        "The deployment as a whole",
        "Camera_One, now camera-one",
    ]
    assert table(soup, "Changes")[0][3:5] == ['"Camera_One"', '"camera-one"']


def test_a_file_without_questions_says_so() -> None:
    assert "Nothing is left to decide." in page("{}").text


def test_a_change_has_line_setting_both_values_and_its_reason() -> None:
    (row,) = (row for row in table(page(PASTED), "Changes") if row[0] == "moved")
    assert row[1:5] == [
        "4",
        "/HostConfig/Binds/0 to /HostConfig/Mounts/0",
        '"/home/hcsshares/films:/films"',
        '{"Target":"/films","Source":"films","Type":"volume"}',
    ]
    assert row[5].startswith("The share films is mounted by its name")
    assert row[5].endswith("Binds become mounts, documented: G5, G6, G7, G8, G10, G11, G12")


def test_where_there_is_no_value_before_or_after_the_change_says_nothing() -> None:
    (row,) = (row for row in table(page(PASTED), "Changes") if row[0] == "removed")
    assert row[2:5] == ["/Hostname", '"camera"', "nothing"]


def test_a_finding_has_severity_line_setting_and_what_to_do_the_worst_first() -> None:
    rows = table(page(PASTED), "Findings")
    assert rows[0][:3] == ["error", "5", "/HostConfig/Privileged"]
    assert "Correct the value." in rows[0][3]
    order = ["error", "warning", "info"]
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), key=order.index)


def test_a_question_has_its_id_its_answers_and_the_one_in_force() -> None:
    rows = table(page(PASTED), "Choices")
    assert [row[0] for row in rows[:2]] == ["undecided", "undecided"]
    assert "binds:/HostConfig/Binds/1" in rows[0][2]
    assert "remove Remove it; the module goes without" in rows[0][3]
    by_id = {one.id: one.answer for one in convert(PASTED).modules[0].questions}
    assert {row[0] for row in rows[2:]} == {str(answer) for answer in by_id.values() if answer}


def test_the_difference_shows_what_goes_and_what_comes() -> None:
    (diff,) = page(PASTED).select("pre.diff")
    assert '-   "Hostname": "camera",' in [one.text for one in diff.select("del")]
    assert '+         "Source": "films",' in [one.text for one in diff.select("ins")]


def test_of_long_unchanged_parts_the_difference_keeps_some_lines_and_counts_the_rest() -> None:
    pasted = json.dumps({"Hostname": "x", "Env": [f"A{number}=1" for number in range(50)]})
    (diff,) = page(pasted).select("pre.diff")
    (left,) = diff.select(".left")
    kept = [one for one in diff.select("span") if "left" not in (one.get("class") or [])]
    assert int(left.text.split()[1]) + len(kept) == 50 + 4
    assert len(kept) <= 3 * CONTEXT


def test_the_converted_text_is_there_whole() -> None:
    (text,) = page(PASTED).select("pre:not(.diff)")
    assert text.text == convert(PASTED).text


def test_every_rule_that_spoke_is_explained_with_its_statements() -> None:
    conversion = convert(PASTED)
    (one,) = conversion.modules
    spoke = {change.rule for change in one.changes} | {note.rule for note in one.findings}
    spoke |= {asked.rule for asked in one.questions}
    soup = page(PASTED)
    assert {str(article["id"]) for article in soup.select("article")} == {f"rule-{rule.id}" for rule in spoke}
    for rule in spoke:
        (article,) = soup.select(f"#rule-{rule.id}")
        assert plain.title(rule) in article.text
        assert plain.summary(rule).replace("`", "") in article.text
        assert [link["href"] for link in article.select("a")] == [statements()[name].url for name in rule.guidance]


def test_what_could_not_be_read_is_told_with_line_and_column() -> None:
    wrong = SourceError((Problem(Message("No colon."), Message("Write one."), 3, 7),))
    gone = SourceError((Problem(Message("No such file."), Message("Look again."), 0),))
    items = [" ".join(one.text.split()) for one in page("{}", a=wrong, b=gone).select("#failed + ul li")]
    assert items == ["a, line 3, column 7: No colon. Write one.", "b: No such file. Look again."]


def test_departures_from_strict_json_are_told() -> None:
    assert "although it is not strict JSON" in page("{'Env': ['A=1',],}").text


def test_a_long_value_is_cut_and_its_length_told() -> None:
    value = "x" * (2 * LONGEST)
    (row,) = (row for row in table(page(json.dumps({"Hostname": value})), "Changes") if row[2] == "/Hostname")
    assert row[3].endswith(f"… ({len(value) + 2} characters)")
    assert len(row[3]) < LONGEST + 40


def test_what_is_not_listed_is_counted() -> None:
    binds = [f"/home/hcsshares/share{number}:/x{number}" for number in range(MOST_ROWS + 2)]
    soup = page(json.dumps({"HostConfig": {"Binds": binds}}))
    assert len(table(soup, "Changes")) == MOST_ROWS
    assert "2 more changes of this module are not listed; the difference shows them." in soup.text


def test_a_difference_that_is_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.formats.difference.MOST_LINES", 5)
    assert "The rest of the difference is not shown; the converted text below is complete." in page(PASTED).text


def test_the_title_names_the_file_or_counts_them() -> None:
    assert page("{}").title.text == "createOptions report: m0.json"  # type: ignore[union-attr]
    assert page("{}", "{}").title.text == "createOptions report: 2 files"  # type: ignore[union-attr]


def test_the_foot_says_who_made_it() -> None:
    told = page("{}").select("footer")[0].text
    assert f"createOptions Playground 1.2.3, rules of {convert('{}').ruleset}." in told


@pytest.mark.parametrize("name", PASTES)
def test_every_case_makes_a_report_with_each_module_finding_and_question(name: str) -> None:
    try:
        conversion = convert(PASTES[name])
    except SourceError as error:
        (item,) = BeautifulSoup(report([], [("a.json", error)]), "html.parser").select("#failed + ul li")
        assert item.text.startswith("a.json, line ")
        return
    soup = page(PASTES[name])
    counts = tally.said(conversion)
    headings = [one.text for one in soup.select(".module > h3")]
    assert [one.partition(", now ")[0] for one in headings[-len(conversion.modules) :]] == [
        one.name or "createOptions" for one in conversion.modules
    ]
    assert len(soup.select(".open > li")) == counts[tally.OPEN]
    assert len(soup.select(".module tbody th.error")) == counts["error"]
    assert len(soup.select(".module tbody th.warning")) == counts["warning"]


def test_an_open_question_without_an_undecided_setting_is_counted_in_the_account() -> None:
    calls = {"redis": "{}", "web": '{"Env": ["REDIS=redis:6379"]}'}
    entries = {
        name: {"type": "docker", "settings": {"image": "a", "createOptions": one}} for name, one in calls.items()
    }
    soup = page(json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": {"modules": entries}}}}))
    heads = [one.text for one in soup.select("#account ~ .wide thead th")]
    cells = [one.text for one in soup.select("#account ~ .wide tbody tr:first-child > *")]
    counts = dict(zip(heads, cells, strict=True))
    assert (counts["Undecided"], counts["Open questions"]) == ("0", "1")
    assert len(soup.select(".open > li")) == 1
