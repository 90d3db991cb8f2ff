"""Types inside createOptions (translation, section 2; parsing notes, section 3)."""

# ruff: noqa: E501  tables of values, a line for what belongs together

from typing import Any

import pytest

from tests.core.device.made import container, lost, made, one, pod, refusal, service
from webapp.core.path import Json, Path, at

ANNOTATIONS: Path = ("spec", "template", "metadata", "annotations")


def host(**members: Json) -> Json:
    return {"HostConfig": members}


READABLE: list[dict[str, Any]] = [
    {"Init": None}, {"Init": ""}, {"OomKillDisable": None}, {"PidsLimit": None}, {"MemorySwappiness": ""}, {"PidsLimit": "10"},
    {"Memory": "134217728"}, {"Memory": " -1 "}, {"Memory": True}, {"Memory": 1.5}, {"CpuShares": 2**63 - 1}, {"BlkioWeight": 65535},
    {"IOMaximumIOps": 2**64 - 1}, {"ConsoleSize": [0, "1"]}, {"CapAdd": None}, {"CapAdd": ""}, {"CapAdd": ["A", 1, None]},
    {"Sysctls": {"a": 1}}, {"Tmpfs": ""}, {"LogConfig": ""}, {"LogConfig": {"Type": 1, "Config": {"a": True}}},
    {"Ulimits": [None, {"Soft": "1"}]}, {"Devices": [{"PathOnHost": None}, ""]}, {"RestartPolicy": {}}, {"RestartPolicy": {"name": "NO"}},
    {"RestartPolicy": {"Name": "unlessStopped"}}, {"RestartPolicy": {"Name": 2}}, {"RestartPolicy": {"Name": " 1 "}},
    {"AutoRemove": 0}, {"ReadonlyRootfs": " FALSE "}, {"BlkioDeviceReadBps": [{"Path": "a", "Rate": 1}]}, {"Unknown": object},
    {"BlkioWeightDevice": [{"Path": "a", "Weight": "1"}]}, {"Capabilities": "x"}, {"DeviceRequests": "x"},
]  # fmt: skip
UNREADABLE: list[dict[str, Any]] = [
    {"Memory": None}, {"Memory": "128m"}, {"Memory": 2**63}, {"Memory": "9" * 30}, {"Memory": [1]}, {"Memory": 1e30}, {"Memory": "1.5"},
    {"BlkioWeight": -1}, {"BlkioWeight": 65536}, {"IOMaximumIOps": -1}, {"ConsoleSize": [None]}, {"CpuShares": "x"},
    {"AutoRemove": None}, {"AutoRemove": "yes"}, {"AutoRemove": []}, {"Init": "x"}, {"Init": []}, {"PidsLimit": "x"},
    {"CapAdd": "A"}, {"CapAdd": [["A"]]}, {"CapAdd": {}}, {"Sysctls": []}, {"Sysctls": {"a": {}}}, {"Tmpfs": "x"}, {"LogConfig": []},
    {"LogConfig": {"Type": {}}}, {"Ulimits": {}}, {"Ulimits": [1]}, {"Ulimits": [{"Soft": None}]}, {"Devices": ["x"]},
    {"RestartPolicy": {"Name": None}}, {"RestartPolicy": {"Name": ""}}, {"RestartPolicy": {"Name": True}}, {"RestartPolicy": {"Name": []}},
    {"RestartPolicy": {"MaximumRetryCount": "x"}}, {"Binds": {}}, {"Mounts": [[]]}, {"PortBindings": {"x": "y"}}, {"PortBindings": {"80": [1]}},
    {"Runtime": []}, {"BlkioDeviceReadBps": [{"Rate": -1}]},
]  # fmt: skip


@pytest.mark.parametrize("members", READABLE, ids=str)
def test_this_is_read_though_it_has_no_effect(members: dict[str, Any]) -> None:
    members = {name: "x" if value is object else value for name, value in members.items()}
    assert made({"HostConfig": members}).errors == ()


@pytest.mark.parametrize("members", UNREADABLE, ids=str)
def test_this_is_refused_though_it_has_no_effect(members: dict[str, Any]) -> None:
    kind, path = refusal(made({"HostConfig": members}))
    assert kind == "InvalidCreateOptions"
    assert path[:2] == ("HostConfig", next(iter(members)))


