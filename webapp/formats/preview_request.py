"""The request of `POST /api/v1/preview`: a paste or modules as the agent is given them, and the device."""

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic_core import to_json

from webapp.core.device import AZURE_STACK_EDGE, Chunks, Device, DeviceModule, RefusedError, docker
from webapp.core.path import MAX_MODULES, MAX_REACH, MAX_VALUES, reach
from webapp.core.source import MAX_SIZE
from webapp.formats import answer_request
from webapp.formats.answer_models import JsonValue
from webapp.formats.preview_device import DeviceSettings, device, masked
from webapp.formats.problem import Problem, problem

# Settings are repeated in the objects of every module.
MAX_DEVICE = 4 << 10
_FORM = (
    "`name`, `image`, `status`, `type` (`docker`), `env` as `{NAME: {value}}`, and `createOptions`, "
    "`createOptions01`, … as object or text"
)
AgentModule = Annotated[dict[str, JsonValue], WithJsonSchema({"type": "object"})]


class PreviewRequest(BaseModel):
    """What to preview: exactly one of `source`, `module` and `modules`."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    source: str | None = Field(
        default=None,
        description="The text as a person pasted it, at most 1 MiB in UTF-8; it is converted first.",
        json_schema_extra={"maxLength": MAX_SIZE},
    )
    module: AgentModule | None = Field(
        default=None, description=f"A module as the agent is given it, translated as it is: {_FORM}."
    )
    modules: list[AgentModule] | None = Field(
        default=None,
        max_length=MAX_MODULES,
        description="A whole deployment of such modules, which the agent takes or refuses as one.",
    )
    choices: dict[str, str] = Field(
        default={},
        max_length=MAX_VALUES,
        description="Answers by question id, as for `/api/v1/convert`; of a `source`.",
    )
    device: DeviceSettings = Field(
        default=DeviceSettings(),
        description="Settings of the device. The defaults of a `source` are those that Azure Stack Edge is known or "
        "inferred to have, those of a `module` the agent's own.",
    )
    language: Literal["en", "de"] = Field(
        default="en", description="Language of every message; `de` is taken and answered in English."
    )

    @property
    def of_source(self) -> Device:
        """The device for a paste; it knows no password, so that no answer holds one."""
        return masked(device(self.device, AZURE_STACK_EDGE))

    @property
    def of_modules(self) -> Device:
        """The device for modules as they are."""
        return device(self.device, Device())

    @property
    def given(self) -> list[DeviceModule]:
        """The modules that are translated as they are."""
        modules = [self.module] if self.module is not None else self.modules or []
        return [DeviceModule.of(one) for one in modules]  # type: ignore[arg-type]  # JSON, as pydantic has read it


def read(body: bytes) -> PreviewRequest:
    """Read a request's body, JSON in UTF-8; a byte order mark before it is passed over.

    Raises:
        ValidationError: it is no JSON, or its fields don't fit; `fault` says so in words.
    """
    return answer_request.read_as(PreviewRequest, body)


def fault(error: ValidationError, body: bytes) -> Problem:
    """Tell what is wrong with a body that `read` refused; where only settings are, the problem is a kind of its own."""
    is_short = error.error_count() <= answer_request.COUNTED
    found = error.errors(include_url=False, include_input=False, include_context=False) if is_short else []
    slug = "unfit-device" if {one["loc"][:1] for one in found} == {("device",)} else "invalid-request"
    return answer_request.fault(error, body, PreviewRequest, slug)


def refusal(asked: PreviewRequest) -> Problem | None:
    """Tell why a request whose fields fit can't be answered all the same; None where it can."""
    sent = [name for name in ("source", "module", "modules") if getattr(asked, name) is not None]
    if len(sent) != 1:
        which = f"This request has {' and '.join(f'`{name}`' for name in sent)}." if sent else "It has none of them."
        return problem("unclear-request", f"Send exactly one of `source`, `module` and `modules`. {which}")
    if asked.choices and asked.source is None:
        return problem("unclear-request", "`choices` answer the questions of a `source`; a module is not converted.")
    return next((found for check in _LIMITS if (found := check(asked))), None)


def _device_too_large(asked: PreviewRequest) -> Problem | None:
    if len(asked.device.model_dump_json(exclude_unset=True).encode()) <= MAX_DEVICE:
        return None
    return problem("too-large", f"`device` may have {MAX_DEVICE >> 10} KiB; its settings are repeated in every module.")


def _modules_too_large(asked: PreviewRequest) -> Problem | None:
    modules = [asked.module] if asked.module is not None else asked.modules or []
    if len(to_json(modules)) > MAX_SIZE:
        return problem("too-large", "Modules may have 1 MiB in UTF-8. Send fewer at a time.")
    if sum(_reach(one) for one in asked.given) > MAX_REACH:
        return problem("too-large", f"The paths of all settings may have {MAX_REACH >> 20} MiB together.")
    return None


def _reach(one: DeviceModule) -> int:
    """Return how long the paths of all settings are together; of what the agent can't read there are none."""
    options = one.create_options
    try:
        return reach(docker.parsed(options.joined() if isinstance(options, Chunks) else options))
    except RefusedError:
        return 0


_LIMITS: tuple[Callable[[PreviewRequest], Problem | None], ...] = (_device_too_large, _modules_too_large)
