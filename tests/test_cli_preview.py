"""`preview`: the objects on standard output, what is refused or dropped on standard error, and the status."""

import io
import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml

from tests.core.test_cases import DEPLOYMENTS
from tests.core.test_corpus import FILES
from tests.test_cli import loaded
from webapp.cli import main
from webapp.core import convert
from webapp.core.preview import preview
from webapp.formats import manifests
from webapp.formats.preview_answer import answer

Captured = pytest.CaptureFixture[str]
INSPECTION = next(file for file in DEPLOYMENTS if file.stem == "inspection-line")
MEMORY = '{\n "HostConfig": {"Memory": 1073741824}\n}'
MODULES = '{"modulesContent": {"$edgeAgent": {"properties.desired": {"modules": %s}}}}'


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file with createOptions of which the device would drop one setting."""
    monkeypatch.chdir(tmp_path)
    made = Path("cam.json")
    made.write_text(MEMORY, encoding="utf-8")
    return made


def objects(text: str) -> list[dict[str, object]]:
    return list(yaml.safe_load_all(text))


def test_the_objects_of_the_converted_file_are_printed_and_what_it_saved_is_told(file: Path, capsys: Captured) -> None:
    assert main(["preview", str(file)]) == 0
    said = capsys.readouterr()
    assert said.out == manifests.stream(preview(convert(MEMORY)).objects)
    assert [one["kind"] for one in objects(said.out)] == ["ServiceAccount", "Deployment"]
    assert said.err.splitlines() == [
        "cam.json: as it stands, the device would drop 1 setting; converted, none.",
        "cam.json: the paste has no name and no image; the objects have a stand-in.",
    ]


def test_as_pasted_every_setting_that_is_dropped_is_told_with_its_place(file: Path, capsys: Captured) -> None:
    assert main(["preview", "--pasted", str(file)]) == 0
    said = capsys.readouterr()
    assert said.out == manifests.stream(preview(convert(MEMORY)).pasted.objects)
    assert said.err.splitlines()[0].startswith("cam.json:2:17: dropped by the device: The device reads no limits")
    assert said.err.splitlines()[0].endswith(" [/HostConfig/Memory]")


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_standard_input_is_previewed(arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MEMORY.encode()), encoding="utf-8"))
    assert main(["preview", "-q", *arguments]) == 0
    assert capsys.readouterr() == (manifests.stream(preview(convert(MEMORY)).objects), "")


def test_what_is_open_and_what_kubernetes_refuses_is_told_with_status_1(capsys: Captured) -> None:
    assert main(["preview", str(INSPECTION)]) == 1
    said = capsys.readouterr()
    assert objects(said.out)
    assert ": needs you: " in said.err
    assert "the device would drop 8 settings; converted, none." in said.err
    assert main(["preview", "--pasted", str(INSPECTION)]) == 1
    said = capsys.readouterr()
    assert ": needs you: " not in said.err
    assert (
        ": refused by Kubernetes 1.20, 1.21, 1.22: `Logging:LogLevel` can't name a variable. [Deployment " in said.err
    )


def test_an_answer_counts_and_one_to_nothing_is_refused(file: Path, capsys: Captured) -> None:
    file.write_text('{"HostConfig": {"Binds": ["/etc/app.json:/app.json"]}}', encoding="utf-8")
    assert main(["preview", "-q", str(file)]) == 1
    assert main(["preview", "-q", str(file), "-c", "single_files:/HostConfig/Binds/0=remove"]) == 0
    capsys.readouterr()
    assert main(["preview", str(file), "-c", "binds:/HostConfig/Binds/9=keep"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "No FILE asks `binds:/HostConfig/Binds/9`." in said.err


def test_a_deployment_that_the_device_refuses_gives_no_objects_and_status_1(file: Path, capsys: Captured) -> None:
    names = {name: {"settings": {"image": "a:1", "createOptions": "{}"}} for name in ("Cam", "cam")}
    file.write_text(MODULES % json.dumps(names), encoding="utf-8")
    assert main(["preview", "--pasted", str(file)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "refused by the device: These modules would have one name in the cluster: `Cam, cam`." in said.err


def test_a_module_that_is_refused_is_told_at_its_place_and_not_setting_by_setting(file: Path, capsys: Captured) -> None:
    file.write_text('{\n "HostConfig": {"Memory": 1,\n  "Binds": "/data:/data"}\n}', encoding="utf-8")
    assert main(["preview", "--pasted", str(file)]) == 1
    said = capsys.readouterr()
    first, *others = said.err.splitlines()
    assert said.out == ""
    assert first.startswith("cam.json:3:")
    assert ": refused by the device: " in first
    assert first.endswith(" [/HostConfig/Binds]")
    assert not any("dropped" in line for line in others)
    assert main(["preview", str(file)]) == 1
    assert (
        "as it stands, the device would refuse 1 module; converted, it would refuse 1 module."
        in capsys.readouterr().err
    )


def test_modules_with_a_placeholder_are_told(file: Path, capsys: Captured) -> None:
    file.write_text(MODULES % '{"cam": {"settings": {"image": "a", "createOptions": "${X}"}}}', encoding="utf-8")
    main(["preview", str(file)])
    said = capsys.readouterr()
    assert said.out == ""
    assert "cam.json: the createOptions of `cam` are filled in later; it has no objects here." in said.err


def test_text_that_cant_be_read_is_told_with_its_place_and_status_2(file: Path, capsys: Captured) -> None:
    file.write_text('{\n  "Env" ["A=1"]\n}', encoding="utf-8")
    assert main(["preview", str(file)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("cam.json:2:")
    assert main(["preview", "nowhere.json"]) == 2


def test_settings_of_the_device_count(file: Path, capsys: Captured) -> None:
    registries = '{"r": {"address": "r.example", "username": "u", "password": "s3cret"}}'
    file.write_text(MODULES % '{"cam": {"settings": {"image": "r.example/a"}}}', encoding="utf-8")
    given = ["-d", "namespace=line-4", "--device", "runAsNonRoot=true", "-d", f"registryCredentials={registries}"]
    assert main(["preview", "-q", str(file), *given]) == 0
    found = objects(capsys.readouterr().out)
    assert [one["kind"] for one in found] == ["Secret", "ServiceAccount", "Deployment"]
    assert {one["metadata"]["namespace"] for one in found} == {"line-4"}  # type: ignore[index]
    assert main(["preview", "-f", "json", str(file), *given]) == 0
    assert "s3cret" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-d", "namespace"], "'namespace' is not KEY=VALUE, for example"),
        (["-d", "nameSpace=x"], "the device has no setting 'nameSpace'"),
        (["-d", "runAsNonRoot=yes"], "'yes' does not fit the setting 'runAsNonRoot'"),
        (["--pasted", "-f", "json"], "--pasted is for yaml"),
        (["-f", "text"], "invalid choice: 'text'"),
        (["a.json", "b.json"], "unrecognized arguments: b.json"),
    ],
)
def test_wrong_usage_is_told_with_status_2(arguments: list[str], told: str, file: Path, capsys: Captured) -> None:
    assert main(["preview", *arguments, *([] if "a.json" in arguments else [str(file)])]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert told in said.err


def test_json_is_the_answer_of_the_api(file: Path, capsys: Captured) -> None:
    assert main(["preview", "-q", "-f", "json", str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == answer(preview(convert(MEMORY))).model_dump(mode="json")


@pytest.mark.parametrize(("source", "title"), [(MEMORY, "module"), (INSPECTION.read_text("utf-8"), "deployment")])
def test_svg_is_the_picture_of_a_module_or_of_the_deployment(
    source: str, title: str, file: Path, capsys: Captured
) -> None:
    file.write_text(source, encoding="utf-8")
    main(["preview", "-q", "-f", "svg", str(file)])
    drawn = ET.fromstring(capsys.readouterr().out)  # noqa: S314 - our own
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert title in (drawn[0].text or "").lower()


@pytest.mark.parametrize("path", FILES[::7], ids=lambda path: path.name)
def test_files_of_other_people_give_yaml_or_a_reason(path: Path, capsys: Captured) -> None:
    status = main(["preview", str(path)])
    said = capsys.readouterr()
    if status == 2:
        assert said.out == ""
        assert said.err
        return
    assert said.out == "" or all(one["kind"] for one in objects(said.out))
    assert (": error: " in said.err or ": needs you: " in said.err or ": refused by " in said.err) == bool(status)


@pytest.mark.parametrize(
    ("kind", "heavy"),
    [
        ("yaml", {"flask", "werkzeug", "jinja2", "markdown_it", "shtab"}),
        ("json", {"flask", "werkzeug"}),
        ("svg", {"flask"}),
    ],
)
def test_only_what_is_needed_is_loaded(kind: str, heavy: set[str], file: Path) -> None:
    code = f"from webapp.cli import main\nassert main(['preview', '-q', {str(file.absolute())!r}, '-f', {kind!r}]) == 0"
    assert not loaded(code) & heavy


def test_help_loads_nothing_heavy_and_fits_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    names = loaded("from webapp.cli import main\nassert main(['preview', '--help']) == 0")
    assert not names & {"pydantic", "pydantic_core", "jsonschema_rs", "flask", "jinja2"}
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["preview", "--help"]) == 0
    told = capsys.readouterr().out
    assert [line for line in told.splitlines() if len(line) > 80] == []
    for word in ("exit status:", "examples:", "KEY=VALUE", "kubectl apply --dry-run", "never compared with a device"):
        assert word in told.replace("\n  ", " ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_knows_it(shell: str, capsys: Captured) -> None:
    assert main(["--print-completion", shell]) == 0
    told = capsys.readouterr().out
    assert "preview" in told
    assert "svg" in told
    assert shell != "bash" or "_preview_pos_0_COMPGEN=_shtab_compgen_files" in told
