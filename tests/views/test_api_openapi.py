"""The OpenAPI document: valid, complete, and the same as what is served."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from webapp.formats.problem import KINDS, MIMETYPE

Document = dict[str, Any]
HEALTH = {"/healthz", "/readyz"}
VERBS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def document(client: FlaskClient) -> Document:
    found = client.get("/api/v1/openapi.json").json
    assert isinstance(found, dict)
    return found


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def checker(document: Document, schema: Document) -> Draft202012Validator:
    """Return a validator for a schema of the document, which may refer to its components."""
    resource = Resource.from_contents(document | {"$id": "urn:api"}, default_specification=DRAFT202012)
    pointed = json.loads(json.dumps(schema).replace('"#/', '"urn:api#/'))
    return Draft202012Validator(pointed, registry=Registry().with_resource("urn:api", resource))


def test_every_route_is_in_the_document_and_nothing_else(app: Flask, document: Document) -> None:
    served = {
        (re.sub("<(.+?)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1") or rule.rule in HEALTH
        for method in (rule.methods or set()) & VERBS
    }
    assert {(path, method) for path, method, _ in operations(document)} == served


def test_every_schema_is_valid_by_the_dialect_of_openapi_3_1(document: Document) -> None:
    assert document["openapi"] == "3.1.0"
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_to_a_schema(document: Document) -> None:
    names = set(re.findall(r'"\$ref":\s*"#/components/schemas/(\w+)"', json.dumps(document)))
    assert names == set(document["components"]["schemas"])


def test_every_operation_says_what_it_is(document: Document) -> None:
    tags = {tag["name"] for tag in document["tags"]}
    for path, method, operation in operations(document):
        assert set(operation["tags"]) <= tags, (path, method)
        assert operation["summary"], (path, method)
        assert {"200", "201", "204"} & set(operation["responses"]), (path, method)
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))


def test_every_field_says_what_it_means(document: Document) -> None:
    silent = {
        f"{name}.{field}"
        for name, schema in document["components"]["schemas"].items()
        for field, about in schema["properties"].items()
        if not about.get("description", "").endswith(".")
    }
    assert silent == set()


def test_every_example_fits_its_schema(document: Document) -> None:
    seen = 0
    for _, _, operation in operations(document):
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        for content in [one for body in bodies for one in body.get("content", {}).values()]:
            examples = [one["value"] for one in content.get("examples", {}).values()]
            for example in [content["example"]] if "example" in content else examples:
                checker(document, content["schema"]).validate(example)
                seen += 1
    assert seen >= 16


def test_every_example_of_a_request_is_answered(client: FlaskClient, document: Document) -> None:
    body = document["paths"]["/api/v1/convert"]["post"]["requestBody"]["content"]["application/json"]
    statuses = [client.post("/api/v1/convert", json=one["value"]).status_code for one in body["examples"].values()]
    assert statuses == [200, 200]


def test_every_example_of_a_link_is_made(client: FlaskClient, document: Document) -> None:
    body = document["paths"]["/api/v1/share"]["post"]["requestBody"]["content"]["application/json"]
    statuses = [client.post("/api/v1/share", json=one["value"]).status_code for one in body["examples"].values()]
    assert statuses == [201, 201, 201, 201]


def test_the_example_of_an_answer_is_the_answer_to_the_first_request(client: FlaskClient, document: Document) -> None:
    operation = document["paths"]["/api/v1/convert"]["post"]
    first = next(iter(operation["requestBody"]["content"]["application/json"]["examples"].values()))
    example = operation["responses"]["200"]["content"]["application/json"]["example"]
    assert client.post("/api/v1/convert", json=first["value"]).json == example


def test_every_refusal_is_a_problem_of_its_status(document: Document) -> None:
    for _, _, operation in operations(document):
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                ((mimetype, content),) = response["content"].items()
                assert mimetype == MIMETYPE
                assert {KINDS[slug].status for slug in content["examples"]} == {int(status)}


def test_nothing_in_the_document_names_a_machine(document: Document) -> None:
    assert document["servers"] == [{"url": "/"}]
    text = json.dumps(document).replace("http://localhost:3500", "")  # the agent's own addresses
    assert [word for word in ("localhost:", "127.0.0.1", "/work", "/home/runner", ".py") if word in text] == []


def test_the_request_knows_its_fields_and_limits(document: Document) -> None:
    schema = document["components"]["schemas"]["ConvertRequest"]
    assert (schema["required"], schema["additionalProperties"]) == (["source"], False)
    assert schema["properties"]["source"]["maxLength"] == 1 << 20
    assert schema["properties"]["language"]["enum"] == ["en", "de"]


def test_the_answer_promises_every_field(document: Document) -> None:
    schemas = document["components"]["schemas"]
    inner = ("ConvertedModule", "Change", "Finding", "Question", "Option", "LedgerEntry", "Repair")
    for name in ("ConvertAnswer", *inner):
        assert schemas[name]["required"] == list(schemas[name]["properties"])


def test_what_is_one_of_few_is_listed_in_the_schema(document: Document) -> None:
    schemas = document["components"]["schemas"]
    listed = {
        (name, field): about["enum"]
        for name, schema in schemas.items()
        for field, about in schema["properties"].items()
        if "enum" in about and name in ("ConvertAnswer", "Change", "Finding", "LedgerEntry")
    }
    sections, sure = ["storage", "network", "resources", "web-proxy", "other"], ["documented", "derived", "advice"]
    parts = ["createOptions", "env", "entry", "deployment"]
    assert listed == {
        ("ConvertAnswer", "kind"): ["create-options", "module", "deployment", "layered-deployment", "docker-inspect"],
        ("Change", "section"): sections,
        ("Change", "op"): ["add", "replace", "remove", "move"],
        ("Change", "part"): parts,
        ("Change", "sure"): sure,
        ("Finding", "section"): sections,
        ("Finding", "severity"): ["error", "warning", "info"],
        ("Finding", "part"): parts,
        ("Finding", "sure"): sure,
        ("LedgerEntry", "verdict"): ["kept", "changed", "moved", "removed", "undecided"],
    }
