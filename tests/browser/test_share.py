"""A link in a real browser: copied with one press, opened in a clean profile, deleted; also without script."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
PLAIN = '{"HostConfig": {"Binds": ["/home/hcsshares/input:/home/input", "/var/media:/media"]}}'
WITH_SECRETS = '{"Env": ["DB_PASSWORD=hunter2hunter", "API_TOKEN=abcdefgh12345678"]}'


def converted(page: Page, source: str) -> None:
    page.goto("/")
    page.fill("#source", source)
    page.click(".primary")
    expect(page.locator("#copy-link")).to_be_visible()


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_one_press_copies_the_link_and_a_clean_profile_opens_it(page: Page, browser: Browser) -> None:
    converted(page, PLAIN)
    page.click("#copy-link")
    expect(page.locator("#copy-address")).to_have_text("Copied")
    expect(page.locator("#share-title")).to_be_focused()
    link = clipboard(page)
    assert link == page.input_value("#share-address")
    clean = browser.new_context(java_script_enabled=False)
    other = clean.new_page()
    other.goto(link)
    assert other.input_value("#source") == PLAIN
    expect(other.locator("#converted-title")).to_be_visible()
    assert clean.cookies() == [] or all(cookie["httpOnly"] for cookie in clean.cookies())
    clean.close()


def test_a_link_copied_right_after_an_edit_carries_the_edit(page: Page) -> None:
    converted(page, PLAIN)
    page.fill("#source", PLAIN.replace("media", "edited"))
    page.click("#copy-link")
    expect(page.locator("#copy-address")).to_have_text("Copied")
    page.goto(clipboard(page))
    assert "edited" in page.input_value("#source")


def test_where_there_is_no_clipboard_the_link_is_selected_and_nothing_claims_that_it_was_copied(page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    converted(page, PLAIN)
    page.click("#copy-link")
    expect(page.locator("#copy-address")).to_have_text("Press Ctrl+C")
    expect(page.locator("#status")).to_contain_text("press Ctrl+C")
    assert page.evaluate("getSelection().toString()") == page.input_value("#share-address")


def test_secrets_are_masked_or_accepted_one_by_one_by_keyboard(page: Page) -> None:
    converted(page, WITH_SECRETS)
    page.focus("#copy-link")
    page.keyboard.press("Enter")
    expect(page.locator("#share-title")).to_have_text("2 secrets found: no link was made")
    page.focus("#mask-1")
    page.keyboard.press("Enter")
    expect(page.locator("#share-title")).to_have_text("1 secret found: no link was made")
    expect(page.locator("#share-title")).to_be_focused()  # once the page has settled, it takes the focus no more
    assert "DB_PASSWORD=${DB_PASSWORD}" in page.input_value("#source")
    page.focus("[name=accept_secret]")
    page.keyboard.press("Space")
    page.focus("#copy-link")
    page.keyboard.press("Enter")
    expect(page.locator("#share-address")).to_be_visible()
    expect(page.locator("#copy-address")).to_have_text("Copied")
    page.goto(clipboard(page))
    assert "abcdefgh12345678" in page.input_value("#source")


def test_a_short_link_is_stored_opened_and_deleted(page: Page, browser: Browser, server: str) -> None:
    converted(page, PLAIN.replace("media", "short"))
    page.click("#copy-link")
    page.select_option("#share-days", "7")
    page.click("#make-short")
    expect(page.locator("#share-title")).to_have_text("Short link")
    token, link = page.input_value("#share-token"), page.input_value("#share-address")
    assert re.fullmatch(rf"{server}/p/[0-9a-z]{{20}}", link)
    page.goto(link)
    page.click("#delete summary")
    page.fill("#token", "another")
    page.click("#delete button")
    expect(page.locator("#token-wrong")).to_be_visible()
    page.fill("#token", token)
    page.click("#delete button")
    expect(page.locator("h1")).to_have_text("The link is deleted")
    clean = browser.new_page()
    answer = clean.goto(link)
    assert answer
    assert answer.status == 410
    expect(clean.locator("h1")).to_have_text("This link was deleted")
    clean.close()


def test_without_script_a_link_is_made_stored_and_deleted(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    converted(page, WITH_SECRETS)
    page.click("#copy-link")
    page.click("#mask-all")
    assert "hunter2" not in page.input_value("#source")
    page.click("#make-short")
    token, link = page.input_value("#share-token"), page.input_value("#share-address")
    page.goto(link)
    page.click("#delete summary")
    page.fill("#token", token)
    page.click("#delete button")
    expect(page.locator("h1")).to_have_text("The link is deleted")
    context.close()


def test_a_paste_that_became_unreadable_is_not_shared(page: Page) -> None:
    converted(page, PLAIN)
    page.fill("#source", '{"Env": [')
    page.click("#copy-link")
    expect(page.locator("#problem .problem")).to_be_visible()
    assert page.locator("#share-address").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("source", [PLAIN, WITH_SECRETS])
def test_axe_finds_nothing_where_links_are_made(browser: Browser, server: str, scheme: str, source: str) -> None:
    context = browser.new_context(base_url=server, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/")
    page.fill("#source", source)
    page.click(".primary")
    page.click("#copy-link")
    expect(page.locator("#share-title")).to_be_visible()
    if page.locator("#make-short").count():
        page.click("#make-short")
        expect(page.locator("#share-title")).to_have_text("Short link")
        page.goto(page.input_value("#share-address"))
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_scrolls_sideways_where_links_are_made(browser: Browser, server: str, width: int) -> None:
    page = browser.new_page(base_url=server, viewport={"width": width, "height": 800})
    for source in (PLAIN, WITH_SECRETS):
        converted(page, source)
        page.click("#copy-link")
        expect(page.locator("#share-title")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
