"""`GET /api/v1/rules` and `GET /api/v1/guidance`."""

from functools import cache

from flask import Response

from webapp.formats import answer_reference
from webapp.views.api.openapi import Operation
from webapp.views.api.response import Lasting, lasting, respond_lasting


def list_rules() -> Response:
    """List the rules.

    Every rule with what it does, how sure it is, and its examples, in the order of the guidance.
    """
    return respond_lasting(_rules())


def list_guidance() -> Response:
    """List the guidance.

    The statements that rules, changes and findings cite by number, each with its place in Microsoft's article.
    """
    return respond_lasting(_guidance())


@cache
def _rules() -> Lasting:
    return lasting(answer_reference.rules())


@cache
def _guidance() -> Lasting:
    return lasting(answer_reference.guidance())


def _one_rule() -> dict[str, object]:
    whole = answer_reference.rules()
    return whole.model_copy(update={"rules": whole.rules[:1]}).model_dump(mode="json")


def _one_statement() -> dict[str, object]:
    whole = answer_reference.guidance()
    return whole.model_copy(update={"statements": whole.statements[:1]}).model_dump(mode="json")


OPERATIONS = (
    Operation(
        list_rules,
        "get",
        "/api/v1/rules",
        "Reference",
        gives=answer_reference.Rules,
        example=_one_rule,
        lasting=True,
    ),
    Operation(
        list_guidance,
        "get",
        "/api/v1/guidance",
        "Reference",
        gives=answer_reference.Guidance,
        example=_one_statement,
        lasting=True,
    ),
)
