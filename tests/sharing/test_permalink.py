"""Links that carry their record: the same for the same content, read back whole, and harmless whatever they hold."""

import tracemalloc
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sharing.hostile_links import MANY, hostile_links, payload, raw
from webapp.core import convert
from webapp.sharing import permalink
from webapp.sharing.permalink import LinkError, decoded, deflated, encoded, ident, inflated, read_ident
from webapp.sharing.record import Outcome, Record, RecordError, outcome_of

SOURCE = '{"HostConfig": {"Binds": ["/home/hcsshares/input:/home/input", "/var/media:/media"]}}'
KEY = b"only for tests"
WHOLE = Record(SOURCE, {"b": "2", "a": "1"}, "de", {"namespace": "line-4"}, "2026.12", Outcome("{}", 1, 2, 3)).sealed(
    KEY
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
outcomes = st.builds(Outcome, st.none() | texts, *[st.integers(0, 99)] * 3)
records = st.builds(
    Record,
    texts,
    st.dictionaries(texts, texts, max_size=4),
    st.sampled_from(["en", "de"]),
    st.dictionaries(texts, texts, max_size=3),
    st.sampled_from(["", "2026.12"]),
    st.none() | outcomes,
)


def fault(text: str) -> str:
    with pytest.raises(LinkError) as refused:
        decoded(text)
    return refused.value.fault


@given(records)
def test_a_record_comes_back_as_it_went(record: Record) -> None:
    assert decoded(encoded(record)) == record


@given(records)
def test_a_link_has_only_characters_that_need_no_escape_in_an_address(record: Record) -> None:
    assert set(encoded(record)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~")


def test_the_same_content_gives_the_same_link_whatever_the_order_of_its_answers() -> None:
    other = replace(WHOLE, choices={"a": "1", "b": "2"})
    assert encoded(other) == encoded(WHOLE)
    assert ident(other, KEY) == ident(WHOLE, KEY)


@given(records, records)
def test_another_content_gives_another_link(one: Record, other: Record) -> None:
    assert (encoded(one) == encoded(other)) == (one == other) == (ident(one, KEY) == ident(other, KEY))


def test_what_is_as_usual_takes_no_place_in_a_link() -> None:
    assert Record(SOURCE, ruleset="2026.12").written().startswith(b'["2026.12","')
    assert Record("{}").written() == b'["","{}"]'


def test_the_name_of_a_stored_record_is_keyed_and_long_enough_not_to_be_guessed() -> None:
    assert ident(WHOLE, KEY) != ident(WHOLE, b"another")
    assert len(ident(WHOLE, KEY)) * 5 >= 80
    assert not set(ident(WHOLE, KEY)) & set("ilou")


@pytest.mark.parametrize(
    "typed", ["0123456789ABCDEFGHJK", "O12345678 9abcdefghjk", "oI23456789abcdefghjk.", "ol23456789abcdefghjk)"]
)
def test_a_name_that_someone_typed_is_read(typed: str) -> None:
    assert read_ident(typed) == "0123456789abcdefghjk"


@pytest.mark.parametrize(
    "typed", ["", "0123456789abcdefghj", "0123456789abcdefghjku", "0123456789abcdefgh/k", "é" * 20]
)
def test_what_can_be_no_name_is_none(typed: str) -> None:
    assert read_ident(typed) is None


@pytest.mark.parametrize("added", [".", ",", ")", ">", "\n", " ", "\u200b", "…", '"', ").", "*"])
def test_what_mail_programs_put_behind_a_link_is_passed_over(added: str) -> None:
    assert decoded(encoded(WHOLE) + added) == WHOLE


def test_a_link_that_was_broken_into_lines_is_read() -> None:
    link = encoded(WHOLE)
    assert decoded(f"{link[:20]}\r\n {link[20:]}") == WHOLE
    assert decoded(link.replace("~", "%7E")) == WHOLE


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("2~abc", "version"),
        ("17~abc", "version"),
        ("x~abc", "damaged"),
        ("1", "damaged"),
        ("", "damaged"),
        ("1~", "damaged"),
        ("1~====", "damaged"),
        ("1~a+b/", "damaged"),
        ("1~" + "A" * 7_501, "too-long"),
        (payload(b"no deflate"), "damaged"),
        (payload(raw(b"{}")), "damaged"),
        (payload(raw(b"[]")), "damaged"),
        (payload(raw(b'["","a"]')[:-1]), "damaged"),
        (payload(raw(b'["","a"]') + b"more"), "damaged"),
        (payload(raw(b'["","\\ud800"]')), "damaged"),
        (payload(raw(b'["",1]')), "damaged"),
        (payload(raw(b'["","a",{},"",{},[null,1,2,3],"","more"]')), "damaged"),
        (payload(raw(b"[" * 200_000)), "damaged"),
        (payload(raw(b'["","' + b"x" * (256 << 10) + b'"]')), "too-large"),
    ],
)
def test_what_is_no_link_is_refused_with_its_reason(link: str, why: str) -> None:
    assert fault(link) == why


def test_a_record_of_exactly_the_limit_is_read() -> None:
    record = Record("x" * (permalink.MAX_INFLATED - len(Record("").written())))
    assert inflated(deflated(record)) == record


def test_twenty_thousand_hostile_links_cost_an_error_each_and_no_memory() -> None:
    opened = 0
    links = list(hostile_links(encoded(WHOLE)))
    tracemalloc.start()
    for text in links:
        try:
            opened += decoded(text) == WHOLE
        except LinkError:
            continue
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(links) == MANY
    assert peak < 64 << 20
    assert opened < MANY // 3


def test_a_seal_vouches_for_everything_but_itself() -> None:
    assert WHOLE.is_sealed(KEY)
    assert not WHOLE.is_sealed(b"another")
    for forged in (
        replace(WHOLE, source="{}"),
        replace(WHOLE, outcome=Outcome("[]", 1, 2, 3)),
        replace(WHOLE, choices={}),
        replace(WHOLE, seal=""),
        replace(WHOLE, seal=WHOLE.seal[:-1] + "ü"),
    ):
        assert not forged.is_sealed(KEY)


def test_an_outcome_says_what_a_conversion_came_to() -> None:
    conversion = convert(SOURCE)
    assert outcome_of(conversion) == Outcome(conversion.text, 0, 0, 0)
    assert outcome_of(convert('{"Env": ["A=1"]}')) == Outcome(None, 0, 0, 0)


def test_no_record_is_read_of_other_bytes() -> None:
    with pytest.raises(RecordError):
        Record.read(b"\xff")


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_record_or_refused(data: bytes) -> None:
    try:
        record = inflated(data)
    except LinkError:
        return
    assert inflated(urlsafe_b64decode(urlsafe_b64encode(deflated(record)))) == record
