"""What the device makes of a module, in a word."""

from typing import Any

from webapp.core.device import Device, DeviceModule, Target, Translation, translate
from webapp.core.path import Json, Path, at

POD: Path = ("spec", "template", "spec")


def made(options: Json = None, device: dict[str, Any] | None = None, **module: Any) -> Translation:
    """Translate a module called `module1`, unless the name is given."""
    known = {"name": "module1", "image": "image:1", **module}
    return translate(DeviceModule(**known, create_options=options), Device.of(device or {}))


def one(found: Translation, kind: str) -> dict[str, Json]:
    """Return the only object of a kind."""
    assert found.errors == (), found.errors
    (only,) = [one for one in found.objects if one["kind"] == kind]
    return only


def kinds(found: Translation) -> list[Json]:
    """Return the kinds of the objects, in order."""
    return [one["kind"] for one in found.objects]


def spec(found: Translation, *path: str | int) -> Json:
    """Return what stands in the Deployment's spec."""
    return at(one(found, "Deployment"), ("spec", *path))


def pod(found: Translation, *path: str | int) -> Json:
    """Return what stands in the pod's spec."""
    return at(one(found, "Deployment"), (*POD, *path))


def container(found: Translation, *path: str | int) -> Any:
    """Return what stands in the module's container."""
    return pod(found, "containers", 1, *path)


def service(found: Translation, *path: str | int) -> Any:
    """Return what stands in the Service's spec."""
    return at(one(found, "Service"), ("spec", *path))


def refusal(found: Translation) -> tuple[str, Path]:
    """Return the kind and place of the first error; there is nothing else then."""
    assert found.objects == () and found.errors
    return found.errors[0].kind, found.errors[0].path


def lost(found: Translation) -> dict[Path, str]:
    """Return what is lost, and why."""
    assert found.errors == (), found.errors
    return {loss.path: str(loss.message) for loss in found.losses}


def harmless(found: Translation) -> list[Path]:
    """Return what is lost without harm."""
    return [loss.path for loss in found.losses if loss.harmless]


def reached(found: Translation, *leaf: str | int) -> list[str]:
    """Return the fields that a leaf reached, as `kind/pointer`."""
    assert found.errors == (), found.errors
    return [_shown(target) for target in found.reached[leaf]]


def _shown(target: Target) -> str:
    return target.kind + target.pointer
