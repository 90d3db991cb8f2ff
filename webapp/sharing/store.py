"""The store of short links: content under a name, for as long as somebody holds it.

The same content has the same name, so several people can hold one link. Whoever shares it gets a hold with a delete
token and an end of its own; the link lives until its last hold has ended. So nobody who merely knows the content can
take away the link of another by sharing it again.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, exists, func, select

from webapp.sharing import store_holds, store_schema
from webapp.sharing.store_database import Database, StoreError
from webapp.sharing.store_holds import MAX_HOLDS, Deleted
from webapp.sharing.store_tables import MAX_CONTENT, hold, link, secret

__all__ = ["MAX_CONTENT", "MAX_HOLDS", "Counts", "Deleted", "Found", "Gone", "Kept", "Store", "StoreError"]

_KEY = "key"
_KEY_BYTES = 32
_TOKEN_BYTES = 16
_PURGED_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """A hold: the token that ends it, told once, and when it ends by itself; None is never.

    The token is empty where a thousand others hold the link.
    """

    token: str
    expires: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a link leads to, and when the last of its holds ends (UTC); None is never."""

    content: bytes
    expires: datetime | None


@dataclass(frozen=True, slots=True)
class Gone:
    """A link that was there once."""

    why: Literal["expired", "deleted"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many links can be opened, and how many could once."""

    alive: int
    gone: int


class Store:
    """The links of one database. One a server: safe for threads and for processes that are forked.

    `now` and `expires` are moments with a zone. Every method raises StoreError where the database fails.
    """

    def __init__(self, url: str) -> None:
        """Take an address, `sqlite:///FILE` or `postgresql://…`; nothing is opened.

        Raises:
            SettingError: it can't be read or is none of the two; it is not repeated, for it may have a password.
        """
        self.database = Database(url)
        self._key: bytes | None = None
        self._pending = False

    def prepare(self) -> None:
        """Make or migrate the tables; several processes and machines may do so at once.

        Where it fails it is tried again with each call, so that a server may start before its database.
        """
        self._pending = True
        store_schema.prepare(self.database)
        self._pending = False

    def _prepared(self) -> Database:
        if self._pending:
            self.prepare()
        return self.database

    def key(self) -> bytes:
        """Return 32 random bytes, the same for everyone on this database, made by whoever comes first."""
        if self._key is None:
            with self._prepared().writing() as connection:
                made = {"name": _KEY, "value": secrets.token_bytes(_KEY_BYTES)}
                connection.execute(store_holds.insert(connection, secret).values(made).on_conflict_do_nothing())
                self._key = connection.execute(select(secret.c.value).where(secret.c.name == _KEY)).scalar_one()
        return self._key

    def keep(self, ident: str, content: bytes, now: datetime, expires: datetime | None) -> Kept:
        """Keep content under its name and hold it until `expires`; it is on disk when this returns.

        What is there already stays as it is and gets one more hold; what had ended lives again.

        Raises:
            ValueError: the content is larger than 1 MiB.
        """
        if len(content) > MAX_CONTENT:
            raise ValueError(f"{len(content):,} bytes are too many for a link.")
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        with self._prepared().writing() as connection:
            added = store_holds.insert(connection, link).values(id=ident, content=content)
            # The row is locked by this, so that all else that concerns the link waits.
            set_ = {"content": func.coalesce(link.c.content, added.excluded.content), "ended": None}
            connection.execute(added.on_conflict_do_update(index_elements=[link.c.id], set_=set_))
            connection.execute(delete(hold).where(hold.c.link == ident, hold.c.expires <= now))
            token = store_holds.add(connection, ident, token, expires)
        return Kept(token, expires)

    def find(self, ident: str, now: datetime) -> Found | Gone | None:
        """Return what a link leads to; None where it never existed."""
        held, pinned = store_holds.held(ident, now), store_holds.held(ident, now).where(hold.c.expires.is_(None))
        last = select(func.max(hold.c.expires)).where(hold.c.link == ident).scalar_subquery()
        wanted = select(link.c.content, link.c.ended, exists(held), exists(pinned), last).where(link.c.id == ident)
        with self._prepared().reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        content, ended, is_held, is_pinned, expires = row
        if not is_held:
            return Gone(ended or "expired")
        return Found(content, None if is_pinned else expires)

    def delete(self, ident: str, token: str, now: datetime) -> Deleted:
        """End the hold of a token: `deleted` where it was the last one, and the content is erased; `held` by others."""
        with self._prepared().writing() as connection:
            done = store_holds.let_go(connection, ident, store_holds.hashed(token), now)
        if done == "deleted":
            self.database.forget_log()
        return done

    def withdraw(self, ident: str, now: datetime) -> Literal["deleted", "gone", "unknown"]:
        """End all holds of a link and erase its content, as its operator."""
        with self._prepared().writing() as connection:
            state = store_holds.state_of(connection, ident, now)
            if state != "alive":
                return state
            store_holds.erase(connection, [ident], "deleted")
        self.database.forget_log()
        return "deleted"

    def purge(self, now: datetime) -> int:
        """Erase the content of all links that have expired, and return how many there were. Their names stay."""
        purged = 0
        while found := self._purge_some(now):
            purged += found
        self.database.forget_log()
        return purged

    def _purge_some(self, now: datetime) -> int:
        expired = link.c.content.is_not(None) & ~store_holds.alive(now)
        some = select(link.c.id).where(expired).limit(_PURGED_AT_ONCE).with_for_update(skip_locked=True)
        with self._prepared().writing() as connection:
            locked = connection.scalars(some).all()
            # Asked again: a hold that was added before the lock was had is seen only from here on.
            idents = connection.scalars(select(link.c.id).where(link.c.id.in_(locked), expired)).all()
            store_holds.erase(connection, idents, "expired")
        return len(idents)

    def counts(self, now: datetime) -> Counts:
        """Count the links."""
        alive = func.count().filter(store_holds.alive(now))
        with self._prepared().reading() as connection:
            total, living = connection.execute(select(func.count(), alive).select_from(link)).one()
        return Counts(living, total - living)

    def is_reachable(self) -> bool:
        """Tell whether links can be read: the database answers and has its tables."""
        try:
            with self._prepared().reading() as connection:
                connection.execute(select(link.c.id).limit(1))
        except StoreError:
            return False
        return True

    def close(self) -> None:
        """Close what is open; it opens again when it is needed."""
        self.database.close()
