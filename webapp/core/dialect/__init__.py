"""The JSON that the device's agent accepts, read with the place of every value.

The agent reads createOptions with Newtonsoft.Json 12, which also takes comments, single quotes, bare member
names, one trailing comma and raw line breaks in strings. Placeholders without quotes are taken too, because somebody
fills them in before the device sees them. What this module had to tolerate is listed, never hidden, with the edits
that make strict JSON of it. What it can't read raises `DialectError`, which names the edit that would mend the text
where there is one.
"""

from webapp.core.dialect import foreign
from webapp.core.dialect.cursor import Cursor
from webapp.core.dialect.faults import DialectError, Fix
from webapp.core.dialect.reader import Reader
from webapp.core.dialect.reading import Reading


def read(text: str) -> Reading:
    """Read one value, or a bare run of members (`"Env": […], "HostConfig": {…}`) as the object they belong to."""
    cursor = Cursor(text)
    try:
        return _read(cursor)
    except DialectError:
        if cursor.suspicious:
            _read(Cursor(text, wary=True))
        raise


def _read(cursor: Cursor) -> Reading:
    reader = Reader(cursor)
    try:
        return reader.document()
    except DialectError as error:
        raise foreign.cause(cursor.text, error, "".join(reader.open[-1:])) from None


def fixes(text: str) -> list[Fix]:
    """Return the edits that would make a text readable, as far as that is known; offsets count in `text`.

    Raises:
        DialectError: where something stands that no edit mends.
    """
    cursor = Cursor(text, wary=True, mending=True)
    Reader(cursor).document()
    return sorted(cursor.fixes, key=lambda fix: fix.start)
