"""One line of JSON on standard output for each request, without anything that a client can write freely.

No address, query, referrer or user agent; of a path only what the URL map says of it, as a link's path is its content.
"""

import json
import re
import secrets
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime

from flask import Flask, Response, current_app, g, request

HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_GAP = re.compile(r"<[^>]*>")
_VERSION = re.compile(r"(?:/embed)?/c/\d{1,2}~")


def register(app: Flask) -> None:
    """Write the log where the setting ACCESS_LOG is on; then every answer has its id as `X-Request-ID`."""
    if app.config.get("ACCESS_LOG", False):
        app.before_request(_begin)
        app.after_request(_write)


def _begin() -> None:
    g.logged_from = time.perf_counter()


def _write(response: Response) -> Response:
    given = request.headers.get(HEADER, "") if current_app.config.get("TRUSTED_PROXIES") else ""
    ident = given if _ID.fullmatch(given) else secrets.token_hex(16)
    response.headers[HEADER] = ident
    line = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": request.method if request.url_rule else None,
        "path": path(request.url_rule.rule, request.path) if request.url_rule else None,
        "endpoint": request.endpoint or "none",
        "status": response.status_code,
        "milliseconds": round((time.perf_counter() - g.get("logged_from", time.perf_counter())) * 1000, 1),
        "bytes": response.calculate_content_length(),
        "request_id": ident,
    }
    # One write for a line, so that the lines of threads and workers don't mix. A reader that is gone stops no answer.
    with suppress(OSError):
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
    return response


def path(rule: str, asked: str) -> str:
    """Return a path as it may be logged: its rule with `…` for what the client chose, and the version of a link."""
    version = _VERSION.match(asked)
    return f"{version[0]}…" if version else _GAP.sub("…", rule)
