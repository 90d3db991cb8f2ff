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


def test_an_answer_stays_with_its_setting_when_another_answer_takes_out_the_item_before_it() -> None:
    paste = json.dumps({"HostConfig": {"Binds": [["x"], "/etc/a.conf:/a.conf", "/etc/b.conf:/b.conf"]}})
    asked = {question.id: question for question in convert(paste).modules[0].questions}
    wrong, answer = "wrong_types:/HostConfig/Binds/0", asked["single_files:/HostConfig/Binds/2"].options[0].value
    conversion = convert(paste, {wrong: "remove", "single_files:/HostConfig/Binds/2": answer})
    given = {question.path: question.answer for question in conversion.modules[0].questions}
    assert given["HostConfig", "Binds", 1] is None
    assert given["HostConfig", "Binds", 2] == answer


def test_a_leaf_in_whose_place_another_setting_is_stated_is_changed() -> None:
    paste = {"HostConfig": {"Memory": 2**30}, "k8s-experimental": {"resources": {"limits": {"memory": None}}}}
    ledger = {entry.path: (entry.verdict, entry.rule) for entry in convert(json.dumps(paste)).modules[0].ledger}
    assert ledger["k8s-experimental", "resources", "limits", "memory"] == ("changed", "memory")


def test_the_numbers_of_modules_with_one_name_are_no_other_modules_name() -> None:
    def entry(bind: str) -> dict[str, object]:
        return {"settings": {"image": "a:1", "createOptions": {"HostConfig": {"Binds": [bind]}}}}

    paste = {"systemModules": {"cam": entry("/a:/a")}, "modules": {"cam": entry("/b:/b"), "cam~2": entry("/c:/c")}}
    asked = [question.id for one in convert(json.dumps(paste)).modules for question in one.questions]
    assert len(asked) == len(set(asked))
    conversion = convert(json.dumps(paste), {"cam~2/binds:/HostConfig/Binds/0": "share:frames"})
    assert ["frames" in str(one.create_options) for one in conversion.modules] == [False, False, True]