def test_the_place_of_what_is_refused_is_told_in_the_spelling_of_the_paste() -> None:
    assert refusal(made({"hostconfig": {"ulimits": [{}, {"SOFT": "x"}]}}))[1] == ("hostconfig", "ulimits", 1, "SOFT")


@pytest.mark.parametrize("value", [[], "x", 5, {"EndpointsConfig": []}, {"EndpointsConfig": {"a": {"Aliases": "x"}}}])
def test_networking_config_is_typed_too(value: Json) -> None:
    assert refusal(made({"NetworkingConfig": value}))[0] == "InvalidCreateOptions"


def test_members_that_the_model_does_not_know_may_hold_anything() -> None:
    options: Json = {"User": [1], "Tty": {}, "Healthcheck": 5, "Volumes": "x", "StopTimeout": "soon", "name": None}
    assert made(options).errors == ()


@pytest.mark.parametrize("value", [None, "", 1, "x", []])
def test_an_exposed_port_must_be_an_object(value: Json) -> None:
    assert refusal(made({"ExposedPorts": {"80": value}})) == ("InvalidCreateOptions", ("ExposedPorts", "80"))


@pytest.mark.parametrize("value", [None, ""])
def test_an_absent_list_map_or_object_is_no_error(value: Json) -> None:
    found = made({"Env": value, "ExposedPorts": value, "Labels": value, "HostConfig": value, "Cmd": value})
    assert container(found, "args") is None and container(found, "ports") is None


def test_text_of_numbers_stays_as_it_is_written() -> None:
    text = '{"Labels": {"a": 1.50, "b": 1E5, "c": -0, "d": 12345678901234567890123, "e": 1e999}}'
    labels = at(one(made(text), "Deployment"), ANNOTATIONS)
    assert isinstance(labels, dict)
    assert [labels[key] for key in "abcde"] == ["1.50", "1E5", "-0", "12345678901234567890123", "1e999"]


def test_text_of_parsed_numbers_is_printed_as_the_agent_prints_them() -> None:
    labels: Json = {"a": 1.5, "b": 80.0, "c": 1e20, "d": 10**30, "e": 1e15, "f": 1.25e15, "g": -2e15, "h": 1e-7}
    found = at(one(made({"Labels": labels}), "Deployment"), ANNOTATIONS)
    assert isinstance(found, dict)
    assert [found[key] for key in "abcdefgh"] == [
        "1.5", "80.0", "1E+20", "1" + "0" * 30, "1E+15", "1.25E+15", "-2E+15", "1E-07",
    ]  # fmt: skip


def test_arguments_are_printed_from_parsed_values() -> None:
    text = '{"Cmd": [1.50, 1E5, -0, true, 80.0, 1e999, -1e999, 123456789012345678901234, null]}'
    assert container(made(text), "args") == [
        "1.5", "100000", "0", "True", "80", "Infinity", "-Infinity", "123456789012345678901234", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2020-01-02T03:04:05Z", "01/02/2020 03:04:05"),
        ("2020-01-02T03:04:05", "01/02/2020 03:04:05"),
        ("2020-01-02T03:04:05.678+00:00", "01/02/2020 03:04:05"),
        ("2020-03-01T00:30:00+01:00", "02/29/2020 23:30:00"),
        ("2019-12-31T23:30:00-0100", "01/01/2020 00:30:00"),
        ("2020-01-01T00:30:00+01", "12/31/2019 23:30:00"),
    ],
)
def test_text_that_looks_like_a_time_is_reformatted_in_arguments(text: str, printed: str) -> None:
    found = made({"Cmd": [text], "entryPoint": [text], "WORKINGDIR": text, "Env": [f"T={text}"]})
    assert container(found, "args") == container(found, "command") == [printed]
    assert container(found, "workingDir") == printed
    assert container(found, "env", 0, "value") == text


