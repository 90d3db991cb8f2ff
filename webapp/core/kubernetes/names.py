"""The forms of names (facts K1 to K7 and K10)."""

import re

MAX_LABEL = 63
MAX_SUBDOMAIN = 253

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_QUALIFIED = re.compile(r"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")
_VARIABLE = re.compile(r"[-._a-zA-Z][-._a-zA-Z0-9]*")
_RELAXED_VARIABLE = re.compile(r"[ -<>-~]+")


def is_label(name: str) -> bool:
    """Tell whether a name is a DNS-1123 label: at most 63 lower-case letters, digits and inner hyphens."""
    return len(name) <= MAX_LABEL and bool(_LABEL.fullmatch(name))


def is_letter_label(name: str) -> bool:
    """Tell whether a name is a DNS-1035 label: a DNS-1123 label that begins with a letter."""
    return is_label(name) and not name[0].isdigit()


def is_subdomain(name: str) -> bool:
    """Tell whether a name is a DNS-1123 subdomain: parts between dots, at most 253 characters in all."""
    return len(name) <= MAX_SUBDOMAIN and all(_LABEL.fullmatch(part) for part in name.split("."))


def is_qualified(key: str) -> bool:
    """Tell whether a text is the key of a label: at most 63 characters, behind a domain and a slash or alone."""
    domain, slash, name = key.rpartition("/")
    return (not slash or is_subdomain(domain)) and len(name) <= MAX_LABEL and bool(_QUALIFIED.fullmatch(name))


def is_label_value(value: str) -> bool:
    """Tell whether a text is the value of a label; it may be empty."""
    return len(value) <= MAX_LABEL and (not value or bool(_QUALIFIED.fullmatch(value)))


def is_variable(name: str) -> bool:
    """Tell whether a text is the name of a variable."""
    return bool(_VARIABLE.fullmatch(name)) and name != "." and not name.startswith("..")


def is_variable_since_1_34(name: str) -> bool:
    """Tell the same for Kubernetes 1.34 and later (KEP-4369): printable ASCII but for the equals sign."""
    return bool(_RELAXED_VARIABLE.fullmatch(name))
