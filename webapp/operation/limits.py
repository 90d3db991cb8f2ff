"""How often one browser and one address may convert, open links and store them.

A class of 200 sits behind one address. So an address may do much, and a browser, told by a random cookie, little. Who
sends no cookie has the budget of the address.
"""

import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Literal

from flask import Flask, Response, current_app, request
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.errors import ConfigurationError, StorageError
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from webapp.operation import metrics
from webapp.settings import SettingError

COOKIE = "visit"
Cost = Literal["conversion", "storing"]
# (requests, seconds): the longer the time, the longer whoever is refused has to wait.
BY_SESSION: Mapping[Cost, RateLimitItem] = {
    "conversion": RateLimitItemPerSecond(60, 20, "conversion-session"),
    "storing": RateLimitItemPerSecond(20, 600, "storing-session"),
}
BY_ADDRESS: Mapping[Cost, RateLimitItem] = {
    "conversion": RateLimitItemPerSecond(3_000, 20, "conversion-address"),
    "storing": RateLimitItemPerSecond(1_000, 600, "storing-address"),
}
# All at one address who send no cookie, together: programs must not use up what a class may store.
BY_NOBODY: Mapping[Cost, RateLimitItem] = {"storing": RateLimitItemPerSecond(200, 600, "storing-nobody")}
# Rules of the URL map that begin so convert something, whatever the form of the answer.
CONVERTING = (
    "/convert",
    "/download",
    "/share",
    "/c/",
    "/p/",
    "/embed/",
    "/api/v1/convert",
    "/api/v1/preview",
    "/api/v1/share",
)
_WITHOUT_COOKIE = ("/embed/", "/api", "/static/", "/oembed", "/healthz", "/readyz", "/metrics")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True, slots=True)
class _Limits:
    storage: Storage
    counter: FixedWindowRateLimiter


def register(app: Flask) -> None:
    """Limit what costs work, unless the setting LIMITS is off.

    Raises:
        SettingError: LIMITS_STORE names no store, or one whose package is not installed.
    """
    if not app.config.get("LIMITS", True):
        return
    storage = _storage(str(app.config.get("LIMITS_STORE", "memory://")))
    app.extensions["limits"] = _Limits(storage, FixedWindowRateLimiter(storage))
    app.before_request(_before_request)
    app.after_request(_give_cookie)


def before_storing() -> None:
    """Count one link that is about to be stored. To be called by whatever stores, just before it does.

    Raises:
        TooManyRequests: the session or the address has stored enough for now; `retry_after` is in seconds.
    """
    _charge("storing")


def network(address: str) -> str:
    """Return what counts as one address: an IPv4 address, or the /64 that one household gets of IPv6."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


def _storage(url: str) -> Storage:
    # A store that hangs must not hold up conversions.
    patience = {"socket_timeout": 1.0, "socket_connect_timeout": 1.0} if url.startswith("redis") else {}
    try:
        found = storage_from_string(url, wrap_exceptions=True, **patience)
    except (ConfigurationError, ValueError):  # not repeated: the address may have a password
        raise SettingError(
            "LIMITS_STORE names no usable store: `memory://`, or `redis://…` with the package redis installed."
        ) from None
    if not isinstance(found, Storage):
        raise SettingError("LIMITS_STORE can't begin with `async+`.")
    return found


def _before_request() -> None:
    rule = request.url_rule
    if rule and (rule.rule.startswith(CONVERTING) or (rule.rule == "/" and request.args)):
        _charge("conversion")


def _charge(cost: Cost) -> None:
    limits: _Limits | None = current_app.extensions.get("limits")
    if limits is None:
        return
    # The session first: what is refused to one of a class must not use up what the class may do.
    budgets = [(BY_ADDRESS[cost], network(request.remote_addr or ""))]
    if session := _session():
        budgets.insert(0, (BY_SESSION[cost], session))
    elif cost in BY_NOBODY:
        budgets.insert(0, (BY_NOBODY[cost], budgets[0][1]))
    try:
        for limit, who in budgets:
            if not limits.counter.hit(limit, who):
                _refuse(cost, limits.counter.get_window_stats(limit, who).reset_time)
    except StorageError:
        metrics.count_uncounted()


def _refuse(cost: Cost, reset: float) -> None:
    seconds = max(int(reset - time.time()) + 1, 1)
    metrics.count_limited(cost)
    done = "links were stored" if cost == "storing" else "requests came"
    wait = f"{seconds} seconds" if seconds < 120 else f"{seconds // 60 + 1} minutes"
    raise TooManyRequests(
        f"More {done} in a short time than one visitor needs. Try again in {wait}: nothing that you pasted is lost.",
        retry_after=seconds,
    )


def _session() -> str | None:
    found = request.cookies.get(COOKIE, "")
    return found if _TOKEN.fullmatch(found) else None


def _give_cookie(response: Response) -> Response:
    """Give a browser that looks at a page 128 random bits; they mean nothing and are kept nowhere but in the counts."""
    is_page = response.status_code == 200 and response.mimetype == "text/html"
    if is_page and not _session() and not _is_for_all(response):
        response.set_cookie(COOKIE, secrets.token_urlsafe(16), secure=request.is_secure, httponly=True, samesite="Lax")
    return response


def _is_for_all(response: Response) -> bool:
    return response.cache_control.public or request.path.startswith(_WITHOUT_COOKIE)
