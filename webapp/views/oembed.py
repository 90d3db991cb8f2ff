"""oEmbed 1.0: a wiki asks for the address of a link and gets the frame that shows it (https://oembed.com)."""

from collections.abc import Mapping
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from flask import Blueprint, Response, request, url_for
from markupsafe import Markup
from pydantic_core import to_json

from webapp.core import SourceError
from webapp.formats import tally
from webapp.formats.problem import Problem, problem
from webapp.sharing.permalink import COMFORTABLE, LinkError
from webapp.sharing.store import StoreError
from webapp.views import embed_query
from webapp.views.api import problems
from webapp.views.opened import Form, LinkGoneError, NoSuchLinkError, Opened, opened
from webapp.views.site import server

PROVIDER = "createOptions Playground"
MIMETYPE = "application/json+oembed"
WIDTH, HEIGHT = 720, 480
CACHE_AGE = 3_600
_IFRAME = Markup(
    '<iframe src="{src}" width="{width}" height="{height}" title="{title}" loading="lazy" '
    'sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"></iframe>'
)
blueprint = Blueprint("oembed", __name__)


class _ForeignError(LookupError):
    """An address that is no link of this server."""


@blueprint.get("/oembed")
def describe() -> Response:
    """Describe a link of this server as `rich`; what it shows is in the frame only, never in the answer."""
    if request.args.get("format", "json").lower() != "json":
        return problems.respond(
            Problem(type="about:blank", title="Not Implemented", status=501, detail="Ask for format=json.")
        )
    try:
        link, wanted = _read(request.args.get("url", ""))
    except (_ForeignError, LinkError, NoSuchLinkError, LinkGoneError):
        return problems.respond(problem("not-found", "`url` must be a link of this server that can still be opened."))
    except StoreError:
        detail = "Stored links can't be reached at the moment. Ask again later."
        return problems.respond(Problem(type="about:blank", title="Service Unavailable", status=503, detail=detail))
    answer = Response(to_json(_rich(link, wanted)), mimetype="application/json")
    answer.headers["Cache-Control"] = f"private, max-age={CACHE_AGE}" if link.form == "c" else "no-cache"
    return answer


@blueprint.after_request
def _for_everyone(response: Response) -> Response:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def oembed_link(link: Opened) -> str:
    """Return the address under which a link is described, for `<link rel="alternate">`."""
    return f"{server()}{url_for('oembed.describe')}?{urlencode({'format': 'json', 'url': link.address})}"


def oembed_header(link: Opened) -> Mapping[str, str]:
    """Return the header that says the same; none for long links, which proxies' buffers for headers don't hold."""
    if len(link.address) > COMFORTABLE:
        return {}
    return {"Link": f'<{oembed_link(link)}>; rel="alternate"; type="{MIMETYPE}"'}


def embed_address(link: Opened, wanted: embed_query.Wanted) -> str:
    """Return the address of a link's embed."""
    query = urlencode(wanted.query())
    return f"{server()}/embed{link.path}{'?' if query else ''}{query}"


def frame(address: str, title: str, width: int | str = "100%", height: int = HEIGHT) -> str:
    """Return the HTML that shows an embed in another page; a width is in pixels or a share of the page, as in `50%`."""
    return str(_IFRAME.format(src=address, title=title, width=width, height=height))


def title(link: Opened, wanted: embed_query.Wanted) -> str:
    """Return what a link's embed is called: numbers, and nothing of its content."""
    try:
        counts = embed_query.counted(link.conversion, wanted.module)
    except SourceError:
        return "createOptions that can't be read"
    settings, waiting = tally.settings(counts), counts[tally.OPEN]
    asks = f", {waiting} question{'s' if waiting != 1 else ''} open" if waiting else ""
    return f"createOptions converted: {settings} setting{'s' if settings != 1 else ''} accounted for{asks}"


def _rich(link: Opened, wanted: embed_query.Wanted) -> dict[str, str | int]:
    width, height = _within("maxwidth", WIDTH), _within("maxheight", HEIGHT)
    named = title(link, wanted)
    html = frame(embed_address(link, wanted), named, width, height)
    return {
        "version": "1.0",
        "type": "rich",
        "title": named,
        "provider_name": PROVIDER,
        "provider_url": f"{server()}/",
        "cache_age": CACHE_AGE,
        "html": html,
        "width": width,
        "height": height,
    }


def _within(name: str, most: int) -> int:
    text = request.args.get(name, "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    return min(number or most, most)


def _read(url: str) -> tuple[Opened, embed_query.Wanted]:
    """Open the link that an address is, with what it asks for."""
    parts = _split(url)
    base = urlsplit(server())
    if not parts.path.startswith(f"{base.path}/") or _origin(parts) not in (
        _origin(base),
        _origin(urlsplit(request.host_url)),
    ):
        raise _ForeignError
    steps = parts.path.removeprefix(f"{base.path}/").removeprefix("embed/").split("/")
    if len(steps) != 2 or steps[0] not in ("c", "p"):
        raise _ForeignError
    form: Form = "c" if steps[0] == "c" else "p"
    return opened(form, steps[1]), embed_query.read(dict(parse_qsl(parts.query)))


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise _ForeignError from None
    return parts


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    """Return scheme, host and port; a user or a password before the host makes the address a foreign one."""
    scheme, usual = parts.scheme.lower(), {"http": 80, "https": 443}
    return scheme, None if "@" in parts.netloc else parts.hostname, parts.port or usual.get(scheme)
