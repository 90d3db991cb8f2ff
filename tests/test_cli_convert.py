"""`convert`: what goes to standard output, what is said on standard error, and which status says what."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import jsonpatch
import pytest

from webapp.cli import main
from webapp.cli.telling import LISTED, watched
from webapp.cli.version import version
from webapp.core import RULESET, convert
from webapp.formats.answer import answer

Binary = pytest.CaptureFixture[bytes]
Captured = pytest.CaptureFixture[str]
Feed = Callable[[bytes], None]
NOTHING = '{"Env": ["A=1"]}'
MOVES = '{"HostConfig": {"Binds": ["/home/hcsshares/films:/films"]}}'
ASKS = '{"HostConfig": {"Binds": ["/etc/app.json:/app.json"]}}'
REFUSED = '{"Env": {"A": "1"}}'
BROKEN = '{\n  "Env" ["A=1"]\n}'
QUESTION = "single_files:/HostConfig/Binds/0"


def deployment_of(name: str) -> str:
    """Return a deployment whose one module asks a question."""
    module = {"type": "docker", "settings": {"image": "a", "createOptions": ASKS}}
    return json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": {"modules": {name: module}}}}})


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Feed:
    """Return a function that puts bytes on standard input."""
    return lambda data: monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with inputs of all kinds, in which we are."""
    sources = {"nothing": NOTHING, "moves": MOVES, "asks": ASKS, "refused": REFUSED, "broken": BROKEN}
    for name, source in sources.items():
        (tmp_path / f"{name}.json").write_text(source, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_standard_input_is_converted_to_standard_output(arguments: list[str], feed: Feed, capsys: Captured) -> None:
    feed(MOVES.encode())
    assert main(["convert", *arguments]) == 0
    said = capsys.readouterr()
    assert said.out == convert(MOVES).text
    assert said.err == ""


def test_a_terminal_on_standard_input_is_told_what_to_do(
    feed: Feed, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    feed(b"{}")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    assert main(["convert"]) == 0
    said = capsys.readouterr()
    assert "Paste createOptions here and end with Ctrl" in said.err
    assert said.out == "{}"


def test_a_file_is_converted_to_standard_output(folder: Path, capsys: Captured) -> None:
    assert main(["convert", "moves.json"]) == 0
    assert capsys.readouterr().out == convert(MOVES).text
    assert (folder / "moves.json").read_text(encoding="utf-8") == MOVES


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "  \n\n\n", "\t"])
@pytest.mark.parametrize("source", [NOTHING, MOVES])
def test_text_ends_as_the_input_does(source: str, end: str, feed: Feed, capfdbinary: Binary) -> None:
    feed((source + end).encode())
    assert main(["convert"]) == 0
    assert capfdbinary.readouterr().out == (convert(source).text + end).encode()


@pytest.mark.parametrize("end", ["", "\n"])
def test_on_a_terminal_the_last_line_is_ended_and_control_characters_do_nothing(
    end: str, feed: Feed, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    feed(f'{{"Env": ["A=\x1b[2J\u202e"]}} // \x07\r\n// ü\t\r{end}'.encode())
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["convert"]) == 0
    shown = capsys.readouterr().out
    assert shown == '{"Env": ["A=\\u001b[2J\\u202e"]} // \\u0007\n// ü\t' + ("\n" if end else "\\r\n")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "arguments",
    [
        ["moves.json", "\x1b[2J.json"],
        ["moves.json", "--choose", "binds:\x1b[2J=x"],
        ["moves.json", "--\x1b[2J"],
        ["moves.json", "a/\x1b[2J", "b/\x1b[2J", "-o", "\x1b[2J"],
        ["a/\x1b[2J.json", "a/\x1b[2J.txt", "-o", "x", "-f", "patch"],
    ],
)
def test_no_name_or_answer_can_move_the_cursor(arguments: list[str], capsys: Captured) -> None:
    assert main(["convert", *arguments]) == 2
    told = capsys.readouterr().err
    assert "\x1b" not in told
    assert told


@pytest.mark.usefixtures("folder")
def test_what_may_have_been_meant_can_not_move_the_cursor(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "a.json").write_text(deployment_of("\x1b[2J"), encoding="utf-8")
    assert main(["convert", "a.json", "--choose", "\x1b[2J/single_files:/HostConfig/Binds/1=remove"]) == 2
    told = capsys.readouterr().err
    assert "Did you mean `\\x1b[2J/single_files:/HostConfig/Binds/0`" in told
    assert "\x1b" not in told


@pytest.mark.usefixtures("folder")
def test_json_of_one_file_is_the_answer_of_the_api(capsys: Captured) -> None:
    assert main(["convert", "moves.json", "--format", "json"]) == 0
    assert capsys.readouterr().out == answer(convert(MOVES)).model_dump_json(indent=2) + "\n"


