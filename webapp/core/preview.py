"""What the device makes of a paste as it stands, and of what the conversion has made of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

from webapp.core.convert import Conversion
from webapp.core.converted import ConvertedModule
from webapp.core.device import AZURE_STACK_EDGE, Device, DeviceError, DeviceModule, Loss, Translation, plan, telling
from webapp.core.device.plan import PlanResult
from webapp.core.device.work import Object
from webapp.core.path import Json, Path

STAND_IN_NAME = "module"
STAND_IN_IMAGE = "module:1.0"


@dataclass(frozen=True)
class Previewed:
    """What becomes of one module, as it was converted and, made when it is asked for, as it was pasted.

    `missing` names what the paste does not say and a stand-in says instead: `name`, `image`.
    """

    one: ConvertedModule
    converted: Translation
    missing: tuple[str, ...]
    _as_it_stands: Callable[[], Translation]

    @cached_property
    def pasted(self) -> Translation:
        """What becomes of the module without the conversion."""
        return self._as_it_stands()

    def before(self, path: Path) -> Path:
        """Return where in the paste a setting of the converted createOptions stood; its container if it is new."""
        return self.one.pasted(path, len(self.one.passes), "createOptions")

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
    """A conversion and what a device makes of it.

    `unknown` are modules whose createOptions are filled in later, so that nothing can be said of them.
    """

    conversion: Conversion
    device: Device
    unknown: tuple[ConvertedModule, ...]
    converted: PlanResult
    _known: tuple[ConvertedModule, ...]

    @cached_property
    def pasted(self) -> PlanResult:
        """What the device makes of the deployment as it was pasted."""
        return plan([_as_pasted(one) for one in self._known], self.device)

    @cached_property
    def modules(self) -> tuple[Previewed, ...]:
        """What becomes of each module."""
        made = zip(self._known, self.converted.modules, strict=True)
        return tuple(
            Previewed(one, translation, _missing(one), partial(self._pasted, number))
            for number, (one, translation) in enumerate(made)
        )

    def _pasted(self, number: int) -> Translation:
        return self.pasted.modules[number]

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


@dataclass(frozen=True, slots=True)
class Tally:
    """How many settings a device would drop, and how many modules it would refuse, as pasted and as converted."""

    dropped: int
    refused: int
    still_dropped: int
    still_refused: int


def tally(modules: Iterable[Previewed]) -> Tally:
    """Count over modules; of one that is refused nothing counts as dropped."""
    found = list(modules)
    return Tally(
        sum(len(one.dropped) for one in found if not one.pasted.errors),
        sum(bool(one.pasted.errors) for one in found),
        sum(len(one.still_dropped) for one in found if not one.converted.errors),
        sum(bool(one.converted.errors) for one in found),
    )


def preview(conversion: Conversion, device: Device = AZURE_STACK_EDGE) -> Preview:
    """Translate the modules of a conversion as one plan; as they were pasted only when that is asked for.

    Nothing is raised: what the device refuses is told in `errors`.
    """
    known = tuple(one for one in conversion.modules if one.module.carrier != "placeholder")
    unknown = tuple(one for one in conversion.modules if one.module.carrier == "placeholder")
    return Preview(conversion, device, unknown, plan([_as_converted(one) for one in known], device), known)


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
