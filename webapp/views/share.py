"""`POST /share`: the page's own way to make a link. Only the press on *short link* stores anything."""

from flask import Blueprint, render_template, request

from webapp.views import htmx, pages
from webapp.views.panel import panel

blueprint = Blueprint("share", __name__)


@blueprint.post("/share")
def make() -> str:
    """Show the link to what the form says; a fragment for the page's script, the whole page otherwise."""
    source, given = pages.form()
    conversion = pages.converted(source, given)
    shown = panel(conversion, request.form)
    if htmx.wants_fragment():
        return render_template("_share.html", panel=shown)
    return pages.whole(conversion, given, panel=shown)
