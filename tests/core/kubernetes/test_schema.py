"""The schemas judge as those they were pruned from, and what they say is told in plain words."""

import os
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from tests.core.kubernetes import pruning
from tests.core.kubernetes.samples import MODULE, OBJECTS, POD, problems, sample, spoiled
from webapp.core.kubernetes import KINDS, VERSIONS, Kind, Version
from webapp.core.kubernetes.schema import API_VERSIONS, definitions, validator
from webapp.core.path import Json, Path, leaves

SOURCE = os.environ.get("KUBERNETES_VALIDATE", "")
PACKAGES = pruning.packages(File(SOURCE)) if SOURCE else {}
BARE: dict[Kind, dict[str, Json]] = {kind: {"apiVersion": API_VERSIONS[kind], "kind": kind} for kind in KINDS}


def variants(kind: Kind) -> Iterator[dict[str, Json]]:
    """Yield objects of a kind: bare, sound, and spoiled at every place in turn."""
    yield BARE[kind]
    yield sample(kind)
    values: tuple[Json, ...] = (None, 1.5, 7, "x", True, [], {}, {"x": 1})
    for path in leaves(sample(kind)):
        for length in range(1, len(path) + 1):
            yield from (spoiled(kind, path[:length], value) for value in values)
            if isinstance(path[length - 1], str):
                yield spoiled(kind, (*path[: length - 1], "unknown"), 1)


@pytest.mark.parametrize("version", VERSIONS)
def test_they_are_what_the_packages_prune_to_and_judge_alike(version: Version) -> None:
    if not PACKAGES:
        pytest.skip("NO PACKAGES: KUBERNETES_VALIDATE must name the folder of both (see pruning.py)")
    assert definitions(version) == {"$defs": pruning.pruned(PACKAGES[version], version)}
    for kind in KINDS:
        whole = Draft202012Validator(pruning.original(PACKAGES[version], version, kind))
        judged = [(whole.is_valid(one), validator(kind, version).is_valid(one)) for one in variants(kind)]
        assert all(wanted == found for wanted, found in judged)
        assert {wanted for wanted, _ in judged} == {True, False}


@pytest.mark.parametrize("version", VERSIONS)
def test_nothing_refers_to_what_was_pruned_away(version: Version) -> None:
    known = definitions(version)["$defs"]
    wanted = {name for schema in known.values() for name in _references(schema)}
    assert wanted | set(KINDS) == set(known)


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].removeprefix("#/$defs/")
        for child in schema.values():
            yield from _references(child)
    elif isinstance(schema, list):
        for child in schema:
            yield from _references(child)


def test_versions_differ_where_kubernetes_does() -> None:
    later = problems("Deployment", (*POD, "hostUsers"), True)
    assert [(one.versions, str(one.message)) for one in later] == [
        (("1.20", "1.21", "1.22"), "Kubernetes knows no `hostUsers` here.")
    ]


@pytest.mark.parametrize(
    ("kind", "path", "value", "message", "at"),
    [
        ("Deployment", (*POD, "x"), 1, "Kubernetes knows no `x` here.", POD),
        ("Deployment", (*MODULE, "env", 0), {"value": "a"}, "`name` is missing.", (*MODULE, "env", 0)),
        ("Service", ("spec", "loadBalancerIP"), 1, "This must be of type string.", ("spec", "loadBalancerIP")),
        (
            "Service",
            ("spec", "ports", 0, "targetPort"),
            [],
            "a text or a whole number",
            ("spec", "ports", 0, "targetPort"),
        ),
    ],
)
def test_a_fault_is_told_with_its_place(kind: str, path: Path, value: Json, message: str, at: Path) -> None:
    (found,) = [one for one in problems(kind, path, value) if message in str(one.message)]
    assert found.path == at and found.versions == VERSIONS


@pytest.mark.parametrize("value", ["\ud800", {"\ud800": 1}])
def test_half_a_surrogate_pair_is_judged_like_any_text(value: Json) -> None:
    assert "must be of type integer" in str(problems("Deployment", ("spec", "replicas"), value)[0].message)


def test_every_place_may_have_any_type_without_a_crash() -> None:
    values: tuple[Json, ...] = (7, "x", [1], {"x": 1})
    wrong = 0
    for one in OBJECTS:
        for path in leaves(one):
            for length in range(1, len(path) + 1):
                for value in values:
                    wrong += bool(problems(str(one["kind"]), path[:length], value))
    assert wrong > 100
