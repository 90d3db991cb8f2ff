"""A preview as the API's JSON answer; the command line writes the same."""

import json
from collections.abc import Iterable, Sequence

from pydantic_core import PydanticSerializationError

from webapp.core.convert import Conversion
from webapp.core.device import Device, DeviceError, DeviceModule, Loss, Translation, plan, translate
from webapp.core.device.work import Object
from webapp.core.kubernetes import validate
from webapp.core.path import Path, pointer
from webapp.core.preview import Preview, Previewed
from webapp.formats import manifests
from webapp.formats import preview_models as models
from webapp.formats.preview_models import PreviewAnswer
from webapp.formats.shortened import shortened

__all__ = ["UNVERIFIED", "PreviewAnswer", "answer", "translated"]

UNVERIFIED = (
    "Derived from the public code of the IoT Edge agent for Kubernetes, 1.1 preview line, and never compared with a "
    "device: the version on Azure Stack Edge is not public. What only a device knows, such as its hub, its ids and "
    "whether shares and images exist, is made up or not checked."
)


def answer(found: Preview) -> PreviewAnswer:
    """Return the answer for a paste."""
    return _answer(
        [_previewed(found.conversion, one) for one in found.modules],
        found.objects,
        found.errors,
        [one.name for one in found.unknown],
    )


def translated(given: Sequence[DeviceModule], device: Device, *, is_plan: bool) -> PreviewAnswer:
    """Return the answer for modules as the agent is given them: one for itself, or all of them as a deployment."""
    if is_plan:
        result = plan(given, device)
        return _carried(_answer([_alone(one) for one in result.modules], result.objects, result.errors))
    one = translate(given[0], device)
    return _carried(_answer([_alone(one)], one.objects, one.errors))


def _carried(made: PreviewAnswer) -> PreviewAnswer:
    """Return an answer that UTF-8 can carry: escapes in a text of createOptions may state halves of characters."""
    try:
        made.model_dump_json()
    except PydanticSerializationError:
        text = json.dumps(made.model_dump(), ensure_ascii=False).encode("utf-8", "replace")
        return PreviewAnswer.model_validate_json(text)
    return made


def _answer(
    modules: list[models.PreviewedModule],
    objects: Sequence[Object],
    errors: Sequence[DeviceError],
    unknown: Iterable[str | None] = (),
) -> PreviewAnswer:
    applied = objects if not errors else ()
    return PreviewAnswer(
        modules=modules,
        unknown=list(unknown),
        errors=_errors(errors),
        yaml=manifests.stream(applied),
        refused_by=[
            models.PreviewRefusal(
                kind=one.kind,
                name=one.name,
                path=pointer(one.path),
                message=str(shortened(one.message)),
                versions=list(one.versions),
            )
            for one in validate(applied)
        ],
        unverified=UNVERIFIED,
    )


def _previewed(conversion: Conversion, found: Previewed) -> models.PreviewedModule:
    def line(path: Path) -> int:
        return conversion.place(found.one, path).line

    losses = [_loss(loss, line(found.before(loss.path))) for loss in found.converted.losses]
    pasted = [_loss(loss, line(loss.path)) for loss in found.pasted.losses]
    return models.PreviewedModule(
        name=found.one.name,
        converted_name=found.one.converted_name,
        objects=list(found.converted.objects),
        losses=losses,
        errors=_errors(found.converted.errors, found.converted.name),
        missing=list(found.missing),  # type: ignore[arg-type]  # these two words
        pasted=models.PastedModule(losses=pasted, errors=_errors(found.pasted.errors, found.pasted.name)),
    )


def _alone(one: Translation) -> models.PreviewedModule:
    return models.PreviewedModule(
        name=one.name,
        converted_name=one.name,
        objects=list(one.objects),
        losses=[_loss(loss, None) for loss in one.losses],
        errors=_errors(one.errors, one.name),
        missing=[],
        pasted=None,
    )


def _loss(one: Loss, line: int | None) -> models.PreviewLoss:
    message = str(shortened(one.message))
    return models.PreviewLoss(path=pointer(one.path), message=message, harmless=one.harmless, line=line)


def _errors(errors: Iterable[DeviceError], name: str | None = None) -> list[models.PreviewError]:
    return [
        models.PreviewError(
            kind=one.kind,
            message=str(shortened(one.message)),
            path=pointer(one.path),
            modules=list(one.modules) or ([name] if name is not None else []),
        )
        for one in errors
    ]
