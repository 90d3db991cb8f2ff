"""What a link carries: a paste, what was answered and set, and what the conversion came to on that day.

Written as a JSON array in a fixed order, without spaces and without empty ends, so that the same content gives the
same bytes. The place of a field never changes; a new field goes to the end.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, NamedTuple, Self

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import to_json

from webapp.core import Conversion
from webapp.formats import tally

Short = Annotated[str, Field(max_length=40)]


class Outcome(NamedTuple):
    """What a conversion came to: the converted text, None where it is the paste, and what was said, in numbers."""

    text: str | None
    errors: int = 0
    warnings: int = 0
    undecided: int = 0


class _Fields(NamedTuple):
    """The array, in the order in which it is written."""

    ruleset: Short
    source: str
    choices: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it
    language: Short = ""
    device: dict[str, str] = {}  # noqa: RUF012
    outcome: tuple[str | None, int, int, int] | None = None
    seal: Short = ""


_FIELDS = TypeAdapter(_Fields)
ENGLISH = "en"
_SEAL = b"seal:"


class RecordError(ValueError):
    """Bytes that are no record."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a link carries.

    `choices` are answers by question id, `device` the changed settings of the device by their name, `ruleset` the
    version of the rules that made `outcome`; a link made by hand has neither of the two. `seal` vouches for the rest:
    whoever writes a link can state any outcome in it, but has no key.
    """

    source: str
    choices: Mapping[str, str] = field(default_factory=dict)
    language: str = ENGLISH
    device: Mapping[str, str] = field(default_factory=dict)
    ruleset: str = ""
    outcome: Outcome | None = None
    seal: str = ""

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Read what `written` gives.

        Raises:
            RecordError: it is something else, or nested more deeply than a record is.
        """
        try:
            read = _FIELDS.validate_json(data, strict=False)
        except ValidationError as error:
            raise RecordError("no record") from error
        outcome = Outcome(*read.outcome) if read.outcome else None
        return cls(read.source, read.choices, read.language or ENGLISH, read.device, read.ruleset, outcome, read.seal)

    def written(self) -> bytes:
        """Return the record as bytes, always the same for the same content."""
        values = [
            self.ruleset,
            self.source,
            dict(sorted(self.choices.items())),
            "" if self.language == ENGLISH else self.language,
            dict(sorted(self.device.items())),
            self.outcome,
            self.seal,
        ]
        while not values[-1] and len(values) > 2:
            values.pop()
        return to_json(values)

    def sealed(self, key: bytes) -> Self:
        """Return the record with its seal, 64 bits: a forger has one try for each request."""
        bare = replace(self, seal="")
        digest = hmac.digest(key, _SEAL + bare.written(), "sha256")[:8]
        return replace(bare, seal=urlsafe_b64encode(digest).rstrip(b"=").decode())

    def is_sealed(self, key: bytes) -> bool:
        """Tell whether the key has made this record's seal."""
        return hmac.compare_digest(self.seal.encode(), self.sealed(key).seal.encode())


def outcome_of(conversion: Conversion) -> Outcome:
    """Return what a conversion came to."""
    counts = tally.account(conversion)
    text = None if conversion.text == conversion.document.text else conversion.text
    return Outcome(text, counts["error"], counts["warning"], counts["undecided"])
