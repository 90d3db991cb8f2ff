"""The form while requests are under way: what is copied is what the form says, and nothing that was done is lost.

Requests wait at a gate that the tests open, so that nothing here depends on how fast the machine is.
"""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.test_page import DIRECTORY

pytestmark = pytest.mark.browser

SOCKET = {"HostConfig": {"Binds": ["/var/run/docker.sock:/var/run/docker.sock"]}}
ENTRY = {"settings": {"image": "a:1", "createOptions": SOCKET}}
ALIKE = json.dumps({"modules": {"a": ENTRY, "b": ENTRY, "c": ENTRY}})
FIELD = "#binds-1 input[type=text]"


class Gate:
    """Holds the converter's requests back until it is opened."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.waiting: list[Route] = []
        self.is_open = False
        page.route("**/convert", self.hold)

    def hold(self, route: Route) -> None:
        """Keep a request until it is let through."""
        if self.is_open:
            route.continue_()
        else:
            self.waiting.append(route)

    def arrive(self) -> None:
        """Wait until a request stands at the gate."""
        for _ in range(250):
            if self.waiting:
                return
            self.page.wait_for_timeout(20)
        raise AssertionError("no request came")

    def let(self) -> None:
        """Wait for one request and let it through."""
        self.arrive()
        self.waiting.pop(0).continue_()

    def open(self) -> None:
        """Let everything through from now on."""
        self.is_open = True
        for route in self.waiting:
            route.continue_()
        self.waiting.clear()


@pytest.fixture
def gate(page: Page) -> Iterator[Gate]:
    """A gate before a page that shows a directory converted."""
    page.goto("/")
    page.fill("#source", DIRECTORY)
    expect(page.locator(".account")).to_be_visible()
    gate = Gate(page)
    yield gate
    gate.open()


def alike(page: Page) -> Locator:
    """Show three modules with the same question, answered in the first; return the button that answers it in all."""
    page.goto("/")
    page.fill("#source", ALIKE)
    page.locator("#m1-single_files-1 input[type=radio]").last.check()
    expect(page.locator(".account h3")).to_have_text("2 questions for you")
    button = page.get_by_role("button", name="Answer the same in 2 other places")
    button.scroll_into_view_if_needed()
    return button


def middle(button: Locator) -> tuple[float, float]:
    box = button.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_copy_waits_for_the_result_of_an_answer(page: Page, gate: Gate) -> None:
    page.locator("#binds-1-2").check()
    page.get_by_role("button", name="Copy", exact=True).first.click()
    gate.open()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert '"Source": "media"' in page.evaluate("navigator.clipboard.readText()")


def test_copy_and_download_right_after_an_edit_give_its_result(page: Page, gate: Gate) -> None:
    page.locator("#source").press_sequentially(" ")
    page.fill("#source", DIRECTORY.replace("in1", "in2"))
    page.get_by_role("button", name="Copy", exact=True).first.click()
    gate.open()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert '"in2"' in page.evaluate("navigator.clipboard.readText()")
    page.fill("#source", DIRECTORY.replace("in1", "in3"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert '"in3"' in download.value.path().read_text(encoding="utf-8")


def test_nothing_is_copied_when_the_text_has_become_unreadable(page: Page, gate: Gate) -> None:
    page.evaluate("navigator.clipboard.writeText('before')")
    page.fill("#source", "{")
    page.get_by_role("button", name="Copy", exact=True).first.click()
    gate.open()
    expect(page.locator("#status")).to_contain_text("Nothing was copied")
    assert page.evaluate("navigator.clipboard.readText()") == "before"


def test_what_is_typed_while_a_request_is_under_way_stays(page: Page, gate: Gate) -> None:
    page.locator("#binds-1-2").check()
    page.locator(FIELD).fill("")
    page.locator(FIELD).press_sequentially("cam")
    gate.let()
    page.locator(FIELD).press_sequentially("era")
    gate.open()
    expect(page.locator("#portal")).to_have_value(re.compile('"Source":"camera"'))
    expect(page.locator(FIELD)).to_have_value("camera")


def test_an_answer_that_is_changed_while_a_module_is_being_opened_holds(page: Page) -> None:
    alike(page)
    gate = Gate(page)
    page.get_by_role("button", name="b", exact=True).click()
    page.locator("#m1-single_files-1 input[type=radio]").first.check()
    gate.open()
    expect(page.locator(".module-head h2 code")).to_have_text("b")
    expect(page.locator(".account h3")).to_have_text("3 questions for you")


def test_the_same_answer_is_given_elsewhere_by_a_double_press(page: Page) -> None:
    alike(page).dblclick()
    expect(page.locator(".account .open")).to_have_count(0)
    expect(page.locator(".choice.open")).to_have_count(0)


def test_the_second_half_of_a_double_press_hits_nothing_else(page: Page) -> None:
    x, y = middle(alike(page))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.up()
    expect(page.locator(".account .open")).to_have_count(0)
    page.evaluate("""([x, y]) => {
        window.hits = 0;
        document.addEventListener("click", () => (window.hits += 1));
        const there = document.elementFromPoint(x, y);
        there.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 2 }));
    }""", [x, y])  # fmt: skip
    assert page.evaluate("window.hits") == 0


def test_the_same_answer_is_given_elsewhere_by_a_slow_press_over_an_answer(page: Page) -> None:
    alike(page)
    gate = Gate(page)
    page.locator("#m1-single_files-1 input[type=radio]").nth(1).check()
    x, y = middle(page.locator("button.alike"))
    page.mouse.move(x, y)
    gate.arrive()
    page.mouse.down()
    with page.expect_response("**/convert"):
        gate.let()
    page.wait_for_timeout(150)
    page.mouse.up()
    gate.open()
    expect(page.locator("button.alike")).to_have_count(0)
    page.get_by_role("button", name="c", exact=True).click()
    expect(page.locator("#m3-single_files-1 input[type=radio]").nth(1)).to_be_checked()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_same_answer_is_given_elsewhere_by_the_keyboard_and_the_focus_stays_near(page: Page, key: str) -> None:
    button = alike(page)
    button.focus()
    top = page.locator("#m1-single_files-1").evaluate("one => one.getBoundingClientRect().top")
    page.keyboard.press(key)
    expect(page.locator("button.alike")).to_have_count(0)
    expect(page.locator("#m1-single_files-1 input:focus")).to_have_count(1)
    moved = page.locator("#m1-single_files-1").evaluate("one => one.getBoundingClientRect().top") - top
    assert abs(moved) < 2


def test_the_same_answer_is_given_elsewhere_by_touch(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, has_touch=True)
    page = context.new_page()
    alike(page).tap()
    expect(page.locator(".account .open")).to_have_count(0)
    context.close()


def test_opening_a_list_or_a_module_keeps_or_moves_the_focus(page: Page) -> None:
    alike(page)
    page.locator("#list-open").press("Enter")
    expect(page.locator("#list-open[aria-pressed=true]")).to_be_focused()
    page.locator("#open-2").press("Enter")
    expect(page.locator("#module-2-title")).to_be_focused()


def test_control_enter_on_the_download_button_converts(page: Page) -> None:
    page.goto("/?example=file-move")
    page.locator("#download-converted").press("Control+Enter")
    expect(page.locator("#status")).to_contain_text("Converted.")
    expect(page.locator(".account")).to_be_visible()


def test_who_comes_back_finds_the_text_as_it_was_left_with_its_result(page: Page) -> None:
    page.goto("/?example=fpga-sample")
    page.fill("#source", '{"Env": ["COMES=back"]}')
    expect(page.locator("#account-title")).to_have_text("1 of 1 settings accounted for")
    page.get_by_role("link", name="Rules", exact=True).click()
    page.go_back()
    expect(page.locator("#source")).to_have_value('{"Env": ["COMES=back"]}')
    expect(page.locator("#account-title")).to_have_text("1 of 1 settings accounted for")
