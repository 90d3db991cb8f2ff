"""What a schema can't say: each rule over an object that is wrong in one place."""

from typing import Any

import pytest

from tests.core.kubernetes.samples import MODULE, OBJECTS, POD, TEMPLATE, problems, sample, spoiled
from webapp.core.kubernetes import KINDS, VERSIONS, validate
from webapp.core.path import Path

OLD = ("1.20", "1.21", "1.22")
LONG = "a" * 64
META: Path = ("metadata",)
VOLUME: Path = (*POD, "volumes", 2)
MOUNT: Path = (*MODULE, "volumeMounts", 0)
AMOUNTS: Path = (*MODULE, "resources")
PORT: Path = ("spec", "ports", 0)

WRONG: list[tuple[str, Path, Any, str]] = [
    ("Deployment", (*META, "name"), "a_b", "can't name a Deployment"),
    ("ServiceAccount", (*META, "name"), "-a", "can't name a ServiceAccount"),
    ("Secret", (*META, "name"), "", "can't name a Secret"),
    ("PersistentVolumeClaim", (*META, "name"), "a" * 254, "can't name a PersistentVolumeClaim"),
    ("Service", (*META, "name"), "a.b", "can't name a Service"),
    ("Service", (*META, "name"), LONG, "can't name a Service"),
    ("Service", (*META, "labels", "a"), LONG, "the value of a label"),
    ("Service", (*META, "labels", "a"), "-", "the value of a label"),
    ("Secret", (*META, "labels", "/a"), "", "can't be a key"),
    ("Service", (*META, "annotations", "a b"), "x", "can't be a key"),
    ("Service", (*META, "annotations", "a"), "x" * 262144, "bytes"),
    ("Deployment", (*TEMPLATE, "metadata", "annotations", "a/b/c"), "x", "can't be a key"),
    ("Deployment", (*TEMPLATE, "metadata", "labels"), {"a": "b"}, "does not match the labels"),
    ("Deployment", ("spec", "selector"), {"matchLabels": {}}, "does not match the labels"),
    ("Deployment", ("spec", "strategy", "type"), "Recreate", "no `rollingUpdate`"),
    ("Deployment", ("spec", "strategy", "type"), "recreate", "is no strategy"),
    ("Deployment", ("spec", "strategy", "rollingUpdate", "maxSurge"), "0%", "must not both be 0"),
    ("Deployment", (*POD, "nodeSelector", "disk"), "a b", "the value of a label"),
    ("Deployment", (*POD, "securityContext", "runAsUser"), 2**31, "is no user or group"),
    ("Deployment", (*POD, "securityContext", "supplementalGroups", 0), -1, "is no user or group"),
    ("Deployment", (*MODULE, "name"), "a.b", "can't name a container"),
    ("Deployment", (*MODULE, "name"), "proxy", "Another container"),
    ("Deployment", (*MODULE, "ports", 0, "containerPort"), 0, "is no port"),
    ("Deployment", (*MODULE, "ports", 0, "protocol"), "tcp", "is no protocol"),
    ("Deployment", (*MODULE, "ports", 2), {"containerPort": 80}, "taken twice for TCP"),
    ("Deployment", (*MODULE, "env", 0, "name"), "", "can't name a variable"),
    ("Deployment", (*MODULE, "env", 0, "name"), "ä", "can't name a variable"),
    ("Deployment", (*POD, "volumes", 5), {"name": "A", "emptyDir": {}}, "can't name a volume"),
    ("Deployment", (*POD, "volumes", 5), {"name": "shm", "emptyDir": {}}, "Another volume of the pod"),
    ("Deployment", (*VOLUME, "configMap"), {"name": "a"}, "A volume has one source"),
    ("Deployment", (*VOLUME, "emptyDir", "medium"), "memory", "is no medium"),
    ("Deployment", (*VOLUME, "emptyDir", "sizeLimit"), "1GB", "is no amount"),
    ("Deployment", (*POD, "volumes", 3, "hostPath", "path"), "data", "begins with a slash"),
    ("Deployment", (*POD, "volumes", 3, "hostPath", "path"), "/a/../b", "lead back"),
    ("Deployment", (*POD, "volumes", 3, "hostPath", "type"), "directory", "no type of host path"),
    ("Deployment", (*POD, "volumes", 4, "persistentVolumeClaim", "claimName"), "", "A claim needs a name"),
    ("Deployment", (*MOUNT, "name"), "other", "no volume called `other`"),
    ("Deployment", (*MOUNT, "mountPath"), "", "needs a path"),
    ("Deployment", (*MOUNT, "mountPath"), "C:/a", "colon"),
    ("Deployment", (*MOUNT, "mountPath"), "/share", "mounted at `/share`, too"),
    ("Deployment", (*MOUNT, "subPath"), "../a", "relative path"),
    ("Deployment", (*MODULE, "volumeMounts", 2, "subPathExpr"), "b", "only one"),
    ("Deployment", (*AMOUNTS, "limits", "cpu"), "1 core", "is no amount"),
    ("Deployment", (*AMOUNTS, "limits", "memory"), "-1", "negative"),
    ("Deployment", (*AMOUNTS, "limits", "cpu"), "400m", "must not be greater"),
    ("Deployment", (*AMOUNTS, "requests", "cpu"), "0.0001", "finer"),
    ("Deployment", (*AMOUNTS, "limits", "gpu"), "1", "is no resource"),
    ("Deployment", (*AMOUNTS, "limits", "a.io/b"), "1500m", "whole pieces"),
    ("Deployment", (*AMOUNTS, "limits", "nvidia.com/gpu"), "2", "must be equal"),
    ("Deployment", (*AMOUNTS, "requests", "a.io/b"), "1", "without a limit"),
    ("Deployment", AMOUNTS, {"limits": {"hugepages-2Mi": "2Mi"}}, "`cpu` or `memory` beside"),
    ("Service", (*PORT, "port"), 65536, "is no port"),
    ("Service", (*PORT, "targetPort"), 70000, "is no port"),
    ("Service", (*PORT, "protocol"), "udp", "is no protocol"),
    ("Service", (*PORT, "name"), "a_b", "can't name a port"),
    ("Service", (*PORT, "name"), "", "needs a name for each"),
    ("Service", (*PORT, "name"), "exposedport-90-udp", "Another port of the Service"),
    ("Service", ("spec", "ports", 2), {"port": 80, "name": "x"}, "given again for TCP"),
    ("Service", ("spec", "type"), "loadbalancer", "no type of Service"),
    ("PersistentVolumeClaim", ("spec", "resources", "requests", "storage"), "0Mi", "more than nothing"),
    ("PersistentVolumeClaim", ("spec", "resources", "requests", "storage"), "1GB", "is no amount"),
]

