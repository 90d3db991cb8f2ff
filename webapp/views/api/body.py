"""The body of a request to the API: JSON in UTF-8, and no larger than a paste can need."""

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from webapp.core.source import MAX_SIZE

# A paste of 1 MiB takes up to 3 MiB in JSON where every character is escaped; the rest is room for answers.
MAX_BODY = 4 * MAX_SIZE
_UTF8 = ("utf-8", "utf8", "us-ascii")


def body() -> bytes:
    """Return the body.

    Raises:
        UnsupportedMediaType: it is no JSON by its headers, not in UTF-8, or compressed.
        RequestEntityTooLarge: it has more than 4 MiB.
    """
    mimetype = request.mimetype
    if mimetype != "application/json" and not (mimetype.startswith("application/") and mimetype.endswith("+json")):
        raise UnsupportedMediaType("Send the body as `Content-Type: application/json`.")
    if request.mimetype_params.get("charset", "utf-8").lower() not in _UTF8:
        raise UnsupportedMediaType("Send the body in UTF-8; JSON knows no other encoding.")
    if request.headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
        raise UnsupportedMediaType("Send the body uncompressed.")
    # Werkzeug cuts off at the limit what comes in chunks, without a word: one byte more shows it.
    request.max_content_length = MAX_BODY + 1
    data = request.get_data(cache=False)
    if len(data) > MAX_BODY:
        raise RequestEntityTooLarge
    return data
