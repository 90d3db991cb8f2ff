"""Answers of the API as responses."""

import hashlib
from dataclasses import dataclass

from flask import Response, request
from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Lasting:
    """A body that changes with the code only, and the entity tag that names it."""

    body: str
    tag: str


def respond(model: BaseModel, status: int = 200) -> Response:
    """Return an answer as JSON; for 201, fields that were never set are absent. Its texts are English."""
    response = _json(model.model_dump_json(exclude_unset=status == 201))
    response.status_code = status
    return response


def lasting(model: BaseModel) -> Lasting:
    """Write an answer once, so that no request pays for it again."""
    body = model.model_dump_json()
    return Lasting(body, hashlib.sha256(body.encode()).hexdigest()[:20])


def respond_lasting(known: Lasting) -> Response:
    """Return what changes with the code only: 304 to those who have it already."""
    response = _json(known.body)
    response.set_etag(known.tag)
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def _json(body: str) -> Response:
    return Response(body, mimetype="application/json", headers={"Content-Language": "en"})
