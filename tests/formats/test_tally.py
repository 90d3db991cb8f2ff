"""The count of a conversion: one for every face, complete, and what is open in it is what the status says."""

import json

import pytest

from webapp.core import convert
from webapp.core.ledger import VERDICTS
from webapp.formats import tally

ASKS = {"HostConfig": {"Binds": ["/etc/a.json:/a.json"], "Privileged": "maybe"}, "Env": ["A=1", "B=2"]}


def deployment(**modules: object) -> str:
    entries = {
        name: {"type": "docker", "settings": {"image": "a", "createOptions": json.dumps(options)}}
        for name, options in modules.items()
    }
    return json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": {"modules": entries}}}})


def test_settings_findings_and_open_questions_of_a_module_are_counted() -> None:
    (one,) = convert(json.dumps(ASKS)).modules
    counts = tally.account_of(one)
    assert tally.settings(counts) == len(one.ledger) == 4
    assert {verdict: counts[verdict] for verdict in VERDICTS} == one.account
    assert counts["error"] == sum(note.severity == "error" for note in one.findings) > 0
    assert counts[tally.OPEN] == sum(asked.answer is None for asked in one.questions) > 0


def test_all_modules_and_the_whole_are_counted() -> None:
    conversion = convert(deployment(a=ASKS, b=ASKS).replace('"modules"', '"x": {"b": 1, "b": 2}, "modules"'))
    counts = tally.account(conversion)
    one, other = (tally.account_of(module) for module in conversion.modules)
    assert conversion.findings
    assert counts == one + other + tally.said_of_whole(conversion)
    assert counts["error"] > one["error"] + other["error"]


def test_a_question_can_be_open_without_an_undecided_setting() -> None:
    conversion = convert(deployment(redis={}, web={"Env": ["REDIS=redis:6379"]}))
    counts = tally.account(conversion)
    assert (counts["undecided"], counts[tally.OPEN]) == (0, 1)
    assert tally.needs_you(counts)


@pytest.mark.parametrize(
    ("counts", "needed"),
    [({}, False), ({"warning": 2, "undecided": 0, "kept": 1}, False), ({"error": 1}, True), ({tally.OPEN: 1}, True)],
)
def test_errors_and_open_questions_need_a_person_and_nothing_else_does(counts: dict[str, int], needed: bool) -> None:
    assert tally.needs_you(counts) is needed
