"""A whole deployment on the page: the account over all modules, what needs a decision, then module by module."""

import json

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.conftest import soup
from tests.core.test_cases import DEPLOYMENTS
from webapp.core.path import Json

LINE = next(file for file in DEPLOYMENTS if file.stem == "inspection-line").read_text(encoding="utf-8")
SOCKET: Json = {"HostConfig": {"Binds": ["/var/run/docker.sock:/var/run/docker.sock"]}}


def deployment(**modules: Json) -> str:
    entries = {name: {"settings": {"image": "a:1", "createOptions": options}} for name, options in modules.items()}
    return json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": {"modules": entries}}}}, indent=2)


def rows(page: BeautifulSoup) -> dict[str, list[str]]:
    """Return the overview: cells by module."""
    found = {}
    for row in page.select(".modules tbody tr[id]"):
        name, *cells = [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
        found[name.split(" ")[0]] = cells
    return found


def opened(page: BeautifulSoup) -> str:
    title = page.select_one(".module-head h2 code")
    assert title is not None
    return title.text


def test_the_account_is_over_all_modules(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data={"source": deployment(a={"Tty": True}, b={"Cmd": ["x"], "Tty": True})}))
    assert page.select_one("#account-title").text == "3 of 3 settings accounted for"  # type: ignore[union-attr]
    assert [item.get_text(" ", strip=True) for item in page.select(".tally li")][:2] == ["1 kept", "2 removed"]


def test_the_overview_has_a_row_and_an_anchor_for_every_module(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data={"source": LINE}))
    names = [button.text for button in page.select(".modules th button")]
    assert names == ["edgeAgent", "edgeHub", "image_scorer", "camera-capture", "dashboard", "redis"]
    assert [row["id"] for row in page.select(".modules tbody tr")] == [f"module-{number}" for number in range(1, 7)]


def test_one_module_is_open_and_it_is_the_first_that_needs_a_decision(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data={"source": deployment(a={}, b=SOCKET, c=SOCKET)}))
    assert opened(page) == "b"
    assert len(page.select(".module-head")) == 1
    assert rows(page)["b"][1] == "1"


def test_a_button_opens_another_module_and_it_stays_open(client: FlaskClient) -> None:
    source = deployment(a={}, b=SOCKET, c={"Tty": True})
    page = soup(client.post("/convert", data={"source": source, "open": "3", "opened": "2"}))
    assert opened(page) == "c"
    assert page.select_one(".module-head h2")["autofocus"] == ""  # type: ignore[index]
    kept = page.select_one("input[name=opened]")
    assert kept is not None
    again = soup(client.post("/convert", data={"source": source, "opened": str(kept["value"])}))
    assert opened(again) == "c"
    assert not again.select_one(".module-head h2").has_attr("autofocus")  # type: ignore[union-attr]


@pytest.mark.parametrize("number", ["0", "99", "-1", "x", "", "٣", "9" * 30])
def test_a_number_that_no_module_has_opens_the_usual_one(client: FlaskClient, number: str) -> None:
    page = soup(client.post("/convert", data={"source": deployment(a={}, b=SOCKET), "open": number}))
    assert opened(page) == "b"


def test_what_needs_a_decision_links_into_the_open_module_and_opens_the_others(client: FlaskClient) -> None:
    mounts: Json = {"HostConfig": {"Binds": ["/dev/ttyUSB0:/dev/ttyUSB0"]}}
    page = soup(client.post("/convert", data={"source": deployment(a=SOCKET, b=mounts)}))
    link, button = page.select_one(".open a"), page.select_one(".open button")
    assert link is not None
    assert button is not None
    assert page.select_one(str(link["href"])) is not None
    anchor = str(button["formaction"]).partition("#")[2]
    other = soup(client.post("/convert", data={"source": deployment(a=SOCKET, b=mounts), "open": str(button["value"])}))
    assert other.select_one(f"#{anchor}") is not None


