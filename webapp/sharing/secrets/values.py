"""What values say: whether a value is a secret, or only stands for one."""

import re

from webapp.sharing.secrets import names

# In characters. What is longer stands for nothing: nobody writes a placeholder of that length.
CLOSE_LOOK = 4096
_LONGEST_COUNT = 5
_CODE = re.compile(r"(?<!\\)\\++u([0-9a-fA-F]{4})")
_NOTHING = frozenset(("", "true", "false", "yes", "no", "on", "off", "null", "none", "nil", "0", "1"))
_INVENTED = frozenset(
    (
        "password", "passwd", "pwd", "pass", "secret", "token", "key", "apikey", "credential", "mypassword", "mysecret",
        "changeme", "changeit", "changethis", "replaceme", "redacted", "removed", "hidden", "masked", "omitted", "todo",
        "tbd", "fixme", "undefined", "empty", "example", "sample", "dummy", "placeholder", "string", "value", "here",
    )
)  # fmt: skip
_STANDS_FOR = re.compile(
    r"""\$\{[^{}]*\}|\$\([^()]*\)|\$\[[^\[\]]*\]|\{\{[^{}]*\}\}|\{%[^%]*%\}|\{[\w .:-]*\}|%\w++%|<[^<>]*>"""
    r"""|\#\{[^{}]*\}\#?|\#\w++\#|@@?\w++@@?(?!\w)|(?<!\w)\$(?P<variable>[A-Za-z_]\w*+)"""
)
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9]*+(?:_\w*+)?|[a-z]++(?:_[a-z]++)*+")
_WHOLE = re.compile(
    r"""__[A-Z][A-Z0-9_]*+|__\w*__|\[[A-Za-z_.]{1,80}\(.*|@Microsoft\.KeyVault\(.*|`\S+\s[^`]*`|!(?:secret|env_var|vault)\s.*"""
    r"""|(?:secretref|keyvault|vault|arn|env|file):\S*|[*xX.•…_\-\#?\x00 ]+|[0-]+|A{8,}=*""",
    re.DOTALL,
)
_TOLD = ("your", "insert", "enter", "paste", "putyour", "addyour", "replace", "change", "fill")
_OF_IT = re.compile(
    r"pass|pwd|key|token|secret|cred|string|value|here|name|account|sas|connection|registry|user|acr|this|with|later|[mi][et]\Z"
)
_MARKED = re.compile(r"(?<![A-Za-z0-9])(?:redacted|placeholder)", re.IGNORECASE)
_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*+(?:_[A-Z0-9]++)++")
_FOLDERS = re.compile(r"(?:~|\.{1,2}|[A-Za-z]:)?[/\\](?:[\w.@ -]{0,40}[/\\])*+[\w.@ -]{0,40}")
_FILE = re.compile(
    r"[\w./\\:@-]+\.(?:pem|key|crt|cer|pfx|p12|jks|json|txt|conf|cfg|ini|ya?ml|env|pub)",
    re.IGNORECASE,
)
_RANDOM = re.compile(r"[A-Za-z0-9+/_=.~!@#$%^&*-]{8,}")
_WORDY = re.compile(r"[A-Za-z]+(?:[-_.:][A-Za-z]+|[-_.]?\d{1,4})*+")
_MIXED = re.compile(r"(?=[^a-z]*+[a-z])(?=[^A-Z]*+[A-Z])(?=[^0-9]*+[0-9])[A-Za-z0-9+=]++")
_PAIR = re.compile(r"[\w.@+-]{1,64}:(?!/)(?=\S*?[^\d])\S{4,}")


def is_secret(name: str, value: str) -> bool:
    """Tell whether the value under a name is a secret: the name says so, and the value is neither a file nor a word.

    Under a name that only makes it likely, `key` above all, the value has to look random.
    """
    sure = names.strength(name)
    if not sure:
        return False
    long, value = len(value) > CLOSE_LOOK, value[:CLOSE_LOOK]
    if not long and (stands_for_one(value) or _is_file(_bare(value)) or _is_count(name, _bare(value))):
        return False
    return sure == "sure" or looks_random(_bare(value))


def beginning(text: str, start: int, end: int) -> str:
    """Return as much of a value as is looked at closely, and one character more where there is more."""
    return text[start : min(end, start + CLOSE_LOOK + 1)]


def secret_from(name: str, value: str) -> int | None:
    """Return where in the value under a name the secret begins; None where there is none."""
    behind = behind_user(name, value)
    return behind if behind or is_secret(name, value) else None


def behind_user(name: str, value: str) -> int:
    """Return where the password begins in a value that is `user:password` under such a name; 0 where it has none."""
    if len(value) > CLOSE_LOOK or not names.names_a_pair(name) or not _PAIR.fullmatch(value):
        return 0
    start = value.index(":") + 1
    return 0 if stands_for_one(value[start:]) or stands_for_one(value) else start


def looks_random(value: str) -> bool:
    """Tell whether a text looks made up by a machine: letters and digits mixed, and no words with numbers behind."""
    value = value[:CLOSE_LOOK]
    mixed = re.search("[A-Za-z]", value) and re.search("[0-9]", value)
    return bool(mixed and _RANDOM.fullmatch(value) and not _WORDY.fullmatch(value))


def stands_for_one(value: str) -> bool:
    """Tell whether a value holds the place of a secret, or is none: `${X}`, `<key>`, `REDACTED`, `changeme`, `true`."""
    if len(value) > CLOSE_LOOK:
        return False
    value = _CODE.sub(lambda code: chr(int(code[1], 16)), value).strip().strip("\"'\\").strip()
    if _WHOLE.fullmatch(value):
        return True
    value = _bare(value)
    letters = re.sub(r"[\W_]+", "", value).lower()
    if value.lower() in _NOTHING or letters in _INVENTED or _MARKED.search(value) or "EXAMPLE" in value:
        return True
    return _tells_what_to_do(letters) or _is_reference(value) or _is_bracketed(value)


def _tells_what_to_do(letters: str) -> bool:
    return letters.isalpha() and letters.startswith(_TOLD) and bool(_OF_IT.search(letters, 4))


def _is_reference(value: str) -> bool:
    """Tell whether a value is the name of a variable, or is made of references to some."""
    if _CONSTANT.fullmatch(value) and names.strength(value):
        return True
    rest = _STANDS_FOR.sub(_unless_value, value)
    return rest != value and sum(map(str.isalnum, rest)) <= 3


def _unless_value(match: re.Match[str]) -> str:
    variable = match["variable"]
    return "" if variable is None or _VARIABLE.fullmatch(variable) or names.strength(variable) else match[0]


def _is_bracketed(value: str) -> bool:
    inner = value.strip("[]")
    if not value.startswith("[") or not value.endswith("]"):
        return False
    return " " in inner or inner.isupper() or bool(names.strength(inner)) or inner.lower() in _INVENTED


def _is_file(value: str) -> bool:
    if _FOLDERS.fullmatch(value):
        parts = re.split(r"[/\\]", value)
        return not any(_MIXED.fullmatch(part) and not _WORDY.fullmatch(part) for part in parts)
    return bool(_FILE.fullmatch(value))


def _is_count(name: str, value: str) -> bool:
    return value.isdigit() and len(value) <= _LONGEST_COUNT and names.counts(name)


def _bare(value: str) -> str:
    return value.strip().strip("\"'`\\").strip()
