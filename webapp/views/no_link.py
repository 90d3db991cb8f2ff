"""Why a link can't be opened, in the words that every face uses."""

from collections.abc import Mapping
from typing import NamedTuple

from webapp.sharing.permalink import LinkError
from webapp.sharing.store import StoreError
from webapp.views.opened import LinkGoneError, NoSuchLinkError

NoLinkError = LinkError | NoSuchLinkError | LinkGoneError | StoreError
ERRORS = (LinkError, NoSuchLinkError, LinkGoneError, StoreError)


class Why(NamedTuple):
    """What is told: the status, the slug of the problem, and words for people."""

    status: int
    slug: str
    title: str
    advice: str


_DAMAGED = "damaged-link"
_NONE = Why(
    404, _DAMAGED, "There is no such link", "Copy the link again, as a whole: one letter more or less leads nowhere."
)
_AWAY = Why(
    503,
    "store-away",
    "Short links can’t be opened just now",
    "The place where they are kept does not answer. Converting goes on; try the link again in a minute.",
)
_OF_CARRIED: Mapping[str, Why] = {
    "version": Why(
        404,
        _DAMAGED,
        "This link is of a kind that is not known here",
        "It was made by a newer version of this server, or its beginning was changed. Copy it again, as a whole.",
    ),
    "damaged": Why(
        404,
        _DAMAGED,
        "This link is damaged",
        "A part of it is missing or was changed on its way, as some mail programs do. Copy it again, as a whole.",
    ),
    "too-long": Why(
        404,
        _DAMAGED,
        "This link is too long",
        "A link that carries its paste may have 7,500 characters. Ask for a short one.",
    ),
    "too-large": Why(
        404,
        _DAMAGED,
        "This link carries too much",
        "A link may carry 256 KiB. Ask whoever sent it for a short one.",
    ),
}


def why(error: NoLinkError) -> Why:
    """Return what to tell; nothing of the address is repeated."""
    if isinstance(error, LinkError):
        return _OF_CARRIED[error.fault]
    if isinstance(error, LinkGoneError):
        title = f"This link {'has expired' if error.why == 'expired' else 'was deleted'}"
        advice = "What it showed is not stored any more. Ask whoever sent it for a new one, or paste the text again."
        return Why(410, "link-gone", title, advice)
    return _AWAY if isinstance(error, StoreError) else _NONE
