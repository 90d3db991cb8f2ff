"""What is said to a person: a template and its values, put together only at the rim.

The English template is the key under which another language keeps its own, so a language is added
without touching a rule. Text between backticks is code.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

_NOTHING: Mapping[str, object] = MappingProxyType({})


class Message(NamedTuple):
    """A sentence with named gaps, for example `Message("Port {port} is taken.", {"port": 35000})`."""

    template: str
    values: Mapping[str, object] = _NOTHING

    def __str__(self) -> str:
        return self.template.format_map(self.values)

    def parts(self) -> Iterator[tuple[bool, str]]:
        """Yield `(is_code, text)` pieces; what a person pasted can't open or close a code piece."""
        for number, piece in enumerate(self.template.split("`")):
            if piece:
                yield bool(number % 2), piece.format_map(self.values)
