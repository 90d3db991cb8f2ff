"""What can be scraped by Prometheus: counts and times by endpoint, nothing that anyone pasted.

Every label takes its values from a closed set: endpoints, methods, statuses, kinds. gunicorn.conf.py names a folder in
PROMETHEUS_MULTIPROC_DIR before this module is loaded, so that all workers count together.
"""

import hmac
import os
import time
from typing import Literal

from flask import Flask, Response, abort, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

REGISTRY = CollectorRegistry()
_METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH"})
_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2)

_requests = Counter("createoptions_requests", "Requests answered.", ("endpoint", "method", "status"), registry=REGISTRY)
_seconds = Histogram(
    "createoptions_request_seconds",
    "Time from the head of a request to its answer; reading the body is part of it.",
    ("endpoint",),
    buckets=_SECONDS,
    registry=REGISTRY,
)
_in_flight = Gauge(
    "createoptions_requests_in_flight", "Requests under way.", multiprocess_mode="livesum", registry=REGISTRY
)
_conversions = Counter("createoptions_conversions", "Pastes converted, by kind of paste.", ("kind",), registry=REGISTRY)
_links = Counter(
    "createoptions_links",
    "Links made and used; form c carries its content, p is stored.",
    ("action", "form"),
    registry=REGISTRY,
)
_secrets = Counter(
    "createoptions_secrets_found", "Secrets found in what was to be shared.", ("kind",), registry=REGISTRY
)
_limited = Counter("createoptions_limited", "Requests refused with 429.", ("cost",), registry=REGISTRY)
_uncounted = Counter(
    "createoptions_limits_unreachable",
    "Requests let through as the store of limits could not be asked.",
    registry=REGISTRY,
)


def register(app: Flask) -> None:
    """Measure every request, and serve `GET /metrics` to whoever has METRICS_TOKEN; without one it is not there."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_leave)
    app.add_url_rule("/metrics", "metrics", _serve)


def count_conversion(kind: str) -> None:
    """Count a conversion; `kind` is the one of the conversion."""
    _conversions.labels(kind).inc()


def count_link(action: Literal["stored", "opened", "deleted"], form: Literal["c", "p"]) -> None:
    """Count what was done with a link."""
    _links.labels(action, form).inc()


def count_secret(kind: str) -> None:
    """Count a secret that was found; `kind` is a slug of `sharing.secrets.KINDS`."""
    _secrets.labels(kind).inc()


def count_limited(cost: str) -> None:
    """Count a request that was refused."""
    _limited.labels(cost).inc()


def count_uncounted() -> None:
    """Count a request that was let through without being counted."""
    _uncounted.inc()


def _begin() -> None:
    g.began = time.perf_counter()
    _in_flight.inc()


def _end(response: Response) -> Response:
    if "began" in g:
        endpoint = request.endpoint or "none"
        method = request.method if request.method in _METHODS else "other"
        _requests.labels(endpoint, method, response.status_code).inc()
        _seconds.labels(endpoint).observe(time.perf_counter() - g.began)
    return response


def _leave(_error: BaseException | None) -> None:
    if g.pop("began", None) is not None:
        _in_flight.dec()


def _serve() -> Response:
    token = str(current_app.config.get("METRICS_TOKEN", ""))
    if not token:
        abort(404)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), token.encode()):
        abort(401)
    return Response(generate_latest(_gathered()), content_type=CONTENT_TYPE_LATEST)


def _gathered() -> CollectorRegistry:
    """Return the counts of this process, or of all workers where there are several."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    every = CollectorRegistry()
    MultiProcessCollector(every)  # type: ignore[no-untyped-call]
    return every