# Where two places don't fit together, the other one may be the one that is told.
TOLD_ELSEWHERE: dict[str, Path] = {
    "does not match the labels": ("spec", "selector"),
    "no `rollingUpdate`": ("spec", "strategy", "rollingUpdate"),
    "mounted at `/share`, too": (*MODULE, "volumeMounts", 1, "mountPath"),
    "must not be greater": (*AMOUNTS, "requests", "cpu"),
    "must be equal": (*AMOUNTS, "requests", "nvidia.com/gpu"),
    "Another port of the Service": ("spec", "ports", 1, "name"),
}


def test_the_samples_are_taken_by_every_version() -> None:
    assert {one["kind"] for one in OBJECTS} == set(KINDS)
    assert validate(OBJECTS) == ()


@pytest.mark.parametrize(("kind", "path", "value", "message"), WRONG)
def test_one_wrong_place_is_one_problem(kind: str, path: Path, value: Any, message: str) -> None:
    (problem,) = problems(kind, path, value)
    assert message in str(problem.message)
    assert problem.kind == kind and problem.versions == VERSIONS
    told = TOLD_ELSEWHERE.get(message, path)
    assert problem.path[: len(told)] == told[: len(problem.path)]


@pytest.mark.parametrize(
    ("kind", "path", "value", "versions"),
    [
        ("Service", ("spec", "type"), "LoadBalancer", OLD),
        ("Service", (*META, "name"), "1a", OLD),
        ("Deployment", (*MODULE, "env", 0, "name"), "a:b", OLD),
        ("Deployment", (*MODULE, "env", 0, "name"), "1", OLD),
        ("Deployment", (*MODULE, "env", 0, "name"), "..a", OLD),
        ("Deployment", (*MODULE, "env", 0, "name"), "a=b", VERSIONS),
    ],
)
def test_what_later_versions_take_is_held_against_earlier_ones_only(
    kind: str, path: Path, value: Any, versions: tuple[str, ...]
) -> None:
    found = problems(kind, path, value)
    assert tuple(sorted(version for one in found for version in one.versions)) == versions
    late = [version for version in VERSIONS if version not in versions]
    assert validate([spoiled(kind, path, value)], late) == ()


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("Deployment", (*META, "name"), "a.b-1"),
        ("Service", (*META, "annotations", "A.b/C"), ""),
        ("Deployment", (*POD, "hostNetwork"), False),
        ("Deployment", (*AMOUNTS, "limits", "cpu"), "1e1"),
        ("Deployment", (*MODULE, "env", 1), {"name": "A", "value": "again"}),
        ("Deployment", ("spec", "strategy"), {"type": "Recreate"}),
        ("Service", (*META, "labels", "a.io/b"), ""),
        ("Service", ("spec", "type"), "NodePort"),
        ("Deployment", (*POD, "volumes", 3, "hostPath", "path"), "${FOLDER}/a"),
    ],
)
def test_what_is_right_is_no_problem(kind: str, path: Path, value: Any) -> None:
    assert problems(kind, path, value) == ()


