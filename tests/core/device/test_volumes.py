"""Volumes, mounts and claims (translation, sections 8 and 9)."""

# ruff: noqa: E501  tables of values, a line for what belongs together

from typing import Any

import pytest

from tests.core.device.made import container, kinds, lost, made, one, pod, reached, refusal
from webapp.core.device import AZURE_STACK_EDGE, DeviceModule, translate
from webapp.core.path import Json, at

CLAIMED = {"storageClassName": "fast"}


def binds(*texts: Json) -> Any:
    return {"HostConfig": {"Binds": list(texts)}}


def mounts(*entries: Json) -> Any:
    return {"HostConfig": {"Mounts": list(entries)}}


def mount(kind: str, source: str, target: str, **more: Json) -> dict[str, Json]:
    return {"Type": kind, "Source": source, "Target": target, **more}


@pytest.mark.parametrize(
    ("bind", "path", "target", "read_only"),
    [
        ("/a:/b", "/a", "/b", False), ("/a:/b:ro", "/a", "/b", True), ("/a:/b:rw:ro", "/a", "/b", False), ("/a:/b:Ro", "/a", "/b", False),
        ("/a:/b:zro", "/a", "/b", True), ("C:\\x:/b", "C", "\\x", False), ("/a:", "/a", "", False), ("/a::ro", "/a", "", True),
    ],
)  # fmt: skip
def test_a_bind_is_torn_at_every_colon(bind: str, path: str, target: str, read_only: bool) -> None:
    found = made(binds(bind))
    assert at(pod(found, "volumes", 2), ("hostPath", "path")) == path
    only = container(found, "volumeMounts", 0)
    assert (only["mountPath"], only["readOnly"]) == (target, read_only)


def test_a_bind_reaches_its_volume_and_its_mount() -> None:
    pod_spec = "Deployment/spec/template/spec"
    assert reached(made(binds("/a:/b")), "HostConfig", "Binds", 0) == [
        f"{pod_spec}/containers/1/volumeMounts/0/name",
        f"{pod_spec}/containers/1/volumeMounts/0/mountPath",
        f"{pod_spec}/containers/1/volumeMounts/0/readOnly",
        f"{pod_spec}/volumes/2/name",
        f"{pod_spec}/volumes/2/hostPath/path",
    ]


def test_a_bind_without_a_colon_is_lost() -> None:
    assert "/data" in lost(made(binds("/data")))["HostConfig", "Binds", 0]


@pytest.mark.parametrize("bind", ["/:/x", ":/x", "$$:/x", "/" + "a" * 64 + ":/x"])
def test_a_bind_of_which_no_name_is_left_is_refused_at_its_place(bind: str) -> None:
    assert refusal(made(binds("/ok:/ok", bind))) == ("InvalidKubernetesName", ("HostConfig", "Binds", 1))


@pytest.mark.parametrize("missing", ["Type", "Source", "Target"])
def test_a_mount_lacks_nothing_whatever_its_type(missing: str) -> None:
    given = {name: text for name, text in mount("tmpfs", "a", "/b").items() if name != missing}
    assert refusal(made(mounts(mount("bind", "/ok", "/ok"), given))) == ("InvalidMount", ("HostConfig", "Mounts", 1))
    assert refusal(made(mounts({**given, missing: None})))[0] == "InvalidMount"


def test_an_incomplete_mount_fails_before_one_that_can_not_be_named() -> None:
    assert refusal(made(mounts(mount("bind", "/", "/x"), {})))[0] == "InvalidMount"
    assert refusal(made({"HostConfig": {"Binds": ["/:/x"], "Mounts": [{}]}}))[0] == "InvalidKubernetesName"


@pytest.mark.parametrize("kind", ["tmpfs", "npipe", "", "bind "])
def test_a_mount_of_another_type_vanishes_whatever_its_source(kind: str) -> None:
    found = made(mounts(mount(kind, "/", "/x", ReadOnly=True)), CLAIMED)
    assert container(found, "volumeMounts") == []
    assert len(lost(found)) == 4


@pytest.mark.parametrize("kind", ["bind", "volume"])
def test_a_source_of_which_no_name_is_left_is_refused(kind: str) -> None:
    path = ("HostConfig", "Mounts", 0, "Source")
    assert refusal(made(mounts(mount(kind, "/", "/x")))) == ("InvalidKubernetesName", path)


def test_binds_come_first_then_mounts_of_type_bind_then_volumes() -> None:
    found = made({"HostConfig": {
        "Mounts": [mount("Volume", "v", "/v"), mount("Bind", "/m", "/m", ReadOnly="true")], "Binds": ["/b:/b"],
    }})  # fmt: skip
    assert [one["name"] for one in container(found, "volumeMounts")] == ["b", "m", "v"]
    assert pod(found, "volumes", 3) == {"name": "m", "hostPath": {"path": "/m", "type": "DirectoryOrCreate"}}
    assert pod(found, "volumes", 4) == {"name": "v", "persistentVolumeClaim": {"claimName": "v", "readOnly": False}}


