"""What is told when something is wrong: people get a page, programs a problem, nobody a trace."""

from flask import Flask, Response, render_template, request
from flask.globals import request_ctx
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest, HTTPException

from webapp.core import SourceError
from webapp.formats.problem import of_source, problem
from webapp.views import forms, htmx, pages
from webapp.views.api import problems
from webapp.views.no_link import ERRORS, NoLinkError, why

_SAY = {
    404: ("There is no such page", "Check the address, or start from the converter."),
    405: ("This address does not take that kind of request", "Use the form on the first page."),
    429: (
        "Those were too many requests",
        "Wait a minute and try again; nothing of your text is lost. Whole classes fit behind one address.",
    ),
    413: ("That is more than this page takes", "A paste may have 1 MiB. Convert a larger deployment in parts."),
}
_OTHERWISE = ("This request can't be answered", "Start again from the converter.")


def register(app: Flask) -> None:
    """Install the handlers."""
    app.register_error_handler(SourceError, _unreadable)
    app.register_error_handler(HTTPException, _refused)
    for kind in ERRORS:
        app.register_error_handler(kind, _no_link)
    app.register_error_handler(OSError, _broken_off)
    app.register_error_handler(ParseException, _broken_off)


def _unreadable(error: SourceError) -> Response:
    return problems.respond(of_source(error)) if problems.wanted() else pages.problem(error)


def _no_link(error: NoLinkError) -> Response:
    told = why(error)
    if problems.wanted():
        response = problems.respond(problem(told.slug, f"{told.title}. {told.advice}"))
    elif _is_form_of_link(request.path):
        response = Response(f"{told.title}. {told.advice}\n", told.status, mimetype="text/plain")
    else:
        response = _page(told.status, told.title, told.advice)
    if told.status == 503:
        response.headers["Retry-After"] = "60"
    return response


def _is_form_of_link(path: str) -> bool:
    """Tell whether a path asks for a link in another form than a page."""
    return path.startswith(("/c/", "/p/")) and path.rpartition(".")[2].lower() in forms.FORMS.keys() - {"qr"}


def _broken_off(_error: OSError | ParseException) -> Response:
    """The body of the request was cut off or misframed; what was read of it is not repeated."""
    return _refused(BadRequest())


def _refused(error: HTTPException) -> Response:
    status = error.code or 500
    title, advice = _SAY.get(status, _OTHERWISE)
    if status == 429:
        advice = error.description or advice
    if problems.wanted():
        response = problems.refused(error)
    elif status == 429 and not htmx.wants_fragment() and "source" in request.form:
        response = pages.kept(status, title, advice)
    else:
        response = _page(status, title, advice)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _page(status: int, title: str, advice: str) -> Response:
    if request_ctx.url_adapter is None:  # the Host header is none, so no page of ours can tell its addresses
        return Response("The Host header of this request names no host.\n", 400, mimetype="text/plain")
    html = render_template("_error.html" if htmx.wants_fragment() else "error.html", title=title, advice=advice)
    return htmx.fragment(html, status, "#problem" if htmx.wants_fragment() else "")
