"""Names and ports, beyond the vectors (translation, sections 3 and 4)."""

import pytest

from webapp.core.device import RefusedError
from webapp.core.device.names import dns_domain, dns_value, object_name, sanitize_dns_label, sanitize_label_value
from webapp.core.device.ports import Port, integer, parse_port


def test_letters_that_only_become_ascii_in_lower_case_never_survive() -> None:
    assert sanitize_dns_label("a\u212a1\u0130b") == "a1b"  # the Kelvin sign and a dotted capital I
    assert object_name("K\u212a") == "k"


def test_a_cut_keeps_what_stands_between_the_ends() -> None:
    assert sanitize_dns_label("/a//b/") == "ab"
    assert sanitize_dns_label("-\n-a\n-b-\n") == "a-b"


def test_a_label_value_keeps_dots_and_underscores_inside_only() -> None:
    assert sanitize_label_value("._a._-b_.") == "a._-b"


def test_a_dns_value_begins_with_a_letter_where_a_label_may_begin_with_a_digit() -> None:
    assert (sanitize_dns_label("1a"), dns_value("1a")) == ("1a", "a")


@pytest.mark.parametrize("text", [None, "", "9", "-1-"])
def test_a_dns_value_without_a_letter_is_refused(text: str | None) -> None:
    with pytest.raises(RefusedError):
        dns_value(text)


@pytest.mark.parametrize("text", [None, "", "a..b", ".a", "a.1", "a."])
def test_every_part_of_a_domain_must_be_a_name(text: str | None) -> None:
    with pytest.raises(RefusedError):
        dns_domain(text)


def test_the_limit_of_a_domain_counts_the_whole() -> None:
    part = "a" * 62
    assert len(dns_domain(".".join([part] * 4))) == 251
    with pytest.raises(RefusedError, match="253"):
        dns_domain(".".join([part] * 4) + ".abc")


def test_an_object_may_have_an_empty_name_and_one_of_253_characters() -> None:
    assert object_name("_" * 300) == ""
    assert object_name("A" * 253) == "a" * 253


def test_a_long_name_is_cut_in_the_message() -> None:
    with pytest.raises(RefusedError) as caught:
        sanitize_dns_label("a" * 3000)
    assert len(str(caught.value)) < 160


@pytest.mark.parametrize(
    ("text", "number"),
    [(" 80 ", 80), ("\t-1\n", -1), ("-2147483648", -(2**31)), ("+007", 7), ("0" * 5000 + "9", 9), ("-0", 0)],
)
def test_an_integer_may_have_white_space_a_sign_and_zeros_before_it(text: str, number: int) -> None:
    assert integer(text) == number


@pytest.mark.parametrize("text", ["", " ", "+", "- 1", "1.0", "0x1", "1e3", "1 2", "9" * 5000, "-2147483649", "\xa080"])
def test_anything_else_is_no_integer(text: str) -> None:
    assert integer(text) is None


@pytest.mark.parametrize("text", ["80/tcp/udp", "80/ tcp", "80/", "/80", "80//", "-1/Udp"])
def test_parts_between_slashes_count_and_protocols_have_no_white_space(text: str) -> None:
    expected = {"80/": Port(80, "TCP"), "/80": Port(80, "TCP"), "80//": Port(80, "TCP"), "-1/Udp": Port(-1, "UDP")}
    assert parse_port(text) == expected.get(text)


@pytest.mark.parametrize("text", [None, "\t", " / ", "80/tcp "])
def test_blank_and_padded_ports_are_merely_unreadable(text: str | None) -> None:
    assert parse_port(text) is None


def test_a_long_s_is_no_letter_of_a_protocol() -> None:
    assert parse_port("80/\u017fctp") is None and parse_port("80/sctp") == Port(80, "SCTP")


def test_slashes_alone_are_a_failure() -> None:
    with pytest.raises(RefusedError):
        parse_port("///")