@pytest.mark.parametrize(
    "text",
    [
        "2020-01-02", "2020-13-02T03:04:05Z", "2019-02-29T03:04:05Z", "2020-01-02T24:04:05Z", "2020-01-02T03:04:05 Z", "0000-01-02T03:04:05Z",
        "x2020-01-02T03:04:05Z", "2020-01-02t03:04:05Z", "1900-02-29T00:00:00Z",
    ],
)  # fmt: skip
def test_other_text_stays(text: str) -> None:
    assert container(made({"Cmd": [text]}), "args") == [text]


@pytest.mark.parametrize("member", ["Cmd", "Entrypoint"])
@pytest.mark.parametrize("value", ["x", {}, 5, True, [["x"]], [{}]])
def test_arguments_must_be_a_list_of_scalars(member: str, value: Json) -> None:
    assert refusal(made({member: value}))[0] == "InvalidCreateOptions"


def test_an_empty_working_directory_is_handed_on() -> None:
    assert container(made({"WorkingDir": ""}), "workingDir") == ""


def test_two_unknown_names_that_differ_only_by_case_are_refused_even_where_they_mean_nothing() -> None:
    assert refusal(made({"Foo": 1, "foo": 2})) == ("InvalidCreateOptions", ("foo",))
    assert made('{"Foo": 1, "Foo": 2}').errors == ()


def test_known_members_in_two_spellings_are_joined_or_the_last_one_counts() -> None:
    found = made({"Env": ["A=1"], "env": ["B=2"], "Labels": {"a": "1", "b": "1"}, "LABELS": {"a": "2"}})
    assert [variable["name"] for variable in container(found, "env")[:2]] == ["A", "B"]
    labels = at(one(found, "Deployment"), ANNOTATIONS)
    assert isinstance(labels, dict)
    assert (labels["a"], labels["b"]) == ("2", "1")
    assert container(made(host(Privileged=True, privileged=False)), "securityContext") is None


def test_a_second_object_adds_to_lists_and_resets_scalars() -> None:
    text = """{'HostConfig': {'Binds': ['/a:/a'], 'Privileged': true, 'NetworkMode': 'host', 'PortBindings': {'80': [{'HostPort': 1}]}},
        'hostConfig': {'binds': ['/b:/b'], 'PidMode': 'host', 'PortBindings': {'81': [{'HostPort': 2}]}}}"""
    found = made(text)
    assert [mount["name"] for mount in container(found, "volumeMounts")] == ["a", "b"]
    assert container(found, "securityContext") is None
    assert (pod(found, "hostNetwork"), pod(found, "hostPID")) == (None, True)
    assert [port["port"] for port in service(found, "ports")] == [1, 2]


def test_null_in_the_second_place_takes_the_first_away() -> None:
    assert container(made("{'Env': ['A=1'], 'Env': null}"), "env", 0, "name") == "IOTEDGE_IOTHUBHOSTNAME"


def test_what_stands_earlier_under_the_same_name_is_refused_at_the_place_of_the_object() -> None:
    assert refusal(made("{'HostConfig': {'Memory': 'x'}, 'HostConfig': {}}")) == (
        "InvalidCreateOptions",
        ("HostConfig",),
    )


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"Env": ["A=1", None]}, ("Env", 1)),
        ({"HostConfig": {"Binds": [None]}}, ("HostConfig", "Binds", 0)),
        ({"HostConfig": {"Mounts": [None]}}, ("HostConfig", "Mounts", 0)),
        ({"HostConfig": {"Mounts": [""]}}, ("HostConfig", "Mounts", 0)),
        ({"HostConfig": {"PortBindings": {"80": [{}, None]}}}, ("HostConfig", "PortBindings", "80")),
        ({"HostConfig": {"PortBindings": {"80": ""}}}, ("HostConfig", "PortBindings", "80")),
        ({"k8s-experimental": {"volumes": [None]}}, ("k8s-experimental", "volumes", 0)),
    ],
)
def test_null_items_are_read_and_fail_later(options: Json, path: Path) -> None:
    assert refusal(made(options))[1] == path


def test_null_items_under_an_unreadable_port_are_not_looked_at() -> None:
    found = made({"HostConfig": {"PortBindings": {"http": [None]}}})
    assert list(lost(found)) == [("HostConfig", "PortBindings", "http", 0)]
