"""`serve`: the web app on this machine, as `make run` serves it."""

import os
import socket
import sys
from argparse import Namespace
from pathlib import Path

from webapp.cli.output import say

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "gunicorn.conf.py"


def run(arguments: Namespace) -> int:
    """Serve until Ctrl+C; 2 where the address can't be had."""
    host, port = arguments.host.strip("[]"), arguments.port
    why = _taken(host, port)
    if why:
        say(f"{arguments.host}:{port} can't be served on: {why}. Choose others with --host and --port.")
        return 2
    if hasattr(os, "fork") and CONFIG.exists():
        _gunicorn(host, port)
    _threads(host, port)
    return 0


def _taken(host: str, port: int) -> str | None:
    """Tell why an address can't be listened on, before a server says it in its own words and tries again."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return None


def _gunicorn(host: str, port: int) -> None:
    """Become gunicorn; it says itself where it serves."""
    environment = {**os.environ, "HOST": f"[{host}]" if ":" in host else host, "PORT": str(port)}
    command = [sys.executable, "-m", "gunicorn", "-c", str(CONFIG), "--chdir", str(ROOT)]
    os.execve(sys.executable, command, environment)  # noqa: S606


def _threads(host: str, port: int) -> None:
    """Serve in this process, where gunicorn does not run."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    from webapp.app import create_app

    class Quiet(WSGIRequestHandler):
        """Nothing of a request is logged."""

        def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
            """Say nothing."""

    server = make_server(host, port, create_app(), threaded=True, request_handler=Quiet)
    shown = f"[{host}]" if ":" in host else host
    print(f"createOptions Playground serves on http://{shown}:{port} (stop with Ctrl+C)", flush=True)
    server.serve_forever()
