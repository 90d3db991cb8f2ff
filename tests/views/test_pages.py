"""The converter's page, with and without htmx."""

import json

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.conftest import paste_of_any_size, soup
from webapp.core import SourceError, convert
from webapp.core.message import Message
from webapp.core.problem import Problem
from webapp.views.pages import examples, explain

SHARE = '{"HostConfig": {"Binds": ["/home/hcsshares/input1:/home/input"]}}'
DIRECTORY = '{"HostConfig": {"Binds": ["/var/media:/media"]}}'
WHERE = "binds:/HostConfig/Binds/0"
HTMX = {"HX-Request": "true"}


def test_the_first_page_has_a_labelled_plain_textarea(client: FlaskClient) -> None:
    page = soup(client.get("/"))
    assert page.select_one("label[for=source]") is not None
    assert page.select_one("textarea#source[name=source]") is not None
    assert page.select_one("form[action='/convert'][method=post] button[type=submit]") is not None


def test_a_paste_without_script_gives_a_whole_page_with_the_paste_still_in_it(client: FlaskClient) -> None:
    response = client.post("/convert", data={"source": SHARE})
    page = soup(response)
    assert response.status_code == 200
    assert page.select_one("html") is not None
    assert page.select_one("#source").text.strip() == SHARE  # type: ignore[union-attr]
    assert json.loads(page.select_one("#converted-text").text) == convert(SHARE).converted  # type: ignore[union-attr]


def test_a_paste_with_htmx_gives_the_same_result_as_a_fragment(client: FlaskClient) -> None:
    fragment = soup(client.post("/convert", data={"source": SHARE}, headers=HTMX))
    whole = soup(client.post("/convert", data={"source": SHARE}))
    assert fragment.select_one("html") is None
    for selector in (".account", "pre.code", ".section", ".ledger"):
        assert str(fragment.select_one(selector)) == str(whole.select_one(selector))


def test_what_depends_on_htmx_says_so_to_caches(client: FlaskClient) -> None:
    assert "HX-Request" in client.post("/convert", data={"source": SHARE}).headers["Vary"]


def test_the_account_adds_up(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data={"source": DIRECTORY}))
    one = convert(DIRECTORY).modules[0]
    assert f"{len(one.ledger)} of {len(one.ledger)} settings" in page.select_one(".account h2").text  # type: ignore[union-attr]
    counts = [int(item.text) for item in page.select(".tally li:not(.error) b")]
    assert sum(counts) == len(one.ledger)


def test_five_sections_stand_in_the_order_of_the_article(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data={"source": SHARE}))
    ids = [section["id"] for section in page.select(".section")]
    assert ids == ["section-storage", "section-network", "section-resources", "section-web-proxy", "section-other"]
    links = [str(link["href"]) for link in page.select(".section .source")]
    assert all("azure-stack-edge-gpu-modify-fpga-modules-gpu#" in link for link in links)


def answered(value: str, text: str = "") -> dict[str, str]:
    return {"source": DIRECTORY, f"choice.{WHERE}": value, f"text.{WHERE}": text}


def shown_form(page: BeautifulSoup) -> dict[str, str]:
    """Return what a browser would post of a page's form: every radio group, touched or not."""
    fields = page.select("input[type=hidden], input[type=text], input[type=radio][checked]")
    return {str(one["name"]): str(one.get("value", "")) for one in fields}


def result_of(page: BeautifulSoup) -> dict[str, object]:
    found = json.loads(page.select_one("#converted-text").text)  # type: ignore[union-attr]
    assert isinstance(found, dict)
    return found


def test_an_answer_changes_the_result(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data=answered("share:", "videos")))
    assert '"Source": "videos"' in page.select_one("#converted-text").text  # type: ignore[union-attr]
    assert page.select_one(f"input[name='text.{WHERE}']")["value"] == "videos"  # type: ignore[index]


def test_an_answer_that_does_not_fit_is_told_at_its_field_and_nothing_else_is_lost(client: FlaskClient) -> None:
    response = client.post("/convert", data=answered("share:", "no way!"))
    field = soup(response).select_one(f"input[name='text.{WHERE}']")
    assert response.status_code == 200
    assert field is not None
    assert (field["value"], field["aria-invalid"]) == ("no way!", "true")
    assert "does not fit" in soup(response).select_one(f"#{field['aria-describedby']}").text  # type: ignore[union-attr]
    assert '"bind"' in soup(response).select_one("#converted-text").text  # type: ignore[union-attr]


def test_a_field_that_is_chosen_but_empty_leaves_the_question_open(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data=answered("share:")))
    assert page.select_one("fieldset.open") is not None
    assert page.select_one("input[type=radio][checked][value='share:']") is not None
    assert '"bind"' in page.select_one("#converted-text").text  # type: ignore[union-attr]


def test_an_answer_to_a_question_that_is_gone_is_left_out_and_told(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data={"source": SHARE, "choice.binds:/HostConfig/Binds/7": "keep"}))
    assert "left out" in page.select_one(".account").text  # type: ignore[union-attr]


