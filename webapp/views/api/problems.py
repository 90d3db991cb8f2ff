"""Problems as responses: everything under `/api/v1` is refused in `application/problem+json`, never as a page."""

from flask import Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from webapp.formats.problem import KINDS, MIMETYPE, Problem, dump, problem

PREFIX = "/api/v1"
HEALTH = ("/healthz", "/readyz")
_SLUGS = {kind.status: kind.slug for kind in reversed(KINDS.values()) if kind.status != 400} | {
    400: "incomplete-request"
}
_DETAILS = {
    "not-found": "There is nothing at this address. `GET /api/v1/openapi.json` lists those that there are.",
    "too-large": "The body is larger than a paste of 1 MiB needs, however it is written. Send fewer modules.",
}


def wanted() -> bool:
    """Tell whether the request came to the API, so that it is refused in its form."""
    return request.path == PREFIX or request.path.startswith(f"{PREFIX}/") or request.path in HEALTH


def respond(one: Problem) -> Response:
    """Return a problem as a response."""
    return Response(dump(one), one.status, mimetype=MIMETYPE, headers={"Content-Language": "en"})


def refused(error: HTTPException) -> Response:
    """Return the problem for what Flask or a view refused, with the headers that belong to it."""
    status = error.code or 500
    slug = _SLUGS.get(status)
    if slug is None:
        return respond(Problem(type="about:blank", title=error.name, status=status, detail=f"{error.name}."))
    detail = error.description if status == 415 else _DETAILS.get(slug, KINDS[slug].about)
    if isinstance(error, MethodNotAllowed):
        detail = f"This address takes {', '.join(sorted(error.valid_methods or ()))}."
    return respond(problem(slug, str(detail)))