def test_the_same_question_in_many_modules_is_listed_once_and_can_be_answered_for_all(client: FlaskClient) -> None:
    source = deployment(a=SOCKET, b=SOCKET, c=SOCKET)
    page = soup(client.post("/convert", data={"source": source}))
    listed = page.select(".open li")
    assert len(listed) == 1
    assert listed[0].select_one(".also").text == "The same in 2 more: b, c"  # type: ignore[union-attr]
    button = page.select_one("button.alike")
    assert button is not None
    assert button.text == "Answer the same in 2 other places"
    form = {"source": source, f"choice.{button['value']}": "remove", "alike": str(button["value"])}
    answered = soup(client.post("/convert", data=form))
    assert not answered.select(".open li")
    assert [cells[1] for cells in rows(answered).values()] == ["–", "–", "–"]


def test_answers_of_modules_that_are_not_open_are_carried_along(client: FlaskClient) -> None:
    source = deployment(a=SOCKET, b=SOCKET)
    name = "a/single_files:/HostConfig/Binds/0"
    page = soup(client.post("/convert", data={"source": source, "open": "2", f"choice.{name}": "remove"}))
    form = {
        str(field["name"]): str(field["value"]) for field in page.select("input[type=hidden]") if field.get("value")
    }
    assert json.loads(form["held"])[name][0] == "remove"
    again = soup(client.post("/convert", data={"source": source, "open": "1", **form}))
    assert rows(again)["a"][1] == "–"
    assert rows(again)["b"][1] == "1"
    changed = soup(client.post("/convert", data={"source": source.replace("docker.sock:", "other.sock:"), **form}))
    assert rows(changed)["a"][1] == "1"


def test_thousands_of_answers_are_carried_along_in_one_field(client: FlaskClient) -> None:
    options: Json = {"HostConfig": {"Binds": [f"/var/run/docker.sock:/run/{number}" for number in range(3)]}}
    modules = {f"m{number}": options for number in range(900)}
    asked = [f"{name}/single_files:/HostConfig/Binds/{number}" for name in modules for number in range(3)]
    held = json.dumps(dict.fromkeys(asked, ("remove", "")))
    form = {"source": deployment(**modules), "open": "1", "held": held}
    page = soup(client.post("/convert", data=form))
    assert not page.select(".account .open li")
    carried = json.loads(str(page.select_one("input[name=held]")["value"]))  # type: ignore[index]
    assert len(carried) == len(asked) - 3
    assert len(page.select("input, textarea")) < 100


@pytest.mark.parametrize("name", ["a\\b", "a\rb", "a\r\nb", "a\0b", 'a"b', "a%41+ä"])
def test_a_module_may_have_a_name_that_no_form_field_can_have(client: FlaskClient, name: str) -> None:
    source = deployment(**{name: SOCKET})
    radio = soup(client.post("/convert", data={"source": source})).select_one("input[type=radio][value=remove]")
    assert radio is not None
    field = str(radio["name"])
    assert field.isascii()
    assert not set(field) & set('\\\r\n\0"')
    page = soup(client.post("/convert", data={"source": source, field: "remove"}))
    assert page.select_one(f"#{radio['id']}[checked]") is not None


def test_what_is_said_of_the_deployment_is_cut_and_counted(client: FlaskClient) -> None:
    twice = ",\n".join(f'"a{number}": {{"settings": {{"image": "a:1"}}}}' for number in range(210))
    page = soup(client.post("/convert", data={"source": f'{{"modules": {{{twice}, {twice}}}}}'}))
    section = page.select_one("section[aria-labelledby=whole-title]")
    assert section is not None
    assert len(section.select(".said > li")) == 200
    assert "10 more about the deployment are not shown here" in section.text


