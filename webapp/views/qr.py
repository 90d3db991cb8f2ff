"""A link as a QR code, for the projector: people in the room scan it instead of copying it."""

from dataclasses import dataclass

import segno
from flask import Response, render_template
from markupsafe import Markup

from webapp.views.opened import Opened

# In bytes: what a code holds at the lowest level of correction (ISO/IEC 18004, version 40-L).
MOST = 2_953
# Beyond it a code has more than 117 modules a side; read back, a camera needs 2.5 pixels for each of them.
EASY = 1_200
QUIET = 4  # modules of white around the code, as the standard asks


class AddressTooLongError(ValueError):
    """An address that no QR code holds."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A link and its code, None where the link is too long for one."""

    address: str
    code: Markup | None

    @property
    def is_hard_to_read(self) -> bool:
        """Whether hardly a phone would read the code from the back of a room."""
        return len(self.address) > EASY


def qr_svg(address: str) -> Markup:
    """Return an address as a QR code: dark on white in every theme, level L, without ids, as large as its place.

    Raises:
        AddressTooLongError: the address has more than 2,953 bytes.
    """
    try:
        made = segno.make(address, error="L", micro=False)
    except segno.DataOverflowError as error:
        raise AddressTooLongError from error
    drawn = made.svg_inline(border=QUIET, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    named = Markup('<svg role="img" aria-label="QR code of the link" shape-rendering="crispEdges" ')
    return named + Markup(drawn.removeprefix("<svg "))  # noqa: S704 - drawn of squares only


def page(link: Opened) -> Response:
    """Show the code of a link as large as the window allows, with the link below."""
    try:
        shown = Shown(link.address, qr_svg(link.address))
    except AddressTooLongError:
        shown = Shown(link.address, None)
    response = Response(render_template("qr.html", link=link, shown=shown, easy=EASY, most=MOST))
    response.headers["X-Robots-Tag"] = "noindex"
    return response
