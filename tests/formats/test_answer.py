"""The answer of the API and of the command line, field by field as the contract has it."""

import json
from typing import Any

import jsonpatch
import pytest

from webapp.core import Conversion, convert
from webapp.core.converted import Change, Note
from webapp.core.edit import Grounds, put
from webapp.core.message import Message
from webapp.core.registry import BY_ID
from webapp.formats.answer import answer

SHARE = '{\n  "HostConfig": {\n    "Binds": ["/home/hcsshares/in:/in"]\n  }\n}'
DIRECTORY = '{"HostConfig": {"Binds": ["/var/media:/media"]}}'
PROXY = '{"settings": {"image": "a", "createOptions": {}},\n "env": {"https_proxy": {"value": "http://p:1"}}}'
WHERE = "binds:/HostConfig/Binds/0"


def written(conversion: Conversion) -> dict[str, Any]:
    """Return the answer as a caller reads it."""
    found = json.loads(answer(conversion).model_dump_json())
    assert isinstance(found, dict)
    return found


def module_of(source: str, choices: dict[str, str] | None = None) -> dict[str, Any]:
    """Return the first module of an answer."""
    found = written(convert(source, choices))["modules"][0]
    assert isinstance(found, dict)
    return found


def test_an_answer_has_the_fields_of_the_contract_and_no_others() -> None:
    conversion = convert(SHARE)
    options = {"HostConfig": {"Mounts": [{"Target": "/in", "Source": "in", "Type": "volume"}]}}
    found = written(conversion)
    modules = found.pop("modules")
    assert found == {
        "kind": "create-options",
        "converted": options,
        "text": json.dumps(options, indent=2),
        "findings": [],
        "changes": [],
        "repairs": [],
        "patch": [
            {"op": "add", "path": "/HostConfig/Mounts", "value": options["HostConfig"]["Mounts"]},
            {"op": "remove", "path": "/HostConfig/Binds"},
        ],
        "ruleset": conversion.ruleset,
    }
    assert [set(one) for one in modules] == [
        {
            "name",
            "converted_name",
            "create_options",
            "create_options_string",
            "changes",
            "findings",
            "questions",
            "ledger",
        }
    ]


def test_bare_create_options_are_one_module_without_a_name() -> None:
    one = module_of(SHARE)
    options = {"HostConfig": {"Mounts": [{"Target": "/in", "Source": "in", "Type": "volume"}]}}
    assert {key: one[key] for key in ("name", "converted_name", "create_options", "create_options_string")} == {
        "name": None,
        "converted_name": None,
        "create_options": options,
        "create_options_string": json.dumps(options, separators=(",", ":")),
    }


def test_a_change_says_what_where_and_why() -> None:
    (change,) = convert(SHARE).modules[0].changes
    assert module_of(SHARE)["changes"] == [
        {
            "rule": "binds",
            "section": "storage",
            "op": "move",
            "part": "createOptions",
            "path": "/HostConfig/Binds/0",
            "to": "/HostConfig/Mounts/0",
            "before": "/home/hcsshares/in:/in",
            "after": {"Target": "/in", "Source": "in", "Type": "volume"},
            "line": 3,
            "summary": str(change.summary),
            "guidance": ["G5", "G6", "G7", "G8", "G10", "G11", "G12"],
            "sure": "documented",
        }
    ]


def test_a_change_of_a_modules_env_says_so_and_counts_its_path_there() -> None:
    (change,) = (one for one in module_of(PROXY)["changes"] if one["rule"] == "no_proxy")
    assert {key: change[key] for key in ("op", "part", "path", "to", "before", "after", "line")} == {
        "op": "add",
        "part": "env",
        "path": "/no_proxy",
        "to": "/no_proxy",
        "before": None,
        "after": {"value": "localhost"},
        "line": 2,
    }


def test_what_is_removed_stands_nowhere_in_the_result() -> None:
    (change,) = module_of('{"HostConfig": {"Binds": [""]}}')["changes"]
    assert (change["op"], change["to"], change["before"], change["after"]) == ("remove", None, "", None)


