"""The types that the device reads, with its leniency: what passes and what it refuses."""

from typing import Any

import pytest

from webapp.core.module import Module
from webapp.core.rules.other._types import mismatches

TEXT = ("x", "", 8080, 1.5, True, None)
NUMBER = (1, 1.5, True, "12", " -1 ", None)
BOOLEAN = (True, False, 0, 1, "true", " FALSE ", None)
LIST: tuple[Any, ...] = ([], None, "")
OBJECT: tuple[Any, ...] = ({}, None, "")


def refused(options: dict[str, Any]) -> dict[str, str]:
    found = mismatches(Module(options))
    return {"/".join(str(step) for step in one.path): one.expected for one in found}


def host(name: str, value: Any) -> dict[str, Any]:
    return {"HostConfig": {name: value}}


@pytest.mark.parametrize("value", TEXT)
def test_scalars_pass_as_text(value: Any) -> None:
    assert not refused(host("NetworkMode", value))
    assert not refused({"Env": [value], "Labels": {"a": value}})


@pytest.mark.parametrize("value", NUMBER)
def test_digits_and_truth_values_pass_as_a_number(value: Any) -> None:
    assert not refused(host("CpuShares", value))


@pytest.mark.parametrize("value", BOOLEAN)
def test_numbers_and_true_in_quotes_pass_as_a_truth_value(value: Any) -> None:
    assert not refused(host("Privileged", value))


@pytest.mark.parametrize("value", LIST)
def test_null_and_the_empty_text_pass_as_a_list(value: Any) -> None:
    assert not refused(host("Binds", value) | {"Env": value})


@pytest.mark.parametrize("value", OBJECT)
def test_null_and_the_empty_text_pass_as_an_object(value: Any) -> None:
    assert not refused({"Labels": value, "HostConfig": value, "ExposedPorts": value})


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (host("NetworkMode", ["host"]), {"HostConfig/NetworkMode": "text"}),
        (host("Memory", "128m"), {"HostConfig/Memory": "number"}),
        (host("Memory", []), {"HostConfig/Memory": "number"}),
        (host("Privileged", "yes"), {"HostConfig/Privileged": "boolean"}),
        (host("Privileged", ""), {"HostConfig/Privileged": "boolean"}),
        (host("Binds", "/a:/b"), {"HostConfig/Binds": "list"}),
        (host("Binds", ["/a:/b", {}]), {"HostConfig/Binds/1": "text"}),
        (host("Mounts", {}), {"HostConfig/Mounts": "list"}),
        (host("Mounts", [{"source": {}}]), {"HostConfig/Mounts/0/source": "text"}),
        (host("Mounts", [{"READONLY": "no"}]), {"HostConfig/Mounts/0/READONLY": "boolean"}),
        (host("PortBindings", {"80/tcp": {"HostPort": "80"}}), {"HostConfig/PortBindings/80/tcp": "list"}),
        (host("PortBindings", {"80/tcp": [{"hostport": []}]}), {"HostConfig/PortBindings/80/tcp/0/hostport": "text"}),
        ({"HostConfig": []}, {"HostConfig": "object"}),
        ({"Env": {"A": "b"}}, {"Env": "list"}),
        ({"Labels": {"int": {}}}, {"Labels/int": "text"}),
        ({"ExposedPorts": {"80/tcp": None}}, {"ExposedPorts/80/tcp": "object"}),
        ({"WorkingDir": ["/a"]}, {"WorkingDir": "text"}),
        ({"k8s-experimental": {"resources": "x"}}, {"k8s-experimental/resources": "object"}),
        (
            {"k8s-experimental": {"SecurityContext": {"runAsUser": "root"}}},
            {"k8s-experimental/SecurityContext/runAsUser": "number"},
        ),
        (
            {"k8s-experimental": {"volumes": [{"volumeMounts": {}}]}},
            {"k8s-experimental/volumes/0/volumeMounts": "list"},
        ),
        ({"k8s-experimental": {"nodeSelector": {"Disk": []}}}, {"k8s-experimental/nodeSelector/Disk": "text"}),
    ],
)
def test_other_types_are_refused_at_their_place(options: dict[str, Any], expected: dict[str, str]) -> None:
    assert refused(options) == expected


@pytest.mark.parametrize(
    "options",
    [
        {"Cmd": "run", "Entrypoint": "run"},
        {"hostCONFIG": {"BINDS": ["/a:/b"]}},
        {"k8s-experimental": "ignored by the device"},
        {"k8s-experimental": {"tolerations": 5}},
        {"Unknown": {"a": [1]}},
        {"HostConfig": {"Ulimits": "ignored and removed"}},
        {"HostConfig": {"CpuQuota": 10**30}},
    ],
)
def test_what_other_rules_treat_or_nobody_reads_is_no_matter_of_types(options: dict[str, Any]) -> None:
    assert not refused(options)
