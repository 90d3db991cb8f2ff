"""What is told when something is wrong: people get a page, programs a problem, nobody a trace."""

from collections.abc import Mapping

from flask import Flask, Response, render_template
from flask.globals import request_ctx
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest, HTTPException

from webapp.core import SourceError
from webapp.formats.problem import of_source, problem
from webapp.sharing.permalink import LinkError
from webapp.sharing.store import StoreError
from webapp.views import htmx, pages
from webapp.views.api import problems
from webapp.views.opened import LinkGoneError, NoSuchLinkError

_SAY = {
    404: ("There is no such page", "Check the address, or start from the converter."),
    405: ("This address does not take that kind of request", "Use the form on the first page."),
    429: (
        "Those were too many requests",
        "Wait a minute and try again; nothing of your text is lost. Whole classes fit behind one address.",
    ),
    413: ("That is more than this page takes", "A paste may have 1 MiB. Convert a larger deployment in parts."),
}
_NO_LINK = ("There is no such link", "Copy the link again, as a whole: one letter more or less leads nowhere.")
_ASK = "What it showed is not stored any more. Ask whoever sent it for a new one, or paste the text again."
_AWAY = "The place where they are kept does not answer. Converting goes on; try the link again in a minute."
_OF_LINKS = {
    "version": (
        "This link is of a kind that is not known here",
        "It was made by a newer version of this server, or its beginning was changed. Copy it again, as a whole.",
    ),
    "damaged": (
        "This link is damaged",
        "A part of it is missing or was changed on its way, as some mail programs do. Copy it again, as a whole.",
    ),
    "too-long": (
        "This link is too long",
        "A link that carries its paste may have 7,500 characters. Ask for a short one.",
    ),
    "too-large": ("This link carries too much", "A link may carry 256 KiB. Ask whoever sent it for a short one."),
}
_OTHERWISE = ("This request can't be answered", "Start again from the converter.")


def register(app: Flask) -> None:
    """Install the handlers."""
    app.register_error_handler(SourceError, _unreadable)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(LinkError, _no_link)
    app.register_error_handler(NoSuchLinkError, _no_link)
    app.register_error_handler(LinkGoneError, _link_gone)
    app.register_error_handler(StoreError, _store_away)
    app.register_error_handler(OSError, _broken_off)
    app.register_error_handler(ParseException, _broken_off)


def _unreadable(error: SourceError) -> Response:
    return problems.respond(of_source(error)) if problems.wanted() else pages.problem(error)


def _no_link(error: LinkError | NoSuchLinkError) -> Response:
    """The address names no link; nothing of it is repeated."""
    return told(404, "damaged-link", *_OF_LINKS.get(error.fault if isinstance(error, LinkError) else "", _NO_LINK))


def _link_gone(error: LinkGoneError) -> Response:
    return told(410, "link-gone", f"This link {'has expired' if error.why == 'expired' else 'was deleted'}", _ASK)


def _store_away(_error: StoreError) -> Response:
    return told(503, "store-away", "Short links can’t be opened just now", _AWAY, {"Retry-After": "60"})


def told(status: int, slug: str, title: str, advice: str, headers: Mapping[str, str] = {}) -> Response:
    """Tell what is wrong with a link: to programs as a problem, in an embed as an embed, else as a page."""
    if problems.wanted():
        response = problems.respond(problem(slug, f"{title}. {advice}"))
    else:
        response = _page(status, title, advice)
    response.headers.extend(headers)
    return response


def _broken_off(_error: OSError | ParseException) -> Response:
    """The body of the request was cut off or misframed; what was read of it is not repeated."""
    return _refused(BadRequest())


def _refused(error: HTTPException) -> Response:
    status = error.code or 500
    title, advice = _SAY.get(status, _OTHERWISE)
    if status == 429:
        advice = error.description or advice
    response = problems.refused(error) if problems.wanted() else _page(status, title, advice)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _page(status: int, title: str, advice: str) -> Response:
    if request_ctx.url_adapter is None:  # the Host header is none, so no page of ours can tell its addresses
        return Response("The Host header of this request names no host.\n", 400, mimetype="text/plain")
    html = render_template("_error.html" if htmx.wants_fragment() else "error.html", title=title, advice=advice)
    return htmx.fragment(html, status, "#problem" if htmx.wants_fragment() else "")
