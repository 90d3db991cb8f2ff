"""Files in and out of `convert`: encodings, line ends, where results go, and that nothing is lost on the way."""

import codecs
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from webapp.cli import main
from webapp.core import SourceError, convert
from webapp.core.source import MAX_SIZE

Captured = pytest.CaptureFixture[str]
MOVES = '{\n  "HostConfig": {\n    "Binds": ["/home/hcsshares/größe:/films"]\n  }\n}'
NOTHING = '{"Env": [ "A=1" ]}'
MARKED = {
    "utf-8": b"",
    "utf-8-sig": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which we are."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, text: str) -> Path:
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def encoded(text: str, encoding: str) -> bytes:
    return MARKED[encoding] + text.encode(encoding.removesuffix("-sig"))


@pytest.mark.parametrize("encoding", MARKED)
def test_any_encoding_with_a_mark_is_read_and_standard_output_is_utf_8(
    encoding: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    Path("a.json").write_bytes(encoded(MOVES, encoding))
    assert main(["convert", "a.json"]) == 0
    assert capfdbinary.readouterr().out.decode() == convert(MOVES).text


@pytest.mark.parametrize("encoding", MARKED)
def test_a_file_keeps_its_encoding(encoding: str) -> None:
    Path("a.json").write_bytes(encoded(MOVES, encoding))
    assert main(["convert", "a.json", "--in-place"]) == 0
    assert Path("a.json").read_bytes() == encoded(convert(MOVES).text, encoding)


@pytest.mark.parametrize("how", [["--in-place"], ["--output", "."]])
def test_a_file_keeps_its_line_ends(how: list[str]) -> None:
    pasted = MOVES.replace("\n", "\r\n")
    file = write("in/a.json", pasted)
    assert main(["convert", "in/a.json", *how]) == 0
    result = (file if how == ["--in-place"] else Path("a.json")).read_bytes()
    assert result.count(b"\n") == result.count(b"\r\n") > 2
    assert json.loads(result) == convert(pasted).converted


@pytest.mark.parametrize("end", ["", "\n", "\r\n", " \n\r\n"])
def test_a_result_ends_as_its_file_does(end: str) -> None:
    line = MOVES.replace("\n", "")
    write("in/a.json", line + end)
    assert main(["convert", "in/a.json", "--output", "."]) == 0
    assert Path("a.json").read_bytes() == (convert(line).text + end).encode()


def test_in_a_file_of_mixed_line_ends_none_is_touched() -> None:
    write("in/a.json", '{\r\n"Env": ["A=1"]\n}\r\n')
    assert main(["convert", "in/a.json", "--output", "."]) == 0
    assert Path("a.json").read_bytes() == b'{\r\n"Env": ["A=1"]\n}\r\n'


def test_a_byte_that_is_not_utf_8_is_told_with_its_place_and_offset(capsys: Captured) -> None:
    Path("a.json").write_bytes('{\n "Env": ["ä=1"]}'.encode("cp1252"))
    assert main(["convert", "a.json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "a.json:2:11: The byte 0xE4 at offset 12 is not UTF-8. Save it as UTF-8, and try again.\n"


def test_half_of_a_character_in_utf_16_is_told_with_its_offset(capsys: Captured) -> None:
    Path("a.json").write_bytes(codecs.BOM_UTF16_LE + "{}".encode("utf-16-le") + b"\x00")
    assert main(["convert", "a.json"]) == 2
    assert "a.json:1:3: The byte 0x00 at offset 6 is not UTF-16-LE." in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-be"])
def test_wide_characters_without_a_mark_are_told_as_such(encoding: str, capsys: Captured) -> None:
    Path("a.json").write_bytes(MOVES.encode(encoding))
    assert main(["convert", "a.json"]) == 2
    assert "a.json:1:1: This looks like UTF-16 or UTF-32 without a byte order mark." in capsys.readouterr().err


@pytest.mark.parametrize("size", [MAX_SIZE + 1, 5 * MAX_SIZE])
def test_more_than_a_mebibyte_is_refused_without_reading_on(size: int, capsys: Captured) -> None:
    Path("a.json").write_bytes(b" " * size)
    assert main(["convert", "a.json"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("a.json: ")
    assert "1 MiB" in said
    assert "at a time." in said


def test_a_mebibyte_is_converted_in_any_encoding(capsys: Captured) -> None:
    Path("a.json").write_bytes(encoded("{}" + " " * (MAX_SIZE - 2), "utf-32-le"))
    assert main(["convert", "a.json"]) == 0
    assert capsys.readouterr().out.strip() == "{}"


def test_what_is_no_file_is_told(capsys: Captured) -> None:
    Path("sub").mkdir()
    assert main(["convert", "sub", "missing.json", "--format", "json"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "sub: This is a folder, not a file. Name the files in it, for example with `*.json` behind it.",
        "missing.json: There is no such file. Check its name and the folder that you are in.",
    ]


def test_a_file_without_permission_is_told(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    write("a.json", NOTHING)
    monkeypatch.setattr(Path, "open", refuse)
    assert main(["convert", "a.json"]) == 2
    expected = "a.json: You have no permission to read it. Change its permissions, or ask its owner.\n"
    assert capsys.readouterr().err == expected


def test_a_file_that_fails_otherwise_is_told_in_the_systems_words(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    write("a.json", NOTHING)
    monkeypatch.setattr(Path, "open", fail)
    assert main(["convert", "a.json"]) == 2
    assert capsys.readouterr().err == "a.json: It can't be read: Input/output error. Try again.\n"


def test_a_pattern_that_no_shell_has_expanded_is_expanded(capsys: Captured) -> None:
    for name in ("x/b.json", "x/y/a.json", "x/[1].json"):
        write(name, NOTHING)
    assert main(["convert", "x/**/*.json", "x/[1].json", "x/b.json", "--format", "json"]) == 0
    names = [json.loads(line)["file"] for line in capsys.readouterr().out.splitlines()]
    assert names == [str(Path(name)) for name in ("x/[1].json", "x/b.json", "x/y/a.json")]


def test_a_pattern_that_fits_nothing_is_a_file_that_is_not_there(capsys: Captured) -> None:
    assert main(["convert", "*.json"]) == 2
    assert capsys.readouterr().err.startswith("*.json: There is no such file.")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["a.json", "b.json"], "text of 2 inputs can't be told apart in one stream; say --output DIR"),
        (["a.json", "b.json", "--format", "patch"], "patch of 2 inputs can't be told apart"),
        (["a.json", "--in-place", "--format", "json"], "--in-place is for text; say --output DIR to write json"),
        (["--in-place"], "--in-place needs a FILE"),
        (["a.json", "--in-place", "--output", "x"], "not allowed with argument"),
        (["a.json", "--output", "."], "would overwrite `a.json`, which is an input; name another DIR"),
        (["a.json", "sub/a.json", "-o", "x", "-o", "."], "would overwrite `a.json`"),
        (["a.json", "-o", ".", "-o", "x/.."], "would overwrite `x/../a.json`"),
        (["a.json", "report.html", "-f", "report", "-o", "."], "would overwrite `report.html`, which is an input"),
        (["./sub/report.html", "-f", "report", "-o", "sub"], "would overwrite `sub/report.html`"),
        (["createoptions.sarif", "-f", "sarif", "-o", "."], "would overwrite `createoptions.sarif`"),
        (["-", "stdin.json", "-o", "x"], "`<stdin>` and `stdin.json` would both be written to `x/stdin.json`"),
        (["a.json", "a.txt", "-o", "x", "-f", "patch"], "would both be written to `x/a.patch.json`"),
    ],
)
def test_what_can_not_be_meant_is_refused_and_nothing_is_written(
    arguments: list[str], told: str, capsys: Captured
) -> None:
    names = ("a.json", "b.json", "a.txt", "sub/a.json", "report.html", "sub/report.html", "createoptions.sarif")
    for name in names:
        write(name, MOVES)
    assert main(["convert", *arguments]) == 2
    said = capsys.readouterr()
    assert told in said.err.replace("\\", "/")
    assert said.out == ""
    assert not Path("x").exists()
    assert {Path(name).read_text(encoding="utf-8") for name in names} == {MOVES}


def test_results_go_into_a_folder_below_the_path_that_the_files_share(folder: Path) -> None:
    for name in ("in/a/m.json", "in/b/m.json", "in/n.json"):
        write(name, MOVES)
    Path("elsewhere").mkdir()
    os.chdir("elsewhere")
    names = ["../in/a/m.json", str(folder / "in/b/m.json"), "../in/./n.json"]
    assert main(["convert", *names, "--output", "../out"]) == 0
    os.chdir("..")
    written = sorted(file.relative_to("out").as_posix() for file in Path("out").rglob("*") if file.is_file())
    assert written == ["a/m.json", "b/m.json", "n.json"]
    assert Path("out/n.json").read_text(encoding="utf-8") == convert(MOVES).text


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("text", "a.json"),
        ("json", "a.conversion.json"),
        ("patch", "a.patch.json"),
        ("report", "report.html"),
        ("sarif", "createoptions.sarif"),
    ],
)
def test_each_format_has_its_file_in_the_folder_and_leaves_standard_output_alone(
    kind: str, name: str, capsys: Captured
) -> None:
    write("in/a.json", MOVES)
    assert main(["convert", "in/a.json", "--format", kind]) == 0
    printed = capsys.readouterr().out
    assert main(["convert", "in/a.json", "--format", kind, "-o", "out"]) == 0
    assert capsys.readouterr().out == ""
    assert [file.name for file in Path("out").iterdir()] == [name]
    assert (Path("out") / name).read_text(encoding="utf-8") == printed


def test_standard_input_gets_a_name_in_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MOVES.encode()), encoding="utf-8"))
    assert main(["convert", "-", "-o", "out"]) == 0
    assert Path("out/stdin.json").read_text(encoding="utf-8") == convert(MOVES).text


def test_in_place_converts_many_files_and_passes_over_those_that_can_not_be_read(capsys: Captured) -> None:
    one, broken, two = write("a.json", MOVES), write("b.json", "{"), write("c.json", MOVES)
    assert main(["convert", "a.json", "b.json", "c.json", "--in-place"]) == 2
    assert one.read_text(encoding="utf-8") == two.read_text(encoding="utf-8") == convert(MOVES).text
    assert broken.read_text(encoding="utf-8") == "{"
    assert capsys.readouterr().out == ""


def test_in_place_leaves_a_file_alone_in_which_nothing_has_to_change() -> None:
    file = write("a.json", NOTHING + "  \n\n")
    before = file.stat()
    assert main(["convert", "a.json", "--in-place"]) == 0
    assert file.read_text(encoding="utf-8") == NOTHING + "  \n\n"
    assert file.stat().st_ino == before.st_ino


def test_in_place_writes_text_that_differs_where_no_value_does() -> None:
    file = write("a.json", "{'Env': ['A=1',],}\n")
    assert convert("{'Env': ['A=1',],}\n").patch == []
    assert main(["convert", "a.json", "--in-place"]) == 0
    assert file.read_bytes() == b'{"Env": ["A=1"]}\n'


def test_converting_in_place_again_changes_nothing() -> None:
    file = write("a.json", MOVES)
    main(["convert", "a.json", "--in-place"])
    once = file.read_bytes()
    assert main(["convert", "a.json", "--in-place"]) == 0
    assert file.read_bytes() == once


def test_a_file_keeps_its_permissions_and_a_link_leads_where_it_led() -> None:
    file = write("real/a.json", MOVES)
    file.chmod(0o640)
    Path("a.json").symlink_to(file.absolute())
    assert main(["convert", "a.json", "--in-place"]) == 0
    assert Path("a.json").is_symlink()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert file.read_text(encoding="utf-8") == convert(MOVES).text


def test_an_input_that_has_two_names_is_not_overwritten_by_either(capsys: Captured) -> None:
    file = write("in/a.json", MOVES)
    Path("out").mkdir()
    Path("out/report.html").hardlink_to(file)
    assert main(["convert", "in/a.json", "-f", "report", "-o", "out"]) == 2
    assert "would overwrite `out/report.html`, which is an input" in capsys.readouterr().err.replace("\\", "/")
    assert file.read_text(encoding="utf-8") == MOVES


@pytest.mark.parametrize("kind", ["json", "report", "sarif"])
@pytest.mark.parametrize("how", [[], ["-o", "out"]])
def test_a_link_that_leads_in_a_circle_is_told_and_stops_no_other(kind: str, how: list[str], capsys: Captured) -> None:
    write("a.json", MOVES)
    Path("loop.json").symlink_to("loop.json")
    assert main(["convert", "loop.json", "a.json", "-f", kind, *how]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("loop.json: It can't be read: ")
    made = said.out + "".join(file.read_text(encoding="utf-8") for file in Path().glob("out/*"))
    assert "a.json" in made or "films" in made


def test_a_link_in_a_circle_where_the_result_goes_is_told_and_stays(capsys: Captured) -> None:
    write("in/a.json", MOVES)
    Path("a.json").symlink_to("a.json")
    assert main(["convert", "in/a.json", "-o", "."]) == 2
    assert capsys.readouterr().err.startswith("a.json: The result can't be written: ")
    assert Path("a.json").is_symlink()


@pytest.mark.skipif(os.name != "posix", reason="needs names of any bytes")
@pytest.mark.parametrize("kind", ["text", "json", "patch", "report", "sarif"])
def test_a_name_that_is_not_utf_8_is_no_reason_to_stumble(kind: str, capsys: Captured) -> None:
    name = os.fsdecode(b"a\xff.json")
    try:
        Path(name).write_text(MOVES, encoding="utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    assert main(["convert", name, "-f", kind]) == 0
    printed = capsys.readouterr().out
    assert main(["convert", name, "-f", kind, "-o", "out"]) == 0
    (file,) = Path("out").iterdir()
    assert file.read_text(encoding="utf-8") == printed
    expected = {"report": "a\\xff.json", "sarif": '"uri": "a%FF.json"'}
    assert expected.get(kind, "films") in printed


@pytest.mark.parametrize("kind", ["report", "sarif"])
def test_in_a_folder_it_is_written_even_that_nothing_could_be_read(kind: str) -> None:
    write("a.json", "{")
    assert main(["convert", "a.json", "-f", kind, "-o", "out"]) == 2
    (file,) = Path("out").iterdir()
    assert "a.json" in file.read_text(encoding="utf-8")


def test_createoptions_given_in_place_of_a_file_are_a_file_that_is_not_there(capsys: Captured) -> None:
    pasted = json.dumps({"Env": [f"A={'x' * 300}"]})
    assert main(["convert", pasted]) == 2
    assert "It can't be read: File name too long." in capsys.readouterr().err


def test_a_link_in_the_folder_that_leads_to_an_input_is_not_followed(capsys: Captured) -> None:
    file = write("in/a.json", MOVES)
    Path("out").mkdir()
    Path("out/a.json").symlink_to(file.absolute())
    assert main(["convert", "in/a.json", "-o", "out"]) == 2
    assert "which is an input" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == MOVES


@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to])
def test_two_results_that_lead_to_one_file_are_refused(link: Callable[[Path, Path], None], capsys: Captured) -> None:
    write("a.json", MOVES)
    write("b.json", NOTHING)
    old = write("out/b.json", "old").absolute()
    link(Path("out/a.json"), old)
    assert main(["convert", "a.json", "b.json", "-o", "out"]) == 2
    said = capsys.readouterr().err.replace("\\", "/")
    assert "`a.json` and `b.json` would both be written to `out/b.json`, which is the same file as `out/a.json`" in said
    assert old.read_text(encoding="utf-8") == "old"


def test_two_folders_that_are_one_are_seen_before_a_result_is_there(capsys: Captured) -> None:
    write("in/x/m.json", MOVES)
    write("in/y/m.json", NOTHING)
    Path("out/x").mkdir(parents=True)
    Path("out/y").symlink_to("x")
    assert main(["convert", "in/x/m.json", "in/y/m.json", "-o", "out"]) == 2
    assert "which is the same file as `out/x/m.json`" in capsys.readouterr().err.replace("\\", "/")
    assert not list(Path("out/x").iterdir())


def test_a_result_that_can_not_be_written_is_told_and_leaves_what_was_there(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    one, two = write("a.json", MOVES), write("b.json", MOVES)
    monkeypatch.setattr(Path, "replace", fail)
    assert main(["convert", "a.json", "b.json", "--in-place"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "a.json: The result can't be written: No space left on device.",
        "b.json: The result can't be written: No space left on device.",
    ]
    assert one.read_text(encoding="utf-8") == two.read_text(encoding="utf-8") == MOVES
    assert sorted(file.name for file in Path().iterdir()) == ["a.json", "b.json"]


def test_a_folder_that_is_a_file_is_told(capsys: Captured) -> None:
    write("in/a.json", MOVES)
    write("out", "")
    assert main(["convert", "in/a.json", "-o", "out"]) == 2
    assert "out/a.json: The result can't be written: " in capsys.readouterr().err.replace("\\", "/")


def test_files_on_different_drives_are_written_by_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    from webapp.cli import writing

    def refuse(_: object) -> str:
        raise ValueError("Paths don't have the same drive")

    monkeypatch.setattr(os.path, "commonpath", refuse)
    found = writing.targets([Path("x/a.json"), Path("y/b.json")], Path("out"), "text")
    assert list(found.values()) == [Path("out/a.json"), Path("out/b.json")]


def test_standard_input_that_is_closed_is_told(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert main(["convert"]) == 2
    assert capsys.readouterr().err == "<stdin>: It can't be read: standard input is closed. Try again.\n"


def test_an_input_that_can_not_be_read_raises_the_one_error() -> None:
    from webapp.cli.reading import read

    with pytest.raises(SourceError) as caught:
        read(Path("missing.json"))
    assert caught.value.problems[0].line == 0
