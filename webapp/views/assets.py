"""Static files under names that carry a hash of their content, so that they can be cached for ever.

Embeds load them into frames with an origin of their own, so any origin may.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, request, url_for

FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file, read once."""

    name: str
    body: bytes
    small: bytes
    mimetype: str


def register(app: Flask, folder: Path) -> None:
    """Serve the files below `folder`, and offer `asset("app.css")` to templates."""
    assets = {file.relative_to(folder).as_posix(): _asset(file) for file in sorted(folder.rglob("*.*"))}
    by_name = {asset.name: asset for asset in assets.values()}

    def serve(name: str) -> Response:
        asset = by_name.get(name) or abort(404)
        headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding", "Cross-Origin-Resource-Policy": "cross-origin"}
        if not request.accept_encodings["gzip"]:
            return Response(asset.body, mimetype=asset.mimetype, headers=headers)
        return Response(asset.small, mimetype=asset.mimetype, headers=headers | {"Content-Encoding": "gzip"})

    def asset_url(name: str) -> str:
        return url_for("asset", name=assets[name].name)

    app.add_url_rule("/static/<name>", "asset", serve)
    app.jinja_env.globals["asset"] = asset_url


def _asset(file: Path) -> Asset:
    body = file.read_bytes()
    digest = hashlib.sha256(body).hexdigest()[:12]
    mimetype = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Asset(f"{file.stem}.{digest}{file.suffix}", body, gzip.compress(body, 9, mtime=0), mimetype)
