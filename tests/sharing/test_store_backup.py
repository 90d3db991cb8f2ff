"""Backups: whole while others write, for their owner alone, and good for going back to."""

import os
import shutil
import stat
import subprocess
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.sharing.conftest import NOW, empty
from webapp.sharing.store import Found, Store
from webapp.sharing.store_backup import BackupError, backup


def restore(file: Path, url: str) -> None:
    """Go back to a backup as the documentation says."""
    if url.startswith("sqlite"):
        database = Path(url.removeprefix("sqlite:///"))
        for path in (database, Path(f"{database}-wal"), Path(f"{database}-shm")):
            path.unlink(missing_ok=True)
        shutil.copy(file, database)
        return
    empty(url)
    program = shutil.which("pg_restore")
    assert program
    subprocess.run([program, f"--dbname={url}", "--no-owner", str(file)], check=True)  # noqa: S603


@pytest.fixture
def dump(url: str) -> None:
    """Skips where PostgreSQL is to be dumped and its program for that is not here."""
    if url.startswith("postgresql") and not shutil.which("pg_dump"):
        pytest.skip("no pg_dump here")


def test_a_backup_brings_links_and_key_back(store: Store, url: str, dump: None, tmp_path: Path) -> None:  # noqa: ARG001
    store.keep("a", b"x", NOW, None)
    key = store.key()
    backup(store.database, tmp_path / "backup")
    store.keep("b", b"x", NOW, None)
    store.close()
    restore(tmp_path / "backup", url)
    again = Store(url)
    again.prepare()
    assert (again.find("a", NOW), again.find("b", NOW), again.key()) == (Found(b"x", None), None, key)
    again.close()


def test_a_backup_under_load_has_every_link_that_was_kept_before(
    store: Store,
    url: str,
    dump: None,  # noqa: ARG001
    tmp_path: Path,
) -> None:
    stop, kept = Event(), [0]

    def write() -> None:
        while not stop.is_set():
            store.keep(f"{kept[0]}", b"x" * 2000, NOW, None)
            kept[0] += 1

    writer = Thread(target=write)
    writer.start()
    while kept[0] < 50:
        pass
    before = kept[0]
    backup(store.database, tmp_path / "backup")
    stop.set()
    writer.join()
    store.close()
    restore(tmp_path / "backup", url)
    again = Store(url)
    assert [again.find(f"{number}", NOW) for number in range(before)] == [Found(b"x" * 2000, None)] * before
    assert again.counts(NOW).alive <= kept[0]
    again.close()


@pytest.fixture
def lite(tmp_path: Path) -> Store:
    made = Store(f"sqlite:///{tmp_path}/links.sqlite3")
    made.prepare()
    made.close()
    return made


def test_a_backup_is_one_file_for_its_owner_alone_and_replaces_the_last_one(lite: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "file").write_bytes(b"the last one")
    backup(lite.database, folder / "file")
    (found,) = folder.iterdir()
    assert found.read_bytes().startswith(b"SQLite format 3\0")
    assert stat.S_IMODE(found.stat().st_mode) == 0o600


def test_a_backup_never_replaces_the_database(lite: Store, tmp_path: Path) -> None:
    os.link(tmp_path / "links.sqlite3", tmp_path / "link")
    with pytest.raises(BackupError, match="is the database itself"):
        backup(lite.database, tmp_path / "link")


def test_a_backup_that_fails_leaves_the_last_one(lite: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "file").write_bytes(b"the last one")
    (tmp_path / "links.sqlite3").write_bytes(b"no database" * 100)
    with pytest.raises(BackupError, match=r"can't be copied \(SQLITE_NOTADB\)"):
        backup(lite.database, folder / "file")
    assert [path.read_bytes() for path in folder.iterdir()] == [b"the last one"]


def test_a_folder_that_is_not_there_is_told(lite: Store, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="can't be written: No such file or directory"):
        backup(lite.database, tmp_path / "nowhere" / "file")


def test_the_password_of_postgresql_is_no_argument_of_a_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$PGPASSWORD" "$@" >"$OUT"\nexit 1\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setenv("OUT", str(tmp_path / "told"))
    store = Store("postgres://user:made-up@host:5433/name?sslmode=require")
    with pytest.raises(BackupError, match="pg_dump failed"):
        backup(store.database, tmp_path / "file")
    password, *arguments = (tmp_path / "told").read_text().splitlines()
    assert password == "made-up"  # noqa: S105
    assert arguments[-1] == "--dbname=postgresql://user@host:5433/name?sslmode=require"
    assert "made-up" not in " ".join(arguments)
    assert not (tmp_path / "file").exists()


def test_where_pg_dump_is_missing_the_command_to_run_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    store = Store("postgres://user:made-up@host/name")
    with pytest.raises(BackupError, match="pg_dump --format=custom") as caught:
        backup(store.database, tmp_path / "file")
    assert "made-up" not in str(caught.value)
