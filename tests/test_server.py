"""The production server as `make run` starts it: one line, no word of a paste, whatever a client sends."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
SECRET = b"hunter2"
HEAD = b"POST /convert HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
MISFRAMED = {
    "no chunk size": HEAD + b"Transfer-Encoding: chunked\r\n\r\nsource=" + SECRET + b"\r\n\r\n",
    "a body longer than told": HEAD + b"Content-Length: 7\r\n\r\nsource={" + SECRET + b"}\r\n\r\n",
    "no length at all": HEAD + b"\r\nsource=" + SECRET + b"\r\n\r\n",
    "an odd method": b"SOURCE=" + SECRET + b" / HTTP/1.1\r\nHost: x\r\n\r\n",
    "an odd header": b"GET / HTTP/1.1\r\nHost: x\r\nbad " + SECRET + b": 1\r\n\r\n",
    "another root": b"GET / HTTP/1.1\r\nHost: x\r\nSCRIPT_NAME: /" + SECRET + b"\r\n\r\n",
}


class Server(NamedTuple):
    port: int
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    """Run the server with settings, its database and the files of its metrics in a folder of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log"
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py"]
    own = {"PORT": str(port), "WEB_CONCURRENCY": "1", "TMPDIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/db"}
    with log.open("wb") as output:
        environment = {**os.environ, **own, **settings}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)  # noqa: S603
    try:
        for _ in range(300):
            if b"serves on" in log.read_bytes() or process.poll() is not None:
                break
            time.sleep(0.1)
        assert b"serves on" in log.read_bytes(), log.read_text(encoding="utf-8")
        yield Server(port, process, log)
        process.terminate()
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as server:
        yield server


def chunked(body: bytes, size: int = 65536) -> bytes:
    """Return a request whose body comes in chunks, so that nothing tells its length beforehand."""
    pieces = (body[at : at + size] for at in range(0, len(body), size))
    framed = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + framed + b"0\r\n\r\n"


def answer(server: Server, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    return received


def test_it_says_in_one_line_where_it_serves(server: Server) -> None:
    said = server.log.read_text(encoding="utf-8").splitlines()
    assert said == [f"createOptions Playground serves on http://127.0.0.1:{server.port} (stop with Ctrl+C)"]


@pytest.mark.parametrize("name", MISFRAMED)
def test_a_misframed_request_makes_no_failure_and_nothing_of_it_is_logged(server: Server, name: str) -> None:
    received = answer(server, MISFRAMED[name])
    assert b" 500 " not in received.split(b"\r\n", 1)[0]
    assert SECRET not in server.log.read_bytes()


def test_it_still_serves_after_all_that(server: Server) -> None:
    assert answer(server, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_a_body_in_chunks_is_read_whole_or_refused_but_never_cut(server: Server) -> None:
    whole = answer(server, chunked(b"source=" + b"%7B%22Env%22:%5B%5D%7D"))
    assert b" 200 " in whole.split(b"\r\n")[0]
    large = answer(server, chunked(b"source=%7B%22a%22:%22" + b"x" * (3 << 20) + b"%22%7D"))
    assert b" 413 " in large.split(b"\r\n")[0]


def test_a_link_as_long_as_links_can_be_reaches_the_app(server: Server) -> None:
    received = answer(server, b"GET /c/1~" + b"x" * 7_500 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert b"Content-Security-Policy" in received


def test_a_longer_address_is_refused_and_nothing_of_it_is_logged(server: Server) -> None:
    received = answer(server, b"GET /c/1~" + SECRET * 2_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    assert received.split(b" ", 2)[1].startswith(b"4")
    assert SECRET not in server.log.read_bytes()


def test_a_server_that_is_told_to_stop_finishes_what_is_under_way_and_takes_nothing_new(tmp_path: Path) -> None:
    body = b"source=%7B%22Env%22:%5B%22" + b"A" * 500_000 + b"%22%5D%7D"
    head = HEAD + b"Connection: close\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(body)
    with serving(tmp_path) as server, socket.create_connection(("127.0.0.1", server.port), timeout=20) as slow:
        slow.sendall(head)
        assert slow.recv(100).startswith(b"HTTP/1.1 100")  # the app is reading the paste
        slow.sendall(body[:1000])
        server.process.terminate()
        late = until_refused(server)
        slow.sendall(body[1000:])
        received = b"".join(iter(lambda: slow.recv(65536), b""))
        assert received.startswith(b"HTTP/1.1 200")
        assert received.rstrip().endswith(b"</html>")
        assert server.process.wait(20) == 0
        assert late == b""
        assert not list(tmp_path.glob("createoptions-metrics-*"))


def until_refused(server: Server) -> bytes:
    """Ask until nothing comes back any more; return what came."""
    for _ in range(100):
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=1) as late:
                late.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                received = late.recv(1000)
        except OSError:
            return b""
        if not received:
            return b""
        time.sleep(0.05)
    return received


def test_all_workers_count_together_and_write_whole_lines(tmp_path: Path) -> None:
    token = "made-up-token"  # noqa: S105
    with serving(tmp_path, WEB_CONCURRENCY="2", METRICS_TOKEN=token, ACCESS_LOG="1") as server:
        with ThreadPoolExecutor(8) as pool:
            asked = b"GET /rules HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            assert all(b" 200 " in found[:20] for found in pool.map(lambda _: answer(server, asked), range(40)))
        scrape = f"GET /metrics HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
        found = [answer(server, scrape.encode()) for _ in range(4)]
    counted = b'createoptions_requests_total{endpoint="guide.rules",method="GET",status="200"} 40.0'
    assert all(counted in one for one in found)
    lines = [json.loads(line) for line in server.log.read_text(encoding="utf-8").splitlines()[1:]]
    assert [line["path"] for line in lines].count("/rules") == 40
