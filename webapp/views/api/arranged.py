"""Arranges the OpenAPI document for the page: what each operation takes and gives, as tables of fields."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.formats.problem import KINDS, Kind

Schema = Mapping[str, Any]
_OF_THE_PAGE = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, what it may hold in pieces of text with the model that each names, and what it means."""

    name: str
    type: tuple[tuple[str, str], ...]
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Model:
    """One model, as a table."""

    name: str
    about: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One operation: how it is called, what it takes and gives, and the statuses it answers with."""

    id: str
    method: str
    path: str
    summary: str
    about: str
    takes: Model | None
    gives: Model | None
    example: str
    parameters: tuple[Field, ...]
    statuses: tuple[tuple[str, str, tuple[Kind, ...]], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Everything the page prints. `models` are those inside of others, in the order in which a reader meets them."""

    about: str
    operations: tuple[Shown, ...]
    models: tuple[Model, ...]
    problems: tuple[Kind, ...]


def arrange(document: Schema) -> Reference:
    """Arrange an OpenAPI document."""
    models = {name: _model(name, schema) for name, schema in document["components"]["schemas"].items()}
    operations = tuple(
        _shown(path, method, operation, models)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    )
    shown = [model for one in operations for model in (one.takes, one.gives) if model]
    inner: dict[str, Model] = {}
    for model in [*shown, models["Problem"]]:
        _meet(model, models, inner)
    for model in shown:
        inner.pop(model.name, None)
    return Reference(document["info"]["description"], operations, tuple(inner.values()), tuple(KINDS.values()))


def _shown(path: str, method: str, operation: Schema, models: Mapping[str, Model]) -> Shown:
    responses: Mapping[str, Schema] = operation["responses"]
    well: Schema = next(one for status, one in responses.items() if status.startswith("2"))
    content = well.get("content", {}).get("application/json", {})
    return Shown(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        about=operation["description"],
        takes=models[_named(operation["requestBody"])] if "requestBody" in operation else None,
        gives=models[_named(well)] if content else None,
        example=json.dumps(content["example"], indent=2, ensure_ascii=False) if content else "",
        parameters=tuple(map(_parameter, operation.get("parameters", ()))),
        statuses=tuple((status, one["description"], _kinds(one)) for status, one in responses.items()),
    )


def _parameter(one: Schema) -> Field:
    return Field(one["name"], ((f"string, in the {one['in']}", ""),), one.get("required", False), one["description"])


def _named(holder: Schema) -> str:
    """Return the name of the model of a body."""
    (content,) = holder["content"].values()
    return str(content["schema"]["$ref"]).removeprefix(_OF_THE_PAGE)


def calls(server: str, source: str) -> tuple[tuple[str, str, str], ...]:
    """Return commands to copy, each with id and title; `server` is the address at which the reader found the page."""
    post, preview = (
        f"curl -s {shlex.quote(f'{server}api/v1/{name}')} -H 'Content-Type: application/json'"
        for name in ("convert", "preview")
    )
    body = shlex.quote(json.dumps({"source": source}))
    file = f"jq -Rs '{{source: .}}' createOptions.json |\n  {post} -d @- |\n  jq -r .text"
    stream = f"jq -Rs '{{source: .}}' deployment.json |\n  {preview} -d @- |\n  jq -r .yaml"
    return (
        ("curl", "Convert two binds", f"{post} \\\n  -d {body}"),
        ("file", "Convert a file, with jq", file),
        ("stream", "Kubernetes objects of a file as YAML, with jq", stream),
    )


def _kinds(response: Schema) -> tuple[Kind, ...]:
    examples = [content.get("examples", {}) for content in response.get("content", {}).values()]
    return tuple(KINDS[slug] for found in examples for slug in found)


def _meet(model: Model, models: Mapping[str, Model], met: dict[str, Model]) -> None:
    """Note a model and those that its fields name, in reading order."""
    if model.name in met:
        return
    met[model.name] = model
    for field in model.fields:
        for _, named in field.type:
            if named:
                _meet(models[named], models, met)


def _model(name: str, schema: Schema) -> Model:
    required = schema.get("required", ())
    fields = tuple(
        Field(key, tuple(_type(one)), key in required, _about(one)) for key, one in schema["properties"].items()
    )
    return Model(name, schema.get("description", ""), fields)


def _about(field: Schema) -> str:
    about = str(field.get("description", ""))
    default = field.get("default")
    return f"{about} Default: `{default}`." if isinstance(default, str) and default else about


def _type(schema: Schema) -> list[tuple[str, str]]:
    """Say what a value may be: pieces of text, each with the model that it names or an empty string."""
    if "$ref" in schema:
        name = str(schema["$ref"]).removeprefix(_OF_THE_PAGE)
        return [(name, name)]
    if "anyOf" in schema:
        return _joined([_type(one) for one in schema["anyOf"]])
    if "enum" in schema or "const" in schema:
        return [(" or ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")])), "")]
    if schema.get("type") == "array":
        return [("array of ", ""), *_type(schema["items"])]
    if isinstance(schema.get("additionalProperties"), dict):
        return [("object of ", ""), *_type(schema["additionalProperties"])]
    return [(schema.get("type", "any JSON value"), "")]


def _joined(types: list[list[tuple[str, str]]]) -> list[tuple[str, str]]:
    pieces = types[0]
    for more in types[1:]:
        pieces = [*pieces, (" or ", ""), *more]
    return pieces
