"""SARIF: valid, each result at its place and with its reason, and the same result known again when lines move."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.formats.cases import PASTES
from webapp.core import Problem, SourceError, convert
from webapp.core.guidance import statements
from webapp.core.message import Message
from webapp.core.registry import RULES
from webapp.formats import tally
from webapp.formats.sarif import FINGERPRINT, SCHEMA, sarif

PASTED = """{
  "Hostname": "käse",
  "HostConfig": {
    "Binds": ["/home/hcsshares/films:/films", "C:\\\\data:/data", "/etc/a.json:/a.json"],
    "Privileged": "maybe"
  }
}"""


def log(*pasted: str, **more: Any) -> dict[str, Any]:
    return sarif([(f"m/{number}.json", convert(text)) for number, text in enumerate(pasted)], **more)


def results(*pasted: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = log(*pasted)["runs"][0]["results"]
    return found


def region(result: dict[str, Any]) -> dict[str, int]:
    where: dict[str, int] = result["locations"][0]["physicalLocation"]["region"]
    return where


def check(made: dict[str, Any]) -> None:
    schema = json.loads((Path(__file__).parent / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
    checker = jsonschema.Draft4Validator.FORMAT_CHECKER
    jsonschema.Draft4Validator(schema, format_checker=checker).validate(json.loads(json.dumps(made)))


@pytest.mark.parametrize("name", PASTES)
def test_every_case_makes_a_valid_log_with_all_that_needs_a_person(name: str) -> None:
    try:
        conversion = convert(PASTES[name])
    except SourceError as error:
        made = sarif([], [("a.json", error)])
        check(made)
        assert len(made["runs"][0]["invocations"][0]["toolExecutionNotifications"]) == len(error.problems)
        return
    made = sarif([("a.json", conversion)], version="1.2.3")
    check(made)
    counts, found = tally.said(conversion), made["runs"][0]["results"]
    levels = Counter(one["level"] for one in found)
    assert levels["error"] == counts["error"]
    assert levels["warning"] == counts["warning"] + counts[tally.OPEN]
    assert sum("question" in one["properties"] for one in found) == counts[tally.OPEN]


def test_a_log_about_nothing_is_valid_too() -> None:
    made = sarif([])
    check(made)
    assert made["$schema"] == SCHEMA
    assert made["runs"][0]["results"] == []


def test_the_driver_says_who_speaks_and_by_which_rules() -> None:
    driver = log(PASTED, version="1.2.3")["runs"][0]["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("createOptions Playground", "1.2.3")
    assert driver["properties"]["ruleset"] == convert("{}").ruleset


def test_each_result_leads_to_its_rule() -> None:
    run = log(PASTED)["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [one["ruleId"] for one in run["results"]]
    assert {rule["id"] for rule in rules} == {one["ruleId"] for one in run["results"]}


def test_a_rule_says_what_it_does_and_where_the_article_says_it() -> None:
    (rule,) = (one for one in log(PASTED)["runs"][0]["tool"]["driver"]["rules"] if one["id"] == "binds")
    assert rule["name"] == "Binds"
    assert rule["shortDescription"]["text"] == "Binds become mounts"
    assert rule["fullDescription"]["text"].startswith("On the FPGA device Docker binds a host path")
    assert rule["help"]["text"].startswith("Binds become mounts\n===")
    assert rule["help"]["markdown"].startswith("# Binds become mounts\n")
    assert rule["helpUri"] == statements()["G5"].url
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert rule["properties"]["section"] == "storage"
    assert rule["properties"]["tags"] == ["storage"]
    assert rule["properties"]["sure"] == "documented"
    assert rule["properties"]["guidance"] == ["G5", "G6", "G7", "G8", "G10", "G11", "G12"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_can_be_described_within_githubs_limits(rule: Any) -> None:
    from webapp.formats.sarif import _rule

    made = _rule(rule)
    assert 0 < len(made["shortDescription"]["text"]) <= 255
    assert 0 < len(made["fullDescription"]["text"]) <= 1_024
    assert made["helpUri"].startswith("https://")
    assert "](article#" not in made["help"]["markdown"]


@pytest.mark.parametrize(("severity", "level"), [("error", "error"), ("warning", "warning"), ("info", "note")])
def test_a_finding_is_a_result_of_its_level_with_its_remedy(severity: str, level: str) -> None:
    noted = [note for note in convert(PASTED).modules[0].findings if note.severity == severity]
    told = [(one["ruleId"], one["message"]["text"]) for one in results(PASTED) if one["level"] == level]
    assert noted
    assert all((note.rule.id, f"{note.message} {note.remedy}") in told for note in noted)


def test_a_question_without_an_answer_is_a_warning_that_lists_its_answers() -> None:
    asked = [one for one in convert(PASTED).modules[0].questions if one.answer is None]
    told = {one["properties"]["question"]: one for one in results(PASTED) if "question" in one["properties"]}
    assert set(told) == {one.id for one in asked}
    assert {one["level"] for one in told.values()} == {"warning"}
    assert all("kind" not in one for one in told.values())
    assert told["binds:/HostConfig/Binds/1"]["properties"]["answers"][-1] == "remove"


def test_changes_are_one_note_a_rule_and_module() -> None:
    binds = [f"/home/hcsshares/share{number}:/x{number}" for number in range(3)]
    (note,) = (one for one in results(json.dumps({"HostConfig": {"Binds": binds}})) if "changes" in one["properties"])
    assert (note["ruleId"], note["level"], note["properties"]["changes"]) == ("binds", "note", 3)
    assert note["message"]["text"].startswith("To be converted: The share `share0` is mounted by its name")
    assert note["message"]["text"].endswith(" And 2 more of this rule.")


def test_a_file_that_is_converted_has_no_note_of_a_change() -> None:
    done = convert('{"HostConfig": {"Binds": ["/home/hcsshares/films:/films"]}}').text
    assert [one for one in results(done) if "changes" in one["properties"]] == []


def test_columns_count_characters_from_the_key_to_the_end_of_the_value() -> None:
    pasted = '{"😀": 1, "Hostname": "x", "HostConfig": {"Privileged": "maybe"}}'
    (result,) = (one for one in results(pasted) if one["level"] == "error")
    start = pasted.index('"Privileged"') + 1
    end = pasted.index('"maybe"') + len('"maybe"') + 1
    assert region(result) == {"startLine": 1, "startColumn": start, "endLine": 1, "endColumn": end}
    assert log(pasted)["runs"][0]["columnKind"] == "unicodeCodePoints"


def test_a_region_can_span_lines() -> None:
    pasted = '{"HostConfig": {\n  "Mounts": {\n    "a": 1\n  }\n}}'
    (result,) = (one for one in results(pasted) if one["level"] == "error")
    assert region(result) == {"startLine": 2, "startColumn": 3, "endLine": 4, "endColumn": 4}


def test_inside_a_string_the_region_counts_in_the_file() -> None:
    pasted = json.dumps(json.dumps({"Hostname": "x", "HostConfig": {"Privileged": "maybe"}}))
    (result,) = (one for one in results(pasted) if one["level"] == "error")
    assert region(result)["startColumn"] == pasted.index('\\"Privileged') + 1


def test_a_result_names_file_module_and_setting() -> None:
    module = {"type": "docker", "settings": {"image": "a", "createOptions": '{"HostConfig": {"Privileged": "maybe"}}'}}
    desired = {"schemaVersion": "1.1", "modules": {"camera": module}}
    pasted = json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": desired}}})
    (result,) = (one for one in results(pasted) if one["level"] == "error")
    where = result["locations"][0]
    assert where["physicalLocation"]["artifactLocation"] == {"uri": "m/0.json", "uriBaseId": "%SRCROOT%"}
    (logical,) = where["logicalLocations"]
    assert logical["fullyQualifiedName"] == "camera/createOptions/HostConfig/Privileged"
    assert result["properties"]["module"] == "camera"


def test_what_changes_around_the_modules_is_told_with_its_place_in_the_document() -> None:
    module = {"type": "docker", "settings": {"image": "a", "createOptions": "{}"}}
    desired = {"schemaVersion": "1.1", "modules": {"Camera_One": module}}
    pasted = json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": desired}}})
    conversion = convert(pasted, {"Camera_One/module_name:": "rename:camera-one"})
    (result,) = (one for one in sarif([("a.json", conversion)])["runs"][0]["results"] if "changes" in one["properties"])
    (logical,) = result["locations"][0]["logicalLocations"]
    assert (result["ruleId"], "module" in result["properties"]) == ("module_name", False)
    assert logical["fullyQualifiedName"].startswith("deployment/modulesContent/$edgeAgent/")
    assert region(result)["startColumn"] == pasted.index('"Camera_One"') + 1


def test_a_file_elsewhere_has_an_absolute_address_without_a_base() -> None:
    (run,) = sarif([("file:///a.json", convert(PASTED))])["runs"]
    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "file:///a.json"}


def test_a_result_says_on_what_it_rests_and_how_sure_that_is() -> None:
    (result,) = (one for one in results(PASTED) if one["ruleId"] == "binds" and "changes" in one["properties"])
    assert result["properties"]["guidance"] == ["G5", "G6", "G7", "G8", "G10", "G11", "G12"]
    assert result["properties"]["sure"] == "documented"


def test_fingerprints_stay_when_lines_move_and_values_change() -> None:
    def prints(pasted: str) -> list[str]:
        return [one["partialFingerprints"][FINGERPRINT] for one in results(pasted)]

    moved = "\n\n" + PASTED.replace("\n", "\n\n").replace("käse", "brot")
    assert prints(moved) == prints(PASTED)


def test_no_two_results_have_one_fingerprint() -> None:
    binds = [f"/etc/file{number}.json:/x{number}" for number in range(5)]
    pasted = json.dumps({"HostConfig": {"Binds": binds, "Privileged": "maybe"}})
    prints = [one["partialFingerprints"][FINGERPRINT] for one in results(pasted, pasted, PASTED)]
    assert len(set(prints)) == len(prints)


def test_a_file_that_can_not_be_read_is_a_notification_and_no_result() -> None:
    error = SourceError(
        (Problem(Message("No colon."), Message("Write one."), 3, 7), Problem(Message("Gone."), Message("Look."), 0))
    )
    made = sarif([("a.json", convert("{}"))], [("b.json", error)])
    check(made)
    (run,) = made["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    first, second = invocation["toolExecutionNotifications"]
    assert (first["level"], first["message"]["text"]) == ("error", "No colon. Write one.")
    where = first["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "b.json"
    assert where["region"] == {"startLine": 3, "startColumn": 7}
    assert "region" not in second["locations"][0]["physicalLocation"]
    assert run["results"] == []


def test_a_run_in_which_all_could_be_read_was_successful() -> None:
    assert log(PASTED)["runs"][0]["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_what_was_pasted_makes_no_link() -> None:
    texts = [one["message"]["text"] for one in results('{"Hostname": "[click](https://evil.example)"}')]
    assert any("[click\\](https://evil.example)" in text for text in texts)
    assert not any("[click](" in text for text in texts)


def test_no_value_can_be_guessed_from_a_fingerprint() -> None:
    def prints(secret: str) -> list[str]:
        found = results(json.dumps({"Env": {"PASSWORD": secret}}))
        return [one["partialFingerprints"][FINGERPRINT] for one in found]

    assert prints("one") == prints("two")
