"""What names and values say: whether a name is that of a secret, and whether a value is one or only stands for one."""

import re
from typing import Literal

Strength = Literal["sure", "likely", ""]

_LONGEST_NAME = 200
_NAME = re.compile(r"[\w .:/-]+")
_CODE = re.compile(r"(?<!\\)\\++u([0-9a-fA-F]{4})")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SURE = ("password", "passwd", "passwort", "kennwort", "passphrase", "passcode", "pwd", "secret", "token", "apikey")
_LIKELY = ("key", "credential", "credentials")
# Words that say it only where they stand alone.
_SURE_ALONE = frozenset(("pass", "pat"))
_LIKELY_ALONE = frozenset(("auth", "authorization", "creds"))
_SURE_KEYS = frozenset(("api", "access", "secret", "account", "shared", "private", "master", "encryption", "signing"))
_OPEN_KEYS = frozenset(("public", "partition", "row", "sort", "foreign", "routing", "cache", "lookup", "host"))
# Words behind that change nothing: `SECRET_KEY_BASE`, `PASSWORD_VALUE`, `TOKEN_B`.
_TAILS = frozenset(("value", "base", "default", "plain", "text", "b", "primary", "secondary", "old", "new"))

_NOTHING = frozenset(("", "true", "false", "yes", "no", "on", "off", "null", "none", "nil", "0", "1"))  # fmt: skip
_INVENTED = frozenset(
    (
        "password", "passwd", "pwd", "pass", "secret", "token", "key", "apikey", "credential", "mypassword", "mysecret",
        "changeme", "changeit", "changethis", "replaceme", "redacted", "removed", "hidden", "masked", "omitted", "todo",
        "tbd", "fixme", "undefined", "empty", "example", "sample", "dummy", "placeholder", "string", "value", "here",
    )
)  # fmt: skip
_STANDS_FOR = re.compile(
    r"""\$\{[^{}]*\}|\$\([^()]*\)|\{\{[^{}]*\}\}|\{%[^%]*%\}|\{[\w .:-]*\}|%\w+%|<[^<>]*>|\#\{[^{}]*\}\#?|\#\w+\#"""
    r"""|@@?\w+@@?(?!\w)|(?<!\w)\$(?:[A-Z_][A-Z0-9_]*(?:_\w+)?|[a-z]+(?:[A-Z_][A-Za-z]*)*+)(?!\w)"""
)
_WHOLE = re.compile(
    r"""__\w+|\[[A-Za-z_. ]*(?:\(.*|[\w. ]*\])|@Microsoft\.KeyVault\(.*"""
    r"""|(?:secretref|keyvault|vault|arn|env|file):\S*|[*xX.•…_\-\#?\x00 ]+|[0-]+|A{8,}=*""",
    re.DOTALL,
)
_TOLD = ("your", "insert", "enter", "paste", "putyour", "addyour", "replace", "change", "fill")
_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_FOLDERS = re.compile(r"(?:~|\.{1,2}|[A-Za-z]:)?[/\\](?:[\w.@ -]{0,40}[/\\])*+[\w.@ -]{0,40}")
_FILE = re.compile(
    r"[\w./\\:@-]+\.(?:pem|key|crt|cer|pfx|p12|jks|json|txt|conf|cfg|ini|ya?ml|env|pub)",
    re.IGNORECASE,
)
_RANDOM = re.compile(r"[A-Za-z0-9+/_=.~!@#$%^&*-]{8,}")
_WORDY = re.compile(r"[A-Za-z]+(?:[-_.:][A-Za-z]+|[-_.]?\d{1,4})*+")


def strength(name: str) -> Strength:
    """Return how surely a variable, a setting or an option of this name holds a secret; empty where it does not."""
    if not _NAME.fullmatch(name):
        return ""
    words = [word.lower() for word in _WORDS.findall(name[-_LONGEST_NAME:])]
    while len(words) > 1 and words[-1] in _TAILS:
        words.pop()
    last, before = (words[-1] if words else ""), (words[-2] if len(words) > 1 else "")
    if (last == "key" and before in _OPEN_KEYS) or last == "publickey":
        return ""
    if last.endswith(_SURE) or last in _SURE_ALONE or (last == "key" and before in _SURE_KEYS):
        return "sure"
    return "likely" if last.endswith(_LIKELY) or last in _LIKELY_ALONE else ""


def is_secret(name: str, value: str) -> bool:
    """Tell whether the value under a name is a secret: the name says so, and the value is neither a file nor a word.

    Under a name that only makes it likely, `key` above all, the value has to look random.
    """
    sure = strength(name)
    value = _bare(value)
    if not sure or stands_for_one(value) or _FOLDERS.fullmatch(value) or _FILE.fullmatch(value):
        return False
    return sure == "sure" or looks_random(value)


def looks_random(value: str) -> bool:
    """Tell whether a text looks made up by a machine: letters and digits mixed, and no words with numbers behind."""
    mixed = re.search("[A-Za-z]", value) and re.search("[0-9]", value)
    return bool(mixed and _RANDOM.fullmatch(value) and not _WORDY.fullmatch(value))


def stands_for_one(value: str) -> bool:
    """Tell whether a value holds the place of a secret, or is none: `${X}`, `<key>`, `REDACTED`, `changeme`, `true`."""
    value = _bare(_CODE.sub(lambda code: chr(int(code[1], 16)), value))
    letters = re.sub(r"[\W_]+", "", value).lower()
    if value.lower() in _NOTHING or letters in _INVENTED or _WHOLE.fullmatch(value):
        return True
    if "redacted" in letters or "placeholder" in letters or "EXAMPLE" in value:
        return True
    if letters.isalpha() and letters.startswith(_TOLD):
        return True
    if _CONSTANT.fullmatch(value) and strength(value):
        return True
    rest = _STANDS_FOR.sub("", value)
    return rest != value and sum(map(str.isalnum, rest)) <= 3


def _bare(value: str) -> str:
    return value.strip().strip("\"'`\\").strip()
