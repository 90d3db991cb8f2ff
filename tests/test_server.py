"""The production server as `make run` starts it: one line, no word of a paste, whatever a client sends."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
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


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log"
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py"]
    environment = {**os.environ, "PORT": str(port), "WEB_CONCURRENCY": "1"}
    with log.open("wb") as output:
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
