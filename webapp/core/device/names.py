"""Names as Kubernetes takes them, made of names as people give them (translation, section 3).

All work on ASCII letters and digits; whatever else stands in a name never survives.
"""

import re

from webapp.core.device.errors import RefusedError, shown

MAX_LABEL = 63
MAX_VALUE = 253

_FROM_LETTER_OR_DIGIT = re.compile(r"[A-Za-z0-9](?:.*[A-Za-z0-9])?", re.DOTALL)
_FROM_LETTER = re.compile(r"[A-Za-z](?:.*[A-Za-z0-9])?", re.DOTALL)
_SCHEME = re.compile(r"^https?://", re.IGNORECASE)
_NOT_DNS = re.compile(r"[^A-Za-z0-9-]")
_NOT_LABEL = re.compile(r"[^A-Za-z0-9._-]")
_NOT_VALUE = re.compile(r"[^A-Za-z0-9.-]")


def sanitize_dns_label(text: str | None) -> str:
    """Return a text as the name of a volume or claim: `/home/blah` becomes `homeblah`."""
    return _cleaned(text, _FROM_LETTER_OR_DIGIT, _NOT_DNS).lower()


def dns_value(text: str | None) -> str:
    """Return a text as one part of a domain; unlike a label it begins with a letter."""
    return _cleaned(text, _FROM_LETTER, _NOT_DNS).lower()


def dns_domain(text: str | None) -> str:
    """Return a text as a domain: every part between dots is cleaned for itself."""
    if not text:
        raise _empty()
    domain = ".".join(dns_value(part) for part in text.split("."))
    return _short(domain, text, MAX_VALUE)


def sanitize_label_value(text: str | None) -> str:
    """Return a text as the value of a label, in lower case."""
    return _cleaned(text, _FROM_LETTER_OR_DIGIT, _NOT_LABEL).lower()


def sanitize_annotation_key(text: str | None) -> str:
    """Return a text as the key of an annotation: an optional domain, a slash, a name that keeps its case."""
    if not text:
        raise _empty()
    prefix, slash, name = text.partition("/")
    if not slash:
        return _cleaned(text, _FROM_LETTER_OR_DIGIT, _NOT_LABEL)
    return dns_domain(prefix) + "/" + _cleaned(name, _FROM_LETTER_OR_DIGIT, _NOT_LABEL)


def sanitize_k8s_value(text: str | None) -> str | None:
    """Return a text in lower case with letters, digits, `-` and `.` only; null stays null."""
    return None if text is None else object_name(text)


def object_name(module_id: str) -> str:
    """Return the name of a module's objects; nothing is trimmed, and it may be empty."""
    return _short(unlimited_name(module_id), module_id, MAX_VALUE)


def unlimited_name(module_id: str) -> str:
    """Return the name of a module's objects, however long it is; the agent refuses more than 253 characters."""
    return _NOT_VALUE.sub("", module_id).lower()


def image_pull_secret_name(username: str, server_address: str) -> str:
    """Return the name of the secret for a user at a registry; several can have one name (parsing notes, section 5)."""
    host = _SCHEME.sub("", server_address).partition("/")[0]
    return dns_domain(f"{username}-{host.replace(':', '-')}")


def _cleaned(text: str | None, ends: re.Pattern[str], unwanted: re.Pattern[str]) -> str:
    if not text:
        raise _empty()
    found = ends.search(text)
    if not found:
        raise RefusedError("InvalidKubernetesName", "Nothing of `{name}` can begin a name.", name=shown(text))
    return _short(unwanted.sub("", found[0]), text, MAX_LABEL)


def _short(name: str, text: str, most: int) -> str:
    if len(name) > most:
        raise RefusedError(
            "InvalidKubernetesName",
            "The name made of `{name}` has more than {most} characters.",
            name=shown(text),
            most=most,
        )
    return name


def _empty() -> RefusedError:
    return RefusedError("InvalidKubernetesName", "A name is empty or missing.")
