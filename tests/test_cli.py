"""The command line as a whole: help, versions, completion, exit statuses of usage, and what is loaded when."""

import io
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from webapp.cli import main
from webapp.core import convert

ROOT = Path(__file__).parent.parent
PROGRAM = [sys.executable, "-m", "webapp"]
FORMATS = ("text", "json", "patch", "report", "sarif")


def loaded(code: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after some code."""
    told = f"import sys\n{code}\nprint(*{{name.partition('.')[0] for name in sys.modules}}, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    return set(done.stderr.split())


@pytest.mark.parametrize("command", ["", "convert", "explain"])
def test_help_loads_nothing_heavy(command: str) -> None:
    names = loaded(f"from webapp.cli import main\nassert main({[*command.split(), '--help']!r}) == 0")
    assert not names & {"pydantic", "pydantic_core", "flask", "jinja2", "markdown_it", "gunicorn", "shtab", "tomllib"}


@pytest.mark.parametrize("kind", ["text", "patch"])
def test_converting_to_text_or_patch_loads_no_flask_no_markdown_and_no_templates(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("{}", encoding="utf-8")
    names = loaded(f"from webapp.cli import main\nassert main(['convert', {str(file)!r}, '--format', {kind!r}]) == 0")
    assert not names & {"flask", "werkzeug", "jinja2", "markdown_it", "gunicorn", "shtab"}


@pytest.mark.parametrize("kind", FORMATS)
def test_no_format_loads_flask(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("{}", encoding="utf-8")
    names = loaded(f"from webapp.cli import main\nassert main(['convert', {str(file)!r}, '--format', {kind!r}]) == 0")
    assert not names & {"flask", "werkzeug"}


def test_help_names_the_commands_and_the_exit_statuses(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    for word in ("convert", "explain", "serve", "exit status:", "examples:", "--print-completion"):
        assert word in told


def test_help_of_convert_says_what_an_id_is_and_how_many_files_go_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "--help"]) == 0
    told = capsys.readouterr().out
    for word in ("rule:/path", "#topic", "one FILE or many:", "--in-place", "exit status:", "--choose"):
        assert word in told


@pytest.mark.parametrize("command", ["", "convert", "explain", "serve"])
def test_help_fits_a_terminal_of_80_columns(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    main([*command.split(), "--help"])
    assert [line for line in capsys.readouterr().out.splitlines() if len(line) > 80] == []


def test_answers_in_help_and_complaints_are_answers_that_are_taken(capsys: pytest.CaptureFixture[str]) -> None:
    main(["convert", "--help"])
    main(["convert", "--choose", "binds"])
    said = capsys.readouterr()
    shown = re.findall(r"'binds:/HostConfig/Binds/0=([^']+)'", said.out + said.err)
    pasted = '{"HostConfig": {"Binds": ["/data:/data"]}}'
    assert len(shown) == 2
    assert all(convert(pasted, {"binds:/HostConfig/Binds/0": answer}) for answer in shown)


def test_examples_name_the_program_as_it_was_called(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"], prog="python -m webapp")
    assert "python -m webapp convert cam.json" in capsys.readouterr().out


def test_the_version_is_the_projects_and_the_rules(capsys: pytest.CaptureFixture[str]) -> None:
    import tomllib

    from webapp.core import RULESET

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"createOptions Playground {project['version']}, rules of {RULESET}\n"


def test_without_a_checkout_the_version_is_the_installed_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from webapp.cli import version

    monkeypatch.setattr(version, "_PROJECT", tmp_path / "pyproject.toml")
    monkeypatch.setattr("importlib.metadata.version", lambda name: f"installed {name}")
    assert version.version() == "installed createoptions-playground"


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_knows_commands_formats_and_rules(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--print-completion", shell]) == 0
    told = capsys.readouterr().out
    assert all(word in told for word in ("explain", "sarif", "host_network", "createoptions"))


def test_bash_completes_files_folders_and_rules(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--print-completion", "bash"])
    told = capsys.readouterr().out
    assert "_convert_pos_0_COMPGEN=_shtab_compgen_files" in told
    assert "_convert___output_COMPGEN=_shtab_compgen_dirs" in told
    assert "_explain_pos_0_choices=(" in told


def test_bash_understands_the_completion(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    main(["--print-completion", "bash"])
    script = tmp_path / "completion.bash"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    subprocess.run(["bash", "-n", script], check=True)  # noqa: S603, S607 - looked up as a person's shell is


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "say what to do"),
        (["converse"], "invalid choice"),
        (["convert", "--format", "yaml"], "invalid choice: 'yaml'"),
        (["convert", "--language", "fr"], "invalid choice: 'fr'"),
        (["convert", "--choose", "binds"], "'binds' is not ID=ANSWER, for example"),
        (["convert", "--choose", "=x"], "is not ID=ANSWER"),
        (["convert", "--form", "json"], "unrecognized arguments"),
        (["serve", "--port", "0"], "say a number from 1 to 65535"),
        (["serve", "--port", "http"], "say a number from 1 to 65535"),
    ],
)
def test_wrong_usage_is_told_with_status_2(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert said.out == ""


def test_the_module_and_the_script_are_one() -> None:
    done = subprocess.run([*PROGRAM, "convert"], cwd=ROOT, input=b"{}", capture_output=True, check=True)  # noqa: S603
    assert (done.stdout, done.stderr) == (b"{}", b"")


@pytest.mark.parametrize(
    ("source", "status"), [("{}", 0), ('{"HostConfig": {"Binds": ["/etc/a.json:/b.json"]}}', 1), ("{", 2)]
)
def test_the_process_ends_with_the_status(source: str, status: int) -> None:
    done = subprocess.run([*PROGRAM, "convert"], cwd=ROOT, input=source.encode(), capture_output=True, check=False)  # noqa: S603
    assert done.returncode == status
    assert bool(done.stdout) == (status < 2)
    assert bool(done.stderr) == (status > 0)


def test_a_reader_that_has_enough_is_no_error() -> None:
    with subprocess.Popen([*PROGRAM, "explain"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_an_output_that_is_full_is_told_with_status_2() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(  # noqa: S603
            [*PROGRAM, "convert"], cwd=ROOT, input=b"{}", stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert b"can't be written to standard output: No space left on device." in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="closes standard streams as a shell does")
def test_closed_streams_are_told_and_not_tripped_over() -> None:
    code = f'"{sys.executable}" -m webapp convert >&-'
    done = subprocess.run(["sh", "-c", code], cwd=ROOT, input=b"{}", capture_output=True, check=False)  # noqa: S603, S607
    assert done.returncode == 2
    assert b"it is closed" in done.stderr
    code = f'"{sys.executable}" -m webapp convert <&-'
    done = subprocess.run(["sh", "-c", code], cwd=ROOT, capture_output=True, check=False)  # noqa: S603, S607
    assert done.returncode == 2
    assert done.stderr.startswith(b"<stdin>: It can't be read: standard input is closed.")


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_interrupt_gives_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("webapp.cli.explain.run", interrupt)
    assert main(["explain"]) == 130
    assert capsys.readouterr() == ("", "")


class Stream(io.TextIOWrapper):
    """Standard output that takes nothing."""

    def __init__(self, file: Path, error: OSError) -> None:
        super().__init__(file.open("wb"), encoding="utf-8")
        self.error = error

    def flush(self) -> None:
        raise self.error

    def close(self) -> None:
        self.buffer.close()


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (BrokenPipeError(), 141, ""),
        (OSError(28, "No space left on device"), 2, "createoptions: the result can't be written to standard output: "),
    ],
)
@pytest.mark.parametrize("arguments", [["explain"], ["explain", "no such rule"]])
def test_an_output_that_takes_nothing_gives_its_status(
    error: OSError,
    status: int,
    told: str,
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdout", Stream(tmp_path / "out", error))
    assert main(arguments) == status
    assert told in capsys.readouterr().err


def test_streams_that_are_not_there_are_no_reason_to_stumble(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["explain"]) == 2
    assert capsys.readouterr().err == "createoptions: the result can't be written to standard output: it is closed.\n"
    assert main(["explain", "no such rule"]) == 2
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["explain", "no such rule"]) == 2


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal and signals")
def test_ctrl_c_at_a_terminal_ends_with_130_and_without_a_word() -> None:
    ours, theirs = os.openpty()
    with subprocess.Popen(  # noqa: S603
        [*PROGRAM, "convert"], cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            assert process.stderr is not None
            assert process.stderr.readline().startswith(b"Paste createOptions here")
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 130
            assert process.stderr.read() == b""
        finally:
            process.kill()
    os.close(ours)
    os.close(theirs)
