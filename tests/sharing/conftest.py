"""The databases that the store's tests run on: SQLite always, PostgreSQL where there is one."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.sharing.databases import Postgres, binaries
from webapp.sharing.store import Store

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TABLES = "hold, link, secret, alembic_version"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres | None]:
    """A server for all tests; None where `TEST_DATABASE_URL` names one."""
    found = binaries()
    if os.environ.get("TEST_DATABASE_URL"):
        yield None
    elif found:
        with Postgres(found) as server:
            yield server
    elif os.environ.get("POSTGRES_REQUIRED") == "1":
        pytest.fail("POSTGRES_REQUIRED is set, but no PostgreSQL is here and TEST_DATABASE_URL names none.")
    else:
        pytest.skip("no PostgreSQL here: install one, or set TEST_DATABASE_URL to a database that may be emptied")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'links.sqlite3'}"
    server = request.getfixturevalue("postgres")
    found = server.url if server else os.environ["TEST_DATABASE_URL"]
    empty(found)
    return found


def empty(url: str) -> None:
    """Drop the store's tables of a PostgreSQL database."""
    engine = create_engine(Store(url).database.url)
    with engine.begin() as connection:
        connection.execute(text(f"DROP TABLE IF EXISTS {TABLES}"))
    engine.dispose()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store on an empty database, ready for use."""
    made = Store(url)
    made.prepare()
    yield made
    made.close()
