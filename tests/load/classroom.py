"""A class of 200 behind one address: `python -m tests.load.classroom [--url http://127.0.0.1:8000]`.

Everyone opens the page within ten seconds; converts five times a minute; all convert within the same ten seconds; all
open one link that carries its content. Each has a cookie of their own, as browsers do. Requests start when they are
due, whether the ones before have been answered or not, so that a server that falls behind shows. Without `--url`, a
server of two workers is started on a database of its own.

Exits with 1 if any request failed or was refused, or if 95 % of a phase took longer than 300 ms.
"""

import argparse
import asyncio
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from webapp.sharing.permalink import encoded
from webapp.sharing.record import Record

ROOT = Path(__file__).parents[2]
MOST_AT_95 = 0.3
BURST = 10.0
PER_MINUTE = 5
EDGE = "----classroom"
PHASES = ("page", "minute", "burst", "link")


class Answer(NamedTuple):
    """The status, 0 where there was none, and the seconds since the request was due."""

    status: int
    seconds: float
    cookie: str = ""


def pastes() -> list[str]:
    """Return what people paste: the examples of the menu that can be read, and whole deployments."""
    menu = tomllib.loads((ROOT / "webapp/views/examples.toml").read_text(encoding="utf-8"))
    deployments = sorted((ROOT / "tests/cases/deployments").glob("*.json"))
    return [one["source"] for slug, one in menu.items() if slug != "broken"] + [
        file.read_text(encoding="utf-8") for file in deployments
    ]


def form(source: str) -> bytes:
    """Return a paste as the page sends it."""
    fields = {"source": source.replace("\n", "\r\n"), "how": "pasted", "fresh": "yes"}
    parts = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()
    ]
    return ("\r\n".join(parts) + f"\r\n--{EDGE}--\r\n").encode()


async def ask(url: SplitResult, due: float, path: str, cookie: str = "", body: bytes = b"") -> Answer:
    """Send one request when it is due, and read the whole answer."""
    await asyncio.sleep(max(due - time.monotonic(), 0))
    lines = [f"{'POST' if body else 'GET'} {path} HTTP/1.1", f"Host: {url.netloc}", "Connection: close"]
    lines += [f"Cookie: visit={cookie}"] if cookie else []
    if body:
        kind = f"Content-Type: multipart/form-data; boundary={EDGE}"
        lines += ["HX-Request: true", kind, f"Content-Length: {len(body)}"]
    try:
        answer = await asyncio.wait_for(_exchange(url, "\r\n".join(lines).encode() + b"\r\n\r\n" + body), 30)
    except (OSError, TimeoutError):
        return Answer(0, time.monotonic() - due)
    head, _, content = answer.partition(b"\r\n\r\n")
    named = [line.partition(b"visit=")[2].partition(b";")[0] for line in head.split(b"\r\n") if b"visit=" in line]
    status = int(head.split(b" ", 2)[1]) if content.rstrip() else 0
    return Answer(status, time.monotonic() - due, named[0].decode() if named else "")


async def _exchange(url: SplitResult, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(url.hostname, url.port or 80, ssl=url.scheme == "https" or None)
    try:
        writer.write(request)
        return await reader.read()
    finally:
        writer.close()


async def attend(url: SplitResult, sessions: int, minutes: float, phases: Iterable[str]) -> dict[str, list[Answer]]:
    """Go through the phases with a class; return the answers of each."""
    chance = random.Random(5)  # noqa: S311 - the same class each time
    bodies = [form(source) for source in pastes()]
    link = "/c/" + encoded(Record(pastes()[0]))

    def spread(times: int, seconds: float) -> list[float]:
        now = time.monotonic()
        return [now + chance.random() * seconds for _ in range(times)]

    pages = await asyncio.gather(*(ask(url, due, "/") for due in spread(sessions, BURST * minutes)))
    cookies = [page.cookie for page in pages]
    answers = {"page": pages}
    if "minute" in phases:
        moments = [(one, due) for one in cookies for due in spread(max(round(PER_MINUTE * minutes), 1), 60 * minutes)]
        asked = (ask(url, due, "/convert", one, chance.choice(bodies)) for one, due in moments)
        answers["minute"] = await asyncio.gather(*asked)
    moments = list(zip(cookies, spread(sessions, BURST * min(minutes, 1)), strict=True))
    if "burst" in phases:
        asked = (ask(url, due, "/convert", one, chance.choice(bodies)) for one, due in moments)
        answers["burst"] = await asyncio.gather(*asked)
    if "link" in phases:
        moments = list(zip(cookies, spread(sessions, BURST * min(minutes, 1)), strict=True))
        answers["link"] = await asyncio.gather(*(ask(url, due, link, one) for one, due in moments))
    return answers


def told(phase: str, answers: list[Answer]) -> str:
    """Return a phase in one line."""
    took = sorted(one.seconds * 1000 for one in answers)
    p50, p95, p99 = (took[min(len(took) * part // 100, len(took) - 1)] for part in (50, 95, 99))
    refused, failed = faults(answers)
    times = f"p50 {p50:5.0f}  p95 {p95:5.0f}  p99 {p99:5.0f} ms"
    return f"{phase:7}{len(answers):6} requests  {times}  429: {refused}  errors: {failed}"


def faults(answers: list[Answer]) -> tuple[int, int]:
    """Return how many requests were refused as too many, and how many failed otherwise."""
    refused = sum(one.status == 429 for one in answers)
    return refused, sum(one.status != 200 for one in answers) - refused


def is_slow(answers: list[Answer]) -> bool:
    """Tell whether more than 5 % took too long."""
    return sorted(one.seconds for one in answers)[min(len(answers) * 95 // 100, len(answers) - 1)] >= MOST_AT_95


@contextmanager
def server(workers: int = 2, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve on a free port with a database of its own; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        own = {
            "PORT": str(port),
            "WEB_CONCURRENCY": str(workers),
            "DATABASE_URL": f"sqlite:///{folder}/links.sqlite3",
            "ACCESS_LOG": "0",
            "LIMITS": "1",
        }
        command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py"]
        environment = {**os.environ, **own, **(settings or {})}
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:  # noqa: S603
            try:
                said = process.stdout.readline() if process.stdout else b""
                if b"serves on" not in said:
                    raise SystemExit("The server did not start.")
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()


def main(arguments: list[str] | None = None) -> int:
    """Run the class and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--url", help="a server that runs already")
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--phases", nargs="+", choices=PHASES, default=PHASES)
    given = parser.parse_args(arguments)
    if given.url:
        answers = asyncio.run(attend(urlsplit(given.url), given.sessions, given.minutes, given.phases))
    else:
        with server() as url:
            answers = asyncio.run(attend(urlsplit(url), given.sessions, given.minutes, given.phases))
    for phase, found in answers.items():
        print(told(phase, found))
    return int(any(any(faults(found)) or is_slow(found) for found in answers.values()))


if __name__ == "__main__":
    sys.exit(main())
