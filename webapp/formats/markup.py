"""Messages as HTML."""

from collections.abc import Iterable
from html import escape

from markupsafe import Markup

from webapp.core.message import Message
from webapp.formats.shortened import shortened


def code(text: Message | str) -> Markup:
    """Return a text as HTML, what stands between backticks as code; what was pasted is escaped and opens no code."""
    pieces = shortened(text).parts() if isinstance(text, Message) else _pieces(text)
    marked = (f"<code>{escape(piece)}</code>" if is_code else escape(piece) for is_code, piece in pieces)
    return Markup("".join(marked))  # noqa: S704 - both kinds of piece are escaped


def _pieces(text: str) -> Iterable[tuple[bool, str]]:
    return ((bool(number % 2), piece) for number, piece in enumerate(text.split("`")))
