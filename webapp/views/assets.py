"""Static files under names that carry a hash of their content, so that they can be cached for ever."""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, url_for

FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file, read once."""

    name: str
    body: bytes
    mimetype: str


def register(app: Flask, folder: Path) -> None:
    """Serve the files below `folder`, and offer `asset("app.css")` to templates."""
    assets = {file.relative_to(folder).as_posix(): _asset(file) for file in sorted(folder.rglob("*.*"))}
    by_name = {asset.name: asset for asset in assets.values()}

    def serve(name: str) -> Response:
        asset = by_name.get(name) or abort(404)
        return Response(asset.body, mimetype=asset.mimetype, headers={"Cache-Control": FOREVER})

    def asset_url(name: str) -> str:
        return url_for("asset", name=assets[name].name)

    app.add_url_rule("/static/<name>", "asset", serve)
    app.jinja_env.globals["asset"] = asset_url


def _asset(file: Path) -> Asset:
    body = file.read_bytes()
    digest = hashlib.sha256(body).hexdigest()[:12]
    mimetype = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Asset(f"{file.stem}.{digest}{file.suffix}", body, mimetype)
