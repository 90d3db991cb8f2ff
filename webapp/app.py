"""Makes the Flask app: configuration, store, blueprints, error handlers, headers."""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp import settings
from webapp.core import guidance
from webapp.operation import access_log, garbage, limits, metrics
from webapp.sharing.store import Store, StoreError
from webapp.views import api, assets, embed, errors, guide, links, oembed, pages, share

ROOT = Path(__file__).parent.parent
MEBIBYTE = 1 << 20
ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]
DEFAULTS = {
    "MAX_CONTENT_LENGTH": 5 * MEBIBYTE // 2,
    "MAX_FORM_MEMORY_SIZE": 5 * MEBIBYTE // 2,
    "MAX_FORM_PARTS": 5_000,
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Playground(Flask):
    """Flask, but what failed is logged without its message, which may quote a paste."""

    def log_exception(self, exc_info: ExcInfo) -> None:
        """Log the kind of failure and where it happened."""
        kind, _, trace = exc_info
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "nowhere"
        self.logger.error("%s at %s", kind.__name__ if kind else "failure", where)


def create_app(config: Mapping[str, object] | None = None) -> Flask:
    """Make the app.

    `config` comes before the environment (webapp/settings.py), and that before the defaults.

    Raises:
        SettingError: a setting can't be read.
    """
    app = Playground("webapp", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.config.from_mapping(DEFAULTS)
    app.config.from_mapping(settings.from_environment())
    app.config.from_mapping(config or {})
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    _behind_proxies(app)
    _with_store(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(share.blueprint)
    app.register_blueprint(links.blueprint)
    app.register_blueprint(embed.blueprint)
    app.register_blueprint(oembed.blueprint)
    app.register_blueprint(guide.blueprint)
    app.register_blueprint(api.blueprint)
    assets.register(app, ROOT / "static")
    errors.register(app)
    app.after_request(_harden)
    for part in (garbage, access_log, metrics, limits):
        part.register(app)
    guidance.load()
    api.load()
    return app


def served() -> Flask:
    """Make the app for a server; a setting that can't be read ends it with one sentence instead of a trace."""
    try:
        return create_app()
    except settings.SettingError as error:
        raise SystemExit(str(error)) from None


def _behind_proxies(app: Flask) -> None:
    """Believe what so many proxies say of address, scheme and host; nobody else may say it."""
    proxies = int(app.config["TRUSTED_PROXIES"])
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies, proxies)  # type: ignore[method-assign]


def _with_store(app: Flask) -> None:
    """Put a store at hand. Converting goes on without one, so a database that is away stops nothing here."""
    store = app.extensions["store"] = Store(str(app.config["DATABASE_URL"]))
    try:
        store.prepare()
    except StoreError:
        app.logger.error("The database can't be reached: short links wait for it.")


def _harden(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response
