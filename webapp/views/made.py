"""Makes links of a conversion: one that carries its record, or the name of one that is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from secrets import token_bytes

from webapp.core import Conversion
from webapp.operation import limits, metrics
from webapp.sharing import secrets
from webapp.sharing.permalink import (
    LONGEST,
    MAX_INFLATED,
    MAX_STORED,
    MAX_STORED_INFLATED,
    deflated,
    encoded,
    ident,
    read_ident,
)
from webapp.sharing.record import ENGLISH, Record, outcome_of
from webapp.sharing.secrets import Secret
from webapp.sharing.store import Deleted, StoreError
from webapp.views.answers import given_in
from webapp.views.opened import NoSuchLinkError
from webapp.views.site import purge_if_due, sealing_key, server, store


class LinkTooLongError(ValueError):
    """A link would be longer than a link can be, or hold more than is read of one; a short one can."""


class TooLargeToStoreError(ValueError):
    """A record is larger than what is stored under one name."""


@dataclass(frozen=True, slots=True)
class Made:
    """A link that was made. `ident` and `token` are there for a stored one; `expires` is None where it never does."""

    path: str
    ident: str = ""
    expires: datetime | None = None
    token: str = ""

    @property
    def address(self) -> str:
        """The whole address."""
        return f"{server()}{self.path}"


def record_of(
    conversion: Conversion,
    language: str = ENGLISH,
    device: Mapping[str, str] | None = None,
    *,
    key: bytes | None = None,
) -> Record:
    """Return what a link to a conversion carries, sealed where there is a key."""
    source, choices = conversion.document.text, given_in(conversion)
    record = Record(source, choices, language, device or {}, conversion.ruleset, outcome_of(conversion))
    return record.sealed(key) if key else record


def secrets_of(conversion: Conversion) -> tuple[Secret, ...]:
    """Return what must not be shared unseen: secrets in the paste, and in texts that answer questions."""
    found = (*secrets.find(conversion.document.text), *secrets.answers_secrets(given_in(conversion)))
    for one in found:
        metrics.count_secret(one.kind)
    return found


def stateless(record: Record) -> Made:
    """Return the link that carries a record. Nothing is stored.

    Raises:
        LinkTooLongError: it would have more characters, or more in it, than is read of a link.
    """
    carried = encoded(record)
    if len(carried) > LONGEST or len(record.written()) > MAX_INFLATED:
        raise LinkTooLongError
    return Made(f"/c/{carried}")


def stored(record: Record, days: int | None, *, has_secrets: bool) -> Made:
    """Store a record for so many days, None for ever, and return its link.

    The same content has the same name, but not where it has secrets: whoever stores a guess and takes it back could see
    by what is left that someone else stored the same.

    Raises:
        TooLargeToStoreError: it has more than 1 MiB, deflated.
        StoreError: the database can't be reached.
        TooManyRequests: enough was stored by this session or address for now.
    """
    record = replace(record, seal="")
    content = deflated(record)
    if len(content) > MAX_STORED or len(record.written()) > MAX_STORED_INFLATED:
        raise TooLargeToStoreError
    key = sealing_key()
    if key is None:
        raise StoreError
    limits.before_storing()
    now = datetime.now(UTC)
    purge_if_due(now)
    name = ident(record, key + token_bytes(16) if has_secrets else key)
    kept = store().keep(name, content, now, now + timedelta(days=days) if days else None)
    metrics.count_link("stored", "p")
    return Made(f"/p/{name}", name, kept.expires, kept.token)


def deleted(name: str, token: str) -> Deleted:
    """Let go of what a token holds under the name of a stored link, typed or issued, and tell what became of it.

    Raises:
        NoSuchLinkError: nothing was ever stored under this name.
        StoreError: the database can't be reached.
    """
    known = read_ident(name)
    done = store().delete(known, token, datetime.now(UTC)) if known else "unknown"
    if done == "unknown":
        raise NoSuchLinkError
    if done == "deleted":
        metrics.count_link("deleted", "p")
    return done
