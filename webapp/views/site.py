"""What every link needs to know of the server that it is on: its address, its store and its key."""

import hashlib
from datetime import datetime, timedelta
from typing import cast

from flask import current_app, request

from webapp.sharing.store import Store, StoreError

_PURGE_EVERY = timedelta(hours=1)


def server() -> str:
    """Return the address under which people reach this server, without a slash at its end."""
    return str(current_app.config["PUBLIC_URL"] or request.url_root).rstrip("/")


def store() -> Store:
    """Return this server's store."""
    return cast(Store, current_app.extensions["store"])


def purge_if_due(now: datetime) -> None:
    """Erase what has expired, at most once an hour in each process: whoever uses the store pays for it.

    Raises:
        StoreError: the database can't be reached.
    """
    last: datetime | None = current_app.extensions.get("purged")
    if last is None or now - last >= _PURGE_EVERY:
        current_app.extensions["purged"] = now
        store().purge(now)


def sealing_key() -> bytes | None:
    """Return the key of this server; None while the database that keeps it can't be reached."""
    secret = str(current_app.config["SECRET_KEY"] or "")
    if secret:
        return hashlib.sha256(b"createOptions Playground" + secret.encode()).digest()
    try:
        return store().key()
    except StoreError:
        return None