def test_a_mounts_type_is_what_the_volume_and_the_mount_are_there_for() -> None:
    found = made(mounts(mount("volume", "v", "/v")), CLAIMED)
    assert reached(found, "HostConfig", "Mounts", 0, "Type") == [
        "Deployment/spec/template/spec/containers/1/volumeMounts/0/name",
        "Deployment/spec/template/spec/volumes/2/name",
        "Deployment/spec/template/spec/volumes/2/persistentVolumeClaim/claimName",
        "PersistentVolumeClaim/metadata/name",
    ]


@pytest.mark.parametrize(
    ("entries", "kind"),
    [
        ([mount("volume", "ab", "/1", ReadOnly=True)], "hostPath"),
        ([mount("volume", "ab", "/1")], "persistentVolumeClaim"),
        ([mount("volume", "a_b", "/1", ReadOnly=True), mount("volume", "ab", "/2")], "persistentVolumeClaim"),
    ],
)
def test_a_bind_and_a_claim_of_one_name_share_a_volume(entries: list[Json], kind: str) -> None:
    found = made({"HostConfig": {"Binds": ["/a/b:/0"], "Mounts": entries}})
    volumes = pod(found, "volumes")
    assert isinstance(volumes, list)
    assert len(volumes) == 3
    assert at(volumes, (2, kind)) is not None
    assert len(container(found, "volumeMounts")) == 1 + len(entries)


def test_a_volume_stands_where_its_name_came_first() -> None:
    found = made(
        mounts(mount("volume", "a", "/1", ReadOnly=True), mount("volume", "b", "/2"), mount("volume", "A", "/3"))
    )
    assert pod(found, "volumes", 2) == {"name": "a", "persistentVolumeClaim": {"claimName": "a", "readOnly": False}}


def test_sockets_of_the_runtime_are_bound_where_it_listens_on_some() -> None:
    device = {"workloadUri": "unix:///w/w.sock", "managementUri": "UNIX:///m.sock"}
    assert [one["mountPath"] for one in container(made({}, device, name="edgeAgent"), "volumeMounts")][1:] == [
        "/w/w.sock",
        "/m.sock",
    ]
    assert [one["mountPath"] for one in container(made(None, device), "volumeMounts")] == ["/w/w.sock"]
    assert container(made({"HostConfig": {"Binds": []}}, device), "volumeMounts", 0, "readOnly") is False


@pytest.mark.parametrize("host", [{}, {"Binds": None}, {"Binds": ""}])
def test_a_host_config_without_binds_fails_where_a_socket_must_be_bound(host: Json) -> None:
    found = made({"HostConfig": host}, {"workloadUri": "unix:///w.sock"})
    assert refusal(found) == ("InvalidCreateOptions", ("HostConfig",))


@pytest.mark.parametrize("missing", ["agentConfigMapName", "agentConfigPath", "agentConfigVolume"])
def test_the_agents_configuration_needs_all_three_settings(missing: str) -> None:
    assert container(made({}, {missing: None}, name="edgeAgent"), "volumeMounts") == []


def test_claims_are_made_only_where_a_storage_class_is_set() -> None:
    given = mounts(mount("volume", "v", "/v"))
    assert "PersistentVolumeClaim" not in kinds(made(given, {"useMountSourceForVolumeName": True}))
    assert kinds(made(given, {"storageClassName": ""})) == ["ServiceAccount", "Deployment", "PersistentVolumeClaim"]


def test_a_claim_says_what_the_first_mount_of_its_name_says() -> None:
    given = mounts(mount("volume", "My_V", "/1", ReadOnly=True), mount("volume", "myv", "/2"))
    found = made(
        given, {"storageClassName": "", "persistentVolumeClaimSizeMb": None, "useMountSourceForVolumeName": True}
    )
    claim = one(found, "PersistentVolumeClaim")
    assert claim["spec"] == {
        "accessModes": ["ReadOnlyMany"],
        "resources": {"requests": {"storage": "0Mi"}},
        "storageClassName": "",
        "volumeName": "myv",
    }
    assert at(claim, ("metadata", "labels")) == {"net.azure-devices.edge.deviceid": "device1"}
    assert reached(found, "HostConfig", "Mounts", 0, "ReadOnly") == [
        "Deployment/spec/template/spec/containers/1/volumeMounts/0/readOnly",
        "PersistentVolumeClaim/spec/accessModes/0",
    ]


def test_on_azure_stack_edge_a_share_is_claimed_by_its_name_and_ports_are_balanced() -> None:
    options: Json = {
        "HostConfig": {
            "Mounts": [mount("volume", "myshare", "/in")],
            "PortBindings": {"80/tcp": [{"HostPort": "8080"}]},
        }
    }
    found = translate(DeviceModule("camera", "a:1", create_options=options), AZURE_STACK_EDGE)
    assert at(pod(found, "volumes", 2), ("persistentVolumeClaim", "claimName")) == "myshare"
    assert at(one(found, "PersistentVolumeClaim"), ("spec", "volumeName")) == "myshare"
    assert at(one(found, "Service"), ("spec", "type")) == "LoadBalancer"
    assert {at(one, ("metadata", "namespace")) for one in found.objects} == {"iotedge"}
