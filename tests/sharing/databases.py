"""A PostgreSQL of one's own, from the binaries of this machine: in a folder for temporary files, on a Unix socket."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

OTHER_USERS = ("postgres", "nobody")


def binaries() -> Path | None:
    """Return the folder with PostgreSQL's server, None where there is none."""
    found = shutil.which("initdb")
    if found and shutil.which("postgres"):
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: float(one.parent.name))
    return folders[-1] if folders else None


class Postgres:
    """A server; `with` starts it, stops it and removes all that it wrote. Its durability is not turned off."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of the server's binaries."""
        self.binaries = folder
        self.home = Path(tempfile.mkdtemp(prefix="links-"))
        self.data = self.home / "data"
        self.url = f"postgresql://links@/postgres?host={self.home}&port=5432"
        self.process: subprocess.Popen[bytes] | None = None
        # PostgreSQL refuses to run as root.
        self.user = _other_user() if os.geteuid() == 0 else None
        if self.user:
            os.chown(self.home, *self.user)

    def __enter__(self) -> "Postgres":
        options = ("-D", str(self.data), "--auth=trust", "--username=links", "--encoding=UTF8", "--locale=C")
        self._start("initdb", *options).wait()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.home)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = ("-D", str(self.data), "-k", str(self.home), "-c", "listen_addresses=", "-c", "logging_collector=off")
        self.process = self._start("postgres", *options)
        for _ in range(600):
            if self._start("pg_isready", "-q", "-t", "1", "-h", str(self.home)).wait() == 0:
                return
            if self.process.poll() is not None:
                break
        raise RuntimeError("PostgreSQL did not start.")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server at once: open connections are cut. SIGQUIT is a crash, and what follows is recovery."""
        if self.process:
            self.process.send_signal(how)
            self.process.wait()

    def crash(self) -> None:
        """End the server where it stands and let it recover."""
        self.stop(signal.SIGQUIT)
        self.start()

    def _start(self, program: str, *options: str) -> subprocess.Popen[bytes]:
        user, group = self.user or (None, None)
        command = [str(self.binaries / program), *options]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(  # noqa: S603
            command, cwd=self.home, user=user, group=group, stdout=quiet, stderr=quiet, env={"LC_ALL": "C"}
        )


def _other_user() -> tuple[int, int]:
    for name in OTHER_USERS:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return found.pw_uid, found.pw_gid
    raise RuntimeError("PostgreSQL can't run as root, and there is no other user to run it as.")
