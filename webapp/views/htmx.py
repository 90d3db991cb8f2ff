"""The only reader and writer of `HX-*` headers."""

from flask import Response, request


def wants_fragment() -> bool:
    """Tell whether htmx asks, so that a fragment is enough."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def fragment(html: str, status: int = 200, target: str = "") -> Response:
    """Make a response out of a fragment; `target` names the element that takes it instead of the usual one."""
    response = Response(html, status)
    if target:
        response.headers["HX-Retarget"] = target
        response.headers["HX-Reswap"] = "innerHTML"
    return response
