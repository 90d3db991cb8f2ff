"""The QR code: read back as the link that it is, and honest about links that no phone would read."""

import hashlib
import re
from itertools import chain

import pytest
import segno
import zxingcpp
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.conftest import soup
from webapp.sharing.permalink import encoded
from webapp.sharing.record import Record
from webapp.views.qr import EASY, MOST, AddressTooLongError, qr_svg

HOME = "https://play.example/c/1~"
LINE = re.compile(r"M(\d+) (\d+)\.5|m(-?\d+) (-?\d+)|h(\d+)")


def address(size: int) -> str:
    """Return an address of so many characters, as a link has them."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return (HOME + "".join(letters[number * number % 64] for number in range(size)))[:size]


def path(source: str) -> str:
    return f"/c/{encoded(Record(source))}.qr"


def long_paste(least: int) -> str:
    """Return a paste whose link has more than so many characters, by words that don't pack well."""
    words: list[str] = []
    while len(encoded(Record(f'{{"Env": {words}}}'))) < least:
        words.append(hashlib.sha256(str(len(words)).encode()).hexdigest())
    return f'{{"Env": {words}}}'.replace("'", '"')


def read(drawn: str, scale: int = 4) -> list[str]:
    """Paint the dark lines of a code on white, and read what a scanner reads of it."""
    (svg,) = BeautifulSoup(drawn, "html.parser").select("svg")
    side, (dark,) = int(str(svg["viewbox"]).split()[-1]), svg.select('path[stroke="#000"]')
    rows = [bytearray(b"\xff" * side) for _ in range(side)]
    x = y = 0
    for found in LINE.finditer(str(dark["d"])):
        to_x, to_y, by_x, by_y, length = found.groups()
        if to_x:
            x, y = int(to_x), int(to_y)
        elif by_x:
            x, y = x + int(by_x), y + int(by_y)
        else:
            rows[y][x : x + int(length)] = bytes(int(length))
            x += int(length)
    wide = [bytes(chain.from_iterable([one] * scale for one in row)) for row in rows]
    pixels = b"".join(row for row in wide for _ in range(scale))
    picture = memoryview(pixels).cast("B", (side * scale, side * scale))
    return [one.text for one in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("size", [40, 600, 1_200, 1_800, 2_500, MOST])
def test_a_code_is_read_back_as_the_link_up_to_the_longest(size: int) -> None:
    assert read(str(qr_svg(address(size)))) == [address(size)]


def test_a_longer_link_has_no_code() -> None:
    with pytest.raises(AddressTooLongError):
        qr_svg(address(MOST + 1))


def test_a_code_is_dark_on_white_with_four_modules_of_white_around_and_no_id() -> None:
    (svg,) = BeautifulSoup(str(qr_svg(address(40))), "html.parser").select("svg")
    side = segno.make(address(40), error="L", micro=False).symbol_size(border=4)[0]
    assert svg["viewbox"] == f"0 0 {side} {side}"
    assert [one.get("fill") or one.get("stroke") for one in svg.select("path")] == ["#fff", "#000"]
    assert svg.select("path")[1]["d"].startswith("M4 4.5h7")  # type: ignore[union-attr]
    assert (svg["role"], svg["aria-label"]) == ("img", "QR code of the link")
    assert svg.select("[id], [style]") == []
    assert not svg.get("width")


def test_no_link_becomes_markup_in_its_code() -> None:
    drawn = str(qr_svg('https://play.example/"><script>alert(1)</script>'))
    assert BeautifulSoup(drawn, "html.parser").select("script") == []
    assert read(drawn) == ['https://play.example/"><script>alert(1)</script>']


def test_the_page_shows_the_code_the_link_its_length_and_who_can_read_it(client: FlaskClient) -> None:
    response = client.get(path("{}"))
    page, link = soup(response), f"http://localhost{path('{}').removesuffix('.qr')}"
    assert [read(str(one)) for one in page.select("svg")] == [[link]]
    assert page.select(".address a")[0].text == link
    assert f"{len(link)} characters. Whoever scans the code can read the whole content" in page.text
    assert page.select(".hard") == []
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_neither_title_nor_heading_repeats_anything_of_the_link(client: FlaskClient) -> None:
    page = soup(client.get(path('{"Hostname": "camera"}')))
    assert page.title is not None
    assert page.title.text == "QR code · createOptions Playground"
    assert [one.text for one in page.select("h1")] == ["A conversion as a QR code"]


def test_a_link_that_hardly_a_phone_reads_says_so_and_names_the_way_out(client: FlaskClient) -> None:
    (hard,) = soup(client.get(path(long_paste(EASY)))).select(".hard")
    assert "hardly a phone reads the code from a distance" in hard.text
    assert hard.select("a")[0]["href"] == path(long_paste(EASY)).removesuffix(".qr")


def test_a_link_that_no_code_holds_says_so_and_names_the_way_out(client: FlaskClient) -> None:
    response = client.get(path(long_paste(MOST)))
    page = soup(response)
    assert response.status_code == 200
    assert page.select("svg") == []
    assert [one.text for one in page.select("h1")] == ["This link is too long for a QR code"]
    assert "short link" in page.select("p")[0].text


def test_a_paste_that_cannot_be_read_has_a_code_all_the_same(client: FlaskClient) -> None:
    assert client.get(path("{")).status_code == 200