@pytest.mark.usefixtures("folder")
def test_json_of_many_files_is_a_line_each_that_begins_with_the_files_name(capsys: Captured) -> None:
    assert main(["convert", "moves.json", "broken.json", "nothing.json", "--format", "json"]) == 2
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        {"file": name, **answer(convert(source)).model_dump(mode="json")}
        for name, source in (("moves.json", MOVES), ("nothing.json", NOTHING))
    ]
    assert [next(iter(line)) for line in lines] == ["file", "file"]


@pytest.mark.usefixtures("folder")
def test_a_patch_leads_from_the_file_to_its_conversion(capsys: Captured) -> None:
    assert main(["convert", "moves.json", "--format", "patch"]) == 0
    patch = json.loads(capsys.readouterr().out)
    assert jsonpatch.apply_patch(json.loads(MOVES), patch) == convert(MOVES).converted


@pytest.mark.usefixtures("folder")
def test_a_report_is_one_page_over_all_files(capsys: Captured) -> None:
    assert main(["convert", "moves.json", "broken.json", "--format", "report"]) == 2
    page = capsys.readouterr().out
    assert page.startswith("<!doctype html>")
    assert page.count("<!doctype html>") == 1
    assert "moves.json" in page
    assert "broken.json" in page
    assert f"createOptions Playground {version()}, rules of {RULESET}." in page


@pytest.mark.usefixtures("folder")
def test_sarif_is_one_run_over_all_files_and_tells_which_could_not_be_read(capsys: Captured) -> None:
    assert main(["convert", "moves.json", "asks.json", "broken.json", "--format", "sarif"]) == 2
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]]
    assert set(places) == {"moves.json", "asks.json"}
    (invocation,) = run["invocations"]
    (told,) = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is False
    assert told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "broken.json"
    assert run["tool"]["driver"]["version"] == version()


def test_in_sarif_a_file_elsewhere_has_an_absolute_address_and_odd_characters_are_escaped(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "a b%.json").write_text(MOVES, encoding="utf-8")
    monkeypatch.chdir(folder / "sub")
    assert main(["convert", "a b%.json", "../moves.json", "--format", "sarif"]) == 0
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    places = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]}
    assert places == {"a%20b%25.json", (folder / "moves.json").as_uri()}


def test_in_sarif_standard_input_is_called_stdin(feed: Feed, capsys: Captured) -> None:
    feed(MOVES.encode())
    assert main(["convert", "--format", "sarif"]) == 0
    assert '"uri": "stdin"' in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("kind", ["text", "json", "patch", "report", "sarif"])
