"""The same link in other forms, for places in which no page can be embedded: `/c/….md` and its kin.

Whoever has a link may read what it carries, so any page of the web may fetch it; no cookie has a part in it.
"""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import NamedTuple

from flask import Response, abort, request

from webapp.core import SourceError
from webapp.core.preview import Preview
from webapp.formats import manifests
from webapp.formats.account import Piece, account
from webapp.formats.account_text import account_text, unreadable
from webapp.formats.answer import answer
from webapp.formats.markdown import markdown
from webapp.formats.picture import of_deployment, of_module, standalone
from webapp.views import qr, version
from webapp.views.opened import Opened
from webapp.views.site import server

LABELS: Mapping[str, str] = {
    "md": "Markdown",
    "txt": "plain text",
    "json": "JSON",
    "yaml": "Kubernetes objects",
    "svg": "a picture",
    "qr": "a QR code",
}
HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Language": "en",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex",
}


class Written(NamedTuple):
    """A form: the name of its file, its type, what writes it, and whether scripts of other sites may read it."""

    file: str
    mimetype: str
    write: Callable[[Opened], str]
    is_read_by_scripts: bool = True


def kubernetes_yaml(previewed: Preview) -> str:
    """Return the objects of the converted version, or as comments why there are none."""
    why = [f"# {' '.join(str(error.message).split())}\n" for error in previewed.errors]
    return "".join(["# The device refuses this:\n", *why]) if why else manifests.stream(previewed.objects)


def _told(link: Opened) -> Iterator[Piece]:
    has_moved_on = link.is_vouched_for and link.has_moved_on
    return account(link.conversion, link.address, server(), has_moved_on=has_moved_on)


def _picture(link: Opened) -> str:
    """Draw the module that `?module=` numbers; without it all modules, or the only one."""
    modules, wanted = link.conversion.modules, request.args.get("module", "")
    if not wanted and (len(modules) != 1 or 0 not in link.previewed.of):
        return standalone(of_deployment(link.previewed))
    number = int(wanted or "1") if len(wanted) < 6 and (wanted or "1").isdecimal() else 0
    return standalone(of_module(link.previewed.of.get(number - 1) or abort(404)))


_FORMS: Mapping[str, Written] = {
    "md": Written("conversion.md", "text/markdown", lambda link: markdown(_told(link))),
    "txt": Written("conversion.txt", "text/plain", lambda link: account_text(_told(link))),
    "json": Written("conversion.json", "application/json", lambda link: answer(link.conversion).model_dump_json()),
    "yaml": Written("kubernetes.yaml", "application/yaml", lambda link: kubernetes_yaml(link.previewed)),
    "svg": Written("picture.svg", "image/svg+xml", _picture, is_read_by_scripts=False),
}


def _respond(suffix: str, link: Opened) -> Response:
    """Answer 304 where the caller has it, before anything is converted.

    Raises:
        SourceError: the paste can't be read, and JSON was asked for, whose errors are problems.
    """
    form, tag = _FORMS[suffix], _tag(suffix, link)
    if request.if_none_match.contains_weak(tag):
        return _headed(Response(status=304), form, tag)
    try:
        response = Response(form.write(link).encode("utf-8", "replace"), content_type=_type(form.mimetype))
    except SourceError as error:
        if suffix == "json":
            raise
        text = unreadable(error).encode("utf-8", "replace")
        return _headed(Response(text, error.status, content_type=_type("text/plain")), form)
    if suffix == "svg":
        response.headers["Content-Security-Policy"] = _picture_policy()
    response.headers["Content-Disposition"] = f'inline; filename="{form.file}"'
    return _headed(response, form, tag)


def _type(mimetype: str) -> str:
    return f"{mimetype}; charset=utf-8"


def _headed(response: Response, form: Written, tag: str = "") -> Response:
    response.headers.extend(HEADERS)
    if form.is_read_by_scripts:
        response.headers["Access-Control-Allow-Origin"] = "*"
    if tag:
        response.set_etag(tag)
    return response


def _tag(suffix: str, link: Opened) -> str:
    """Return what names this form of what the link carries, as this code writes it."""
    wanted = request.args.get("module", "") if suffix == "svg" else ""
    return version.tag(suffix, wanted, link.address, str(link.is_vouched_for))


@cache
def _picture_policy() -> str:
    """Return the policy under which a picture that is opened by itself has its style, and nothing else."""
    digest = hashlib.sha256((version.ROOT / "static" / "picture.css").read_bytes()).digest()
    return f"default-src 'none'; style-src 'sha256-{b64encode(digest).decode()}'; frame-ancestors 'none'"


FORMS: Mapping[str, Callable[[Opened], Response]] = {
    **{suffix: partial(_respond, suffix) for suffix in _FORMS},
    "qr": qr.page,
}
