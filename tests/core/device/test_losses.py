"""What the device drops without a word (translation, section 11)."""

# ruff: noqa: E501  tables of values, a line for what belongs together

import pytest

from tests.core.device.made import harmless, lost, made, refusal
from webapp.core.device import translate
from webapp.core.device.module import DeviceModule
from webapp.core.device.settings import Device
from webapp.core.path import Json, Path

SAID: list[tuple[Json, Path, str]] = [
    ({"User": "1000"}, ("User",), "security"),
    ({"HostConfig": {"CapAdd": ["NET_ADMIN"]}}, ("HostConfig", "CapAdd", 0), "security"),
    ({"HostConfig": {"Memory": 1}}, ("HostConfig", "Memory"), "k8s-experimental.resources"),
    ({"hostconfig": {"MEMORY": 1}}, ("hostconfig", "MEMORY"), "k8s-experimental.resources"),
    ({"HostConfig": {"Ulimits": [{"Soft": 5}]}}, ("HostConfig", "Ulimits", 0, "Soft"), "limits"),
    ({"HostConfig": {"Devices": [{"PathOnHost": "/dev/x"}]}}, ("HostConfig", "Devices", 0, "PathOnHost"), "devices"),
    ({"HostConfig": {"Tmpfs": {"/t": ""}}}, ("HostConfig", "Tmpfs", "/t"), "Mounts"),
    ({"Volumes": {"/data": {}}}, ("Volumes", "/data"), "Mounts"),
    ({"HostConfig": {"Dns": ["1.1.1.1"]}}, ("HostConfig", "Dns", 0), "network"),
    ({"Hostname": "h"}, ("Hostname",), "network"),
    ({"Healthcheck": {"Test": ["NONE"]}}, ("Healthcheck", "Test", 0), "in its own way"),
    ({"StopTimeout": 0}, ("StopTimeout",), "in its own way"),
    ({"Image": "x"}, ("Image",), "named after"),
    ({"Foo": {"Bar": 1}}, ("Foo", "Bar"), "does not know"),
    ({"HostConfig": {"Foo": 1}}, ("HostConfig", "Foo"), "does not know"),
    ({"HostConfig": {"PortBindings": {"80": [{"HostPort": "1", "x": 1}]}}}, ("HostConfig", "PortBindings", "80", 0, "x"), "does not know"),
    ({"K8s-Experimental": {"strategy": {"type": "Recreate"}}}, ("K8s-Experimental", "strategy", "type"), "exact name"),
    ({"k8s-experimental": {"tolerations": [1]}}, ("k8s-experimental", "tolerations", 0), "six names"),
    ({"k8s-experimental": {"strategy": {"x": 1}}}, ("k8s-experimental", "strategy", "x"), "no such member"),
    ({"HostConfig": {"Privileged": True, "privileged": False}}, ("HostConfig", "Privileged"), "two spellings"),
    (
        {"HostConfig": {"Mounts": [{"Type": "bind", "Source": "/a", "Target": "/b", "BindOptions": {"Propagation": "x"}}]}},
        ("HostConfig", "Mounts", 0, "BindOptions", "Propagation"),
        "Of a mount",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("options", "path", "words"), SAID, ids=[str(one[1]) for one in SAID])
def test_a_loss_says_why(options: Json, path: Path, words: str) -> None:
    found = made(options)
    assert words in lost(found)[path]
    assert path not in harmless(found)


@pytest.mark.parametrize(
    "options",
    [
        {"Tty": False}, {"Hostname": ""}, {"HostConfig": {"Memory": 0}}, {"HostConfig": {"CapAdd": []}}, {"HostConfig": {}}, {"Volumes": {}},
        {"HostConfig": {"Binds": None}}, {"Env": []}, {"Labels": {"a": None}}, {"HostConfig": {"LogConfig": {"Type": ""}}}, {"Foo": {"Bar": []}},
        {"k8s-experimental": {}}, {"k8s-experimental": {"volumes": []}}, {"HostConfig": {"PortBindings": {"80": [{"HostPort": 1, "HostIp": ""}]}}},
    ],
)  # fmt: skip
def test_what_says_nothing_is_lost_without_harm(options: Json) -> None:
    found = made(options)
    assert harmless(found) == list(lost(found))
    assert len(found.losses) == 1


def test_no_options_lose_nothing() -> None:
    assert made({}).losses == made(None).losses == made("").losses == ()


def test_all_is_lost_of_a_module_that_is_refused() -> None:
    found = made({"Env": ["A=1"], "Cmd": "x"})
    assert {str(loss.message) for loss in found.losses} == {
        "The device refuses the module, so nothing of it is deployed."
    }
    assert [loss.path for loss in found.losses] == [("Env", 0), ("Cmd",)]
    assert not harmless(found) and not found.reached


def test_nothing_is_known_of_a_text_that_can_not_be_read() -> None:
    found = made("{")
    assert refusal(found)[0] == "InvalidCreateOptions"
    assert found.losses == ()


def test_what_stands_earlier_under_one_name_is_told_of_nowhere() -> None:
    found = made("{'Env': ['A=1'], 'Env': ['B=2', 'x']}")
    assert list(lost(found)) == [("Env", 1)]
    assert list(found.reached) == [("Env", 0)]


def test_losses_stand_in_the_order_of_the_paste() -> None:
    options: Json = {"User": "1", "HostConfig": {"Memory": 1, "Binds": ["/x"]}, "Hostname": "h"}
    assert list(lost(made(options))) == [("User",), ("HostConfig", "Memory"), ("HostConfig", "Binds", 0), ("Hostname",)]


def test_many_losses_cost_no_more_each_than_a_few() -> None:
    options: Json = {"Volumes": {f"/data/{number}": {} for number in range(14_000)}}
    assert len(translate(DeviceModule("a", "b", create_options=options), Device()).losses) == 14_000


def test_a_path_in_whose_place_another_of_its_name_is_mounted_is_lost() -> None:
    module = DeviceModule("a", "b:1", create_options={"HostConfig": {"Binds": ["/a/bc:/x", "/ab/c:/y", "/a/bc:/z"]}})
    found = translate(module, Device())
    assert [(loss.path, loss.harmless) for loss in found.losses] == [(("HostConfig", "Binds", 1), False)]
    assert "mounted in place of `/ab/c`" in str(found.losses[0].message)
