"""Secrets that are known by their own form, wherever they stand in a text.

Every pattern is tried only where a token begins and has possessive or bounded repeats, so that a text of any content
is searched in linear time.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from webapp.sharing.secrets import values

KINDS: Mapping[str, str] = {
    "connection-string": "Key or password in a connection string",
    "account-key": "Key of a storage, Cosmos DB or registry account",
    "sas-token": "Signature of a shared access token",
    "registry-password": "Password of a container registry",
    "private-key": "Private key",
    "jwt": "JSON Web Token",
    "url-credentials": "Password in a URL",
    "cloud-key": "Key or token of a cloud service",
    "password-variable": "Value of a variable or setting whose name says that it is secret",
}


class Candidate(NamedTuple):
    """What may be a secret: `text[start:end]`, and the word before it that tells what it is, or nothing."""

    kind: str
    start: int
    end: int
    name: str = ""


_VALUE = r"(?P<value>(?:<[^<>\n\x00]{0,200}>|\{\{[^}\n\x00]{0,200}\}\}|[^\s;,&\"'<>\x00])++)"
_PART = re.compile(
    r"(?<![A-Za-z0-9_])(?P<name>SharedAccessKey|AccountKey|AccessKey|SharedSecretValue|SharedSecret)\s*+=\s*+" + _VALUE,
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"(?<![A-Za-z0-9_])(?P<name>sig|X-Amz-Signature)=" + _VALUE, re.IGNORECASE)
_URL = re.compile(r"://[^\s/:@\"'<>\x00]{0,256}:(?P<value>[^\s/\"'\x00]{1,256})@")
_BEARER = re.compile(r"(?<![A-Za-z0-9])(?P<name>Bearer|Basic)[ ]{1,4}(?P<value>[A-Za-z0-9+/._~-]{16,}+=*+)")
_JWT = re.compile(r"(?<![A-Za-z0-9_-])(?P<value>eyJ[A-Za-z0-9_-]{8,}+\.eyJ[A-Za-z0-9_-]{4,}+\.[A-Za-z0-9_-]{8,}+)")
_CLOUD = re.compile(
    r"(?<![A-Za-z0-9_-])(?P<value>gh[pousr]_[A-Za-z0-9]{30,}+|github_pat_\w{22,}+|glpat-[\w-]{20,}+|npm_[A-Za-z0-9]{36,}+"
    r"|xox[abeoprs]-[\w-]{10,}+|(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])|AIza[\w-]{35}|[sr]k_live_[A-Za-z0-9]{16,}+"
    r"|SG\.[\w-]{16,}+\.[\w-]{16,}+|dckr_pat_[\w-]{20,}+|hvs\.[\w-]{20,}+|pypi-AgE[\w-]{20,}+|sk-[\w-]{32,}+"
    r"|[\w~.-]{3}[0-9]Q~[\w~.-]{31,34}(?![\w~.-]))"
)
_ACCOUNT = re.compile(
    r"(?<![A-Za-z0-9+/])(?P<value>[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{42}\+ACR[A-Za-z0-9+/]{6,7}={0,2}"
    r"|[A-Za-z0-9+/]{33}(?:AIoT|\+ASb|\+AEh|\+ARm)[A-Za-z0-9+/]{6}=)(?![A-Za-z0-9+/=])"
)
_PACKED = re.compile(
    r"(?<![A-Za-z0-9+/])(?P<value>LS0tLS1CRUdJTi(?:BSU0Eg|BQUklW|BFQyBQ|BPUEVO|BFTkNS|BEU0Eg)[A-Za-z0-9+/]{16,}+=*+)"
)
_TOKEN_IN_URL = re.compile(r"://(?P<value>[A-Za-z0-9_.~%-]{16,256})@")
_FUNCTION = re.compile(r"[?&](?P<name>code)=(?P<value>[A-Za-z0-9_/+%-]{20,}+=*+)")
_WEBHOOK = re.compile(
    r"(?:hooks\.slack\.com/(?:services|workflows)/\w{1,40}/\w{1,40}/|discord(?:app)?\.com/api/webhooks/\d{1,30}/"
    r"|\.webhook\.office\.com/webhookb2/[\w@-]{1,100}/IncomingWebhook/|api\.telegram\.org/bot)(?P<value>[\w:/-]{16,}+)"
)
_CRYPT = re.compile(
    r"(?<![\w$])(?P<value>\$\$?+(?:apr1|2[abxy]|[156y]|argon2(?:id|i|d))\$\$?+[\w./=$+-]{12,}+(?:,[\w./=$+-]{8,}+)*+)"
)
_XML = re.compile(r"<(?P<name>[A-Za-z_][\w.:-]{1,80})>(?P<value>[^<>\n\x00]{1,200})</(?P=name)>")
_PATTERNS = (
    ("connection-string", _PART),
    ("sas-token", _SIGNATURE),
    ("url-credentials", _URL),
    ("jwt", _JWT),
    ("cloud-key", _CLOUD),
    ("account-key", _ACCOUNT),
    ("private-key", _PACKED),
    ("password-variable", _BEARER),
    ("url-credentials", _TOKEN_IN_URL),
    ("cloud-key", _FUNCTION),
    ("cloud-key", _WEBHOOK),
    ("password-variable", _CRYPT),
    ("password-variable", _XML),
)
_ACCOUNT_KEYS = frozenset(("accountkey", "accesskey"))
_BEGIN = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_END = re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_SHORTEST_KEY = 32
_SHORTEST_SIGNATURE = 12


def known(text: str) -> Iterator[Candidate]:
    """Yield what has the form of a secret in a text, be it one or a placeholder in the place of one."""
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            name = match.groupdict().get("name") or ""
            if _is_meant(pattern, name, match["value"]):
                yield Candidate(_kind(kind, name), *match.span("value"), name)
    yield from _private_keys(text)


def _is_meant(pattern: re.Pattern[str], name: str, value: str) -> bool:
    """Tell whether what has a form that other things have, too, is a secret."""
    if pattern is _TOKEN_IN_URL:
        return values.looks_random(value)
    return pattern is not _XML or values.is_secret(name, value)


def _kind(kind: str, name: str) -> str:
    return "account-key" if name.lower() in _ACCOUNT_KEYS else kind


def _private_keys(text: str) -> Iterator[Candidate]:
    """Yield PEM blocks; one without an end goes on as long as the text does, or to the next."""
    begin = _BEGIN.search(text)
    while begin:
        following = _BEGIN.search(text, begin.end())
        limit = following.start() if following else len(text)
        end = _END.search(text, begin.end(), limit)
        if sum(map(str.isalnum, text[begin.end() : end.start() if end else limit])) >= _SHORTEST_KEY:
            yield Candidate("private-key", begin.start(), end.end() if end else limit)
        begin = following


def is_long_enough(one: Candidate) -> bool:
    """Tell whether a candidate is as long as its kind has to be."""
    return one.kind != "sas-token" or one.end - one.start >= _SHORTEST_SIGNATURE
