"""Problems as responses: everything under `/api/v1` is refused in `application/problem+json`, never as a page."""

from flask import Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from webapp.formats.problem import KINDS, MIMETYPE, Problem, dump, problem

PREFIX = "/api/v1"
OTHERS = ("/healthz", "/readyz", "/oembed")
_SLUGS = {kind.status: kind.slug for kind in reversed(KINDS.values()) if kind.status != 400} | {
    400: "incomplete-request"
}
_DETAILS = {
    "not-found": "There is nothing at this address. `GET /api/v1/openapi.json` lists those that there are.",
    "too-large": "The body is larger than a paste of 1 MiB needs, however it is written. Send fewer modules.",
}


def wanted() -> bool:
    """Tell whether the request came to the API, so that it is refused in its form."""
    path = request.path
    return path == PREFIX or path.startswith(f"{PREFIX}/") or path in OTHERS or _is_json_of_link(path)


def _is_json_of_link(path: str) -> bool:
    return path.startswith(("/c/", "/p/")) and path.lower().endswith(".json")


def respond(one: Problem) -> Response:
    """Return a problem as a response."""
    return Response(dump(one), one.status, mimetype=MIMETYPE, headers={"Content-Language": "en"})


def refused(error: HTTPException) -> Response:
    """Return the problem for what Flask or a view refused, with the headers that belong to it."""
    status = error.code or 500
    slug = _SLUGS.get(status)
    if slug is None:
        return respond(Problem(type="about:blank", title=error.name, status=status, detail=f"{error.name}."))
    detail = error.description if status in (415, 429) else _DETAILS.get(slug, KINDS[slug].about)
    if isinstance(error, MethodNotAllowed):
        detail = f"This address takes {', '.join(sorted(error.valid_methods or ()))}."
    return respond(problem(slug, str(detail)))