def test_what_can_not_be_read_gives_nothing_on_standard_output(kind: str, capsys: Captured) -> None:
    assert main(["convert", "broken.json", "--format", kind]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("broken.json:2:9: ")


@pytest.mark.usefixtures("folder")
def test_a_message_has_file_line_column_cause_and_hint_and_how_it_could_be_read(capsys: Captured) -> None:
    assert main(["convert", "broken.json"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        'broken.json:2:9: The name `Env` has no colon and no value after it. Write `"Env": value`.',
        "    2:9: it can be read with a colon added.",
    ]


def test_many_problems_of_one_kind_are_counted() -> None:
    from webapp.cli.telling import failure
    from webapp.core import Problem, SourceError
    from webapp.core.message import Message

    error = SourceError((Problem(Message("Wrong."), Message("Mend it.")),) * (LISTED + 3))
    assert list(failure("a.json", error))[-2:] == ["a.json:1:1: Wrong. Mend it.", "a.json: and 3 more of the kind."]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("names", "status"),
    [
        (["nothing"], 0),
        (["moves"], 0),
        (["asks"], 1),
        (["refused"], 1),
        (["broken"], 2),
        (["nothing", "moves"], 0),
        (["asks", "moves"], 1),
        (["asks", "broken", "moves"], 2),
        (["missing"], 2),
    ],
)
def test_the_highest_status_counts(names: list[str], status: int) -> None:
    assert main(["convert", "--format", "json", *(f"{name}.json" for name in names)]) == status


@pytest.mark.usefixtures("folder")
def test_an_open_question_is_told_with_every_answer_to_be_copied(capsys: Captured) -> None:
    assert main(["convert", "asks.json"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("asks.json:1:27: needs you: ")
    assert told[0].endswith(" [single_files]")
    given = [option.value for option in convert(ASKS).modules[0].questions[0].options]
    assert len(told) == len(given) + 1
    assert all(f"    --choose {QUESTION}=" in line for line in told[1:])


@pytest.mark.usefixtures("folder")
def test_each_answer_that_is_told_is_accepted(capsys: Captured) -> None:
    import shlex

    main(["convert", "asks.json"])
    for line in capsys.readouterr().err.splitlines()[1:]:
        answered = shlex.split(line)[:2]
        assert "…" not in answered[1]
        assert main(["convert", "asks.json", *answered]) in (0, 1)


def test_an_answer_that_only_shows_the_form_is_left_open() -> None:
    from webapp.cli.telling import _value
    from webapp.core.edit import Option
    from webapp.core.message import Message

    assert _value(Option("fixed:192.0.2.1", Message("At an address"), ".+", sample=True)) == "fixed:…"
    assert _value(Option("share:films", Message("A share"), ".+")) == "share:films"


@pytest.mark.usefixtures("folder")
def test_an_error_is_told_with_its_place_remedy_and_rule(capsys: Captured) -> None:
    assert main(["convert", "refused.json"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("refused.json:1:2: error: `Env` must be a list;")
    assert told[0].endswith(" [wrong_types]")


def test_what_needs_a_person_is_told_in_the_order_of_the_text_and_no_more_than_a_screen(
    tmp_path: Path, capsys: Captured
) -> None:
    binds = [f"/etc/app{number}.json:/app{number}.json" for number in range(LISTED + 5)]
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"HostConfig": {"Binds": binds}}, indent=1), encoding="utf-8")
    assert main(["convert", str(file)]) == 1
    told = capsys.readouterr().err.splitlines()
    lines = [int(line.split(":")[1]) for line in told if "needs you" in line]
    assert lines == sorted(lines)
    assert len(lines) == LISTED
    assert told[-1] == "And 5 more need you; `--format report` shows all of them."


def test_of_many_files_it_is_told_in_how_many_more_is_open(tmp_path: Path, capsys: Captured) -> None:
    files = [tmp_path / f"{number}.json" for number in range(LISTED + 2)]
    for file in files:
        file.write_text(ASKS, encoding="utf-8")
    assert main(["convert", *map(str, files), "--format", "json"]) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("And 2 more need you in 2 files; ")


def test_an_error_about_the_deployment_as_a_whole_counts_like_any_other(feed: Feed, capsys: Captured) -> None:
    module = '{"type": "docker", "settings": {"image": "a", "createOptions": "{}"}}'
    desired = f'{{"schemaVersion": "1.1", "modules": {{"a": {module}}}, "x": {{"b": 1, "b": 2}}}}'
    feed(f'{{"modulesContent": {{"$edgeAgent": {{"properties.desired": {desired}}}}}}}'.encode())
    assert main(["convert"]) == 1
    assert ": error: `b` stands twice" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_quiet_says_only_what_can_not_be_read(capsys: Captured) -> None:
    assert main(["convert", "asks.json", "--quiet"]) == 1
    assert capsys.readouterr().err == ""
    assert main(["convert", "broken.json", "-q"]) == 2
    assert capsys.readouterr().err.startswith("broken.json:2:9: ")


@pytest.mark.usefixtures("folder")
def test_german_is_accepted_and_says_the_same_so_far(capsys: Captured) -> None:
    main(["convert", "asks.json"])
    english = capsys.readouterr()
    assert main(["convert", "asks.json", "--language", "de"]) == 1
    assert capsys.readouterr() == english


@pytest.mark.usefixtures("folder")
def test_on_a_terminal_each_file_gets_an_account_and_all_files_a_count(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    main(["convert", "nothing.json", "moves.json", "asks.json", "broken.json", "--format", "json"])
    told = capsys.readouterr().err.splitlines()
    assert told[-4] == "nothing.json: 1 setting: 1 kept"
    assert told[-3].startswith("moves.json: 1 setting: 1 moved")
    assert told[-2].startswith("asks.json: 1 setting: 1 undecided, 1 open question")
    assert told[-1] == "4 files: 2 with nothing open, 1 with something open, 1 not converted"


def test_the_account_counts_the_settings_of_all_modules() -> None:
    from webapp.formats import tally

    module = {"type": "docker", "settings": {"image": "a", "createOptions": MOVES}}
    agent = {"schemaVersion": "1.1", "modules": {"a": module, "b": module}}
    source = json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": agent}}})
    assert tally.in_words(tally.account(convert(source))).startswith("2 settings: 2 moved")


def test_progress_is_told_on_a_terminal_once_it_takes_a_second(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    ticks = iter((0.0, 0.5, 1.5))
    assert list(watched("abc", "converted", lambda: next(ticks))) == ["a", "b", "c"]
    told = capsys.readouterr().err
    assert told.startswith("\rconverted 2 of 3 …\r ")
    assert told.endswith(" \r")


def test_progress_is_not_told_where_nobody_watches(capsys: Captured) -> None:
    ticks = iter((0.0, 9.0, 9.0))
    assert list(watched("abc", "converted", lambda: next(ticks))) == ["a", "b", "c"]
    assert capsys.readouterr().err == ""


def test_what_was_pasted_can_not_move_the_cursor_or_begin_a_line(feed: Feed, capsys: Captured) -> None:
    feed(json.dumps({"HostConfig": {"Binds": ["/etc/\x1b[2Ja\n\u202e.json:/b.json"]}}).encode())
    assert main(["convert"]) == 1
    told = capsys.readouterr().err
    assert not {"\x1b", "\u202e"} & set(told)
    assert r"\x1b[2Ja\n\u202e.json" in told
    assert all(line.startswith(("<stdin>:1:27: ", "    --choose ")) for line in told.splitlines())
