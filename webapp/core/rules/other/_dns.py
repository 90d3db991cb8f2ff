"""Keys and names that the agent makes of texts, as far as it can: keys of annotations, and DNS domains.

Source: section 3 of the translation notes, section 5 of the parsing notes (secret names).
"""

from webapp.core.device.errors import RefusedError
from webapp.core.device.names import dns_domain, sanitize_annotation_key


def annotation_key(key: str) -> str | None:
    """Return the annotation key that the agent makes of a label's key; None where it fails."""
    try:
        return sanitize_annotation_key(key)
    except RefusedError:
        return None


def domain_name(text: str) -> str | None:
    """Return the DNS domain that the agent makes of a text: part by part; None where it fails."""
    try:
        return dns_domain(text)
    except RefusedError:
        return None
