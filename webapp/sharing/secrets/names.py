"""What names say: how surely a variable, a setting or an option of a name holds a secret."""

import re
from typing import Literal

Strength = Literal["sure", "likely", ""]

_LONGEST_NAME = 200
_NAME = re.compile(r"[\w .:/-]+")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SURE = (
    "password", "passwords", "passwd", "passwort", "kennwort", "passphrase", "passcode", "pwd", "secret", "token",
    "apikey", "apikeys",
)  # fmt: skip
_LIKELY = ("key", "keys", "credential", "credentials")
# Words that say it only where they stand alone.
_SURE_ALONE = frozenset(
    ("pass", "pat", "psk", "requirepass", "masterauth", "sshpass", "dbpass", "storepass", "keypass", "userpass")
)
_LIKELY_ALONE = frozenset(("auth", "authorization", "creds", "secrets"))
_SURE_KEYS = frozenset(
    ("api", "access", "secret", "account", "shared", "private", "master", "encryption", "signing", "sas", "keys")
)
_OPEN_KEYS = frozenset(("public", "partition", "row", "sort", "foreign", "routing", "cache", "lookup", "host"))
_NO_KEYS = frozenset(
    (
        "hotkey",
        "hotkeys",
        "donkey",
        "monkey",
        "turkey",
        "whiskey",
        "jockey",
        "hockey",
        "lackey",
        "shortkey",
        "publickey",
    )
)
_COUNTED = frozenset(("max", "min", "num", "count", "total", "limit"))
# Words behind that change nothing: `SECRET_KEY_BASE`, `PASSWORD_VALUE`, `TOKEN_B`, `PASSWORD_PROD`.
_TAILS = frozenset(
    (
        "value", "base", "default", "plain", "text", "b", "primary", "secondary", "old", "new", "prod", "production",
        "dev", "test", "staging", "live", "local",
    )
)  # fmt: skip
TAILS = frozenset(("value", "default", "plain", "primary", "secondary", "old", "new"))
# Every name that holds a secret has one of these in it.
SAYS_SO = re.compile(r"pass|pwd|kennwort|psk|secret|token|key|cred|auth|pat", re.IGNORECASE)


def strength(name: str) -> Strength:
    """Return how surely a variable, a setting or an option of this name holds a secret; empty where it does not."""
    name = name[-_LONGEST_NAME:]
    if not SAYS_SO.search(name) or not _NAME.fullmatch(name):
        return ""
    words = _words(name)
    last, before = words[-1], (words[-2] if len(words) > 1 else "")
    if (last, before) == ("id", "secret"):
        return "likely"
    if last in _NO_KEYS or (last == "key" and before in _OPEN_KEYS) or (last == "token" and before in _COUNTED):
        return ""
    if last.endswith(_SURE) or last in _SURE_ALONE or (last in ("key", "keys", "tokens") and before in _SURE_KEYS):
        return "sure"
    return "likely" if last.endswith(_LIKELY) or last in _LIKELY_ALONE else ""


def names_a_pair(name: str) -> bool:
    """Tell whether what is named may be a user and a password with a colon between: `BASIC_AUTH`, `MY_CREDENTIALS`."""
    words = _words(name[-_LONGEST_NAME:])
    return words[-1] in ("credential", "credentials", "creds", "userpass") or words[-2:] == ["basic", "auth"]


def counts(name: str) -> bool:
    """Tell whether a small number under a name is a number of something, as of tokens."""
    return _words(name[-_LONGEST_NAME:])[-1].endswith(("token", "tokens"))


def _words(name: str) -> list[str]:
    words = [word.lower() for word in _WORDS.findall(name)] or [""]
    while len(words) > 1 and words[-1] in _TAILS:
        words.pop()
    return words
