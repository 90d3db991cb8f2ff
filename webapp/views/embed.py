"""Embeds: a conversion as a small page for the frames of other sites. No cookie, no storage, no script is needed.

A frame with a sandbox has an origin of its own, so all that is loaded may be loaded from anywhere.
"""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from webapp.views import embed_page, embed_query, oembed
from webapp.views.no_link import ERRORS, NoLinkError, why
from webapp.views.opened import Form, Opened, opened
from webapp.views.site import server
from webapp.views.version import tag

ROOT = Path(__file__).parents[2]
_AGES = {"c": "private, max-age=3600", "p": "private, no-cache"}
_REFUSED = {404: "There is no such page", 405: "This address does not take that kind of request"}
blueprint = Blueprint("embed", __name__)


@blueprint.get("/embed/c/<name>")
def carried(name: str) -> AnyResponse:
    """Show a link that carries its record."""
    return _embed("c", name)


@blueprint.get("/embed/p/<name>")
def stored(name: str) -> AnyResponse:
    """Show a link whose record is stored."""
    return _embed("p", name)


@blueprint.get("/embed/<path:_rest>")
def nowhere(_rest: str) -> AnyResponse:
    """Say in the frame itself that there is nothing here."""
    abort(404)


@blueprint.post("/embed/convert")
def live() -> AnyResponse:
    """Convert what was typed into the live form of an embed."""
    source = request.form.get("source", "").replace("\r\n", "\n")
    return embed_page.live(source, embed_query.read(request.form.to_dict() | {"live": "1"}))


@blueprint.get("/embed.js")
def script() -> AnyResponse:
    """Return the script that turns code blocks of other sites into embeds."""
    response = Response(_script(), mimetype="text/javascript")
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.set_etag(hashlib.sha256(_script()).hexdigest()[:20], weak=True)
    return response.make_conditional(request)


@blueprint.after_request
def _framed(response: Response) -> Response:
    """Let other sites show this, as far as the configuration says."""
    ancestors = str(current_app.config.get("FRAME_ANCESTORS") or "*").strip()
    # Without the directive really everything may: `*` keeps out files and frames with a sandbox.
    more = "" if ancestors == "*" else f"; frame-ancestors {ancestors}"
    policy = response.headers.get("Content-Security-Policy", embed_page.POLICY.format(""))
    response.headers["Content-Security-Policy"] = policy + more
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _no_link(error: NoLinkError) -> AnyResponse:
    told = why(error)
    return embed_page.failure(told.status, told.title, told.advice, embed_query.read(request.args))


for _kind in ERRORS:
    blueprint.register_error_handler(_kind, _no_link)


@blueprint.errorhandler(HTTPException)
def _refused(error: HTTPException) -> AnyResponse:
    status = error.code or 500
    title = _REFUSED.get(status, "This request can't be answered")
    response = embed_page.failure(status, title, "Start from the converter.", embed_query.read(request.args))
    response.headers.extend([header for header in error.get_headers() if header[0] in ("Allow", "Retry-After")])
    return response


def _embed(form: Form, name: str) -> AnyResponse:
    link = opened(form, name)
    named = _tag(link)
    if request.if_none_match.contains_weak(named):
        response = Response(status=304)
    else:
        response = embed_page.page(link, embed_query.read(request.args))
        response.headers.extend(oembed.oembed_header(link))
    response.headers["Cache-Control"] = _AGES[form]
    response.set_etag(named, weak=True)
    return response


def _tag(link: Opened) -> str:
    """Return what changes when the page does; made without a conversion."""
    query = request.query_string.decode("latin-1")
    return tag(link.path, query, server(), str(current_app.config.get("FRAME_ANCESTORS")))


@cache
def _script() -> bytes:
    return (ROOT / "static" / "embed.js").read_bytes()
