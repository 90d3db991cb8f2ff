"""Databases that can't be reached, are locked or were taken away; and what is said and logged of it."""

import logging
import os
import signal
import sqlite3
import stat
import traceback
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.sharing.conftest import NOW
from tests.sharing.databases import Postgres
from webapp.settings import SettingError
from webapp.sharing import store_database
from webapp.sharing.store import Found, Gone, Store, StoreError

DAY = timedelta(days=1)
CONTENT = b"AccountKey=made-up-and-fake-" * 40


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_database, "PATIENCE", 0.05)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "links.sqlite3"


@pytest.fixture
def lite(file: Path, impatient: None) -> Store:  # noqa: ARG001
    made = Store(f"sqlite:///{file}")
    made.prepare()
    return made


@pytest.mark.parametrize(
    "url",
    [
        "",
        "links.sqlite3",
        "mysql://user:fake-password@host/name",
        "postgresql://user:fake-password@host:port/name",
        "postgresql+asyncpg://user:fake-password@host/name",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file?mode=fake-password",
        "sqlite://fake-password@host/file",
    ],
)
def test_an_address_that_is_none_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(SettingError, match=r"^DATABASE_URL ") as caught:
        Store(url)
    assert "fake-password" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_all_forms_of_postgresqls_address_are_taken(scheme: str) -> None:
    url = Store(f"{scheme}://user:fake-password@host:5433/name?sslmode=require").database.url
    assert url.render_as_string() == "postgresql+psycopg://user:***@host:5433/name?sslmode=require"


def test_nothing_is_made_before_the_store_is_prepared_and_then_for_its_owner_alone(file: Path) -> None:
    store = Store(f"sqlite:///{file}")
    assert not file.parent.exists()
    store.prepare()
    store.keep("a", CONTENT, NOW, None)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (file.parent, *file.parent.iterdir())}
    assert modes.pop("var") == 0o700
    assert set(modes) == {file.name, f"{file.name}-wal", f"{file.name}-shm"}
    assert set(modes.values()) == {0o600}
    store.close()


def test_a_folder_that_cannot_be_made_is_a_failure_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="can't be made"):
        Store(f"sqlite:///{tmp_path}/file/links.sqlite3").prepare()


def test_links_outlive_power_loss_and_content_is_overwritten(lite: Store) -> None:
    with lite.database.reading() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names]
    assert found == ["wal", 2, 1, 1]
    lite.close()


def test_purged_and_deleted_content_is_nowhere_in_the_files(lite: Store, file: Path) -> None:
    kept = lite.keep("deleted", CONTENT, NOW, None)
    lite.keep("expired", CONTENT, NOW, NOW + DAY)
    lite.keep("withdrawn", CONTENT, NOW, None)

    def places() -> int:
        return sum(path.read_bytes().count(b"made-up-and-fake") for path in file.parent.iterdir())

    before = places()
    lite.delete("deleted", kept.token, NOW)
    after_deletion = places()
    lite.withdraw("withdrawn", NOW)
    lite.purge(NOW + DAY)
    assert before > after_deletion > 0
    assert places() == 0
    lite.close()


def test_a_file_that_was_moved_away_is_a_failure_and_no_new_one_is_made(
    lite: Store, file: Path, tmp_path: Path
) -> None:
    lite.keep("a", b"x", NOW, None)
    file.rename(tmp_path / "away")
    with pytest.raises(StoreError):
        lite.keep("b", b"x", NOW, None)
    with pytest.raises(StoreError):
        lite.find("a", NOW)
    assert not lite.is_reachable()
    assert not file.exists()
    (tmp_path / "away").rename(file)
    assert lite.find("a", NOW) == Found(b"x", None)
    assert lite.is_reachable()
    lite.close()


def test_a_file_that_took_the_place_of_another_is_the_one_that_is_read(lite: Store, file: Path, tmp_path: Path) -> None:
    other = Store(f"sqlite:///{tmp_path}/other")
    other.prepare()
    other.keep("other", b"y", NOW, None)
    other.close()
    lite.close()
    assert lite.find("other", NOW) is None
    (tmp_path / "other").replace(file)
    assert lite.find("other", NOW) == Found(b"y", None)
    lite.close()


def test_a_locked_database_still_reads_and_writes_again_afterwards(lite: Store, file: Path) -> None:
    lite.keep("a", b"x", NOW, NOW + DAY)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError):
            lite.keep("b", b"x", NOW, None)
        assert lite.find("a", NOW) == Found(b"x", NOW + DAY)
        assert lite.is_reachable()
    lite.keep("b", b"x", NOW, None)
    assert lite.find("a", NOW + DAY) == Gone("expired")
    lite.close()


def test_a_file_that_is_no_database_is_a_failure(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError):
        Store(f"sqlite:///{file}").prepare()


def test_a_failure_tells_its_kind_and_nothing_of_content_address_and_password(
    lite: Store, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stores = [lite, Store(f"postgresql://fake-user:fake-password@/fake-name?host={file.parent}&port=9")]
    file.unlink()
    told, ident = "", "made" + "-up-ident"
    for store in stores:
        with caplog.at_level(logging.DEBUG), pytest.raises(StoreError) as caught:
            store.keep(ident, CONTENT, NOW, None)
        told += "".join(traceback.format_exception(caught.value))
    assert [record.getMessage() for record in caplog.records if record.name == store_database.__name__] == [
        "The store of links failed: OperationalError (SQLITE_CANTOPEN)",
        "The store of links failed: OperationalError (no code)",
    ]
    for secret in ("made-up-and-fake", ident, "fake-password", "fake-user", "fake-name", str(file.parent)):
        assert secret not in caplog.text
        assert secret not in told


def test_a_server_that_is_not_there_is_a_failure_at_once(tmp_path: Path) -> None:
    store = Store(f"postgres://user@/name?host={tmp_path}")
    assert not store.is_reachable()
    for call in (store.prepare, store.key):
        with pytest.raises(StoreError):
            call()


def test_a_store_that_was_away_when_the_server_started_is_prepared_once_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "disk").touch()
    store = Store(f"sqlite:///{tmp_path}/disk/links.sqlite3")
    with pytest.raises(StoreError):
        store.prepare()
    assert not store.is_reachable()
    (tmp_path / "disk").unlink()
    assert store.is_reachable()
    store.keep("a", b"x", NOW, None)
    assert store.find("a", NOW) == Found(b"x", None)
    store.close()


def test_an_unprepared_database_is_not_reachable(url: str) -> None:
    store = Store(url)
    assert not store.is_reachable()
    store.prepare()
    assert store.is_reachable()
    store.close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
def test_a_restarted_server_is_met_again_and_has_all_that_was_kept(
    postgres: Postgres | None, how: signal.Signals
) -> None:
    if postgres is None:
        pytest.skip("the server of TEST_DATABASE_URL is not ours to restart")
    store = Store(postgres.url)
    store.prepare()
    ident = f"{how.name}-{os.getpid()}"
    store.keep(ident, CONTENT, NOW, None)
    postgres.stop(how)
    with pytest.raises(StoreError):
        store.find(ident, NOW)
    assert not store.is_reachable()
    postgres.start()
    assert store.find(ident, NOW) == Found(CONTENT, None)
    postgres.stop(how)
    postgres.start()
    store.keep(ident, CONTENT, NOW, None)
    store.close()
