"""The OpenAPI document: made of the operations that are served, their docstrings, and the models they read and give."""

import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from flask import Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from webapp.formats.answer_models import JsonObject
from webapp.formats.problem import KINDS, MIMETYPE, Problem, dump, problem

VERSION = "1.0"
Schema = dict[str, object]
_ABOUT = """\
The JSON face of the createOptions Playground: it converts the createOptions of Azure IoT Edge modules from Azure Stack
Edge Pro FPGA (IoT Edge on Docker) to Pro GPU (IoT Edge on Kubernetes). It keeps nothing but what a short link is
asked for, needs no key, and answers every error as a problem of RFC 9457: also an unknown address below `/api/v1` (404)
and a method that is not taken (405, with `Allow`). Fields may be added to answers; pass over those you don't know."""
_UNCHANGED = "Nothing has changed since the answer whose `ETag` the request names in `If-None-Match`."
_TAG = {"description": "Names this state of the answer; it changes with the code only.", "required": True}
_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The `ETag` of an answer that you have; 304 tells that it still holds.",
    "schema": {"type": "string"},
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter beside the body: in the path or in a header."""

    name: str
    place: Literal["path", "header"]
    about: str
    schema: Schema


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: the view that serves it, whose docstring documents it, and what goes in and out.

    Args:
        gives: model of the answer, `example` makes one; None where there is nothing but the status.
        reads: model of the body, `asks` are bodies by title.
        problems: slugs of what it may be refused with.
        lasting: the answer changes with the code only and carries an `ETag`.
        status: of the answer where all is well.
    """

    view: Callable[..., Response]
    method: Literal["get", "post", "delete"]
    path: str
    tag: str
    gives: type[BaseModel] | None = None
    example: Callable[[], object] = dict
    reads: type[BaseModel] | None = None
    asks: Mapping[str, object] | None = None
    problems: tuple[str, ...] = ()
    lasting: bool = False
    status: int = 200
    parameters: tuple[Parameter, ...] = ()

    @property
    def template(self) -> str:
        """The path as OpenAPI writes it."""
        return self.path.replace("<", "{").replace(">", "}")

    @property
    def id(self) -> str:
        """The operation's name, which is its view's."""
        return self.view.__name__


class OpenApi(BaseModel):
    """An OpenAPI 3.1 document."""

    model_config = ConfigDict(frozen=True)
    openapi: str = Field(description="Version of OpenAPI.", examples=["3.1.0"])
    info: JsonObject = Field(description="Title, version and description of the API.")
    servers: list[JsonObject] = Field(description="This server, whatever its name.")
    tags: list[JsonObject] = Field(description="The groups of operations.")
    paths: JsonObject = Field(description="Every operation by path and method.")
    components: JsonObject = Field(description="The schemas of all models.")


class _Schemas(GenerateJsonSchema):
    """Schemas without a title for each field: it would only repeat the name."""

    def field_title_should_be_set(self, _schema: object) -> bool:
        """Tell pydantic to leave titles out."""
        return False


def document(operations: Sequence[Operation], tags: Mapping[str, str]) -> OpenApi:
    """Return the document. `tags` are the groups of operations with what they are about."""
    paths: dict[str, dict[str, object]] = {}
    for one in operations:
        paths.setdefault(one.template, {})[one.method] = _operation(one)
    return OpenApi(
        openapi="3.1.0",
        info={
            "title": "createOptions Playground",
            "version": VERSION,
            "description": " ".join(_ABOUT.split()),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        servers=[{"url": "/"}],
        tags=[{"name": name, "description": about} for name, about in tags.items()],
        paths=paths,
        components={"schemas": _schemas(operations)},
    )


def _operation(one: Operation) -> Schema:
    summary, _, description = inspect.cleandoc(one.view.__doc__ or "").partition("\n\n")
    described: Schema = {
        "operationId": one.id,
        "tags": [one.tag],
        "summary": summary.rstrip("."),
        "description": " ".join(description.split()),
    }
    parameters = [_parameter(each) for each in one.parameters] + ([_IF_NONE_MATCH] if one.lasting else [])
    if parameters:
        described["parameters"] = parameters
    if one.reads:
        examples = {name: {"summary": name, "value": value} for name, value in (one.asks or {}).items()}
        content = {"schema": _ref(one.reads), "examples": examples}
        described["requestBody"] = {"required": True, "content": {"application/json": content}}
    described["responses"] = _responses(one)
    return described


def _parameter(one: Parameter) -> Schema:
    return {"name": one.name, "in": one.place, "description": one.about, "required": True, "schema": one.schema}


def _responses(one: Operation) -> dict[str, object]:
    given: Schema = {"description": "It is done; there is nothing more to say."}
    if one.gives:
        content = {"application/json": {"schema": _ref(one.gives), "example": one.example()}}
        given = {"description": inspect.cleandoc(one.gives.__doc__ or ""), "content": content}
    responses: dict[str, object] = {str(one.status): given}
    if one.lasting:
        given["headers"] = {"ETag": _TAG | {"schema": {"type": "string"}}}
        responses["304"] = {"description": _UNCHANGED}
    by_status: dict[int, list[str]] = {}
    for slug in one.problems:
        by_status.setdefault(KINDS[slug].status, []).append(slug)
    return responses | {str(status): _refusal(slugs) for status, slugs in sorted(by_status.items())}


def _refusal(slugs: list[str]) -> Schema:
    examples = {
        slug: {"summary": KINDS[slug].title, "value": json.loads(dump(problem(slug, KINDS[slug].about)))}
        for slug in slugs
    }
    return {
        "description": " ".join(f"{KINDS[slug].title}." for slug in slugs),
        "content": {MIMETYPE: {"schema": _ref(Problem), "examples": examples}},
    }


def _ref(model: type[BaseModel]) -> Schema:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _schemas(operations: Sequence[Operation]) -> Schema:
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [(Problem, "serialization")]
    for one in operations:
        if one.gives:
            wanted.append((one.gives, "serialization"))
        if one.reads:
            wanted.append((one.reads, "validation"))
    template = "#/components/schemas/{model}"
    _, made = models_json_schema(wanted, ref_template=template, schema_generator=_Schemas)
    return cast(Schema, made["$defs"])
