"""The store: what a link is while it is held, and afterwards; the same on both databases."""

import hmac
import secrets
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.sharing.conftest import NOW
from webapp.sharing import store_holds
from webapp.sharing.store import MAX_CONTENT, Counts, Found, Gone, Store
from webapp.sharing.store_tables import hold, link

DAY = timedelta(days=1)
NAME = "0123456789abcdefghjk"


def test_what_is_kept_is_found_byte_for_byte(store: Store) -> None:
    content = bytes(range(256)) * 4096
    kept = store.keep(NAME, content, NOW, NOW + DAY)
    assert store.find(NAME, NOW) == Found(content, NOW + DAY)
    assert kept.expires == NOW + DAY
    assert len(kept.token) >= 22


def test_what_was_never_kept_is_unknown(store: Store) -> None:
    assert store.find(NAME, NOW) is None
    assert store.delete(NAME, "token", NOW) == "unknown"


def test_a_link_ends_at_its_moment_and_not_before(store: Store) -> None:
    store.keep(NAME, b"x", NOW, NOW + DAY)
    assert store.find(NAME, NOW + DAY - timedelta(microseconds=1)) == Found(b"x", NOW + DAY)
    assert store.find(NAME, NOW + DAY) == Gone("expired")


def test_a_pinned_link_has_no_end(store: Store) -> None:
    store.keep(NAME, b"x", NOW, None)
    store.keep(NAME, b"x", NOW, NOW + DAY)
    assert store.find(NAME, NOW + 10_000 * DAY) == Found(b"x", None)


def test_the_last_hold_to_end_is_the_end_of_the_link(store: Store) -> None:
    store.keep(NAME, b"x", NOW, NOW + 7 * DAY)
    store.keep(NAME, b"x", NOW, NOW + DAY)
    assert store.find(NAME, NOW + 2 * DAY) == Found(b"x", NOW + 7 * DAY)


def test_moments_of_any_zone_are_kept_in_utc(store: Store) -> None:
    east = datetime(2026, 11, 25, 2, 30, tzinfo=timezone(timedelta(hours=5)))
    store.keep(NAME, b"x", NOW, east)
    found = store.find(NAME, NOW)
    assert isinstance(found, Found) and found.expires
    assert (found.expires, found.expires.tzinfo) == (datetime(2026, 11, 24, 21, 30, tzinfo=UTC), UTC)


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="without a zone"):
        store.keep(NAME, b"x", NOW, datetime(2026, 11, 25))
    assert store.find(NAME, NOW) is None


def test_the_only_holder_deletes_a_link_at_once(store: Store) -> None:
    kept = store.keep(NAME, b"x", NOW, None)
    assert store.delete(NAME, kept.token, NOW) == "deleted"
    assert store.find(NAME, NOW) == Gone("deleted")
    assert store.delete(NAME, kept.token, NOW) == "gone"


def test_who_shares_a_link_again_cannot_take_it_from_another(store: Store) -> None:
    mine = store.keep(NAME, b"x", NOW, NOW + DAY)
    theirs = store.keep(NAME, b"x", NOW, None)
    assert store.delete(NAME, theirs.token, NOW) == "held"
    assert store.find(NAME, NOW) == Found(b"x", NOW + DAY)
    assert store.delete(NAME, theirs.token, NOW) == "wrong-token"
    assert store.delete(NAME, mine.token, NOW) == "deleted"


def test_the_token_of_another_link_is_wrong(store: Store) -> None:
    store.keep(NAME, b"x", NOW, None)
    other = store.keep("other", b"y", NOW, None)
    assert store.delete(NAME, other.token, NOW) == "wrong-token"
    assert store.delete(NAME, "", NOW) == "wrong-token"
    assert store.delete(NAME, "\udcff\0ü", NOW) == "wrong-token"
    assert store.find(NAME, NOW) == Found(b"x", None)


def test_of_a_token_only_the_hash_is_stored(store: Store) -> None:
    kept = store.keep(NAME, b"x", NOW, None)
    with store.database.reading() as connection:
        (stored,) = connection.scalars(select(hold.c.token))
    assert len(stored) == 32
    assert kept.token.encode() not in stored


def test_a_token_is_compared_with_every_hold_in_constant_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = store.keep(NAME, b"x", NOW, None)
    for _ in range(4):
        store.keep(NAME, b"x", NOW, None)
    compared: list[bool] = []
    compare = hmac.compare_digest

    def watched(one: bytes, other: bytes) -> bool:
        compared.append(compare(one, other))
        return compared[-1]

    monkeypatch.setattr(hmac, "compare_digest", watched)
    store.delete(NAME, first.token, NOW)
    assert sorted(compared) == [False] * 4 + [True]


