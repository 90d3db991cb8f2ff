"""The holds of one link, inside a transaction: who has it for how long, and what ends it."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, exists, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from webapp.sharing.store_tables import hold, link

# Of one link. One more gets no token: who came before must not lose theirs.
MAX_HOLDS = 1_000
Deleted = Literal["deleted", "held", "wrong-token", "gone", "unknown"]
# Under this token, which nobody can have, stands the longest time of all holds that got none.
_NOBODY = b""


def insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that can say what happens when the row is there; both databases say it alike."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def hashed(token: str) -> bytes:
    """Return what is stored of a delete token."""
    return sha256(token.encode("utf-8", "replace")).digest()


def held(ident: str, now: datetime) -> Select[int]:
    """Select the holds of a link that have not ended."""
    return select(literal(1)).where(hold.c.link == ident, _lasts(now))


def _lasts(now: datetime) -> ColumnElement[bool]:
    return or_(hold.c.expires.is_(None), hold.c.expires > now)


def alive(now: datetime) -> ColumnElement[bool]:
    """Return the condition of a link that somebody holds."""
    return exists(select(literal(1)).where(hold.c.link == link.c.id, _lasts(now)))


def state_of(connection: Connection, ident: str, now: datetime) -> Literal["alive", "gone", "unknown"]:
    """Lock a link and tell how it is."""
    if connection.execute(select(link.c.id).where(link.c.id == ident).with_for_update()).first() is None:
        return "unknown"
    return "alive" if connection.execute(held(ident, now)).first() else "gone"


def let_go(connection: Connection, ident: str, token: bytes, now: datetime) -> Deleted:
    """End the hold of a hashed token, and with the last one the link."""
    state = state_of(connection, ident, now)
    if state != "alive":
        return state
    tokens = connection.scalars(select(hold.c.token).where(hold.c.link == ident))
    # All are compared, each in constant time: how long it takes tells nothing of any token.
    if not sum([hmac.compare_digest(token, known) for known in tokens]):
        return "wrong-token"
    connection.execute(delete(hold).where(hold.c.link == ident, hold.c.token == token))
    if connection.execute(held(ident, now)).first():
        return "held"
    erase(connection, [ident], "deleted")
    return "deleted"


def erase(connection: Connection, idents: Sequence[str], why: Literal["expired", "deleted"]) -> None:
    """End all holds of locked links and take their content away."""
    connection.execute(delete(hold).where(hold.c.link.in_(idents)))
    connection.execute(update(link).where(link.c.id.in_(idents)).values(content=None, ended=why))


def add(connection: Connection, ident: str, token: str, expires: datetime | None) -> str:
    """Add a hold to a locked link, and return its token; an empty one where the link has as many as it may."""
    mine = hold.c.link == ident
    named = mine & (hold.c.token != _NOBODY)
    if connection.execute(select(func.count()).where(named)).scalar_one() < MAX_HOLDS:
        connection.execute(hold.insert().values(link=ident, token=hashed(token), expires=expires))
        return token
    nobody = connection.execute(select(hold.c.expires).where(mine, hold.c.token == _NOBODY)).one_or_none()
    if nobody is None:
        connection.execute(hold.insert().values(link=ident, token=_NOBODY, expires=expires))
    elif nobody.expires and (expires is None or expires > nobody.expires):
        connection.execute(update(hold).where(mine, hold.c.token == _NOBODY).values(expires=expires))
    return ""
