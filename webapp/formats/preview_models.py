"""The answer of `POST /api/v1/preview` as pydantic models: one source for JSON, schema and documentation."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from webapp.core.device import ErrorKind
from webapp.core.kubernetes import Version
from webapp.formats.answer_models import JsonObject, Text

_FROZEN = ConfigDict(frozen=True)


class PreviewLoss(BaseModel):
    """A setting that reaches no object: the device drops it without a word."""

    model_config = _FROZEN
    path: str = Field(
        description="JSON Pointer (RFC 6901) into the createOptions that were translated.",
        examples=["/HostConfig/Memory"],
    )
    message: Text
    harmless: bool = Field(description="It says nothing, so that nothing is lost with it.")
    line: int | None = Field(description="Line of the paste, from 1; null for modules that were not pasted.")


class PreviewError(BaseModel):
    """Why the agent refuses a module or the deployment."""

    model_config = _FROZEN
    kind: ErrorKind = Field(description="What kind of thing it refuses.")
    message: Text
    path: str = Field(description="JSON Pointer into createOptions; the empty text where it is about no setting.")
    modules: list[str] = Field(description="The modules that it is about, by the names that the device is given.")


class PreviewRefusal(BaseModel):
    """Why a Kubernetes cluster refuses one of the objects."""

    model_config = _FROZEN
    kind: str = Field(description="Kind of the object.")
    name: str = Field(description="Its name.")
    path: str = Field(description="JSON Pointer into the object.")
    message: Text
    versions: list[Version] = Field(description="The versions of Kubernetes that refuse it.")


class PastedModule(BaseModel):
    """What the device would make of a module without the conversion."""

    model_config = _FROZEN
    losses: list[PreviewLoss] = Field(description="Settings of the paste that the device would drop.")
    errors: list[PreviewError] = Field(description="Why the device would refuse it.")


class PreviewedModule(BaseModel):
    """What the device makes of one module."""

    model_config = _FROZEN
    name: str | None = Field(description="The module's name; null where the paste has none.")
    converted_name: str | None = Field(description="Its name after the conversion; null where the paste has none.")
    objects: list[JsonObject] = Field(description="Its Kubernetes objects; none where the device refuses it.")
    losses: list[PreviewLoss] = Field(description="Settings that the device drops without a word.")
    errors: list[PreviewError] = Field(description="Why the device refuses the module.")
    missing: list[Literal["name", "image"]] = Field(
        description="What the paste does not say. Stand-ins say it in the objects: `module` and `module:1.0`."
    )
    pasted: PastedModule | None = Field(
        description="The same of the paste as it stands; null for modules that were not converted."
    )


class PreviewAnswer(BaseModel):
    """What the GPU device makes of what was sent, a `source` after its conversion."""

    model_config = _FROZEN
    modules: list[PreviewedModule] = Field(description="One entry a module.")
    unknown: list[str | None] = Field(
        description="Names of modules whose createOptions are filled in later; nothing can be said of them."
    )
    errors: list[PreviewError] = Field(
        description="Why the device refuses the deployment: one refused module is enough, or names that clash."
    )
    yaml: str = Field(
        description="What the agent applies, in its order, as one stream of YAML; empty where it refuses."
    )
    refused_by: list[PreviewRefusal] = Field(description="What Kubernetes says against the objects in `yaml`.")
    unverified: Text
