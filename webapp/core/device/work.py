"""The translation of one module, stage by stage (translation, section 10; parsing notes, section 5)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, TypeVar

from webapp.core.device import docker, experimental, image, lookup, prepared, secrets
from webapp.core.device.account import accounts
from webapp.core.device.claims import claims
from webapp.core.device.deployment import deployments
from webapp.core.device.docker import Options
from webapp.core.device.errors import DeviceError, RefusedError
from webapp.core.device.experimental import Experimental
from webapp.core.device.lookup import Command
from webapp.core.device.losses import Loss, losses, refused
from webapp.core.device.metadata import module_labels
from webapp.core.device.module import Chunks, DeviceModule
from webapp.core.device.names import object_name
from webapp.core.device.prepared import Prepared
from webapp.core.device.secrets import PullSecret
from webapp.core.device.service import services
from webapp.core.device.settings import Device
from webapp.core.device.trace import EARLIER, Made, Target, Trace
from webapp.core.path import Json, Path, at, leaves

T = TypeVar("T")
Kind: TypeAlias = Literal["Secret", "ServiceAccount", "Service", "Deployment", "PersistentVolumeClaim"]
Object: TypeAlias = dict[str, Json]


def _secrets(ready: Prepared) -> list[dict[str, Made]]:
    return [secrets.secret(ready.pull, ready.device)] if ready.pull else []


# In the order in which the agent applies them.
KINDS: dict[Kind, Callable[[Prepared], list[dict[str, Made]]]] = {
    "Secret": _secrets,
    "ServiceAccount": accounts,
    "Service": services,
    "Deployment": deployments,
    "PersistentVolumeClaim": claims,
}


@dataclass(frozen=True, slots=True)
class Translation:
    """What the device makes of a module.

    Args:
        name: the module's name in the deployment.
        objects: in the order in which the agent applies them; none where there is an error.
        errors: why the device refuses the module.
        losses: every leaf of createOptions that reached no field of any object.
        reached: which fields every other leaf reached.
    """

    name: str
    objects: tuple[Object, ...] = ()
    errors: tuple[DeviceError, ...] = ()
    losses: tuple[Loss, ...] = ()
    reached: dict[Path, tuple[Target, ...]] = field(default_factory=dict)


class Work:
    """A module on its way; every stage notes its errors and does nothing after an earlier one failed."""

    def __init__(self, module: DeviceModule, device: Device) -> None:
        self.module = module
        self.device = device
        self.trace = Trace()
        self.errors: list[DeviceError] = []
        self.objects: dict[Kind, list[Object]] = {}
        self.value: dict[str, Json] = {}
        self.image: str | None = None
        self.variables: tuple[tuple[str, str], ...] | None = None
        self.options: Options | None = None
        self.command: Command | None = None
        self.extras: Experimental | None = None
        self.sockets: tuple[str, ...] | None = None
        self.pull: PullSecret | None = None
        self.ready: Prepared | None = None

    def tried(self, make: Callable[[], T]) -> T | None:
        """Return what is made; None where the agent refuses it, which is noted."""
        try:
            return make()
        except RefusedError as error:
            self.errors.append(_placed(error.error))
            return None

    def read(self) -> None:
        """Read the module's entry: type, image, variables, and createOptions with their types."""
        self.tried(self._check_type)
        self.image = self.tried(lambda: image.reference(self.module.image))
        self.variables = self.tried(lambda: prepared.variables(self.module))
        given = self.module.create_options
        value = self.tried(lambda: docker.parsed(given.joined() if isinstance(given, Chunks) else given))
        if value is not None:
            self.value = value
            self.options = self.tried(lambda: docker.read(value))

    def _check_type(self) -> None:
        if self.module.type != "docker":
            raise RefusedError("InvalidModule", "The module's type must be `docker`, exactly so.")

    def prepare(self) -> None:
        """Read what is looked up afterwards, and name the pull secret."""
        if self.options:
            others, host = self.options.others, self.options.host
            enabled = self.device.enable_k8s_extensions
            self.sockets = self.tried(lambda: prepared.sockets(self.module, self.device, host))
            self.command = self.tried(lambda: lookup.command(others))
            self.extras = self.tried(lambda: experimental.read(others, enabled, self.trace))
        if self.image:
            reference = self.image
            self.pull = self.tried(lambda: secrets.pull_secret(reference, self.device))

    def name(self) -> None:
        """Name the module's objects."""
        self.tried(lambda: object_name(self.module.id))

    def identify(self) -> None:
        """Label the module's objects; then all is there of which they are made."""
        if not self.errors:
            self.ready = self.tried(self._ready)

    def _ready(self) -> Prepared:
        name = object_name(self.module.id)
        if not self.options or not self.command or self.extras is None or self.image is None:
            raise AssertionError("a module without errors has been read")
        return Prepared(
            self.module,
            self.device,
            name,
            module_labels(name, self.device),
            self.image,
            self.variables or (),
            self.options,
            self.command,
            self.extras,
            self.pull,
            self.sockets or (),
            self.trace,
        )

    def build(self, kind: Kind) -> None:
        """Make the module's objects of one kind."""
        ready = self.ready
        if not self.errors and ready and kind not in self.objects:
            made = self.tried(lambda: KINDS[kind](ready))
            self.objects[kind] = [self._settled(one, kind) for one in made or ()]

    def _settled(self, made: dict[str, Made], kind: Kind) -> Object:
        meta = made["metadata"]
        name = meta["name"] if isinstance(meta, dict) else ""
        plain = name if isinstance(name, str) else getattr(name, "value", "")
        return self.trace.settle(made, kind, plain)

    def translation(self) -> Translation:
        """Make what is not made yet, and tell what came of the module."""
        for kind in KINDS:
            self.build(kind)
        name, known = self.module.name, leaves(self.value) if self.value else []
        if self.errors:
            return Translation(name, (), tuple(self.errors), tuple(refused(known)))
        for path in self.trace.hidden:
            self.trace.reached.pop(path, None)
        noted = ((path, self.trace.reached.get(path)) for path in known)
        reached = {path: tuple(targets) for path, targets in noted if targets}
        objects = tuple(one for kind in KINDS for one in self.objects[kind])
        return Translation(name, objects, (), tuple(losses(self.value, known, self.trace)), reached)


def _placed(error: DeviceError) -> DeviceError:
    """Return an error with a path that exists: none leads to the earlier of two members with one name."""
    if EARLIER not in error.path:
        return error
    return replace(error, path=error.path[: error.path.index(EARLIER)])


def translate(module: DeviceModule, device: Device) -> Translation:
    """Return what the device makes of one module."""
    work = Work(module, device)
    for stage in (work.read, work.prepare, work.identify):
        stage()
    return work.translation()


def applied(works: Iterable[Work], kinds: Iterable[Kind]) -> list[Object]:
    """Return the objects of some kinds, one kind after the other over all modules; the first of a name counts."""
    found: dict[tuple[Kind, object], Object] = {}
    made = list(works)
    for kind in kinds:
        for work in made:
            for one in work.objects.get(kind, ()):
                found.setdefault((kind, at(one, ("metadata", "name"))), one)
    return list(found.values())
