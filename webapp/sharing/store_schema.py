"""Brings a database to the tables of today, once, whoever comes first."""

from sqlalchemy import Connection, column, inspect, select, table, text

from webapp.sharing.store_database import Database, StoreError
from webapp.sharing.store_tables import REVISION

# Any number will do that no other program locks by in the same database: "link" in ASCII.
_LOCK = 0x6C696E6B
_VERSION = table("alembic_version", column("version_num"))


def prepare(database: Database) -> None:
    """Migrate a database unless it is of today; who comes second waits for the first.

    Raises:
        StoreError: it can't be reached or made, or is of a newer version than this program.
    """
    database.make()
    with database.reading() as connection:
        found = revision(connection)
    if found == REVISION:
        return
    with database.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if revision(connection) != REVISION:
            _migrate(connection)


def revision(connection: Connection) -> str | None:
    """Return the revision that a database is at, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(select(_VERSION.c.version_num))


def _migrate(connection: Connection) -> None:
    """Run what is missing, in the transaction that is open: all of it is there afterwards, or nothing."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "webapp.sharing:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise StoreError("The database is of a newer version than this program: update the program.") from None
