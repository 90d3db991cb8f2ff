"""Names for placeholders: those of the setting and of the part of its value, and never one name for two secrets."""

import re
from collections.abc import Sequence

from webapp.sharing.secrets.patterns import Candidate

# What a part of a value is called that has no name of its own.
_PARTS = {
    "connection-string": "KEY",
    "account-key": "KEY",
    "sas-token": "SIG",
    "private-key": "PRIVATE_KEY",
    "jwt": "TOKEN",
    "url-credentials": "PASSWORD",
    "cloud-key": "KEY",
    "registry-password": "PASSWORD",
    "password-variable": "PASSWORD",
}
_TAKEN = re.compile(r"\$\{(\w+)")


def called(one: Candidate, holder: str, *, whole: bool) -> str:
    """Return the name for the placeholder of a secret in the value of `holder`, a variable or setting or nothing.

    Only the whole value is called as its holder is.
    """
    own = one.name.lstrip("-")
    if whole and holder:
        return spelled(holder)
    part = own if own != holder else ""
    return spelled(f"{holder} {part or (_PARTS[one.kind] if holder else one.kind)}")


def spelled(words: str) -> str:
    """Return words as the name of a variable."""
    return re.sub(r"[^A-Z0-9]+", "_", words.upper()).strip("_") or "SECRET"


def apart(source: str, wanted: Sequence[tuple[str, str]]) -> list[str]:
    """Return a name for each wanted name and its value: numbered where it stands in the paste or is another's."""
    taken = {name.upper() for name in _TAKEN.findall(source)}
    given: dict[tuple[str, str], str] = {}
    following: dict[str, int] = {}
    for name, value in (pair for pair in wanted if pair not in given):
        free, number = name, following.get(name, 1)
        while free in taken:
            number += 1
            free = f"{name}_{number}"
        taken.add(free)
        following[name] = number
        given[name, value] = free
    return [given[pair] for pair in wanted]