def test_what_nobody_chose_is_no_answer_for_the_next_module(client: FlaskClient) -> None:
    source = '{"k8s-experimental": {"resources": {"limits": {"microsoft.com/fpga_catapult": %d}}}}'
    first = soup(client.post("/convert", data={"source": source % 2}))
    second = soup(client.post("/convert", data=shown_form(first) | {"source": source % 1}))
    assert result_of(second) == convert(source % 1).converted
    assert "left out" not in second.select_one(".account").text  # type: ignore[union-attr]


def test_a_choice_holds_while_its_setting_stays_and_is_dropped_when_it_becomes_another(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data=answered("share:", "videos")))
    same = soup(client.post("/convert", data=shown_form(page) | {"source": DIRECTORY.replace("{", "{ ", 1)}))
    assert '"Source": "videos"' in same.select_one("#converted-text").text  # type: ignore[union-attr]
    other = soup(client.post("/convert", data=shown_form(page) | {"source": DIRECTORY.replace("/var", "/srv")}))
    assert "videos" not in other.select_one("#converted-text").text  # type: ignore[union-attr]
    assert "left out" in other.select_one(".account").text  # type: ignore[union-attr]


def test_a_text_that_was_pasted_over_the_old_one_keeps_the_answers_that_fit_and_tells_of_the_others(
    client: FlaskClient,
) -> None:
    form = shown_form(soup(client.post("/convert", data=answered("share:", "videos")))) | {"fresh": "yes"}
    same = soup(client.post("/convert", data=form | {"source": DIRECTORY}))
    assert '"Source":"videos"' in same.select_one("#portal").text  # type: ignore[union-attr]
    other = soup(client.post("/convert", data=form | {"source": SHARE}))
    assert "1 answer was given for another text" in other.select_one(".account").text  # type: ignore[union-attr]


def test_a_text_filled_in_without_choosing_its_option_is_the_answer(client: FlaskClient) -> None:
    form = shown_form(soup(client.post("/convert", data={"source": DIRECTORY}))) | {"source": DIRECTORY}
    assert form[f"choice.{WHERE}"] == "keep"
    filled_in = soup(client.post("/convert", data=form | {f"text.{WHERE}": "videos"}))
    assert '"Source":"videos"' in filled_in.select_one("#portal").text  # type: ignore[union-attr]
    form = shown_form(filled_in) | {"source": DIRECTORY}
    back = soup(client.post("/convert", data=form | {f"choice.{WHERE}": "keep"}))
    assert "videos" not in back.select_one("#portal").text  # type: ignore[union-attr]


@pytest.mark.parametrize("field", ["seen", "held"])
@pytest.mark.parametrize("value", ["[", "1", '{"a": 1}', '["a", 1]', "[" * 9000, "\x00", '"\\ud800"'])
def test_what_no_page_has_written_into_its_hidden_fields_is_passed_over(
    client: FlaskClient, field: str, value: str
) -> None:
    form = answered("share:", "videos") | {field: value, f"{field}.{WHERE}": value}
    assert '"Source":"videos"' in soup(client.post("/convert", data=form)).select_one("#portal").text  # type: ignore[union-attr]


@pytest.mark.parametrize("source", [DIRECTORY, '{"ExposedPorts": {"80/tcp": {}}, "Tty": true}'])
def test_every_link_within_the_page_leads_somewhere(client: FlaskClient, source: str) -> None:
    page = soup(client.post("/convert", data=answered("share:", "videos") | {"source": source}))
    links = [str(link["href"]) for link in page.select("a[href^='#']")]
    assert any(page.select(".change"))
    assert [link for link in links if page.find(id=link[1:]) is None] == []


def test_an_apply_button_comes_back_to_its_question(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data={"source": DIRECTORY}))
    button = page.select_one(".apply")
    assert button is not None
    assert page.find(id=str(button["formaction"]).partition("#")[2]) == button.find_parent("fieldset")


def test_what_is_shown_is_what_is_copied(client: FlaskClient) -> None:
    page = soup(client.get("/?example=edgehub-proxy"))
    shown = "".join(line.text for line in page.select("pre.code:not(.diff) > [data-n]:not([id])"))
    assert json.loads(shown) == result_of(page)
    assert "no_proxy" in shown


def test_the_string_for_a_manifest_is_escaped(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data={"source": SHARE}))
    portal, manifest = (page.select_one(name).text for name in ("#portal", "#manifest"))  # type: ignore[union-attr]
    assert json.loads(portal) == convert(SHARE).converted
    assert json.loads(json.loads(manifest)) == convert(SHARE).converted


def test_every_changed_line_of_the_difference_names_its_rule(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data={"source": SHARE}))
    changed = page.select(".diff > .gone, .diff > .come")
    assert changed
    assert all(line.select_one("a, em").text == "binds" for line in changed)  # type: ignore[union-attr]
    targets = {str(line["href"]).removeprefix("#") for line in page.select(".diff a")}
    assert targets == {str(said["id"]) for said in page.select(".said > [id^=said-]")}


