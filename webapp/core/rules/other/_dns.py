"""Keys and names that the agent makes of texts: keys of annotations, and DNS domains.

Source: section 3 of the translation notes, section 5 of the parsing notes (secret names).
"""

import re

_EDGES = re.compile(r"[A-Za-z0-9](?:.*[A-Za-z0-9])?", re.DOTALL)
_DOMAIN_EDGES = re.compile(r"[a-z](?:.*[a-z0-9])?", re.DOTALL)
_LONGEST = 63


def annotation_key(key: str) -> str | None:
    """Return the annotation key that the agent makes of a label's key; None where it fails."""
    prefix, slash, name = key.partition("/")
    if not slash:
        return _name(key)
    domain, rest = domain_name(prefix), _name(name)
    return f"{domain}/{rest}" if domain and rest else None


def _name(text: str) -> str | None:
    middle = _EDGES.search(text)
    cleaned = re.sub(r"[^A-Za-z0-9._-]", "", middle[0]) if middle else ""
    return cleaned if 0 < len(cleaned) <= _LONGEST else None


def domain_name(text: str) -> str | None:
    """Return the DNS domain that the agent makes of a text: part by part; None where it fails."""
    parts = []
    for part in text.split("."):
        middle = _DOMAIN_EDGES.search(_lower(part))
        cleaned = re.sub(r"[^a-z0-9-]", "", middle[0]) if middle else ""
        if not 0 < len(cleaned) <= _LONGEST:
            return None
        parts.append(cleaned)
    domain = ".".join(parts)
    return domain if len(domain) <= 253 else None


def _lower(text: str) -> str:
    return re.sub(r"[A-Z]+", lambda found: found[0].lower(), text)
