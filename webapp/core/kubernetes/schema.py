"""What Kubernetes' own schemas say of an object (`schemas/README.md`)."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, cast, get_args

from jsonschema_rs import Draft202012Validator, ValidationError

from webapp.core.message import Message
from webapp.core.path import Json
from webapp.core.path import Path as Place

Kind: TypeAlias = Literal["Secret", "ServiceAccount", "Service", "Deployment", "PersistentVolumeClaim"]
Version: TypeAlias = Literal["1.20", "1.21", "1.22", "1.37"]

KINDS: tuple[Kind, ...] = get_args(Kind)
VERSIONS: tuple[Version, ...] = get_args(Version)
API_VERSIONS: Mapping[str, str] = MappingProxyType({**dict.fromkeys(KINDS, "v1"), "Deployment": "apps/v1"})
FOLDER = Path(__file__).parent / "schemas"

_UNKNOWN = "Kubernetes knows no `{name}` here."
_MISSING = "`{name}` is missing."
_TYPE = "This must be of type {wanted}."
_EITHER = "This must be a text or a whole number."
_OTHER = "This has not the form that Kubernetes expects here."


@cache
def definitions(version: Version) -> dict[str, Any]:
    """Return the pruned schemas of a version: `{"$defs": {…}}`."""
    return cast(dict[str, Any], json.loads((FOLDER / f"{version}.json").read_text(encoding="utf-8")))


@cache
def validator(kind: Kind, version: Version) -> Draft202012Validator:
    """Return what judges the objects of a kind; made once, in about a millisecond."""
    return Draft202012Validator({**definitions(version), "$ref": f"#/$defs/{kind}"})


def faults(one: dict[str, Json], kind: Kind, version: Version) -> Iterator[tuple[Place, Message]]:
    """Yield what the schema of a version says against an object, and where."""
    judge = validator(kind, version)
    try:
        errors = [] if judge.is_valid(one) else list(judge.iter_errors(one))
    except UnicodeEncodeError:  # half a surrogate pair, which `\ud800` in JSON leaves
        errors = list(judge.iter_errors(json.loads(json.dumps(one, ensure_ascii=False).encode("utf-8", "replace"))))
    for error in errors:
        path = tuple(error.instance_path)
        for message in _messages(error):
            yield path, message


def _messages(error: ValidationError) -> list[Message]:
    details = error.kind.as_dict()
    if error.kind.name == "additionalProperties":
        return [Message(_UNKNOWN, {"name": name[:80]}) for name in details["unexpected"]]
    if error.kind.name == "required":
        return [Message(_MISSING, {"name": details["property"]})]
    if error.kind.name == "type":
        return [Message(_TYPE, {"wanted": " or ".join(name for name in details["types"] if name != "null")})]
    return [Message(_EITHER if error.kind.name == "oneOf" else _OTHER)]
