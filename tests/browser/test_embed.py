"""Embeds in pages of other sites, in a real browser: sandboxed, without script, ten at once, made of code blocks."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, Response
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect
from werkzeug.serving import make_server

from tests.formats.cases import PASTES
from webapp.app import create_app
from webapp.sharing.permalink import encoded
from webapp.sharing.record import Record

pytestmark = pytest.mark.browser
SHARE = '{"HostConfig": {"Binds": ["/home/hcsshares/input:/home/input"]}}'
MOUNT = '"Mounts"'
VIEWS = ("result", "diff", "rule&rule=binds", "picture", "kubernetes")
DOCS = Path(__file__).parents[2] / "docs" / "embedding"
Site = Callable[..., str]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A site on another host name and port: call it with a page and its headers, and it gives the page's address."""
    pages: list[tuple[str, dict[str, str]]] = []
    app = Flask("foreign", static_folder=None)

    @app.get("/<int:number>")
    def page(number: int) -> Response:
        html, headers = pages[number]
        return Response(html, headers=headers)

    @app.get("/favicon.ico")
    def icon() -> Response:
        return Response(status=204)

    serving = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()

    def put(body: str, **headers: str) -> str:
        html = f"<!doctype html><html lang=en><title>Documentation</title><body><main><h1>Docs</h1>{body}</main>"
        pages.append((html, {name.replace("_", "-"): value for name, value in headers.items()}))
        return f"http://localhost:{serving.server_port}/{len(pages) - 1}"

    yield put
    serving.shutdown()
    thread.join()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test when something goes wrong in it; scripts that a sandbox keeps from running may."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    yield page
    assert [text for text in complaints if not text.startswith("Blocked script execution")] == []


def path_of(source: str) -> str:
    return f"/embed/c/{encoded(Record(source))}"


def frame(server: str, source: str = SHARE, query: str = "", sandbox: str = "") -> str:
    return (
        f'<iframe src="{server}{path_of(source)}{query}" sandbox="{sandbox}" title="Example" loading="lazy"></iframe>'
    )


