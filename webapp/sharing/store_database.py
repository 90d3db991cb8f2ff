"""The database of the store: where it is, how it is opened, and transactions that fail in one way."""

import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock
from weakref import WeakSet

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, InvalidRequestError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from webapp.settings import SettingError

# In seconds: for a lock, for a connection of the pool, and for a server that does not answer.
PATIENCE = 10
CONNECT_PATIENCE = 3
# In milliseconds, for readers who keep the write-ahead log from being emptied.
_BUSY_MS = 200
_POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")
_SQLITE = ("sqlite", "sqlite+pysqlite")
_PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
_DATABASES: WeakSet["Database"] = WeakSet()
_INHERITED: list[Engine] = []
logger = logging.getLogger(__name__)


class StoreError(Exception):
    """The database can't be reached, is locked or is not what it should be; nothing was stored. No value is quoted."""


class Database:
    """A SQLite file or a PostgreSQL database; safe for threads, and each process has connections of its own."""

    def __init__(self, url: str) -> None:
        """Take an address; nothing is opened.

        Raises:
            SettingError: it can't be read, or names no database that links outlive the server in.
        """
        self.url, self.path = _read(url)
        self.engine = self._engine()
        self._turn = Lock()
        _DATABASES.add(self)

    def _engine(self) -> Engine:
        if self.path is None:
            return _postgresql(self.url)
        return _sqlite(self.path)

    def renew(self) -> None:
        """After a fork: leave the parent's connections untouched and open, and begin anew.

        They are kept for ever: SQLite would take this process for the last user of the file when they are closed.
        """
        _INHERITED.append(self.engine)
        self.engine = self._engine()
        self._turn = Lock()

    def make(self) -> None:
        """Make the SQLite file and its folder where there is none, for the server's user alone.

        Raises:
            StoreError: it can't be made.
        """
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileExistsError):
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except OSError as error:
            raise StoreError(f"The database's file can't be made: {error.strerror}.") from None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection for one statement that reads.

        Raises:
            StoreError: the database can't be read.
        """
        # Without a transaction of its own a statement costs PostgreSQL one way there and back instead of three.
        options = {} if self.path else {"isolation_level": "AUTOCOMMIT"}
        with _told(), self.engine.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes; what it wrote is on disk when it is left.

        Raises:
            StoreError: the database can't be written, and so nothing was.
        """
        with (
            _told(),
            self._in_turn(),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Let the threads that write to SQLite wait in a row: by itself it lets some wait while others come first."""
        turn = self._turn
        if self.path and not turn.acquire(timeout=PATIENCE):
            raise NoConnectionFree
        try:
            yield
        finally:
            if self.path:
                turn.release()

    def forget_log(self) -> None:
        """Empty SQLite's write-ahead log, where erased content may still stand; what is busy is left for next time."""
        if self.path:
            with _told(), closing(self.engine.raw_connection()) as connection:
                cursor = connection.cursor()
                cursor.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.execute(f"PRAGMA busy_timeout={PATIENCE * 1000}")

    def close(self) -> None:
        """Close what is open and not in use."""
        self.engine.dispose()


@contextmanager
def _told() -> Iterator[None]:
    """Turn what a driver raises into a StoreError; the log has its kind and nothing that was said with it."""
    try:
        yield
    except (DBAPIError, NoConnectionFree, InvalidRequestError, sqlite3.Error) as error:
        cause = getattr(error, "orig", None) or error
        code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or "no code"
        logger.error("The store of links failed: %s (%s)", type(cause).__name__, code)
        raise StoreError("The database can't be reached or is locked.") from None


def _read(text: str) -> tuple[URL, Path | None]:
    """Return the address that a setting states, and the file where it is SQLite's."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise SettingError("DATABASE_URL can't be read: write sqlite:///FILE or postgresql://USER@HOST/NAME.") from None
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg"), None
    if url.drivername not in _SQLITE or url.host or url.query:
        raise SettingError("DATABASE_URL names a database that is not supported: SQLite and PostgreSQL are.")
    if not url.database or url.database == ":memory:":
        raise SettingError("DATABASE_URL names no file; links in memory would be lost: write sqlite:///FILE.")
    return url, Path(url.database).absolute()


def _postgresql(url: URL) -> Engine:
    """Return an engine whose connections are tried before use, so that a restarted server is met with a new one."""
    # Statements are not prepared: a pool between server and database would give them to another connection.
    options = {"connect_timeout": CONNECT_PATIENCE, "tcp_user_timeout": 10_000, "prepare_threshold": None}
    given = {name: value for name, value in options.items() if name not in url.query}
    return create_engine(
        url, connect_args=given, pool_pre_ping=True, pool_timeout=PATIENCE, pool_recycle=1800, hide_parameters=True
    )


def _sqlite(path: Path) -> Engine:
    """Return an engine that opens an existing file, never makes one, and notices when another takes its place."""
    url = URL.create("sqlite", database=path.as_uri(), query={"mode": "rw", "uri": "true"})
    engine = create_engine(url, connect_args={"timeout": PATIENCE}, pool_timeout=PATIENCE, hide_parameters=True)

    def opened(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        entry.info["file"] = _identity(path)
        connection.isolation_level = None  # transactions begin below, not by sqlite3
        _to_wal(connection)
        for pragma in _PRAGMAS:
            connection.cursor().execute(f"PRAGMA {pragma}")

    def taken(_connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
        if entry.info["file"] != _identity(path):
            raise DisconnectionError

    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", opened)
    event.listen(engine, "checkout", taken)
    event.listen(engine, "begin", begun)
    return engine


def _to_wal(connection: DBAPIConnection) -> None:
    """Turn write-ahead logging on. SQLite does not wait for a lock here, so this does."""
    last = time.monotonic() + PATIENCE
    while True:
        try:
            connection.cursor().execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                raise
        time.sleep(0.02)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _renew_all() -> None:
    for database in list(_DATABASES):
        database.renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)
