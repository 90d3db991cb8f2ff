"""Requests made up from the served OpenAPI document: server and document say the same."""

from itertools import islice
from typing import Any

import schemathesis
from hypothesis import HealthCheck, example, given, settings

from tests.core.strategies import damaged, pastes
from webapp.app import create_app

# Any text is a paste and any name may be given an answer; whether they can be read and fit is no matter of the schema.
# Likewise whether a link of that name and that token exists, and whether a paste has secrets.
FITS = ["200", "201", "304", "401", "403", "404", "409", "422"]
# What is longer than the schema allows is told by 413, which schemathesis does not expect by itself.
# Without its token a link is not deleted (401, 403), and what can be no name names none (404).
DOES_NOT_FIT = ["400", "401", "403", "404", "405", "413", "415", "422"]
CONFIG = schemathesis.Config.from_dict({
    "checks": {
        "positive_data_acceptance": {"expected-statuses": FITS},
        "negative_data_rejection": {"expected-statuses": DOES_NOT_FIT},
    }
})  # fmt: skip
ALWAYS_THE_SAME = settings(
    max_examples=200, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", create_app(), config=CONFIG)


@schema.parametrize()
@ALWAYS_THE_SAME
def test_server_and_document_say_the_same(case: Any) -> None:
    case.call_and_validate()


@ALWAYS_THE_SAME
@given(paste=pastes() | damaged())
def test_the_answer_to_a_real_paste_is_as_the_document_has_it(paste: str) -> None:
    operation = schema["/api/v1/convert"]["POST"]
    response = operation.Case(body={"source": paste}, media_type="application/json").call_and_validate()
    assert response.status_code in (200, 400, 422)


@ALWAYS_THE_SAME
@given(paste=pastes() | damaged())
def test_the_preview_of_a_real_paste_is_as_the_document_has_it(paste: str) -> None:
    operation = schema["/api/v1/preview"]["POST"]
    response = operation.Case(body={"source": paste}, media_type="application/json").call_and_validate()
    assert response.status_code in (200, 400, 422)


def asked(body: Any) -> dict[str, Any]:
    """Post a request that must be answered, and return the questions of the answer by id."""
    operation = schema["/api/v1/convert"]["POST"]
    response = operation.Case(body=body, media_type="application/json").call_and_validate()
    assert response.status_code == 200, response.text
    return {question["id"]: question for module in response.json()["modules"] for question in module["questions"]}


@ALWAYS_THE_SAME
@example(paste='{"HostConfig": {"Binds": ["/etc/a.json:/a.json", "/data:/b", "/home/hcsshares/a/b:/c"], "Memory": 1}}')
@given(paste=pastes())
def test_an_answer_that_is_offered_is_taken_and_in_force(paste: str) -> None:
    for name, question in islice(asked({"source": paste}).items(), 3):
        # One at a time: an answer may do away with another question, whose answer would then be refused.
        value = question["options"][-1]["value"]
        assert asked({"source": paste, "choices": {name: value}})[name]["answer"] == value
