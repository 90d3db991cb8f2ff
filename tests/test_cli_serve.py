"""`serve`: the production server where it runs, a plain one elsewhere, and a clear word where neither can."""

import os
import queue
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import werkzeug.serving
from werkzeug.serving import BaseWSGIServer, make_server

from webapp.cli import main, serve

Captured = pytest.CaptureFixture[str]
ROOT = Path(__file__).parent.parent


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_gunicorn_takes_over_with_its_configuration(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setattr(os, "execve", lambda *call: calls.append(call))
    monkeypatch.setattr(serve, "_threads", lambda *_: None)
    assert main(["serve", "--port", str(port)]) == 0
    ((program, command, environment),) = calls
    assert program == sys.executable
    assert command[1:] == ["-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), "--chdir", str(ROOT)]
    assert (environment["HOST"], environment["PORT"]) == ("127.0.0.1", str(port))


@pytest.mark.parametrize("host", ["::1", "[::1]"])
def test_an_address_with_colons_gets_its_brackets(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setattr(os, "execve", lambda *call: calls.append(call))
    monkeypatch.setattr(serve, "_taken", lambda *_: None)
    monkeypatch.setattr(serve, "_threads", lambda *_: None)
    assert main(["serve", "--host", host]) == 0
    assert calls[0][2]["HOST"] == "[::1]"


def test_from_the_command_line_the_page_is_served_and_its_address_told(port: int) -> None:
    command = [sys.executable, "-m", "webapp", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603
        try:
            assert process.stdout is not None
            told = process.stdout.readline().decode()
            assert told == f"createOptions Playground serves on http://127.0.0.1:{port} (stop with Ctrl+C)\n"
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
                assert b"createOptions" in answer.read()
            process.terminate()
            assert process.wait(30) == 0
        finally:
            process.kill()


def test_where_gunicorn_does_not_run_a_plain_server_says_the_same_and_logs_nothing(
    port: int, monkeypatch: pytest.MonkeyPatch, capfd: Captured
) -> None:
    made: queue.Queue[BaseWSGIServer] = queue.Queue()

    def make(*arguments: Any, **named: Any) -> BaseWSGIServer:
        server = make_server(*arguments, **named)
        made.put(server)
        return server

    monkeypatch.delattr(os, "fork")
    monkeypatch.setattr(werkzeug.serving, "make_server", make)
    thread = threading.Thread(target=main, args=(["serve", "--port", str(port)],), daemon=True)
    thread.start()
    server = made.get(timeout=30)
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            assert b"createOptions" in answer.read()
    finally:
        server.shutdown()
        thread.join(30)
        server.server_close()
    assert not thread.is_alive()
    said = capfd.readouterr()
    assert said.out == f"createOptions Playground serves on http://127.0.0.1:{port} (stop with Ctrl+C)\n"
    assert said.err == ""


def test_a_port_that_is_taken_is_told(port: int, capsys: Captured) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert main(["serve", "--port", str(port)]) == 2
    said = f"127.0.0.1:{port} can't be served on: address already in use. Choose others with --host and --port.\n"
    assert capsys.readouterr().err == said


def test_a_host_that_is_none_of_ours_is_told(capsys: Captured) -> None:
    assert main(["serve", "--host", "no such host"]) == 2
    assert "no such host:8000 can't be served on: " in capsys.readouterr().err
