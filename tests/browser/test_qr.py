"""The QR code on a projector: read back from what a real Chromium shows, in both themes."""

import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Literal

import pytest
import zxingcpp
from playwright.sync_api import Page, ViewportSize
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from tests.views.test_forms import PASTE
from tests.views.test_forms import path as form
from tests.views.test_qr import long_paste, path
from webapp.views.qr import EASY

pytestmark = pytest.mark.browser
PROJECTOR: ViewportSize = {"width": 1_920, "height": 1_080}
# The browser decodes its own screenshot; `scale` makes it as small as the picture that a camera takes from afar.
GREY = """async ([shot, scale]) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + shot;
  await image.decode();
  const width = Math.round(image.width * scale), height = Math.round(image.height * scale);
  const canvas = Object.assign(document.createElement('canvas'), {width, height});
  const drawing = canvas.getContext('2d');
  drawing.imageSmoothingQuality = 'high';
  drawing.drawImage(image, 0, 0, width, height);
  const {data} = drawing.getImageData(0, 0, width, height);
  let grey = '';
  for (let at = 0; at < data.length; at += 4) grey += String.fromCharCode((data[at] + data[at + 1] + data[at + 2]) / 3);
  return [height, width, btoa(grey)];
}"""


@pytest.fixture
def wiki() -> Iterator[str]:
    """Serve an empty page of another site."""
    serving = make_server(
        "localhost", 0, Response("<title>A wiki</title><link rel=icon href=data:,>", mimetype="text/html")
    )
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{serving.server_port}/"
    serving.shutdown()
    thread.join()
    serving.server_close()


def seen(page: Page, scale: float = 1) -> list[str]:
    """Return what a scanner reads of the window, seen at a part of its size."""
    blank = page.context.browser.new_page()  # type: ignore[union-attr]
    height, width, grey = blank.evaluate(GREY, [b64encode(page.screenshot()).decode(), scale])
    blank.close()
    picture = memoryview(b64decode(grey)).cast("B", (height, width))
    return [one.text for one in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_code_is_read_from_the_screen_in_both_themes(
    page: Page, server: str, theme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size(PROJECTOR)
    page.emulate_media(color_scheme=theme)
    page.goto(path(PASTE))
    assert seen(page) == [server + path(PASTE).removesuffix(".qr")]


def test_the_code_fills_the_height_of_the_window(page: Page) -> None:
    page.set_viewport_size(PROJECTOR)
    page.goto(path(PASTE))
    box = page.locator(".qr").bounding_box()
    assert box is not None
    assert box["width"] == box["height"] > 1_040
    assert box["y"] + box["height"] <= PROJECTOR["height"]


def test_a_code_just_short_of_the_warning_is_read_by_a_camera_that_sees_a_third_of_the_projector(
    page: Page, server: str
) -> None:
    paste = long_paste(EASY - 100)
    page.set_viewport_size(PROJECTOR)
    page.goto(path(paste))
    assert page.locator(".hard").count() == 0
    assert seen(page, 0.34) == [server + path(paste).removesuffix(".qr")]


def test_on_a_phone_nothing_is_wider_than_the_screen(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(path(PASTE))
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_page_of_the_code_is_made_for_everybody(page: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.goto(path(PASTE))
    assert Axe().run(page).response["violations"] == []


def test_a_picture_shows_with_its_style_when_it_is_opened_by_itself(page: Page) -> None:
    page.goto(form(PASTE, "svg"))
    frame = page.locator("rect.frame").first
    assert frame.evaluate("one => getComputedStyle(one).fill") == "rgb(251, 250, 246)"


def test_a_page_of_another_site_shows_the_picture_and_reads_the_text(page: Page, server: str, wiki: str) -> None:
    page.goto(wiki)
    width = page.evaluate(
        "async at => { const one = new Image(); one.src = at; await one.decode(); return one.naturalWidth; }",
        server + form(PASTE, "svg"),
    )
    text = page.evaluate("async at => (await fetch(at)).text()", server + form(PASTE, "md"))
    assert width > 0
    assert text.startswith("# createOptions, converted for Azure Stack Edge Pro GPU\n")
