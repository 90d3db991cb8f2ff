"""The part of the page that shares: first what must not be shared unseen, then the link and what it is good for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import abort, current_app, request
from werkzeug.datastructures import MultiDict

from webapp.core import Conversion
from webapp.formats.share_models import DAYS, USUAL_DAYS
from webapp.sharing import secrets
from webapp.sharing.permalink import COMFORTABLE
from webapp.sharing.secrets import KINDS, Secret
from webapp.sharing.store import StoreError
from webapp.views import devices, oembed
from webapp.views.made import LinkTooLongError, Made, TooLargeToStoreError, record_of, secrets_of, stateless, stored
from webapp.views.site import sealing_key, server

ACCEPT, MASK, SHORT, KEEP, DESPITE = "accept_secret", "mask", "short", "days", "despite"
ALL = "all"
_FAULTS: Mapping[type[Exception], str] = {
    LinkTooLongError: "too-long",
    TooLargeToStoreError: "too-large",
    StoreError: "away",
}


@dataclass(frozen=True, slots=True)
class Panel:
    """What is shown of sharing.

    `made` is None while a secret waits for the person, or where `fault` says why; `was_asked` tells whether the link
    was asked for although secrets were shown.
    """

    secrets: tuple[Secret, ...]
    accepted: frozenset[str]
    made: Made | None = None
    fault: str = ""
    days: Mapping[str, str] = field(default_factory=dict)
    was_asked: bool = False

    @property
    def waits(self) -> bool:
        """Whether a secret was found that nobody has accepted."""
        return any(one.id not in self.accepted for one in self.secrets)

    @property
    def is_long(self) -> bool:
        """Whether some programs would cut the link."""
        return self.made is not None and not self.made.ident and len(self.made.address) > COMFORTABLE

    @property
    def embed(self) -> str:
        """The HTML that shows the link in another page."""
        return oembed.frame(f"{server()}/embed{self.made.path}", "createOptions converted") if self.made else ""

    def kind(self, one: Secret) -> str:
        """Return what kind of secret it is, in words."""
        return KINDS[one.kind]


def masked(source: str, form: MultiDict[str, str]) -> str | None:
    """Return the paste with placeholders for the secrets whose button was pressed; None where none was."""
    pressed = form.getlist(MASK)
    if not pressed:
        return None
    return secrets.without(source, None if ALL in pressed else pressed)


def panel(conversion: Conversion, form: MultiDict[str, str]) -> Panel:
    """Look for secrets and, where none waits, make the link that the form asks for. Only a press stores."""
    found = secrets_of(conversion)
    accepted = frozenset(form.getlist(ACCEPT)) & {one.id for one in found}
    shown = Panel(found, accepted, days=_days(), was_asked=bool(form.get(DESPITE)))
    if shown.waits:
        return shown
    try:
        return replace(shown, made=_made(conversion, form, has_secrets=bool(found)))
    except tuple(_FAULTS) as error:
        return replace(shown, fault=_FAULTS[type(error)])


def _made(conversion: Conversion, form: MultiDict[str, str], *, has_secrets: bool) -> Made:
    changed = devices.read(form).changed
    device = {name.removeprefix(devices.PREFIX): text for name, text in changed.items()}
    if form.get(SHORT):
        _refuse_other_sites()
        return stored(record_of(conversion, device=device), _asked_days(form.get(KEEP, "")), has_secrets=has_secrets)
    return stateless(record_of(conversion, device=device, key=sealing_key()))


def _refuse_other_sites() -> None:
    """Let no other site store in a visitor's name.

    Browsers tell where a form stands; without https only by its origin, and of a form without script not even that,
    because our pages send no referrer.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    ours = (None, "null", request.host_url.rstrip("/"), server())
    if site not in ("same-origin", "none", None) or (site is None and origin not in ours):
        abort(403)


def _days() -> dict[str, str]:
    offered = {str(days): f"{days} days" for days in DAYS}
    return offered | ({"0": "for ever"} if current_app.config["PINNED_LINKS"] else {})


def _asked_days(text: str) -> int | None:
    days = int(text) if text in _days() else USUAL_DAYS
    return days or None
