"""Kills the server under load, again and again, and opens every link that it had acknowledged.

`python -m tests.load.kill` does so 100 times with SQLite; `--postgres` starts a PostgreSQL, too, and crashes it right
after the server; `--store` leaves HTTP out, and the processes that are killed write with the store itself.
"""

import http.client
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from tests.sharing.databases import Postgres, binaries
from webapp.sharing.store import Found, Store

ROOT = Path(__file__).parents[2]
CLIENTS = 8
# In seconds after the first acknowledgement: when the blow falls.
LATEST = 1.0
# In seconds: how long a server may take to start.
PATIENCE = 60
Kept = dict[str, str]


@dataclass
class Tally:
    """What came of it: rounds, links that were acknowledged, names of those that could not be opened afterwards."""

    rounds: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Victim:
    """A process group that stores links; `kept` fills with what it acknowledges, a marker in the content by name."""

    process: subprocess.Popen[bytes]
    threads: list[Thread]
    kept: Kept

    def kill(self) -> None:
        """End it where it stands, and wait for the last of what it said."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for thread in self.threads:
            thread.join()


def by_store(url: str, _: Path) -> Victim:
    """Start a process that writes with the store."""
    command = [sys.executable, "-m", "tests.load.kill", "--writer", url]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True)  # noqa: S603
    kept: Kept = {}

    def listen() -> None:
        assert process.stdout
        with process.stdout as lines:
            kept.update({line.decode().strip(): line.decode().strip() for line in lines if line.endswith(b"\n")})

    def started(listening: Thread) -> Thread:
        listening.start()
        return listening

    return Victim(process, [started(Thread(target=listen))], kept)


def write(url: str) -> None:
    """Store links for ever and tell the name of each that was kept."""
    store = Store(url)
    store.prepare()

    def one_after_the_other() -> None:
        while True:
            name = secrets.token_hex(10)
            store.keep(name, name.encode(), datetime.now(UTC), None)
            os.write(1, f"{name}\n".encode())

    for _ in range(CLIENTS):
        Thread(target=one_after_the_other).start()


def by_server(url: str, folder: Path) -> Victim:
    """Start the real server, and clients that share one paste after the other."""
    process, port = serve(url, folder)
    kept: Kept = {}
    threads = [Thread(target=share, args=(port, kept)) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    return Victim(process, threads, kept)


def serve(url: str, folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server on a free port and wait until it and its store are ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"DATABASE_URL": url, "HOST": "127.0.0.1", "PORT": str(port), "LIMITS": "0", "TMPDIR": str(folder)}
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env=os.environ | own, stdout=quiet, stderr=quiet, start_new_session=True
    )
    last = time.monotonic() + PATIENCE
    while ask(port, "GET", "/readyz")[0] != 200:
        if time.monotonic() > last or process.poll() is not None:
            raise RuntimeError("The server did not start.")
        time.sleep(0.05)
    return process, port


def ask(port: int, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
    """Return status and body of an answer; status 0 where none came, or not the whole of it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


def share(port: int, kept: Kept) -> None:
    """Share pastes until no answer comes."""
    while True:
        marker = secrets.token_hex(8)
        source = json.dumps({"Labels": {"marker": marker}})
        status, body = ask(port, "POST", "/api/v1/share", json.dumps({"source": source, "short": True}))
        if status == 201:
            kept[json.loads(body)["id"]] = marker
        elif status == 0:
            return
        else:
            raise RuntimeError(f"The server answered {status} where it should have stored a link.")


def lost_by_server(url: str, folder: Path, kept: Kept) -> list[str]:
    """Start the server anew and return the names that don't open to what was shared."""
    process, port = serve(url, folder)
    try:
        answers = {name: ask(port, "GET", f"/p/{name}") for name in kept}
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return [name for name, (status, body) in answers.items() if status != 200 or kept[name].encode() not in body]


def lost_by_store(url: str, _: Path, kept: Kept) -> list[str]:
    """Return the names under which the store does not find what was kept."""
    store, now = Store(url), datetime.now(UTC)
    found = {name: store.find(name, now) for name in kept}
    store.close()
    return [name for name, one in found.items() if not isinstance(one, Found) or one.content != kept[name].encode()]


def lost_of_all(url: str, kept: Kept) -> list[str]:
    """Return the names of all rounds that the store does not find."""
    store, now = Store(url), datetime.now(UTC)
    lost = [name for name in kept if not isinstance(store.find(name, now), Found)]
    store.close()
    return lost


def run(rounds: int, url: str, with_server: bool, crash: Callable[[], None], told: Callable[[str], None]) -> Tally:
    """Kill so many times; `crash` does to the database what shall happen to it right after."""
    start, lost = (by_server, lost_by_server) if with_server else (by_store, lost_by_store)
    tally, everything = Tally(), Kept()
    with tempfile.TemporaryDirectory(prefix="kill-") as folder:
        for number in range(1, rounds + 1):
            victim = start(url, Path(folder))
            time.sleep(random.uniform(0, LATEST) + (0 if with_server else LATEST))  # noqa: S311
            victim.kill()
            crash()
            tally.rounds, tally.acknowledged = number, tally.acknowledged + len(victim.kept)
            tally.lost += lost(url, Path(folder), victim.kept)
            everything |= victim.kept
            told(f"round {number}: {len(victim.kept)} acknowledged, {len(tally.lost)} lost so far")
    tally.lost += [name for name in lost_of_all(url, everything) if name not in tally.lost]
    return tally


@contextmanager
def database(url: str | None, postgres: bool) -> Iterator[tuple[str, Callable[[], None]]]:
    """Give the address of a database, and what crashes it where it is ours."""
    if postgres:
        found = binaries()
        if found is None:
            raise SystemExit("There is no PostgreSQL here; name one with --database.")
        with Postgres(found) as server:
            yield server.url, server.crash
    elif url:
        yield url, lambda: None
    else:
        with tempfile.TemporaryDirectory(prefix="kill-") as folder:
            yield f"sqlite:///{folder}/links.sqlite3", lambda: None


def main(argv: Sequence[str] | None = None) -> int:
    """Run and print the figures; 1 where a link was lost or none was acknowledged."""
    parser = ArgumentParser(prog="python -m tests.load.kill", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--database", metavar="URL", help="default: a SQLite file in a folder for temporary files")
    parser.add_argument("--postgres", action="store_true", help="start a PostgreSQL and crash it, too")
    parser.add_argument("--store", action="store_true", help="without the server: write with the store")
    parser.add_argument("--writer", metavar="URL", help="be one of the processes that are killed")
    asked = parser.parse_args(argv)
    if asked.writer:
        write(asked.writer)
        return 0
    with database(asked.database, asked.postgres) as (url, crash):
        store = Store(url)
        store.prepare()
        store.close()
        tally = run(asked.rounds, url, not asked.store, crash, lambda line: print(line, flush=True))
    print(f"{tally.rounds} rounds, {tally.acknowledged:,} links acknowledged, {len(tally.lost)} lost")
    return 1 if tally.lost or not tally.acknowledged else 0


if __name__ == "__main__":
    sys.exit(main())
