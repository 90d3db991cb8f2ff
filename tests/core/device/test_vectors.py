"""Every vector of the specification's suite holds."""

import json
from typing import Any

import pytest

from tests.core.device import adapter
from webapp.core.device import PodError, report, status

DEFAULTS: dict[str, Any] = json.loads((adapter.SUITE / "defaults.json").read_text(encoding="utf-8"))
TRANSLATED = [
    vector for file in adapter.EVALUATOR.SUITE_FILES for vector in adapter.vectors(file.removesuffix(".json"))
]  # fmt: skip
PLANS, STATES = adapter.vectors("plan"), adapter.vectors("status")


def _named(vectors: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(vector, id=vector["id"]) for vector in vectors]


def test_the_suite_is_whole() -> None:
    suite = adapter.EVALUATOR.load_suite(str(adapter.SUITE))
    assert adapter.EVALUATOR.self_check(suite) == []
    assert len(suite["vectors"]) + len(PLANS) + len(STATES) == 598


@pytest.mark.parametrize("vector", _named(TRANSLATED))
def test_translation_holds(vector: dict[str, Any]) -> None:
    (result,) = adapter.EVALUATOR.evaluate([vector], adapter.preview, adapter.FUNCTIONS, DEFAULTS)
    assert result["message"] == "ok"


@pytest.mark.parametrize("vector", _named(PLANS))
def test_plan_holds(vector: dict[str, Any]) -> None:
    result = adapter.planned(vector["modules"], {**DEFAULTS, **vector.get("device", {})})
    if "expectError" in vector:
        wanted = vector["expectError"]
        assert wanted["kind"] in [error.kind for error in result.errors]
        assert all(name in result.errors[0].modules for name in wanted.get("modules", []))
        assert all(name in str(result.errors[0].message) for name in wanted.get("modules", []))
        return
    assert result.errors == ()
    for expectation in vector["expect"]:
        assert adapter.EVALUATOR.check_expectation(list(result.objects), expectation) is None


@pytest.mark.parametrize("vector", _named(STATES))
def test_status_holds(vector: dict[str, Any]) -> None:
    told = status(adapter.events(vector))
    if vector["expectStatus"] is None:
        assert told == ()
        return
    (found,) = told
    assert found.status == vector["expectStatus"]
    assert found.reason == vector.get("expectReason", found.reason)
    assert found.reason.startswith(vector.get("expectReasonPrefix", ""))
    assert found.exit_code == vector.get("expectExitCode", found.exit_code)
    assert found.start_time == vector.get("expectStartTime", found.start_time)
    assert found.exit_time == vector.get("expectExitTime", found.exit_time)
    assert found.image == vector.get("expectImage", found.image)
    assert found.module == vector.get("expectModule", found.module)
    assert found.type == vector.get("expectType", "docker")


@pytest.mark.parametrize("vector", _named([one for one in STATES if "expectInternalError" in one]))
def test_the_agent_fails_over_a_pod(vector: dict[str, Any]) -> None:
    with pytest.raises(PodError, match=vector["expectInternalError"]):
        report(adapter.pod(vector))
