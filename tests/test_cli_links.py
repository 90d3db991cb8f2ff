"""`links`: what whoever runs a server does with the links that are stored."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from webapp.cli import main
from webapp.sharing.store import Found, Gone, Store

ROOT = Path(__file__).parent.parent
Captured = pytest.CaptureFixture[str]
NAME = "0123456789abcdefghjk"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    url = f"sqlite:///{tmp_path}/links.sqlite3"
    monkeypatch.setenv("DATABASE_URL", url)
    made = Store(url)
    made.prepare()
    made.close()
    return made


def test_links_are_counted(store: Store, capsys: Captured) -> None:
    store.keep(NAME, b"x", LONG_AGO, None)
    store.keep("expired", b"x", LONG_AGO, LONG_AGO + timedelta(days=1))
    store.close()
    assert main(["links", "count"]) == 0
    assert capsys.readouterr().out == "1 link can be opened, 1 ended.\n"


def test_purging_tells_how_many_were_erased(store: Store, capsys: Captured) -> None:
    for number in range(3):
        store.keep(f"{number}", b"x", LONG_AGO, LONG_AGO + timedelta(days=1))
    store.close()
    assert [main(["links", "purge"]) for _ in range(2)] == [0, 0]
    assert capsys.readouterr().out == "3 links erased.\n0 links erased.\n"


@pytest.mark.parametrize(
    "said", [NAME, NAME.upper(), f"https://example.org/p/{NAME}", f"https://example.org/p/{NAME}/"]
)
def test_a_link_is_deleted_by_its_name_or_its_address(said: str, store: Store, capsys: Captured) -> None:
    store.keep(NAME, b"x", LONG_AGO, None)
    store.close()
    assert main(["links", "delete", said]) == 0
    assert store.find(NAME, LONG_AGO) == Gone("deleted")
    store.close()
    assert main(["links", "delete", said]) == 2
    assert capsys.readouterr().err == "The link was deleted before, or has expired.\n"


@pytest.mark.parametrize("said", ["", "x", "zzzzzzzzzzzzzzzzzzzz"])
@pytest.mark.usefixtures("store")
def test_a_link_that_never_was_is_told(said: str, capsys: Captured) -> None:
    assert main(["links", "delete", said]) == 2
    assert capsys.readouterr().err == "There is no such link.\n"


def test_a_backup_is_one_command(store: Store, tmp_path: Path, capsys: Captured) -> None:
    store.keep(NAME, b"x", LONG_AGO, None)
    store.close()
    assert main(["links", "backup", str(tmp_path / "backup")]) == 0
    copy = Store(f"sqlite:///{tmp_path}/backup")
    assert copy.find(NAME, LONG_AGO) == Found(b"x", None)
    copy.close()
    assert main(["links", "backup", str(tmp_path / "links.sqlite3")]) == 2
    assert "is the database itself: name another file." in capsys.readouterr().err


def test_migrating_makes_what_the_other_actions_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/var/links.sqlite3")
    assert main(["links", "count"]) == 2
    assert "`links migrate` makes what is missing" in capsys.readouterr().err
    assert [main(["links", action]) for action in ("migrate", "count")] == [0, 0]
    assert capsys.readouterr().out == "0 links can be opened, 0 ended.\n"


def test_an_address_that_is_none_is_told_without_being_repeated(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://user:made-up@host/name")
    assert main(["links", "count"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("DATABASE_URL names a database that is not supported")
    assert "made-up" not in said


def test_an_action_must_be_named(capsys: Captured) -> None:
    assert main(["links"]) == 2
    assert "ACTION" in capsys.readouterr().err


@pytest.mark.parametrize("action", ["", "backup"])
def test_help_fits_a_terminal_of_80_columns(action: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["links", *action.split(), "--help"]) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if len(line) > 80] == []


@pytest.mark.usefixtures("store")
def test_looking_after_links_loads_no_flask_and_help_no_database() -> None:
    code = "import sys\nfrom webapp.cli import main\nmain({!r})\nprint(*sys.modules, file=sys.stderr)"
    loaded = {}
    for command in (["links", "--help"], ["links", "count"]):
        called = [sys.executable, "-c", code.format(command)]
        done = subprocess.run(called, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
        loaded[command[1]] = set(done.stderr.split())
    assert not loaded["--help"] & {"sqlalchemy", "pydantic", "flask", "webapp.core"}
    assert "sqlalchemy" in loaded["count"]
    assert not loaded["count"] & {"flask", "alembic"}
