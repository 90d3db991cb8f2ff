"""Links, opened: the page that shows what was shared, and what became of it since."""

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from webapp.core import RULESET
from webapp.formats import moved_on
from webapp.sharing.permalink import tidied
from webapp.sharing.record import Outcome
from webapp.views import forms, made, oembed, pages
from webapp.views.opened import Form, Opened, opened

blueprint = Blueprint("links", __name__)


@dataclass(frozen=True, slots=True)
class Since:
    """What has become of a link since it was made. `then` is None where this server can't vouch for what it says."""

    then: Outcome | None
    text: str
    today: Outcome
    lines: tuple[tuple[str, str], ...]
    rules_then: str
    rules_today: str = RULESET


@blueprint.get("/c/<name>")
@blueprint.get("/c/<name>/", endpoint="open_carried_slash")
def open_carried(name: str) -> AnyResponse:
    """Open a link that carries its record, as a page, or in another form by its suffix."""
    return _open("c", name)


@blueprint.get("/p/<name>")
@blueprint.get("/p/<name>/", endpoint="open_stored_slash")
def open_stored(name: str) -> AnyResponse:
    """Open a link whose record is stored, as a page, or in another form by its suffix."""
    return _open("p", name)


@blueprint.post("/p/<name>/delete")
def delete(name: str) -> AnyResponse | str:
    """Delete a stored link with its token; those who stored the same content keep it."""
    done = made.deleted(name, request.form.get("token", "").strip())
    if done == "wrong-token":
        return Response(_page(opened("p", name), wrong_token=True, token=request.form.get("token", "")), 403)
    return render_template("deleted.html", done=done)


def _open(form: Form, name: str) -> AnyResponse:
    stem, _, suffix = tidied(name).rpartition(".")
    as_form = forms.FORMS.get(suffix.lower()) if stem else None
    link = opened(form, stem if as_form else name)
    if as_form:
        return as_form(link)
    if link.path != request.path:
        return redirect(_with_query(link.path))
    response = Response(_page(link))
    response.headers.extend(oembed.oembed_header(link))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _with_query(path: str) -> str:
    query = request.query_string.decode("ascii", "ignore")
    return f"{path}?{query}" if query else path


def _page(link: Opened, **more: object) -> str:
    return pages.of_link(link, since=since(link), oembed=oembed.oembed_link(link), **more)


def since(link: Opened) -> Since | None:
    """Return what differs from what the link showed; None where nothing does, or where there is nothing to compare."""
    if not link.has_moved_on or link.record.outcome is None:
        return None
    then = link.record.outcome
    text = link.record.source if then.text is None else then.text
    lines = moved_on.differing(text, link.conversion.text) if link.is_vouched_for else ()
    return Since(then if link.is_vouched_for else None, text, link.today, lines, link.record.ruleset)
