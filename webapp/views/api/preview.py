"""`POST /api/v1/preview`."""

from flask import Response
from pydantic import ValidationError

from webapp.core import convert
from webapp.core.preview import preview
from webapp.formats import preview_request
from webapp.formats.preview_answer import PreviewAnswer, answer, translated
from webapp.formats.preview_request import PreviewRequest
from webapp.operation import metrics
from webapp.views.api import body as bodies
from webapp.views.api import problems
from webapp.views.api.convert import OF_A_PASTE
from webapp.views.api.openapi import Operation
from webapp.views.api.response import respond

EXAMPLE = (
    '{"HostConfig": {"PortBindings": {"8080/tcp": [{"HostPort": "80"}]}, '
    '"Binds": ["/home/hcsshares/input:/home/input"], "Memory": 1073741824}}'
)
MODULE = {"name": "camera", "image": "registry.example/camera:1", "createOptions": {"ExposedPorts": {"80/tcp": {}}}}
CLASH = [{"name": "Cam", "image": "cam:1", "createOptions": "{}"}, {"name": "cam", "image": "cam:1"}]


def preview_source() -> Response:
    """Preview the Kubernetes objects.

    What the agent of Azure Stack Edge Pro GPU makes of a paste, which is converted first, or of modules as they are:
    its Kubernetes objects, every setting that it drops without a word, why it refuses a module or the deployment, and
    what Kubernetes 1.20 to 1.22, which the device ran, and a current one say against the objects.
    """
    body = bodies.body()
    try:
        asked = preview_request.read(body)
    except ValidationError as error:
        return problems.respond(preview_request.fault(error, body))
    refused = preview_request.refusal(asked)
    return problems.respond(refused) if refused else respond(_answer(asked))


def _answer(asked: PreviewRequest) -> PreviewAnswer:
    if asked.source is None:
        return translated(asked.given, asked.of_modules, is_plan=asked.module is None)
    conversion = convert(asked.source, asked.choices)
    metrics.count_conversion(conversion.kind)
    return answer(preview(conversion, asked.of_source))


OPERATIONS = (
    Operation(
        preview_source,
        "post",
        "/api/v1/preview",
        "Conversion",
        gives=PreviewAnswer,
        example=lambda: answer(preview(convert(EXAMPLE))).model_dump(mode="json"),
        reads=PreviewRequest,
        asks={
            "A paste": {"source": EXAMPLE},
            "A paste, on a device of its own": {
                "source": EXAMPLE,
                "device": {"namespace": "line-4", "persistentVolumeClaimSizeMb": 500},
            },
            "A module as it is": {"module": MODULE},
            "A deployment as it is": {"modules": CLASH},
        },
        problems=(*OF_A_PASTE, "unclear-request", "unfit-device"),
    ),
)
