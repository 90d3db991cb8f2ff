"""What a cluster would say of objects: schemas first, then the rules that a schema can't state."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from webapp.core.kubernetes import schema
from webapp.core.kubernetes.metadata import metadata
from webapp.core.kubernetes.problem import Found, ObjectProblem, found
from webapp.core.kubernetes.reading import Object, members, text
from webapp.core.kubernetes.resources import amount
from webapp.core.kubernetes.schema import VERSIONS, Version
from webapp.core.kubernetes.services import service
from webapp.core.kubernetes.workloads import deployment
from webapp.core.message import Message
from webapp.core.path import Path, at
from webapp.core.quantity import parse

_NO_KIND = "`{kind}` in `{api}` is no kind of object that is judged here."
_NO_PODS = "The Service's selector matches no pods of the Deployments beside it."
_NOTHING = "A claim must ask for more than nothing."
_SIZE: Path = ("spec", "resources", "requests", "storage")


def _claim(one: Object) -> Iterator[Found]:
    yield from amount(at(one, _SIZE), _SIZE)
    if parse(at(one, _SIZE)) == 0:
        yield found(_SIZE, _NOTHING)


_RULES: Mapping[str, Callable[[Object], Iterable[Found]]] = MappingProxyType(
    {"Service": service, "Deployment": deployment, "PersistentVolumeClaim": _claim}
)


def validate(objects: Iterable[Object], versions: Iterable[Version] = VERSIONS) -> tuple[ObjectProblem, ...]:
    """Return why clusters of some versions refuse objects, object by object; nothing where they take them.

    Args:
        objects: of the kinds in `KINDS`, in any order; of one module or of several.
        versions: the versions asked about. A problem names those among them that refuse the object.
    """
    given, asked = list(objects), tuple(versions)
    pods = [
        members(at(one, ("spec", "template", "metadata", "labels"))) for one in given if one.get("kind") == "Deployment"
    ]
    return tuple(problem for one in given for problem in _problems(one, pods, asked))


def _problems(one: Object, pods: list[Object], versions: tuple[Version, ...]) -> Iterator[ObjectProblem]:
    kind, name = text(one.get("kind")), text(at(one, ("metadata", "name")))
    for path, message, refusing in _found(one, kind, pods, versions):
        concerned = tuple(version for version in versions if version in refusing)
        if concerned:
            yield ObjectProblem(kind, name, path, message, concerned)


def _found(one: Object, kind: str, pods: list[Object], versions: tuple[Version, ...]) -> Iterator[Found]:
    if kind not in schema.KINDS or one.get("apiVersion") != schema.API_VERSIONS[kind]:
        yield found(("kind",), _NO_KIND, kind=kind, api=text(one.get("apiVersion")))
        return
    yield from _by_schema(one, kind, versions)
    yield from metadata(one)
    if kind in _RULES:
        yield from _RULES[kind](one)
    selector = members(at(one, ("spec", "selector")))
    if kind == "Service" and selector and pods and not any(selector.items() <= labels.items() for labels in pods):
        yield found(("spec", "selector"), _NO_PODS)


def _by_schema(one: Object, kind: schema.Kind, versions: tuple[Version, ...]) -> Iterator[Found]:
    """Yield what the schemas say, once for all versions that say the same."""
    said: dict[tuple[Path, str], tuple[Message, list[Version]]] = {}
    for version in versions:
        for path, message in schema.faults(one, kind, version):
            said.setdefault((path, str(message)), (message, []))[1].append(version)
    for (path, _), (message, refusing) in said.items():
        yield Found(path, message, tuple(refusing))
