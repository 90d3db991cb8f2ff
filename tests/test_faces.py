"""Page, API and command line are faces of one function: the same paste gives the same answer by all three."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import soup
from tests.core.test_cases import DEPLOYMENTS
from tests.core.test_corpus import FILES
from webapp.cli import main


@pytest.mark.parametrize("file", [*DEPLOYMENTS, *FILES], ids=lambda file: file.name)
def test_page_api_and_command_line_agree(
    file: Path, client: FlaskClient, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    source = file.read_bytes().decode("utf-8-sig", errors="replace")
    answer = client.post("/api/v1/convert", json={"source": source})
    copied = tmp_path / "deployment.json"
    copied.write_bytes(source.encode())
    status = main(["convert", "--quiet", str(copied)])
    printed = capsysbinary.readouterr()
    downloaded = client.post("/download", data={"source": source})
    page = client.post("/convert", data={"source": source})
    assert [answer.status_code, downloaded.status_code, page.status_code] == [answer.status_code] * 3
    if answer.status_code == 422:
        first = answer.json["errors"][0]  # type: ignore[index]
        assert status == 2
        assert printed.out == b""
        assert f":{first['line']}:{first['column']}:".encode() in printed.err
        title = soup(page).select_one(".problem h2")
        assert title is not None
        assert title.text.startswith(f"Line {first['line']}, column {first['column']}")
        return
    assert answer.status_code == 200
    body = answer.json
    assert body is not None
    assert printed.out.decode() == body["text"]
    assert downloaded.text.rstrip("\n") == body["text"].replace("\r\n", "\n").rstrip("\n")
    assert sum(len(one["ledger"]) for one in body["modules"]) == _total(page)
    findings = [*body["findings"], *(note for one in body["modules"] for note in one["findings"])]
    questions = [asked for one in body["modules"] for asked in one["questions"]]
    is_open = any(note["severity"] == "error" for note in findings) or any(one["answer"] is None for one in questions)
    assert status == int(is_open)


def _total(page: TestResponse) -> int:
    title = soup(page).select_one("#account-title")
    assert title is not None
    return int(title.text.split()[0])


def test_answers_given_by_each_face_lead_to_the_same_result(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    file = DEPLOYMENTS[0].parent / "inspection-line.json"
    source = file.read_text(encoding="utf-8")
    choices = {"camera-capture/binds:/HostConfig/Binds/1": "share:capture-state"}
    answer = client.post("/api/v1/convert", json={"source": source, "choices": choices})
    form = {"source": source} | {f"choice.{name}": choice for name, choice in choices.items()}
    assert json.loads(client.post("/download", data=form).text) == answer.json["converted"]  # type: ignore[index]
    named = [part for name, choice in choices.items() for part in ("--choose", f"{name}={choice}")]
    main(["convert", "--quiet", *named, str(file)])
    assert json.loads(capsys.readouterr().out) == answer.json["converted"]  # type: ignore[index]
    assert "capture-state" in answer.text


@pytest.mark.parametrize("file", DEPLOYMENTS, ids=lambda file: file.name)
def test_the_page_counts_the_questions_whose_default_is_in_force(file: Path, client: FlaskClient) -> None:
    source = file.read_text(encoding="utf-8")
    answer = client.post("/api/v1/convert", json={"source": source}).json
    questions = [asked for one in answer["modules"] for asked in one["questions"]]  # type: ignore[index]
    by_default = sum(asked["answer"] is not None and asked["answer"] == asked["default"] for asked in questions)
    hints = [hint.text for hint in soup(client.post("/convert", data={"source": source})).select(".account .hint")]
    told = [int(hint.split()[0]) for hint in hints if "in force" in hint]
    assert sum(told) == by_default