def test_a_finding_says_where_it_is_and_what_to_do() -> None:
    note = next(one for one in convert(SHARE).modules[0].findings if one.rule.id == "shares")
    assert next(one for one in module_of(SHARE)["findings"] if one["rule"] == "shares") == {
        "rule": "shares",
        "section": "storage",
        "severity": "info",
        "part": "createOptions",
        "path": "/HostConfig/Binds/0",
        "line": 3,
        "column": 15,
        "message": str(note.message),
        "remedy": str(note.remedy),
        "guidance": ["G7", "G12"],
        "sure": "documented",
    }


def test_a_question_says_what_may_be_answered_and_what_is_in_force() -> None:
    asked = next(one for one in convert(DIRECTORY).modules[0].questions if one.id == WHERE)
    keep, share = asked.options
    assert next(one for one in module_of(DIRECTORY)["questions"] if one["id"] == WHERE) == {
        "id": WHERE,
        "rule": "binds",
        "section": "storage",
        "part": "createOptions",
        "path": "/HostConfig/Binds/0",
        "line": 1,
        "prompt": str(asked.prompt),
        "options": [
            {"value": "keep", "label": str(keep.label), "accepts": None, "expects": None, "sample": False},
            {
                "value": "share:media",
                "label": str(share.label),
                "accepts": share.accepts,
                "expects": str(share.expects),
                "sample": share.sample,
            },
        ],
        "default": "keep",
        "answer": "keep",
        "guidance": ["G5", "G6", "G7", "G8", "G10", "G11", "G12"],
        "sure": "derived",
    }


def test_an_answer_given_is_the_one_in_force() -> None:
    (question,) = (one for one in module_of(DIRECTORY, {WHERE: "share:videos"})["questions"] if one["id"] == WHERE)
    assert (question["default"], question["answer"]) == ("keep", "share:videos")


def test_every_leaf_has_its_entry() -> None:
    source = '{"HostConfig": {"Binds": ["/home/hcsshares/in:/in"], "Privileged": true}, "Env": ["A=B"]}'
    assert module_of(source)["ledger"] == [
        {"path": "/HostConfig/Binds/0", "verdict": "moved", "rule": "binds"},
        {"path": "/HostConfig/Privileged", "verdict": "kept", "rule": None},
        {"path": "/Env/0", "verdict": "kept", "rule": None},
    ]


def test_tolerances_are_listed_with_their_places() -> None:
    assert written(convert("// mine\n{}"))["repairs"] == [
        {"line": 1, "column": 1, "message": str(convert("// mine\n{}").document.repairs[0].message)}
    ]


@pytest.mark.parametrize("source", [SHARE, DIRECTORY, PROXY, '{"Env": ["A"], "HostConfig": {"Memory": 536870912}}'])
def test_the_patch_leads_from_the_paste_to_what_was_converted(source: str) -> None:
    found = written(convert(source))
    assert jsonpatch.apply_patch(json.loads(source), found["patch"]) == found["converted"]


def test_a_conversion_converted_again_has_no_changes() -> None:
    assert module_of(written(convert(SHARE))["text"])["changes"] == []


def test_what_is_said_of_a_whole_deployment_counts_its_paths_in_the_paste(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = BY_ID["binds"]
    note = Note(rule, "warning", ("HostConfig",), Message("A."), Message("B."), Grounds(("G9",), "advice"))
    edit = put(("HostConfig",), {}, "C.")
    change = Change(
        rule, "replace", ("HostConfig",), ("HostConfig",), 1, 2, Message("C."), Grounds(("G5",), "derived"), edit
    )
    monkeypatch.setattr(Conversion, "findings", (note,))
    monkeypatch.setattr(Conversion, "changes", (change,))
    found = written(convert(SHARE))
    where = {"rule": "binds", "section": "storage", "part": "deployment", "path": "/HostConfig", "line": 2}
    assert found["findings"] == [
        where
        | {
            "severity": "warning",
            "column": 3,
            "message": "A.",
            "remedy": "B.",
            "guidance": ["G9"],
            "sure": "advice",
        }
    ]
    assert found["changes"] == [
        where
        | {
            "op": "replace",
            "to": "/HostConfig",
            "before": 1,
            "after": 2,
            "summary": "C.",
            "guidance": ["G5"],
            "sure": "derived",
        }
    ]
