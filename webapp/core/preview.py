"""What the device makes of a paste as it stands, and of what the conversion has made of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from webapp.core.convert import Conversion
from webapp.core.converted import ConvertedModule
from webapp.core.device import AZURE_STACK_EDGE, Device, DeviceError, DeviceModule, Loss, Translation, plan
from webapp.core.device.plan import PlanResult
from webapp.core.device.work import Object
from webapp.core.path import Json

STAND_IN_NAME = "module"
STAND_IN_IMAGE = "module:1.0"


@dataclass(frozen=True, slots=True)
class Previewed:
    """What becomes of one module, as it was pasted and as it was converted.

    `missing` names what the paste does not say and a stand-in says instead: `name`, `image`.
    """

    one: ConvertedModule
    pasted: Translation
    converted: Translation
    missing: tuple[str, ...] = ()

    @property
    def dropped(self) -> tuple[Loss, ...]:
        """Settings of the paste that the device would drop and that say something."""
        return telling(self.pasted.losses)

    @property
    def still_dropped(self) -> tuple[Loss, ...]:
        """The same of the converted createOptions."""
        return telling(self.converted.losses)


@dataclass(frozen=True)
class Preview:
    """A conversion and what a device makes of both ends of it.

    `unknown` are modules whose createOptions are filled in later, so that nothing can be said of them.
    """

    conversion: Conversion
    device: Device
    modules: tuple[Previewed, ...]
    unknown: tuple[ConvertedModule, ...]
    pasted: PlanResult
    converted: PlanResult

    @cached_property
    def of(self) -> Mapping[int, Previewed]:
        """What becomes of a module, by its number in the conversion."""
        numbers = {id(one): number for number, one in enumerate(self.conversion.modules)}
        return {numbers[id(found.one)]: found for found in self.modules}

    @property
    def objects(self) -> tuple[Object, ...]:
        """What the agent applies of the converted deployment, in its order; nothing where it refuses."""
        return self.converted.objects if not self.converted.errors else ()

    @property
    def errors(self) -> tuple[DeviceError, ...]:
        """Why the device refuses the converted deployment."""
        return self.converted.errors


def telling(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    """Return the losses that make a difference."""
    return tuple(loss for loss in losses if not loss.harmless)


def preview(conversion: Conversion, device: Device = AZURE_STACK_EDGE) -> Preview:
    """Translate the modules of a conversion, as pasted and as converted, each plan as a whole.

    Nothing is raised: what the device refuses is told in `errors`.
    """
    known = [one for one in conversion.modules if one.module.carrier != "placeholder"]
    unknown = tuple(one for one in conversion.modules if one.module.carrier == "placeholder")
    pasted = plan([_as_pasted(one) for one in known], device)
    converted = plan([_as_converted(one) for one in known], device)
    found = _paired(known, pasted.modules, converted.modules)
    return Preview(conversion, device, found, unknown, pasted, converted)


def _paired(
    known: Sequence[ConvertedModule], pasted: Sequence[Translation], converted: Sequence[Translation]
) -> tuple[Previewed, ...]:
    rows = zip(known, pasted, converted, strict=True)
    return tuple(Previewed(one, before, after, _missing(one)) for one, before, after in rows)


def _missing(one: ConvertedModule) -> tuple[str, ...]:
    said = {"name": one.name, "image": one.module.image}
    return tuple(name for name, value in said.items() if not value)


def _as_pasted(one: ConvertedModule) -> DeviceModule:
    module, entry = one.module, one.module.entry
    return DeviceModule(
        module.name or STAND_IN_NAME,
        module.image or STAND_IN_IMAGE,
        entry.get("type", "docker"),
        entry.get("status", "running"),
        module.env,
        dict(module.options),
    )


def _as_converted(one: ConvertedModule) -> DeviceModule:
    options: dict[str, Json] = one.create_options
    name = one.converted_name or one.name or STAND_IN_NAME
    return replace(_as_pasted(one), name=name, env=one.env, create_options=options)
