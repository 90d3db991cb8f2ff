"""Many at once: threads, processes, forks, and what they do to one link."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from sqlalchemy import Connection

from tests.sharing.conftest import NOW
from webapp.sharing import store_database, store_holds
from webapp.sharing.store import Found, Gone, Store, StoreError

ROOT = Path(__file__).parents[2]
DAY = timedelta(days=1)
WRITE = """
import sys
from datetime import UTC, datetime
from webapp.sharing.store import Store
store = Store(sys.argv[1])
for number in range(40):
    store.keep(f"{sys.argv[2]}-{number}", b"x" * 500, datetime.now(UTC), None)
    store.keep("shared", b"shared", datetime.now(UTC), None)
"""


def test_threads_that_write_at_once_lose_nothing(store: Store) -> None:
    with ThreadPoolExecutor(24) as threads:
        list(threads.map(lambda number: store.keep(f"{number}", b"%d" % number, NOW, None), range(200)))
    assert [store.find(f"{number}", NOW) for number in range(200)] == [
        Found(b"%d" % number, None) for number in range(200)
    ]


def test_processes_that_write_at_once_lose_nothing(store: Store, url: str) -> None:
    commands = [[sys.executable, "-c", WRITE, url, name] for name in "abc"]
    started = [subprocess.Popen(command, cwd=ROOT) for command in commands]  # noqa: S603
    assert [one.wait(60) for one in started] == [0, 0, 0]
    names = ["shared", *(f"{name}-{number}" for name in "abc" for number in range(40))]
    assert [name for name in names if not isinstance(store.find(name, NOW), Found)] == []
    assert store.counts(NOW).alive == 121


def test_of_holders_who_let_go_at_once_one_is_the_last(store: Store) -> None:
    tokens = [store.keep("a", b"x", NOW, None).token for _ in range(30)]
    with ThreadPoolExecutor(10) as threads:
        done = sorted(threads.map(lambda token: store.delete("a", token, NOW), tokens))
    assert done == ["deleted"] + ["held"] * 29
    assert store.find("a", NOW) == Gone("deleted")


def test_a_link_that_is_kept_while_it_is_purged_lives(store: Store) -> None:
    later = NOW + 2 * DAY
    names = [f"{number}" for number in range(150)]
    for name in names:
        store.keep(name, b"x", NOW, NOW + DAY)
    with ThreadPoolExecutor(8) as threads:
        purges = [threads.submit(store.purge, later) for _ in range(4)]
        keeps = [threads.submit(store.keep, name, b"x", later, None) for name in names]
        for one in purges + keeps:
            one.result()
    assert [store.find(name, later) for name in names] == [Found(b"x", None)] * 150


def test_a_purge_that_meets_a_link_on_its_way_back_leaves_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.keep("a", b"x", NOW, NOW + DAY)
    later, half_way, go_on = NOW + 2 * DAY, Event(), Event()

    add = store_holds.add

    def wait(connection: Connection, ident: str, token: str, expires: datetime | None) -> str:
        half_way.set()
        go_on.wait(10)
        return add(connection, ident, token, expires)

    monkeypatch.setattr(store_holds, "add", wait)
    with ThreadPoolExecutor(2) as threads:
        keeping = threads.submit(store.keep, "a", b"x", later, None)
        half_way.wait(10)
        purging = threads.submit(store.purge, later)
        sleep(0.3)  # time for the purge to be wrong in
        go_on.set()
        keeping.result()
        assert purging.result() == 0
    assert store.find("a", later) == Found(b"x", None)


def test_a_forked_process_has_connections_of_its_own(store: Store) -> None:
    store.keep("parent", b"x", NOW, None)
    before = store.database.engine
    child = os.fork()
    if child == 0:
        fine = store.database.engine is not before and store.find("parent", NOW) == Found(b"x", None)
        store.keep("child", b"y", NOW, None)
        store.close()
        os._exit(0 if fine else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert store.database.engine is before
    assert before.pool.checkedin() > 0  # type: ignore[attr-defined]
    assert store.find("child", NOW) == Found(b"y", None)


def test_a_process_forked_while_a_thread_writes_need_not_wait_for_it(store: Store) -> None:
    with store.database.writing():
        child = os.fork()
        if child == 0:
            os._exit(0 if store.database._turn.acquire(blocking=False) else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_who_waits_too_long_for_other_writers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_database, "PATIENCE", 0.05)
    store = Store(f"sqlite:///{tmp_path}/links.sqlite3")
    store.prepare()
    with store.database.writing(), ThreadPoolExecutor(1) as threads:
        failed = threads.submit(store.keep, "a", b"x", NOW, None).exception()
    assert isinstance(failed, StoreError)
    store.keep("a", b"x", NOW, None)
    store.close()
