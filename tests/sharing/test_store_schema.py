"""The tables: made from nothing, by whoever comes first, and the same as the program thinks."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from tests.sharing.conftest import NOW
from webapp.sharing import store_schema
from webapp.sharing.store import Found, Store, StoreError
from webapp.sharing.store_tables import REVISION, metadata

ROOT = Path(__file__).parents[2]
PREPARE = """
import sys
from webapp.sharing.store import Store
store = Store(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
store.prepare()
print(store.key().hex(), "alembic" in sys.modules)
"""


def processes(url: str, count: int) -> list[str]:
    """Prepare a database from several processes at one moment and return what each prints."""
    command = [sys.executable, "-W", "error", "-c", PREPARE, url]
    pipe = subprocess.PIPE
    started = [subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) for _ in range(count)]  # noqa: S603
    for one in started:
        assert one.stdout and one.stdout.readline() == "ready\n"
    for one in started:
        assert one.stdin
        one.stdin.write("\n")
        one.stdin.flush()
    return [one.communicate(timeout=60)[0].strip() for one in started]


def test_the_tables_are_what_the_program_thinks(store: Store) -> None:
    with store.database.writing() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        names = {one["name"] for one in inspect(connection).get_check_constraints("link")}
    assert names == {"link_content_size", "link_content_or_ended"}


def test_the_newest_migration_is_the_one_that_is_waited_for() -> None:
    config = Config()
    config.set_main_option("script_location", "webapp.sharing:migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [REVISION]


def test_preparing_again_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.keep("a", b"x", NOW, None)
    monkeypatch.setattr(store_schema, "_migrate", lambda _: pytest.fail("migrated twice"))
    store.prepare()
    assert store.find("a", NOW) == Found(b"x", None)


def test_processes_that_prepare_at_once_agree_on_the_key(url: str) -> None:
    told = processes(url, 4)
    assert len({line.split()[0] for line in told}) == 1
    assert len(told[0].split()[0]) == 64


def test_nothing_of_alembic_is_loaded_where_all_is_well(store: Store, url: str) -> None:
    assert processes(url, 1) == [f"{store.key().hex()} False"]


def test_a_migration_that_fails_leaves_nothing_behind(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(url)
    monkeypatch.setattr(store_schema, "REVISION", "9999")
    with monkeypatch.context() as patch:
        patch.setattr("alembic.runtime.migration.MigrationContext.run_migrations", half)
        with pytest.raises(RuntimeError):
            store.prepare()
    with store.database.reading() as connection:
        assert inspect(connection).get_table_names() == []
    store.close()


def half(context: MigrationContext) -> None:
    """Make one table and fail."""
    assert context.connection
    context.connection.execute(text("CREATE TABLE link (id INTEGER)"))
    raise RuntimeError


def test_a_database_of_a_newer_version_is_refused(store: Store) -> None:
    with store.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer version"):
        store.prepare()
