"""`GET /healthz` and `GET /readyz`."""

from typing import Literal

from flask import Response, current_app
from pydantic import BaseModel, ConfigDict, Field

from webapp.core import guidance
from webapp.core.registry import RULES
from webapp.formats.problem import problem
from webapp.views.api import problems
from webapp.views.api.openapi import Operation
from webapp.views.api.response import respond


class Health(BaseModel):
    """The process is up."""

    model_config = ConfigDict(frozen=True)
    status: Literal["ok"] = Field(description="Always the same; what is not well answers with another status.")


class Readiness(BaseModel):
    """The server can answer."""

    model_config = ConfigDict(frozen=True)
    status: Literal["ok"] = Field(description="Always the same; what is not well answers with another status.")
    rules: int = Field(description="How many rules are loaded.")
    statements: int = Field(description="How many statements of the guidance are loaded.")


def tell_health() -> Response:
    """Tell whether the process is up."""
    return respond(Health(status="ok"))


def tell_readiness() -> Response:
    """Tell whether the server can answer.

    It can when its rules are loaded, and every statement of the guidance that they cite, and when the store of short
    links can be reached. Without the store, everything but short links goes on.
    """
    loaded = guidance.statements()
    missing = {name for rule in RULES for name in rule.guidance if name not in loaded}
    if missing or not RULES:
        found = f"{len(RULES)} rules are loaded; {len(missing)} statements that they cite are not."
        return problems.respond(problem("not-ready", found))
    store = current_app.extensions.get("store")
    if store is not None and not store.is_reachable():
        return problems.respond(problem("not-ready", "The store of short links can't be reached."))
    return respond(Readiness(status="ok", rules=len(RULES), statements=len(loaded)))


OPERATIONS = (
    Operation(tell_health, "get", "/healthz", "Health", gives=Health, example=lambda: {"status": "ok"}),
    Operation(
        tell_readiness,
        "get",
        "/readyz",
        "Health",
        gives=Readiness,
        example=lambda: {"status": "ok", "rules": len(RULES), "statements": len(guidance.statements())},
        problems=("not-ready",),
    ),
)