def test_every_link_within_the_page_of_a_deployment_leads_somewhere(client: FlaskClient) -> None:
    form = {"source": LINE, "open": "3", "choice.image_scorer/module_name:": "rename"}
    page = soup(client.post("/convert", data=form | {"choice.image_scorer/module_name:": "name:image-scorer"}))
    links = {str(link["href"])[1:] for link in page.select("a[href^='#']")}
    assert sorted(link for link in links if page.find(id=link) is None) == []


def test_only_the_modules_that_need_you_can_be_listed(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data={"source": deployment(a={}, b=SOCKET, c={}), "list": "open"}))
    assert list(rows(page)) == ["b"]
    kept = page.select_one("input[name=listed]")
    assert kept is not None
    assert kept["value"] == "open"
    done = soup(
        client.post(
            "/convert",
            data={
                "source": deployment(a={}, b=SOCKET),
                "listed": "open",
                "choice.b/single_files:/HostConfig/Binds/0": "remove",
            },
        )
    )
    assert done.select_one(".modules tbody").get_text(strip=True) == "No module needs you any more."  # type: ignore[union-attr]


def test_the_download_is_the_deployment_with_nothing_else_touched(client: FlaskClient) -> None:
    source = deployment(a={"Tty": True}, b={"Cmd": ["x"]})
    response = client.post("/download", data={"source": source})
    assert response.headers["Content-Disposition"] == 'attachment; filename="deployment.json"'
    assert response.text == source.replace('{\n                "Tty": true\n              }', "{}")


def test_the_difference_of_the_text_folds_what_did_not_change(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data={"source": deployment(a={"Tty": True}, b={"Cmd": ["x"]})}))
    whole = page.select_one("[aria-label='Difference between the pasted text and the result']")
    assert whole is not None
    assert [line.text.strip() for line in whole.select(".gone, .come")] == [
        '-               "createOptions": {',
        '-                 "Tty": true',
        "-               }",
        '+               "createOptions": {}',
    ]
    assert [line.text for line in whole.select(".skipped")] == ["5 lines unchanged", "14 lines unchanged"]


def test_every_finding_has_an_anchor_of_its_own(client: FlaskClient) -> None:
    page = soup(client.post("/convert", data={"source": LINE, "open": "4"}))
    anchors = [str(item["id"]) for item in page.select(".said > li")]
    assert anchors
    assert len(set(anchors)) == len(anchors)
    assert all(anchor.removeprefix("said-").startswith(("m4-", "d-")) for anchor in anchors)


def test_what_is_said_of_the_deployment_stands_before_the_modules(client: FlaskClient) -> None:
    source = '{"modules": {\n"a": {"settings": {"image": "a:1"}},\n"a": {"settings": {"image": "a:2"}}}}'
    page = soup(client.post("/convert", data={"source": source}))
    assert page.select_one("#whole-title") is not None
    assert "stands twice" in page.select_one("#d-f0").text  # type: ignore[union-attr]


def test_a_layer_without_modules_is_told_as_what_it_is(client: FlaskClient) -> None:
    source = '{"modulesContent": {"$edgeHub": {"properties.desired.routes.a": "FROM /* INTO $upstream"}}}'
    response = client.post("/convert", data={"source": source})
    assert response.status_code == 200
    assert "Nothing changes." in response.text


def test_two_hundred_modules_make_a_page_that_is_not_much_larger_than_one(client: FlaskClient) -> None:
    options: Json = {
        "HostConfig": {"Binds": ["/home/hcsshares/in1:/in", "/data:/data"], "Memory": 1048576},
        "Tty": True,
    }
    one = len(client.post("/convert", data={"source": deployment(m=options)}, headers={"HX-Request": "true"}).data)
    many = deployment(**{f"m{number}": options for number in range(200)})
    page = client.post("/convert", data={"source": many}, headers={"HX-Request": "true"})
    assert page.status_code == 200
    assert len(rows(soup(page))) == 200
    assert len(page.data) - one < 200 * 2_000 + 2 * len(many)
