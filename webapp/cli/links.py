"""`links`: looks after the short links that are stored, for whoever runs a server."""

from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from webapp.cli.output import emit, say

if TYPE_CHECKING:
    from webapp.sharing.store import Store


def run(arguments: Namespace) -> int:
    """Do what is asked with the database that DATABASE_URL names; 2 where it can't be done."""
    from webapp.settings import SettingError, from_environment
    from webapp.sharing.store import Store, StoreError

    try:
        store = Store(str(from_environment()["DATABASE_URL"]))
    except SettingError as error:
        say(str(error))
        return 2
    try:
        return _ACTIONS[arguments.action](store, arguments)
    except StoreError as error:
        say(f"{error} DATABASE_URL names it; `links migrate` makes what is missing.")
        return 2
    finally:
        store.close()


def _backup(store: "Store", arguments: Namespace) -> int:
    from webapp.sharing.store_backup import BackupError, backup

    try:
        backup(store.database, Path(arguments.file))
    except BackupError as error:
        say(str(error))
        return 2
    emit(f"{arguments.file}: {Path(arguments.file).stat().st_size:,} bytes.\n")
    return 0


def _purge(store: "Store", _: Namespace) -> int:
    emit(f"{_links(store.purge(datetime.now(UTC)))} erased.\n")
    return 0


def _migrate(store: "Store", _: Namespace) -> int:
    store.prepare()
    return 0


def _delete(store: "Store", arguments: Namespace) -> int:
    from webapp.sharing.permalink import read_ident

    ident = read_ident(arguments.ident.rstrip("/").rpartition("/")[2])
    done = store.withdraw(ident, datetime.now(UTC)) if ident else "unknown"
    if done == "deleted":
        return 0
    say("There is no such link." if done == "unknown" else "The link was deleted before, or has expired.")
    return 2


def _count(store: "Store", _: Namespace) -> int:
    counts = store.counts(datetime.now(UTC))
    emit(f"{_links(counts.alive)} can be opened, {counts.gone:,} ended.\n")
    return 0


def _links(count: int) -> str:
    return f"{count:,} link" if count == 1 else f"{count:,} links"


_ACTIONS: dict[str, Callable[["Store", Namespace], int]] = {
    "backup": _backup,
    "purge": _purge,
    "migrate": _migrate,
    "delete": _delete,
    "count": _count,
}
