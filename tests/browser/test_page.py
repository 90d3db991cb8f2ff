"""The page as people use it: by mouse, by keyboard alone, without script, narrow, dark, with assistive technology."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

DIRECTORY = '{\n  "HostConfig": {\n    "Binds": ["/var/media:/media", "/home/hcsshares/in1:/in"]\n  }\n}'
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


def converted(page: Page) -> object:
    return json.loads(page.input_value("#converted-text"))


def test_typing_converts_and_announces(page: Page) -> None:
    page.goto("/")
    page.fill("#source", DIRECTORY)
    expect(page.locator(".account h2")).to_have_text("2 of 2 settings accounted for")
    expect(page.locator("#status")).to_contain_text("2 of 2 settings accounted for")


def test_the_last_good_result_stays_while_the_text_is_broken(page: Page) -> None:
    page.goto("/?example=file-move")
    page.focus("#source")
    page.keyboard.press("Control+A")
    page.keyboard.type('{"HostConfig": {"Bin', delay=5)
    expect(page.locator(".typing")).to_be_visible()
    expect(page.locator(".problem")).to_have_count(0)
    expect(page.locator("#result.stale .account")).to_be_visible()
    expect(page.get_by_role("button", name="Download")).to_be_disabled()


def test_a_pasted_text_that_is_broken_is_told_at_once(page: Page) -> None:
    page.goto("/?example=file-move")
    page.evaluate('navigator.clipboard.writeText(\'{"HostConfig": {"Bin\')')
    page.focus("#source")
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+V")
    expect(page.locator(".problem h2")).to_be_visible()


def test_text_typed_into_a_field_chooses_its_answer(page: Page) -> None:
    page.goto("/")
    page.fill("#source", DIRECTORY)
    page.fill("#binds input[type=text]", "camera")
    page.keyboard.press("Tab")
    expect(page.locator("#converted-text")).to_have_value(re.compile('"Source": "camera"'))
    assert page.evaluate("document.activeElement !== document.body")


def test_control_enter_converts_and_shows_what_is_wrong(page: Page) -> None:
    page.goto("/")
    page.fill("#source", '{"HostConfig": {"Privileged": true}')
    page.press("#source", "Control+Enter")
    expect(page.locator(".problem h2")).to_contain_text("Line 1, column 36")
    page.click("button[name=accept]")
    expect(page.locator(".account")).to_be_visible()
    expect(page.locator("#source")).to_have_value('{"HostConfig": {"Privileged": true}\n}')
    expect(page.locator(".problem")).to_have_count(0)


def test_an_answer_rewrites_the_result_and_keeps_the_focus(page: Page) -> None:
    page.goto("/")
    page.fill("#source", DIRECTORY)
    share = page.locator("#binds input[type=radio]").nth(1)
    share.focus()
    page.keyboard.press("Space")
    expect(page.locator("#converted-text")).to_have_value(json.dumps({
        "HostConfig": {"Mounts": [
            {"Target": "/media", "Source": "media", "Type": "volume"},
            {"Target": "/in", "Source": "in1", "Type": "volume"},
        ]}
    }, indent=2))  # fmt: skip
    expect(share).to_be_focused()


def test_choosing_a_change_lights_up_its_lines_on_both_sides(page: Page) -> None:
    page.goto("/?example=file-move")
    page.locator("#binds [data-light]").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("pre.code .come.lit").count() >= 2
    assert page.locator("#in-4.lit").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".lit").count() == 0


def test_copy_puts_the_result_on_the_clipboard(page: Page) -> None:
    page.goto("/?example=file-move")
    page.get_by_role("button", name="Copy", exact=True).first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert json.loads(page.evaluate("navigator.clipboard.readText()")) == converted(page)


def test_download_gives_the_result(page: Page) -> None:
    page.goto("/?example=file-move")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert json.loads(download.value.path().read_text(encoding="utf-8")) == converted(page)


def test_the_keyboard_alone_reaches_everything_and_tab_leaves_the_textarea(page: Page) -> None:
    page.goto("/")
    page.focus("#source")
    page.keyboard.insert_text(DIRECTORY)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Convert"
    with page.expect_response("**/convert"):
        page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.name || document.activeElement.textContent.trim().slice(0, 12)")
        )
    assert {"Copy", "Download", "choice.binds:/HostConfig/Binds/0"} <= reached


def test_without_script_the_whole_way_works(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.fill("#source", DIRECTORY)
    page.get_by_role("button", name="Convert").click()
    page.locator("#binds input[type=radio]").nth(1).check()
    page.locator("#binds .apply").first.click()
    assert page.locator("#converted-text").input_value().count('"volume"') == 2
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert '"media"' in download.value.path().read_text(encoding="utf-8")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?example=host-network",
        "/?example=deployment",
        "/?example=broken",
        "/rules",
        "/rules/binds",
        "/guidance",
        "/api",
    ],
)
def test_axe_finds_nothing(browser: Browser, server: str, scheme: str, path: str) -> None:
    context = browser.new_context(base_url=server, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(path)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    results = Axe().run(page, options=AXE)
    context.close()
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 3840])
@pytest.mark.parametrize(
    "path", ["/?example=fpga-field", "/?example=deployment", "/?example=broken", "/rules/binds", "/guidance", "/api"]
)
def test_no_width_makes_the_page_scroll_sideways(browser: Browser, server: str, width: int, path: str) -> None:
    context = browser.new_context(base_url=server, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(path)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert overflow <= 0


def test_the_first_load_is_small(page: Page) -> None:
    import gzip

    bodies: list[bytes] = []
    page.on("response", lambda response: bodies.append(response.body()))
    page.goto("/", wait_until="networkidle")
    assert sum(len(gzip.compress(body)) for body in bodies) <= 60_000


def test_a_deployment_is_decided_module_by_module(page: Page) -> None:
    page.goto("/?example=deployment")
    expect(page.locator(".modules tbody tr")).to_have_count(6)
    expect(page.locator(".module-head h2 code")).to_have_text("redis")
    page.locator("#m6-called_ports-1 input[type=radio]").nth(2).check()
    expect(page.locator("#account-title ~ h3")).to_have_count(0)
    page.get_by_role("button", name="image_scorer").click()
    expect(page.locator(".module-head h2 code")).to_have_text("image_scorer")
    expect(page.locator(".module-head h2")).to_be_focused()
    page.locator("#m3-module_name-1 input[type=radio]").first.check()
    expect(page.locator("#module-3 .becomes")).to_have_text("becomes image-scorer")
    expect(page.locator(".module-head h2 code")).to_have_text("image_scorer")
    result = json.loads(page.input_value("#converted-text"))
    assert list(result["modulesContent"])[-1] == "image-scorer"
    assert "6379/tcp" in json.dumps(result), "the answer given in the other module still holds"


def test_what_needs_you_opens_the_module_and_leads_to_the_question(page: Page) -> None:
    socket = {"HostConfig": {"Binds": ["/var/run/docker.sock:/var/run/docker.sock"]}}
    entry = {"settings": {"image": "a:1", "createOptions": socket}}
    device = {"settings": {"image": "a:1", "createOptions": {"HostConfig": {"Binds": ["/dev/ttyUSB0:/dev/ttyUSB0"]}}}}
    page.goto("/")
    page.fill("#source", json.dumps({"modules": {"a": entry, "b": entry, "c": device}}))
    page.locator(".account .open button").click()
    expect(page.locator(".module-head h2 code")).to_have_text("c")
    expect(page.locator("#m3-single_files-1")).to_be_in_viewport()
    page.get_by_role("button", name="a", exact=True).click()
    page.locator("#m1-single_files-1 input[type=radio]").last.check()
    page.get_by_role("button", name="Answer the same in 1 other place").click()
    expect(page.locator(".account .open li")).to_have_count(1)
    page.get_by_role("button", name="Needs you").click()
    expect(page.locator(".modules tbody tr")).to_have_count(1)


def test_a_deployment_can_be_decided_without_script(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/?example=deployment")
    page.get_by_role("button", name="image_scorer").click()
    assert page.url.endswith("#module-3-title")
    page.locator("#m3-module_name-1 input[type=radio]").first.check()
    page.locator("#m3-module_name-1 .apply").click()
    page.get_by_role("button", name="dashboard").click()
    expect(page.locator("#module-3 .becomes")).to_have_text("becomes image-scorer")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "deployment.json"
    assert "image_scorer" not in download.value.path().read_text(encoding="utf-8")
    context.close()


def test_a_large_deployment_is_downloaded_past_the_page(page: Page) -> None:
    entries = {
        f"m{n}": {"settings": {"image": "a:1", "createOptions": {"Env": ["A=" + "x" * 2000]}}} for n in range(120)
    }
    page.goto("/")
    page.fill("#source", json.dumps({"modules": entries}))
    expect(page.locator(".modules tbody tr")).to_have_count(120)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert json.loads(download.value.path().read_text(encoding="utf-8")) == {"modules": entries}
    expect(page.locator("#convert")).to_have_attribute("action", "/convert")


def test_a_button_that_is_pressed_slowly_after_typing_an_answer_still_works(page: Page) -> None:
    page.goto("/?example=deployment")
    page.get_by_role("button", name="camera-capture").click()
    field = page.locator("#m4-binds-1 input[type=text]").first
    field.fill("frames-two")
    # In one go: the result of what was typed may take the button's place at any moment.
    page.evaluate("document.getElementById('next-module').scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = page.get_by_role("button", name="Next").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.wait_for_timeout(150)
    page.mouse.up()
    expect(page.locator(".module-head h2 code")).to_have_text("dashboard")
    expect(page.locator("#converted-text")).to_have_value(re.compile("frames-two"))
