"""`POST /api/v1/convert`."""

from flask import Response
from pydantic import ValidationError

from webapp.core import convert
from webapp.formats import answer_request
from webapp.formats.answer import ConvertAnswer, answer
from webapp.operation import metrics
from webapp.views.api import body as bodies
from webapp.views.api import problems
from webapp.views.api.openapi import Operation
from webapp.views.api.response import respond

EXAMPLE = '{"HostConfig": {"Binds": ["/home/hcsshares/input:/home/input", "/var/media:/media"]}}'
OF_A_PASTE = (
    "malformed-json",
    "invalid-request",
    "incomplete-request",
    "too-large",
    "unsupported-media-type",
    "unreadable-paste",
    "unfit-answer",
)
QUESTION, ANSWER = "binds:/HostConfig/Binds/1", "share:media"


def convert_source() -> Response:
    """Convert a paste.

    Takes createOptions, a module's entry or a deployment as text, however it was written, and gives the version for
    Azure Stack Edge Pro GPU: every change, finding and question with its rule, its line in the paste and the
    guidance that it rests on, and a verdict for every setting. To answer a question, send the same source again,
    with the answer under `choices`. Where a key of the request stands twice, the last one counts.
    """
    body = bodies.body()
    try:
        asked = answer_request.read(body)
    except ValidationError as error:
        return problems.respond(answer_request.fault(error, body))
    conversion = convert(asked.source, asked.choices)
    metrics.count_conversion(conversion.kind)
    return respond(answer(conversion))


OPERATIONS = (
    Operation(
        convert_source,
        "post",
        "/api/v1/convert",
        "Conversion",
        gives=ConvertAnswer,
        example=lambda: answer(convert(EXAMPLE)).model_dump(mode="json"),
        reads=answer_request.ConvertRequest,
        asks={
            "A paste": {"source": EXAMPLE},
            "A question answered": {"source": EXAMPLE, "choices": {QUESTION: ANSWER}, "language": "en"},
        },
        problems=OF_A_PASTE,
    ),
)
