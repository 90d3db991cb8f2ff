"""Opens a link: what its address carries or names, as a record, and what the record converts to today."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Literal

from webapp.core import Conversion
from webapp.core.preview import Preview, preview
from webapp.operation import metrics
from webapp.sharing.permalink import MAX_STORED_INFLATED, decoded, inflated, read_ident, tidied
from webapp.sharing.record import Outcome, Record, outcome_of
from webapp.sharing.store import Gone
from webapp.views import answers, devices
from webapp.views.site import purge_if_due, sealing_key, server, store

Form = Literal["c", "p"]


class NoSuchLinkError(LookupError):
    """Nothing was ever stored under this name."""


class LinkGoneError(LookupError):
    """A stored link that can't be opened any more; `why` is `expired` or `deleted`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Opened:
    """A link that was opened. `form` is `c` where it carries its record and `p` where it names a stored one.

    `name` is what stands behind `/c/` or `/p/`, as it was issued; `expires` is None where it never does.
    """

    form: Form
    name: str
    record: Record
    expires: datetime | None = None

    @property
    def path(self) -> str:
        """The path of the link on this server."""
        return f"/{self.form}/{self.name}"

    @property
    def address(self) -> str:
        """The whole address of the link."""
        return f"{server()}{self.path}"

    @cached_property
    def given(self) -> devices.Given:
        """The device of the record."""
        return devices.read({devices.PREFIX + name: text for name, text in self.record.device.items()})

    @cached_property
    def conversion(self) -> Conversion:
        """What the record converts to today. Raises SourceError where the paste can't be read."""
        return answers.converted(self.record.source, answers.Answers(self.record.choices))

    @cached_property
    def previewed(self) -> Preview:
        """What the device makes of it. Raises SourceError as well."""
        return preview(self.conversion, self.given.device)

    @cached_property
    def today(self) -> Outcome:
        """What the rules of today make of it. Raises SourceError as well."""
        return outcome_of(self.conversion)

    @property
    def has_moved_on(self) -> bool:
        """Tell whether the rules of today make something else of the paste than the link was made with."""
        return self.record.outcome is not None and self.record.outcome != self.today

    @cached_property
    def is_vouched_for(self) -> bool:
        """Tell whether this server made the link, so that its outcome is what was shown: anyone can write another."""
        key = sealing_key() if self.form == "c" and self.record.seal else None
        return self.form == "p" or (key is not None and self.record.is_sealed(key))


def opened(form: Form, name: str) -> Opened:
    """Open a link.

    Raises:
        LinkError: it carries nothing that can be read.
        NoSuchLinkError, LinkGoneError: nothing is stored under this name, or not any more.
        StoreError: the store can't be reached.
    """
    link = Opened("c", tidied(name), decoded(name)) if form == "c" else _stored(name)
    metrics.count_link("opened", form)
    return link


def _stored(name: str) -> Opened:
    known, now = read_ident(name), datetime.now(UTC)
    purge_if_due(now)
    found = store().find(known, now) if known else None
    if known is None or found is None:
        raise NoSuchLinkError
    if isinstance(found, Gone):
        raise LinkGoneError(found.why)
    return Opened("p", known, inflated(found.content, MAX_STORED_INFLATED), found.expires)
