"""What answers lead to is looked at again: two of them can clash."""

import json

from webapp.core import Conversion, convert


def told(conversion: Conversion) -> set[tuple[str, str]]:
    return {(note.rule.id, note.severity) for note in conversion.modules[0].findings}


def test_two_answers_that_clash_are_told() -> None:
    source = json.dumps({"HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": ""}], "90/udp": [{"HostPort": ""}]}}})
    asked = [one.id for one in convert(source).modules[0].questions if one.rule.id == "unusable_bindings"]
    answered = convert(source, {asked[0]: "port:80", asked[1]: "port:80"})
    assert ("port_protocols", "error") in told(answered) - told(convert(source))


def test_an_answer_that_leads_to_nothing_wrong_adds_no_warning() -> None:
    source = '{"HostConfig": {"Binds": ["/var/media:/media"]}}'
    found = told(convert(source, {"binds:/HostConfig/Binds/0": "share:media"}))
    assert {severity for _, severity in found} == {"info"}


def test_an_empty_section_that_another_one_replaces_is_changed() -> None:
    source = '{"k8s-experimental": {"strategy": {}, "deploymentStrategy": {"type": "Recreate"}}}'
    (question,) = [one for one in convert(source).modules[0].questions if one.rule.id == "misspelled"]
    ledger = convert(source, {question.id: "meant"}).modules[0].ledger
    assert {entry.path[-1]: entry.verdict for entry in ledger} == {"strategy": "changed", "type": "moved"}


def test_an_error_that_was_answered_is_one_no_more() -> None:
    paste = '{"WorkingDir": ["x"], "Cmd": ["y"]}'
    assert [note.severity for note in convert(paste).modules[0].findings] == ["error"]
    answered = convert(paste, {"wrong_types:/WorkingDir": "remove"}).modules[0]
    assert not [note for note in answered.findings if note.severity == "error"]
    assert answered.create_options == {"Cmd": ["y"]}


def test_an_error_stays_while_others_are_answered() -> None:
    paste = '{"WorkingDir": ["x"], "HostConfig": {"Memory": "1 GB"}}'
    answered = convert(paste, {"wrong_types:/WorkingDir": "remove"}).modules[0]
    assert [note.path for note in answered.findings if note.severity == "error"] == [("HostConfig", "Memory")]
