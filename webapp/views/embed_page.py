"""The page of an embed, kept so small that ten of them load on one page."""

import gzip
import hashlib
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping

from flask import Response, render_template

from webapp.core import SourceError
from webapp.core.ledger import VERDICTS
from webapp.formats import tally
from webapp.sharing.permalink import LONGEST, deflated, encoded
from webapp.sharing.record import Record
from webapp.views import oembed, pages
from webapp.views.embed_content import STEPS, Content, content
from webapp.views.embed_query import VIEWS, Wanted, counted, module_number, module_of
from webapp.views.opened import Opened

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'{}; form-action 'self'; base-uri 'none'"
# In bytes, gzipped: of a page without its stylesheets and its script, and of a paste that the live form takes.
LARGEST = 20_000
EDITABLE = 6_000
_TOO_LARGE = "This paste is too large to be edited in an embed; open it in the Playground."


def page(link: Opened, wanted: Wanted) -> Response:
    """Show a link; a paste that can't be read is shown with its fault."""
    notes = list(wanted.notes)
    editable = wanted.live and len(deflated(link.record)) <= EDITABLE
    if wanted.live and not editable:
        notes.append(_TOO_LARGE)
    return _shown(link, wanted, notes, editable=editable)


def live(source: str, wanted: Wanted) -> Response:
    """Show what was typed into the live form, whatever it is, with the form."""
    record = Record(source)
    name = encoded(record)
    # A longer link can't be opened: the whole page then gets the paste from a form.
    return _shown(Opened("c", name if len(name) <= LONGEST else "", record), wanted, list(wanted.notes), editable=True)


def failure(status: int, title: str, advice: str, wanted: Wanted) -> Response:
    """Say why there is nothing to show."""
    return _response(render_template("embed_error.html", title=title, advice=advice, **_looks(wanted)), wanted, status)


def _shown(link: Opened, wanted: Wanted, notes: list[str], *, editable: bool) -> Response:
    shown: dict[str, object] = {"link": link, "wanted": wanted, "notes": notes, "editable": editable, **_looks(wanted)}
    shown |= {"empty": editable and not link.record.source.strip()}
    if shown["empty"]:
        return _response(render_template("embed.html", title="createOptions", **shown), wanted)
    shown["title"] = oembed.title(link, wanted)
    shown["alternate"] = oembed.oembed_link(link) if link.name and not editable else ""
    try:
        return _response(_fitting(link, wanted, shown, notes), wanted)
    except SourceError as error:
        problem = pages.explain(error, "" if error.status == 413 else link.record.source)
        return _response(render_template("embed.html", problem=problem, **shown), wanted)


def _fitting(link: Opened, wanted: Wanted, shown: dict[str, object], notes: list[str]) -> str:
    """Render as much of a view as a small page holds."""
    number = _module(link, wanted, notes)
    counts = counted(link.conversion, wanted.module)
    shown |= {"counts": _counts(counts), "asks": counts[tally.OPEN], "moved_on": link.has_moved_on}
    shown |= {"view_name": VIEWS[wanted.view], "module": module_of(link.conversion, wanted.module)}
    html = ""
    for most in STEPS:
        html = _rendered(content(link, wanted, number, most), shown)
        if len(gzip.compress(html.encode(), 6)) <= LARGEST:
            break
    return html


def _rendered(made: Content, shown: Mapping[str, object]) -> str:
    return render_template("embed.html", content=made, **shown)


def _module(link: Opened, wanted: Wanted, notes: list[str]) -> int | None:
    if not wanted.module:
        return None
    number = module_number(link.conversion, wanted.module)
    if number is None:
        count = len(link.conversion.modules)
        notes.append(f"There is no such module, so all are shown. Modules have names, and numbers from 1 to {count}.")
    return number


def _counts(counts: Counter[str]) -> list[tuple[str, int, str]]:
    """Return what was counted, each with its class and its word."""
    found = [(str(name), counts[name], str(name)) for name in VERDICTS if name != "undecided"]
    found += [(name, counts[name], f"{name}{'s' if counts[name] != 1 else ''}") for name in ("error", "warning")]
    return [one for one in found if one[1]]


def _looks(wanted: Wanted) -> dict[str, object]:
    return {"wanted": wanted, "style": _style(wanted)}


def _style(wanted: Wanted) -> str:
    return f"html{{font-size:{wanted.size}%}}" if wanted.size != 100 else ""


def _response(html: str, wanted: Wanted, status: int = 200) -> Response:
    """Return the page with its policy, which allows the one line of style that gives the size."""
    style = _style(wanted)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    response = Response(html, status)
    response.headers["Content-Security-Policy"] = POLICY.format(f" 'sha256-{digest}'" if style else "")
    return response
