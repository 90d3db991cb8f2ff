"""Copies a database into a file while it is in use."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import URL

from webapp.sharing.store_database import Database


class BackupError(Exception):
    """There is no backup, and no file was changed; the message says why and what to do."""


def backup(database: Database, target: Path) -> None:
    """Write a consistent copy: of SQLite a database file that can take its place, of PostgreSQL what pg_restore reads.

    The file is for its owner alone and appears whole; one that is there is replaced.

    Raises:
        BackupError: it can't be written, is the database itself, or pg_dump is missing or failed.
    """
    if database.path and target.exists() and database.path.exists() and target.samefile(database.path):
        raise BackupError(f"`{target}` is the database itself: name another file.")
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _copy(database, beside)
        _to_disk(beside)
        beside.replace(target)
        _to_disk(target.parent)
    except OSError as error:
        raise BackupError(f"`{target}` can't be written: {error.strerror}.") from None
    finally:
        with suppress(OSError):
            beside.unlink()


def _copy(database: Database, target: Path) -> None:
    if database.path:
        _copy_sqlite(database.path, target)
    else:
        _dump(database.url, target)


def _copy_sqlite(path: Path, target: Path) -> None:
    """Copy all pages of one moment; who writes meanwhile neither waits nor is half in it."""
    try:
        with (
            closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            # One file, without a log beside it; the store turns logging on again where it opens it.
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        raise BackupError(f"The database can't be copied ({name}).") from None


def _dump(url: URL, target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupError(
            "pg_dump is not here. Run it where PostgreSQL's programs are, with the address of your database: "
            "pg_dump --format=custom --no-owner --file=FILE --dbname=postgresql://USER@HOST/NAME"
        )
    # The password goes by the environment: every user of a machine sees the arguments of its programs.
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    environment = os.environ | ({"PGPASSWORD": url.password} if url.password else {})
    command = [program, "--format=custom", "--no-owner", f"--file={target}", f"--dbname={bare.render_as_string()}"]
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False)  # noqa: S603
    if done.returncode:
        raise BackupError("pg_dump failed; above is what it said.")


def _to_disk(path: Path) -> None:
    """Wait until a file, or what a folder lists, has reached the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
