"""The two forms of a link: one that carries its record, and one that names a stored one. Pure: no store, no clock.

A link is opened years later, by mail programs' and wikis' ideas of an address. So every form that was ever issued stays
readable, and what such programs add or break is mended: white space in the middle, punctuation behind.
"""

import binascii
import hmac
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Literal

from webapp.sharing.record import Record, RecordError

VERSION = "1"
MARK = "~"
# In characters: what every mail program and wiki leaves whole, and what the server reads at all.
COMFORTABLE = 1_800
LONGEST = 7_500
MAX_INFLATED = 256 << 10
MAX_STORED = 1 << 20
MAX_STORED_INFLATED = 4 << 20
_ID = re.compile(r"[0-9a-hjkmnp-tv-z]{20}")
# Crockford's base32: no letter that looks like a digit, and none that looks like another.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LOOKS_LIKE = str.maketrans("oil", "011")
_ADDED = "/.,;:!?)]}>'\"*\u200b\u2026"
Fault = Literal["version", "damaged", "too-long", "too-large"]


class LinkError(ValueError):
    """A link that can't be opened; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


def deflated(record: Record) -> bytes:
    """Return a record as raw deflate (RFC 1951)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    return packer.compress(record.written()) + packer.flush()


def inflated(data: bytes, most: int = MAX_INFLATED) -> Record:
    """Return the record of what `deflated` made, taking no more than `most` bytes of memory for its text.

    Raises:
        LinkError: it is damaged, something else, or inflates to more.
    """
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        written = unpacker.decompress(data, most + 1)
    except zlib.error as error:
        raise LinkError("damaged") from error
    if len(written) > most:
        raise LinkError("too-large")
    if not unpacker.eof or unpacker.unused_data:
        raise LinkError("damaged")
    try:
        return Record.read(written)
    except RecordError as error:
        raise LinkError("damaged") from error


def encoded(record: Record) -> str:
    """Return the part of a link that carries a record: `1~` and base64url without padding."""
    return VERSION + MARK + urlsafe_b64encode(deflated(record)).rstrip(b"=").decode()


def decoded(text: str) -> Record:
    """Return the record that a link carries.

    Raises:
        LinkError: the version is unknown, the payload damaged, or larger than a link may be.
    """
    version, mark, payload = tidied(text).partition(MARK)
    if not mark or version != VERSION:
        raise LinkError("version" if mark and version.isascii() and version.isdecimal() else "damaged")
    if len(payload) > LONGEST:
        raise LinkError("too-long")
    try:
        data = urlsafe_b64decode(_checked(payload) + "=" * (-len(payload) % 4))
    except binascii.Error as error:
        raise LinkError("damaged") from error
    return inflated(data)


def _checked(payload: str) -> str:
    """Return a payload of base64url; Python's own reader passes over what is none, and so would read another link."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", payload):
        raise LinkError("damaged")
    return payload


def tidied(text: str) -> str:
    """Return what names a link, without what mail programs put into it (`=` before a line break) and behind it."""
    return "".join(text.split()).replace("=", "").replace("%7E", MARK).replace("%7e", MARK).rstrip(_ADDED)


def ident(record: Record, key: bytes) -> str:
    """Return the name under which a record is stored: the same for the same content, 100 bits, and not to be guessed.

    It is keyed, so the name of a content is known to those only to whom this server has told it.
    """
    number = int.from_bytes(hmac.digest(key, b"id:" + record.written(), "sha256")) >> 156
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in range(19, -1, -1))


def read_ident(text: str) -> str | None:
    """Return the name of a stored record as it was issued, though someone typed it; None for what can't be one."""
    found = tidied(text).lower().translate(_LOOKS_LIKE)
    return found if _ID.fullmatch(found) else None