def test_an_empty_text_brings_the_welcome_back(client: FlaskClient) -> None:
    response = client.post("/convert", data={"source": " \n"}, headers=HTMX)
    assert soup(response).select_one(".welcome") is not None


def test_broken_text_is_told_with_line_column_caret_and_a_repair(client: FlaskClient) -> None:
    response = client.post("/convert", data={"source": '{\n  "HostConfig": {"Privileged": true}\n'})
    problem = soup(response).select_one(".problem")
    assert response.status_code == 422
    assert problem is not None
    assert "Line 2, column 37" in problem.text
    assert problem.select_one(".caret") is not None
    assert problem.select_one("button[name=accept]") is not None


def test_an_excerpt_shows_where_its_lines_are_cut_and_its_caret_stands_right(client: FlaskClient) -> None:
    line = '{"A": "' + "x" * 100 + '", oops!, "B": "' + "y" * 100 + '"}'
    page = soup(client.post("/convert", data={"source": "z" * 300 + "\n" + line}))
    assert page.select_one(".excerpt") is not None
    broken = explain(SourceError((Problem(Message("a"), Message("b"), 2, 111),)), "z" * 300 + "\n" + line)
    excerpt, caret = str(broken["excerpt"]), str(broken["caret"])
    assert (excerpt[0], excerpt[-1]) == ("…", "…")
    assert str(broken["before"]) == "…" + "z" * 120 + "…"
    assert excerpt[len(caret) - 1] == line[110]


def test_further_problems_lead_to_their_lines_and_are_counted_when_there_are_many() -> None:
    problems = tuple(Problem(Message("a"), Message("b"), number, 3) for number in range(1, 31))
    shown = explain(SourceError(problems), "x")
    assert shown["more_left_out"] == 9
    assert [line for _, line, _ in shown["more"]] == list(range(2, 22))  # type: ignore[attr-defined]


def test_the_repaired_text_is_used_when_it_is_accepted(client: FlaskClient) -> None:
    broken = '{"HostConfig": {"Privileged": true}'
    form = {"source": broken, "repaired": broken + "}", "accept": "repaired"}
    page = soup(client.post("/convert", data=form))
    assert page.select_one("#source").text.strip() == broken + "}"  # type: ignore[union-attr]
    fragment = soup(client.post("/convert", data=form, headers=HTMX))
    assert fragment.select_one("#source[hx-swap-oob]").text.strip() == broken + "}"  # type: ignore[union-attr]


def test_while_a_person_types_broken_text_is_told_in_a_low_voice(client: FlaskClient) -> None:
    response = client.post("/convert", data={"source": '{"HostConf', "how": "typed"}, headers=HTMX)
    assert response.headers["HX-Retarget"] == "#typing"
    assert soup(response).select_one("[role=alert]") is None
    assert soup(response).select_one(".typing") is not None


def test_windows_line_ends_are_not_part_of_the_paste(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data={"source": SHARE.replace(" ", "\r\n", 1)}))
    assert "\r" not in page.select_one("#source").text  # type: ignore[union-attr]


def test_the_download_is_the_converted_text(client: FlaskClient) -> None:
    response = client.post("/download", data={"source": SHARE})
    assert response.json == convert(SHARE).converted
    assert "attachment" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("slug", examples())
def test_every_example_can_be_opened_by_its_link(client: FlaskClient, slug: str) -> None:
    response = client.get(f"/?example={slug}")
    assert response.status_code == (422 if slug == "broken" else 200)
    assert soup(response).select_one("#source").text.strip() == examples()[slug].source.strip()  # type: ignore[union-attr]


def test_there_are_a_dozen_examples_or_more() -> None:
    assert len(examples()) >= 12


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("GET", "/?example=none", 404), ("GET", "/convert", 405), ("GET", "/rules/none", 404)],
)
def test_what_is_not_there_is_told_on_a_page(client: FlaskClient, method: str, path: str, status: int) -> None:
    response = client.open(path, method=method)
    assert response.status_code == status
    assert soup(response).select_one("h1") is not None


def test_a_paste_over_one_mebibyte_is_refused_with_its_size(client: FlaskClient) -> None:
    response = paste_of_any_size(client, "[" * (1 << 20) + "]")
    assert response.status_code == 413
    assert "1,048,577" in response.text


def test_a_request_far_over_the_limit_is_refused_before_it_is_read(client: FlaskClient) -> None:
    response = client.post("/convert", data={"source": "x" * (5 << 20)})
    assert response.status_code == 413
    assert soup(response).select_one("h1") is not None


@pytest.mark.parametrize("host", ["a..b", "x" * 300])
def test_a_host_header_that_names_no_host_is_refused_in_plain_text(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, host: str
) -> None:
    for path in ("/", "/api", "/nowhere"):
        response = client.get(path, headers={"Host": host})
        assert (response.status_code, response.mimetype) == (400, "text/plain")
    assert caplog.records == []