@pytest.mark.parametrize(
    ("path", "value", "missing"),
    [
        ((*MODULE, "volumeMounts", 3), {"name": "shm"}, "mountPath"),
        ((*MODULE, "volumeMounts", 3), {"mountPath": "/new"}, "name"),
        ((*MODULE, "env", 0), {"value": "a"}, "name"),
        ((*POD, "volumes", 5), {"emptyDir": {}}, "name"),
        ((*POD, "volumes", 3, "hostPath"), {"type": ""}, "path"),
        ((*POD, "containers", 2), {"image": "a"}, "name"),
    ],
)
def test_what_is_missing_is_told_once(path: Path, value: Any, missing: str) -> None:
    (problem,) = problems("Deployment", path, value)
    assert str(problem.message) == f"`{missing}` is missing."


def test_outside_of_the_hosts_network_a_port_may_be_given_twice() -> None:
    one = spoiled("Deployment", (*MODULE, "ports", 2), {"containerPort": 80})
    one["spec"]["template"]["spec"]["hostNetwork"] = False  # type: ignore[index, call-overload]
    assert validate([one]) == ()


def test_a_service_selects_pods_of_a_deployment_beside_it() -> None:
    other = spoiled("Service", ("spec", "selector"), {"a": "b"})
    (problem,) = validate([other, sample("Deployment")])
    assert "matches no pods" in str(problem.message)
    assert validate([other]) == ()


def test_what_is_no_object_of_these_kinds_is_not_judged() -> None:
    assert "no kind" in str(problems("Deployment", ("apiVersion",), "apps/v2")[0].message)
    assert "no kind" in str(validate([{"kind": ["Pod"]}])[0].message)


def test_a_long_value_is_cut_in_the_message() -> None:
    assert len(str(problems("Deployment", (*META, "name"), "A" * 9999)[0].message)) < 250