def test_keeping_again_what_was_deleted_or_expired_revives_it(store: Store) -> None:
    kept = store.keep(NAME, b"x", NOW, NOW + DAY)
    store.delete(NAME, kept.token, NOW)
    store.keep(NAME, b"x", NOW, NOW + DAY)
    assert store.find(NAME, NOW) == Found(b"x", NOW + DAY)
    store.purge(NOW + 2 * DAY)
    store.keep(NAME, b"x", NOW + 2 * DAY, NOW + 3 * DAY)
    assert store.find(NAME, NOW + 2 * DAY) == Found(b"x", NOW + 3 * DAY)
    assert store.delete(NAME, kept.token, NOW + 2 * DAY) == "wrong-token"


def test_what_is_there_stays_as_it_was(store: Store) -> None:
    store.keep(NAME, b"first", NOW, None)
    store.keep(NAME, b"second", NOW, None)
    assert store.find(NAME, NOW) == Found(b"first", None)


def test_purging_erases_what_has_expired_and_nothing_else(store: Store) -> None:
    for number in range(450):
        store.keep(f"old-{number}", b"x", NOW, NOW + DAY)
    store.keep("pinned", b"x", NOW, None)
    store.keep("twice", b"x", NOW, NOW + DAY)
    store.keep("twice", b"x", NOW, NOW + 3 * DAY)
    assert store.purge(NOW) == 0
    assert store.purge(NOW + 2 * DAY) == 450
    assert store.purge(NOW + 2 * DAY) == 0
    with store.database.reading() as connection:
        left = connection.scalars(select(link.c.id).where(link.c.content.is_not(None)))
        assert sorted(left) == ["pinned", "twice"]
    assert store.find("old-7", NOW + 2 * DAY) == Gone("expired")
    assert store.counts(NOW + 2 * DAY) == Counts(alive=2, gone=450)


def test_the_operator_withdraws_a_link_whoever_holds_it(store: Store) -> None:
    store.keep(NAME, b"x", NOW, None)
    store.keep(NAME, b"x", NOW, NOW + DAY)
    assert store.withdraw(NAME, NOW) == "deleted"
    assert store.find(NAME, NOW) == Gone("deleted")
    assert [store.withdraw(name, NOW) for name in (NAME, "other")] == ["gone", "unknown"]


def test_content_of_more_than_a_mebibyte_is_refused_here_and_by_the_database(store: Store) -> None:
    store.keep(NAME, secrets.token_bytes(MAX_CONTENT), NOW, None)
    with pytest.raises(ValueError, match="1,048,577 bytes"):
        store.keep("large", b"x" * (MAX_CONTENT + 1), NOW, None)
    with pytest.raises(IntegrityError), store.database.engine.begin() as connection:
        connection.execute(link.insert().values(id="large", content=b"x" * (MAX_CONTENT + 1)))


def test_holds_are_bounded_and_who_comes_too_late_gets_the_time_but_no_token(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_holds, "MAX_HOLDS", 2)
    first = [store.keep(NAME, b"x", NOW, NOW + days * DAY) for days in (5, 4)]
    late = [store.keep(NAME, b"x", NOW, NOW + days * DAY) for days in (8, 9, 3)]
    assert [one.token for one in late] == ["", "", ""]
    assert [store.delete(NAME, token, NOW) for token in ("", "no")] == ["wrong-token", "wrong-token"]
    assert [store.delete(NAME, one.token, NOW) for one in first] == ["held", "held"]
    assert store.find(NAME, NOW) == Found(b"x", NOW + 9 * DAY)
    assert store.find(NAME, NOW + 9 * DAY) == Gone("expired")


def test_a_pinned_hold_without_a_token_lasts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_holds, "MAX_HOLDS", 1)
    for end in (NOW + DAY, None, NOW + 2 * DAY):
        store.keep(NAME, b"x", NOW, end)
    assert store.find(NAME, NOW + 1000 * DAY) == Found(b"x", None)


def test_the_key_is_made_once_and_the_same_for_every_process(store: Store, url: str) -> None:
    other = Store(url)
    assert len(store.key()) == 32
    assert store.key() == store.key() == other.key()
    other.close()


def test_two_databases_have_different_keys(tmp_path: Path) -> None:
    stores = [Store(f"sqlite:///{tmp_path}/{name}") for name in "ab"]
    for one in stores:
        one.prepare()
    assert stores[0].key() != stores[1].key()
    for one in stores:
        one.close()


def test_a_name_that_the_database_cannot_hold_is_unknown(store: Store) -> None:
    assert store.find("x" * 10_000, NOW) is None
