"""Twenty thousand links that are cut, damaged, made up or made to explode, the same in every run."""

import random
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator

MANY = 20_000


def payload(data: bytes) -> str:
    """Return what stands behind `/c/` for these bytes."""
    return "1~" + urlsafe_b64encode(data).rstrip(b"=").decode()


def raw(data: bytes) -> bytes:
    """Return bytes as raw deflate."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def hostile_links(link: str) -> Iterator[str]:
    """Yield them; some are made of a link that can be opened."""
    chance = random.Random(5)  # noqa: S311 - the same links in every run
    bombs = [payload(raw(bytes([byte]) * (5 << 20))) for byte in b"[0\x00"]
    for number in range(MANY):
        if number % 100 < 3:
            yield bombs[number % 100]
        elif number % 3 == 0:
            yield link[: chance.randrange(len(link))]
        elif number % 3 == 1:
            at = chance.randrange(2, len(link))
            yield link[:at] + chance.choice("Aa0-_z") + link[at + 1 :]
        else:
            yield payload(chance.randbytes(chance.randrange(300)))
