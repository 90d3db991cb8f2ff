"""The views of a module in a real browser: what belongs together lights up, and nothing is out of reach."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.views.test_preview_page import PASTE, WHOLE

pytestmark = pytest.mark.browser
VIEWS = ("kubernetes", "picture")


def converted(page: Page, view: str, source: str = PASTE) -> None:
    page.goto("/")
    page.fill("#source", source)
    page.click(".primary")
    page.click(f"#view-{view}")
    expect(page.locator(f"#view-{view}")).to_have_attribute("aria-current", "true")


def test_a_setting_and_its_fields_light_each_other_up(page: Page) -> None:
    converted(page, "kubernetes")
    settings, objects = page.locator(".pair .code").nth(0), page.locator(".pair .code").nth(1)
    settings.locator("span", has_text='"HostPort"').locator("a").click()
    expect(objects.locator(".lit").first).to_contain_text("port: 8080")
    objects.locator("span", has_text="claimName").locator("a").click()
    expect(settings.locator(".lit")).to_contain_text('"Source"')
    assert settings.locator(".lit").count() == 1


def test_a_setting_of_the_device_is_changed_by_keyboard_and_stays_in_the_other_views(page: Page) -> None:
    converted(page, "kubernetes")
    page.locator(".device summary").focus()
    page.keyboard.press("Enter")
    page.locator("#device-namespace").fill("plant-7")
    page.keyboard.press("Tab")
    expect(page.locator("#kubernetes-text")).to_have_value(matching("namespace: plant-7"))
    page.click("#view-options")
    page.click("#view-kubernetes")
    expect(page.locator("#device-namespace")).to_have_value("plant-7")


def matching(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text))


def test_yaml_and_pictures_are_saved(page: Page) -> None:
    converted(page, "kubernetes", WHOLE)
    with page.expect_download() as saving:
        page.click("#download-kubernetes")
    assert saving.value.suggested_filename == "kubernetes.yaml"
    page.click("#view-picture")
    for button, name in (("module-picture", "module.svg"), ("deployment-picture", "deployment.svg")):
        with page.expect_download() as saving:
            page.click(f"#download-{button}")
        assert saving.value.suggested_filename == name


@pytest.mark.parametrize("view", VIEWS)
def test_one_picture_at_a_time_is_shown_and_nothing_scrolls_sideways(page: Page, view: str) -> None:
    converted(page, view, WHOLE)
    for width in (320, 768, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if view == "picture":
            assert page.locator(".pictures > svg:visible").count() == 2


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_views(browser: Browser, server: str, scheme: str, view: str) -> None:
    context = browser.new_context(base_url=server, color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    converted(page, view, WHOLE)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found = Axe().run(page)
    context.close()
    assert found.violations_count == 0, found.generate_report()


def test_without_script_the_views_work(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    converted(page, "kubernetes")
    page.locator(".pair .code").nth(0).locator("span", has_text='"HostPort"').locator("a").click()
    assert page.locator(".pair .code").nth(1).locator("span:target").inner_text().startswith("  - port: 8080")
    page.click("#view-picture")
    assert page.locator(".pictures > svg:visible").count() == 1
    context.close()
