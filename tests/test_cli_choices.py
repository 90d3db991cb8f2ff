"""`--choose`: where an id ends, whom an answer is for, and what is said where it fits nothing."""

import json
from pathlib import Path

import pytest

from webapp.cli import main
from webapp.cli.choosing import answered
from webapp.core import convert

Captured = pytest.CaptureFixture[str]


def source(*binds: str) -> str:
    return json.dumps({"HostConfig": {"Binds": [f"{bind}:/x{number}" for number, bind in enumerate(binds)]}})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with two inputs, in which we are."""
    (tmp_path / "one.json").write_text(source("C:\\data"), encoding="utf-8")
    (tmp_path / "two.json").write_text(source("C:\\data", "D:\\more"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_an_answer_decides(capsys: Captured) -> None:
    assert main(["convert", "one.json", "--choose", "binds:/HostConfig/Binds/0=share:films"]) == 0
    mounts = json.loads(capsys.readouterr().out)["HostConfig"]["Mounts"]
    assert mounts == [{"Target": "/x0", "Source": "films", "Type": "volume"}]


@pytest.mark.usefixtures("folder")
def test_an_answer_goes_to_every_file_that_asks(capsys: Captured) -> None:
    first, second = (f"binds:/HostConfig/Binds/{number}=remove" for number in (0, 1))
    assert main(["convert", "one.json", "two.json", "--format", "json", "-c", first, "-c", second]) == 0
    assert [json.loads(line)["converted"] for line in capsys.readouterr().out.splitlines()] == [{}, {}]


def test_the_id_may_contain_an_equals_sign() -> None:
    pasted = '{"HostConfig": {"PortBindings": {"80=1/tcp": [{"HostPort": "80"}]}}}'
    (asked, *_) = (one for one in convert(pasted).modules[0].questions if "=" in one.id)
    value = asked.options[-1].value
    (again,) = (one for one in answered(pasted, [f"{asked.id}={value}"]).modules[0].questions if one.id == asked.id)
    assert again.answer == value


def test_of_two_ids_the_longest_one_that_is_asked_is_meant() -> None:
    from webapp.cli.choosing import _split

    assert _split(["a:/b=c=d"], {"a:/b", "a:/b=c"}) == {"a:/b=c=d": ("a:/b=c", "d")}
    assert _split(["a:/b=c=d"], {"a:/b"}) == {"a:/b=c=d": ("a:/b", "c=d")}
    assert _split(["a:/b=c=d"], {"a:/e"}) == {}


def test_in_a_deployment_an_id_begins_with_the_modules_name() -> None:
    module = {"type": "docker", "settings": {"image": "a", "createOptions": source("C:\\data")}}
    desired = {"schemaVersion": "1.1", "modules": {"camera": module, "viewer": module}}
    pasted = json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": desired}}})
    done = answered(pasted, ["camera/binds:/HostConfig/Binds/0=remove"])
    answers = {one.id: one.answer for module in done.modules for one in module.questions if one.rule.id == "binds"}
    assert answers == {"camera/binds:/HostConfig/Binds/0": "remove", "viewer/binds:/HostConfig/Binds/0": None}


@pytest.mark.usefixtures("folder")
def test_an_id_that_no_file_asks_is_refused_before_anything_is_written(capsys: Captured) -> None:
    arguments = ["--in-place", "-c", "binds:/HostConfig/Binds/0=remove", "-c", "bind:/HostConfig/Binds/1=remove"]
    assert main(["convert", "one.json", "two.json", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "No FILE asks `bind:/HostConfig/Binds/1`. Did you mean `binds:/HostConfig/Binds/1`" in said.err
    assert Path("one.json").read_text(encoding="utf-8") == source("C:\\data")


@pytest.mark.usefixtures("folder")
def test_where_nothing_is_like_an_id_it_is_told_how_to_see_all(capsys: Captured) -> None:
    assert main(["convert", "one.json", "-c", "x=y"]) == 2
    assert "No FILE asks `x`. `--format json` without --choose shows all that is asked" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_an_answer_that_does_not_fit_is_told_with_those_that_do(capsys: Captured) -> None:
    assert main(["convert", "one.json", "-c", "binds:/HostConfig/Binds/0=delete"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("one.json: `delete` is no answer to `binds:/HostConfig/Binds/0`. Answer with one of: ")


def test_a_file_that_can_not_be_read_hides_no_answer_as_unknown(folder: Path, capsys: Captured) -> None:
    (folder / "broken.json").write_text("{", encoding="utf-8")
    assert main(["convert", "broken.json", "-c", "binds:/HostConfig/Binds/0=remove"]) == 2
    assert "No FILE asks" not in capsys.readouterr().err


def test_of_two_answers_to_one_question_the_last_counts() -> None:
    pasted, name = source("C:\\data"), "binds:/HostConfig/Binds/0"
    (asked,) = (
        one
        for one in answered(pasted, [f"{name}=remove", f"{name}=share:films"]).modules[0].questions
        if one.id == name
    )
    assert asked.answer == "share:films"
