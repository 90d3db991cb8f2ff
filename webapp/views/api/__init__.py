"""The JSON API: `/api/v1` for programs, its OpenAPI document, and `/api` for the people who write them."""

import json
from functools import cache

from flask import Blueprint, Response, render_template, request

from webapp.views.api import arranged, convert, health, openapi, preview, reference, share
from webapp.views.api.openapi import OpenApi, Operation
from webapp.views.api.response import Lasting, lasting, respond_lasting

blueprint = Blueprint("api", __name__)
TAGS = {
    "Conversion": "Convert what a person pasted, and see what the device makes of it.",
    "Links": "Make links to a conversion, and take them back.",
    "Reference": "The rules, the guidance that they rest on, and this API itself.",
    "Health": "For whatever watches over the server.",
}


def describe_api() -> Response:
    """Describe this API.

    OpenAPI 3.1, made of the same models that serve the requests.
    """
    return respond_lasting(_openapi())


@blueprint.get("/api")
def page() -> str:
    """Show the API to people: what it does, how to call it, and every field."""
    calls = arranged.calls(request.host_url, convert.EXAMPLE)
    return render_template("api.html", api=_arranged(), calls=calls)


def load() -> None:
    """Write everything that stays as it is, so that no request pays for it."""
    _openapi()
    _arranged()


OPERATIONS = (
    *convert.OPERATIONS,
    *preview.OPERATIONS,
    *share.OPERATIONS,
    *reference.OPERATIONS,
    Operation(
        describe_api,
        "get",
        "/api/v1/openapi.json",
        "Reference",
        gives=OpenApi,
        example=lambda: {"openapi": "3.1.0", "info": {}, "servers": [], "tags": [], "paths": {}, "components": {}},
        lasting=True,
    ),
    *health.OPERATIONS,
)
for _one in OPERATIONS:
    blueprint.add_url_rule(_one.path, _one.id, _one.view, methods=[_one.method.upper()])


@cache
def _openapi() -> Lasting:
    return lasting(openapi.document(OPERATIONS, TAGS))


@cache
def _arranged() -> arranged.Reference:
    return arranged.arrange(json.loads(_openapi().body))