def inside(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


@pytest.mark.parametrize("view", VIEWS)
def test_a_frame_without_any_permission_shows_every_view_with_its_style(
    page: Page, server: str, site: Site, view: str
) -> None:
    page.on("requestfailed", lambda request: pytest.fail(f"{request.url} failed"))
    page.goto(site(frame(server, query=f"?view={view}")))
    expect(inside(page).locator("h1").first).to_be_visible()
    expect(inside(page).locator("h1").first).to_have_css("margin-top", "0px")


@pytest.mark.parametrize("script", [True, False])
def test_an_embed_shows_the_result_with_and_without_script(
    browser: Browser, server: str, site: Site, script: bool
) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(site(frame(server, sandbox="allow-scripts")))
    expect(inside(page).locator(".code")).to_contain_text(MOUNT)
    assert context.cookies() == []
    context.close()


def test_the_style_of_a_size_is_allowed_in_a_sandbox(page: Page, server: str, site: Site) -> None:
    page.goto(site(frame(server, query="?size=200")))
    expect(inside(page).locator("html")).to_have_css("font-size", "32px")


def example(server: str, name: str) -> str:
    """Return a file of the guide, for this server."""
    return (DOCS / name).read_text(encoding="utf-8").replace("https://HOST", server)


def test_the_plain_page_of_the_guide_converts_both_of_its_blocks(page: Page, server: str, site: Site) -> None:
    page.goto(site(example(server, "html/index.html").partition('<html lang="en">')[2]))
    expect(page.locator("iframe")).to_have_count(2)
    expect(page.locator("iframe").nth(0).content_frame.locator(".code")).to_contain_text(MOUNT)
    expect(page.locator("iframe").nth(1).content_frame.locator("h1")).to_have_text("Line by line")


def test_the_file_for_docfx_of_the_guide_loads_the_script(page: Page, server: str, site: Site) -> None:
    script = example(server, "docfx/templates/createoptions/public/main.js")
    page.goto(site(f'{BLOCKS["docfx"]}<script type="module">{script}</script>'))
    expect(inside(page).locator(".code")).to_contain_text(MOUNT)


@pytest.mark.parametrize(("theme", "paper"), [("light", "rgb(251, 250, 246)"), ("dark", "rgb(21, 25, 27)")])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_theme_comes_before_the_preference_of_the_reader(
    browser: Browser, server: str, site: Site, theme: str, paper: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(site(frame(server, query=f"?theme={theme}")))
    expect(inside(page).locator("html")).to_have_css("background-color", paper)
    page.goto(site(frame(server)))
    usual = "rgb(21, 25, 27)" if scheme == "dark" else "rgb(251, 250, 246)"
    expect(inside(page).locator("html")).to_have_css("background-color", usual)
    context.close()


def test_an_embed_shows_in_a_page_that_has_a_sandbox_itself(page: Page, server: str, site: Site) -> None:
    page.goto(site(frame(server), Content_Security_Policy="sandbox allow-scripts"))
    expect(inside(page).locator(".code")).to_contain_text(MOUNT)


def test_an_embed_shows_in_a_page_from_the_disk(page: Page, server: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(f"<!doctype html><title>Notes</title>{frame(server)}", encoding="utf-8")
    page.goto(file.as_uri())
    expect(inside(page).locator(".code")).to_contain_text(MOUNT)


def test_a_gone_link_says_so_in_its_frame(browser: Browser, server: str, site: Site) -> None:
    page = browser.new_page()
    page.goto(site(f'<iframe src="{server}/embed/p/00000000000000000000" sandbox title="Example"></iframe>'))
    expect(inside(page).locator("h1")).to_have_text("There is no such link")
    page.close()


def test_only_embeds_can_be_framed(browser: Browser, server: str, site: Site) -> None:
    page = browser.new_page()
    page.goto(site(f'<iframe src="{server}/" title="Example"></iframe>'))
    expect(inside(page).locator("#source")).to_have_count(0)
    page.close()


def test_the_link_of_a_sandboxed_embed_opens_the_whole_page(context: BrowserContext, server: str, site: Site) -> None:
    page = context.new_page()
    page.goto(site(frame(server, sandbox="allow-popups allow-popups-to-escape-sandbox")))
    with context.expect_page() as opening:
        inside(page).locator(".foot a").click()
    expect(opening.value.locator(".account")).to_be_visible()
    assert opening.value.url.startswith(f"{server}/c/1~")


def test_ten_embeds_load_lazily_and_all_show(page: Page, server: str, site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/embed/" in request.url else None)
    tall = "<p style='height: 4000px'></p>"
    page.goto(site(tall.join(frame(server, source) for source in list(PASTES.values())[:10])))
    assert len(asked) < 10
    for number in range(10):
        one = page.locator("iframe").nth(number)
        one.scroll_into_view_if_needed()
        expect(one.content_frame.locator("main h1").first).to_be_visible()
    assert len(asked) == 10


BLOCKS = {
    "plain": f"<pre data-createoptions>{SHARE}\n</pre>",
    "docfx": f'<pre><code class="lang-createoptions hljs">{SHARE}\n</code></pre>',
    "mkdocs": f'<pre><code class="language-createoptions">{SHARE}\n</code></pre>',
    "material": '<div class="language-json createoptions highlight"><pre><span></span><code><span id="__span-0-1">'
    f'<a id="__codelineno-0-1" name="__codelineno-0-1" href="#__codelineno-0-1"></a>{SHARE}\n'
    "</span></code></pre></div>",
    "material with line numbers": '<div class="language-json createoptions highlight"><table class="highlighttable">'
    '<tr><td class="linenos"><div class="linenodiv"><pre><span></span><span class="normal">1</span></pre></div></td>'
    f'<td class="code"><div><pre><span></span><code>{SHARE}\n</code></pre></div></td></tr></table></div>',
    "sphinx": f'<div class="highlight-createoptions notranslate"><div class="highlight"><pre><span></span>{SHARE}'
    "\n</pre></div>\n</div>",
    "sphinx with json": '<div class="createoptions highlight-json notranslate"><div class="highlight"><pre>'
    f'<span></span><span class="linenos">1</span>{SHARE}\n</pre></div>\n</div>',
}


def with_script(server: str, body: str, attributes: str = "") -> str:
    return f'{body}<script src="{server}/embed.js" defer {attributes}></script>'


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_one_script_makes_a_code_block_live(page: Page, server: str, site: Site, block: str) -> None:
    page.goto(site(with_script(server, block)))
    expect(inside(page).locator("textarea")).to_have_value(SHARE)
    expect(inside(page).locator(".code")).to_contain_text(MOUNT)
    expect(page.locator("details pre").last).to_contain_text(SHARE)
    inside(page).locator("textarea").fill(SHARE.replace("input", "frames"))
    inside(page).get_by_role("button", name="Convert").click()
    expect(inside(page).locator(".code")).to_contain_text("/home/frames")


def test_a_live_block_is_as_tall_as_its_content(page: Page, server: str, site: Site) -> None:
    page.goto(site(with_script(server, f"<pre data-createoptions>{SHARE}</pre>")))
    expect(inside(page).locator(".code")).to_be_visible()
    page.wait_for_function("document.querySelector('iframe').height != 480")
    height = inside(page).locator("html").evaluate("root => root.scrollHeight - innerHeight")
    assert height <= 0


def test_a_message_of_another_window_changes_no_height(page: Page, server: str, site: Site) -> None:
    script = "setInterval(() => parent.postMessage({createOptionsPlayground: {height: 4321}}, `*`), 20)"
    other = f'<iframe id="other" sandbox="allow-scripts" title="Other" srcdoc="<script>{script}</script>"></iframe>'
    page.goto(site(with_script(server, f"<pre data-createoptions>{SHARE}</pre>{other}")))
    page.wait_for_function("document.querySelector('iframe:not(#other)')?.height != 480")
    assert page.locator("iframe").first.get_attribute("height") != "4321"


def test_view_theme_selector_and_height_are_set_by_attributes(page: Page, server: str, site: Site) -> None:
    body = f'<pre class="mine" data-view="diff" data-height="333">{SHARE}</pre><pre data-createoptions>{SHARE}</pre>'
    page.goto(site(with_script(server, body, 'data-selector=".mine" data-theme="dark"')))
    expect(inside(page).locator("h1")).to_have_text("Line by line")
    expect(inside(page).locator("html")).to_have_css("background-color", "rgb(21, 25, 27)")
    assert page.locator("iframe").count() == 1
    assert page.locator("iframe").get_attribute("height") == "333"


LONG = json.dumps(
    {"Env": [f"A{number}={number * 7919 % 1000003:x}{number * 104729 % 999983:x}" for number in range(1500)]}
)


@pytest.mark.parametrize("why", ["browser is too old", "block is too long"])
def test_a_block_that_can_not_be_made_live_gets_a_link_that_says_why(
    page: Page, server: str, site: Site, why: str
) -> None:
    if why == "browser is too old":
        page.add_init_script("delete window.CompressionStream")
    page.goto(site(with_script(server, f"<pre data-createoptions>{SHARE if 'old' in why else LONG}</pre>")))
    says = f"This {why} to convert here: copy the text into the createOptions Playground"
    expect(page.get_by_role("link", name=says, exact=True)).to_have_attribute("href", f"{server}/")
    expect(page.locator("pre")).to_be_visible()
    assert page.locator("iframe").count() == 0


def test_a_block_comes_back_with_a_link_where_the_frame_is_refused(browser: Browser, server: str, site: Site) -> None:
    page = browser.new_page()
    policy = f"default-src 'none'; script-src {server}; frame-src 'none'"
    page.goto(site(with_script(server, f"<pre data-createoptions>{SHARE}</pre>"), Content_Security_Policy=policy))
    link = page.get_by_role("link", name="Open the createOptions Playground")
    expect(link).to_be_visible()
    assert str(link.get_attribute("href")).startswith(f"{server}/c/1~")
    expect(page.locator("pre")).to_be_visible()
    page.close()


TALL = '<div style="height: 1500px"></div>'


def blocks(count: int) -> str:
    """Return so many blocks, all different, the first one below the fold."""
    texts = (SHARE.replace("input", f"input{number}") for number in range(count))
    return TALL + "".join(f"<pre class=createoptions>{text}</pre>" for text in texts)


def heard(page: Page) -> None:
    """Note the heights that frames tell, as `heard`."""
    page.add_init_script(
        "heard = []; addEventListener('message', ({ data }) => heard.push(data.createOptionsPlayground.height))"
    )


def test_a_block_below_the_fold_tells_its_height_before_it_is_seen_and_stays_live(
    page: Page, server: str, site: Site
) -> None:
    heard(page)
    page.set_viewport_size({"width": 1000, "height": 900})
    page.goto(site(with_script(server, blocks(1))))
    page.wait_for_timeout(5_500)
    assert page.evaluate("scrollY") == 0
    first = page.evaluate("heard[0]")
    page.locator("iframe").scroll_into_view_if_needed()
    expect(inside(page).locator(".code")).to_be_visible()
    assert first == inside(page).locator("html").evaluate("root => Math.ceil(root.getBoundingClientRect().height)")
    page.wait_for_timeout(3_500)
    expect(page.locator("iframe")).to_have_count(1)


def test_twelve_blocks_that_are_scrolled_through_slowly_are_all_live(page: Page, server: str, site: Site) -> None:
    page.set_viewport_size({"width": 1000, "height": 900})
    page.goto(site(with_script(server, blocks(12))))
    page.wait_for_timeout(3_500)
    for number in range(12):
        page.locator("iframe").nth(number).scroll_into_view_if_needed()
        page.wait_for_timeout(400)
    page.wait_for_timeout(3_500)
    expect(page.locator("iframe")).to_have_count(12)
    expect(page.locator("a")).to_have_count(0)


@pytest.fixture
def refusing() -> Iterator[str]:
    """A server whose embeds only another site may show."""
    serving = make_server("127.0.0.1", 0, create_app({"FRAME_ANCESTORS": "https://wiki.example"}), threaded=True)
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}"
    serving.shutdown()
    thread.join()


def test_a_frame_that_may_not_be_shown_here_gives_its_block_back_once_it_has_been_seen(
    browser: Browser, refusing: str, site: Site
) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    page.goto(site(with_script(refusing, blocks(1))))
    page.wait_for_timeout(4_500)
    expect(page.locator("iframe")).to_have_count(1)
    page.locator("iframe").scroll_into_view_if_needed()
    link = page.get_by_role("link", name="Open the createOptions Playground", exact=True)
    expect(link).to_have_count(1)
    expect(page.locator("iframe, details")).to_have_count(0)
    expect(page.locator("pre")).to_contain_text(SHARE.replace("input", "input0"))
    assert str(link.get_attribute("href")).startswith(f"{refusing}/c/1~")
    page.close()


def test_the_policy_that_the_guide_names_is_enough(page: Page, server: str, site: Site) -> None:
    policy = f"default-src 'none'; script-src {server}; frame-src {server}"
    page.goto(site(with_script(server, f"<pre data-createoptions>{SHARE}</pre>"), Content_Security_Policy=policy))
    expect(inside(page).locator(".code")).to_contain_text(MOUNT)


@pytest.mark.parametrize("query", [*(f"?view={view}" for view in VIEWS), "?live=1", "?theme=dark", "?size=200"])
def test_axe_finds_nothing_in_an_embed_and_nothing_scrolls_sideways(page: Page, query: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(path_of(PASTES["example file-move"]) + query)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
