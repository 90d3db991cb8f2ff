"""What the rules on resources promise beyond their examples."""

import json
from collections.abc import Mapping
from fractions import Fraction

import pytest

from webapp.core import Conversion, convert
from webapp.core.path import Json, at
from webapp.core.quantity import parse
from webapp.core.registry import RULES
from webapp.core.rules.resources._quantities import cpu_text, doubtful, memory_text, proposals

GPU, FPGA = "nvidia.com/gpu", "microsoft.com/fpga_catapult"
LIMITS = ("k8s-experimental", "resources", "limits")
REQUESTS = ("k8s-experimental", "resources", "requests")
OURS = {rule.id for rule in RULES if rule.section == "resources"}
HOSTILE: tuple[Json, ...] = (
    None, True, False, 0, -1, 1.5, 10**30, 10**300, "", " ", "x", "$M", "<M>", "１２", "9" * 5000, [], [None],
    [[1]], {}, {"a": None}, {"Count": {}, "Capabilities": 3, "DeviceIDs": 3, "PathOnHost": []},
)  # fmt: skip


def converted(options: object, choices: Mapping[str, str] | None = None) -> Conversion:
    return convert(json.dumps(options), choices)


def host(**settings: Json) -> dict[str, Json]:
    return {"HostConfig": dict(settings)}


def resources(limits: Json = None, requests: Json = None) -> dict[str, Json]:
    parts = {"limits": limits, "requests": requests}
    return {"k8s-experimental": {"resources": {name: part for name, part in parts.items() if part is not None}}}


def result(options: object, path: tuple[str | int, ...], choices: Mapping[str, str] | None = None) -> Json:
    return at(converted(options, choices).converted, path)


def said(conversion: Conversion, rule: str) -> list[str]:
    return [note.severity for one in conversion.modules for note in one.findings if note.rule.id == rule]


def asked(conversion: Conversion, rule: str) -> dict[str, tuple[str | None, list[str]]]:
    return {
        question.id: (question.default, [option.value for option in question.options])
        for one in conversion.modules
        for question in one.questions
        if question.rule.id == rule
    }


def stable(options: object, choices: Mapping[str, str] | None = None) -> bool:
    once = converted(options, choices)
    return not any(one.changes for one in convert(once.text).modules)


def device(path: str) -> Json:
    return {"PathOnHost": path, "PathInContainer": path, "CgroupPermissions": "rwm"}


# Accelerators


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (resources({FPGA: 1}), "1"),
        (resources({FPGA: "2"}), "2"),
        (resources({FPGA: 4}), "2"),
        (resources({FPGA: "many"}), "1"),
        (resources(None, {FPGA: 2}), "2"),
        (host(Devices=[device("/dev/catapult1")]), "1"),
        (host(Devices=[device("/dev/catapult0"), device("/dev/catapult1")]), "2"),
        (host(Devices=[device("/dev/catapult0"), device("/dev/catapult0")]), "1"),
        (host(Devices=[device("/dev/nvidia0"), device("/dev/nvidiactl"), device("/dev/nvidia-uvm")]), "1"),
        (host(Runtime="NVIDIA"), "1"),
        (host(runtime="nvidia"), "1"),
        (host(DeviceRequests=[{"Count": 2, "Capabilities": [["gpu", "compute"]]}]), "2"),
        (host(DeviceRequests=[{"Count": -1, "capabilities": [["gpu"]]}]), "1"),
        (host(DeviceRequests=[{"Driver": "nvidia", "deviceids": ["1"]}]), "1"),
        ({"hostconfig": {"devices": [{"pathonhost": "/dev/catapult0"}]}}, "1"),
    ],
)
def test_every_source_of_an_accelerator_leads_to_one_question_with_its_count(options: object, count: str) -> None:
    conversion = converted(options)
    assert list(asked(conversion, "gpu").values()) == [(count, ["1", "2", "share"])]
    assert at(conversion.converted, (*LIMITS, GPU)) == int(count)
    assert FPGA not in conversion.text
    assert stable(options)


@pytest.mark.parametrize(
    "options",
    [
        resources({FPGA: 0}),
        resources({FPGA: None}),
        host(DeviceRequests=[{"Count": 0, "Capabilities": [["gpu"]]}]),
        host(Runtime="runc"),
        host(Runtime=""),
        host(Devices=[]),
    ],
)
def test_what_asks_for_no_accelerator_goes_without_a_question(options: object) -> None:
    conversion = converted(options)
    assert not asked(conversion, "gpu")
    assert conversion.converted == {}


@pytest.mark.parametrize("answer", ["1", "2"])
def test_the_answer_is_the_limit_and_there_is_no_request(answer: str) -> None:
    options = resources({FPGA: 1}, {FPGA: 1, GPU: 7})
    identity = f"gpu:/{'/'.join(LIMITS)}/microsoft.com~1fpga_catapult"
    assert result(options, ("k8s-experimental", "resources"), {identity: answer}) == {"limits": {GPU: int(answer)}}
    assert stable(options, {identity: answer})


def test_two_sources_are_asked_about_once_and_both_go() -> None:
    options = host(Runtime="nvidia", Devices=[device("/dev/nvidia0")], DeviceRequests=[{"Count": 1}])
    conversion = converted(options)
    assert len(asked(conversion, "gpu")) == 1
    assert result(options, ("HostConfig",)) is None


def test_a_limit_on_gpus_that_is_there_holds_and_the_old_source_goes() -> None:
    options = {**host(Runtime="nvidia"), **resources({FPGA: 2, GPU: 1})}
    conversion = converted(options)
    assert not asked(conversion, "gpu")
    assert at(conversion.converted, LIMITS) == {GPU: 1}
    assert stable(options)


def test_sharing_names_a_gpu_and_sets_no_limit() -> None:
    choices = {"gpu:/HostConfig/Runtime": "share"}
    assert result(host(Runtime="nvidia"), ("Env",), choices) == ["NVIDIA_VISIBLE_DEVICES=0"]
    assert result(host(Runtime="nvidia"), LIMITS, choices) is None
    assert stable(host(Runtime="nvidia"), choices)


def test_sharing_keeps_the_variable_that_is_there() -> None:
    choices = {"gpu:/HostConfig/Runtime": "share"}
    options = {**host(Runtime="nvidia"), "env": ["NVIDIA_VISIBLE_DEVICES=1"]}
    assert result(options, ("env",), choices) == ["NVIDIA_VISIBLE_DEVICES=1"]
    module = {
        "settings": {"image": "a", "createOptions": host(Runtime="nvidia")},
        "env": {"NVIDIA_VISIBLE_DEVICES": {"value": "1"}},
    }
    assert result(module, ("settings", "createOptions", "Env"), choices) is None


def gpu_request(**members: Json) -> dict[str, Json]:
    return host(DeviceRequests=[{"Capabilities": [["gpu"]], **members}])


@pytest.mark.parametrize(
    ("ids", "seen"), [(["1"], "1"), (["0"], "0"), (["1", "0"], "1"), (["GPU-8a3f"], "0"), (["7"], "0"), ([], "0")]
)
def test_sharing_keeps_the_gpu_that_a_device_request_names(ids: list[Json], seen: str) -> None:
    options, choices = gpu_request(DeviceIDs=ids, Count=-1), {"gpu:/HostConfig/DeviceRequests/0": "share"}
    assert result(options, ("Env",), choices) == [f"NVIDIA_VISIBLE_DEVICES={seen}"]
    (question,) = [one for one in converted(options).modules[0].questions if one.rule.id == "gpu"]
    assert f"`{seen}`" in str(question.options[2].label)
    assert stable(options, choices)


@pytest.mark.parametrize(
    ("source", "value", "default"),
    [
        (host(Runtime="nvidia"), "0", "share"),
        (host(Runtime="nvidia"), "1", "share"),
        (gpu_request(Count=-1), "1", "share"),
        (host(Runtime="nvidia"), "all", "1"),
        (host(Runtime="nvidia"), "0,1", "1"),
        (resources({FPGA: 1}), "0", "1"),
    ],
)
def test_what_named_one_gpu_on_docker_shared_it_and_goes_on_doing_so(
    source: dict[str, Json], value: str, default: str
) -> None:
    options = {**source, "Env": [f"NVIDIA_VISIBLE_DEVICES={value}"]}
    ((chosen, _),) = asked(converted(options), "gpu").values()
    assert chosen == default
    assert bool(said(converted(options), "gpu")) is (default != "share")
    assert stable(options)


@pytest.mark.parametrize("value", ["all", "ALL", "0,1", "0, 1"])
@pytest.mark.parametrize(("answer", "seen"), [("0", "0"), ("1", "1"), ("keep", None)])
def test_more_gpus_than_one_without_a_limit_are_asked_about(value: str, answer: str, seen: str | None) -> None:
    options: dict[str, Json] = {"Env": ["A=1", f"NVIDIA_VISIBLE_DEVICES={value}"]}
    assert asked(converted(options), "gpu") == {"gpu:/Env/1#visible": ("keep", ["0", "1", "keep"])}
    env = result(options, ("Env",), {"gpu:/Env/1#visible": answer})
    assert env == ["A=1", f"NVIDIA_VISIBLE_DEVICES={seen or value}"]
    module = {
        "settings": {"image": "a", "createOptions": {}},
        "env": {"NVIDIA_VISIBLE_DEVICES": {"value": value}},
    }
    own = converted(module, {"gpu:/NVIDIA_VISIBLE_DEVICES#visible": answer}).modules[0].env
    assert own == {"NVIDIA_VISIBLE_DEVICES": {"value": seen or value}}


@pytest.mark.parametrize("value", ["0", "1", "", "none", "void", "${GPUS}", "GPU-8a3f"])
def test_one_gpu_or_none_without_a_limit_is_no_question(value: str) -> None:
    assert asked(converted({"Env": [f"NVIDIA_VISIBLE_DEVICES={value}"]}), "gpu") == {}


def test_all_gpus_are_asked_about_where_the_module_shares() -> None:
    options = {**host(Runtime="nvidia"), "Env": ["NVIDIA_VISIBLE_DEVICES=all"]}
    choices = {"gpu:/HostConfig/Runtime": "share", "gpu:/Env/0#visible": "0"}
    assert converted(options, choices).converted == {"Env": ["NVIDIA_VISIBLE_DEVICES=0"]}


def test_a_runtime_that_is_filled_in_later_is_asked_about() -> None:
    options, question = host(Runtime="${RT}"), "nvidia_runtime:/HostConfig/Runtime"
    assert converted(options).modules[0].account["undecided"] == 1
    assert converted(options, {question: "remove"}).converted == {}
    nvidia = converted(options, {question: "nvidia"})
    assert at(nvidia.converted, (*LIMITS, GPU)) == 1
    assert nvidia.modules[0].account["removed"] == 1


def test_a_mode_of_shared_memory_that_is_filled_in_later_is_asked_about() -> None:
    options, question = host(IpcMode="${IPC}"), "ipc_mode:/HostConfig/IpcMode"
    assert converted(options).modules[0].account["undecided"] == 1
    assert converted(options, {question: "leave"}).converted == options
    assert converted(options, {question: "leave"}).modules[0].account["kept"] == 1
    assert converted(options, {question: "remove"}).converted == {}


def test_sharing_moves_the_board_to_the_variable() -> None:
    identity = f"gpu:/{'/'.join(LIMITS)}/microsoft.com~1fpga_catapult"
    (module,) = converted(resources({FPGA: 2}), {identity: "share"}).modules
    assert {entry.verdict for entry in module.ledger} == {"moved"}
    assert module.create_options["Env"] == ["NVIDIA_VISIBLE_DEVICES=0"]


@pytest.mark.parametrize(
    ("options", "warnings"),
    [
        (resources({GPU: 1}), 0),
        (resources({GPU: 2}), 1),
        (resources({FPGA: 2}), 1),
        (resources({FPGA: 4}), 2),
        ({**resources({GPU: 1}), "Env": ["NVIDIA_VISIBLE_DEVICES=all"]}, 1),
    ],
)
def test_two_gpus_more_boards_than_gpus_and_a_variable_beside_a_limit_are_warned_about(
    options: object, warnings: int
) -> None:
    assert said(converted(options), "gpu") == ["warning"] * warnings


def test_the_wireserver_is_found_in_env_and_in_the_modules_own_env() -> None:
    module = {
        "settings": {"image": "a", "createOptions": {"Env": ["A=1", "WIRESERVER_ADDRESS=10.0.0.1"]}},
        "env": {"WIRESERVER_ADDRESS": {"value": "10.0.0.1"}, "B": {"value": "2"}},
    }
    assert converted(module).converted == {
        "settings": {"image": "a", "createOptions": {"Env": ["A=1"]}},
        "env": {"B": {"value": "2"}},
    }


def test_a_variable_that_only_looks_like_the_wireservers_stays() -> None:
    options: dict[str, Json] = {"Env": ["MY_WIRESERVER_ADDRESS=1", "A=WIRESERVER_ADDRESS=1"]}
    assert converted(options).converted == options


# Devices


@pytest.mark.parametrize("path", ["/dev/video0", "/dev/ttyS0", "/dev/nvhost-ctrl", "<device on the host>", ""])
def test_another_device_has_no_default(path: str) -> None:
    options = host(Devices=[{"PathOnHost": path}])
    conversion = converted(options)
    assert asked(conversion, "devices") == {"devices:/HostConfig/Devices/0": (None, ["remove", "stay"])}
    assert conversion.converted == options
    assert conversion.modules[0].account["undecided"] == 1


def test_another_device_can_stay_or_go() -> None:
    options = host(Devices=[device("/dev/catapult0"), device("/dev/video0")])
    stayed = converted(options, {"devices:/HostConfig/Devices/1": "stay"})
    assert at(stayed.converted, ("HostConfig", "Devices")) == [device("/dev/video0")]
    assert stayed.modules[0].account["undecided"] == 0
    assert result(options, ("HostConfig",), {"devices:/HostConfig/Devices/1": "remove"}) is None


def test_a_request_for_a_device_that_is_no_gpu_has_no_default() -> None:
    options = host(DeviceRequests=[{"Driver": "acme", "Count": 1, "Capabilities": [["tpu"]]}])
    assert converted(options).converted == options
    assert asked(converted(options), "device_requests")
    assert result(options, ("HostConfig",), {"device_requests:/HostConfig/DeviceRequests/0": "remove"}) is None


# Memory and CPU


@pytest.mark.parametrize(
    ("value", "limit"),
    [
        (268435456, "256Mi"),
        (1073741824, "1024Mi"),
        ("131000000", "131000000"),
        (1048577, "1048577"),
        (61000000.0, "61000000"),
        (0, None),
        ("0", None),
        (-1, None),
        (True, None),
    ],
)
def test_memory_is_stated_exactly(value: Json, limit: str | None) -> None:
    assert result(host(Memory=value), (*LIMITS, "memory")) == limit
    assert result(host(Memory=value), ("HostConfig",)) is None
    assert stable(host(Memory=value))


@pytest.mark.parametrize(
    ("settings", "limit"),
    [
        ({"NanoCpus": 2_000_000_000}, "2"),
        ({"NanoCPUs": 500_000}, "1m"),
        ({"nanocpus": "1500000001"}, "1501m"),
        ({"CpuQuota": 50_000}, "500m"),
        ({"CpuQuota": 50_000, "CpuPeriod": 25_000}, "2"),
        ({"CpuQuota": 1, "CpuPeriod": 3}, "334m"),
        ({"CpuQuota": 50_000, "CpuPeriod": 0}, "500m"),
        ({"CpuQuota": -1}, None),
        ({"CpuQuota": 0, "NanoCpus": 0, "CpuPeriod": 0}, None),
        ({"NanoCpus": 1_000_000_000, "CpuQuota": 50_000, "CpuPeriod": 100_000}, "1"),
        ({"NanoCpus": 0, "CpuQuota": 50_000}, "500m"),
        ({"CpuPeriod": 100_000}, None),
    ],
)
def test_cpu_follows_the_formulas_and_nano_cpus_count_first(settings: dict[str, Json], limit: str | None) -> None:
    assert result(host(**settings), (*LIMITS, "cpu")) == limit
    assert result(host(**settings), ("HostConfig",)) is None
    assert stable(host(**settings))


def test_a_period_alone_is_asked_about_and_sets_no_limit_by_default() -> None:
    options = host(CpuPeriod=25_000)
    assert asked(converted(options), "cpu") == {"cpu:/HostConfig/CpuPeriod": ("remove", ["remove", "limit"])}
    assert converted(options).converted == {}
    assert result(options, (*LIMITS, "cpu"), {"cpu:/HostConfig/CpuPeriod": "limit"}) == "250m"
    assert stable(options, {"cpu:/HostConfig/CpuPeriod": "limit"})


@pytest.mark.parametrize(
    ("setting", "value", "name", "known", "docker"),
    [("Memory", 268435456, "memory", "128Mi", "256Mi"), ("NanoCpus", 10**9, "cpu", "500m", "1")],
)
def test_a_limit_that_is_there_and_differs_holds_unless_the_person_says_otherwise(
    setting: str, value: Json, name: str, known: str, docker: str
) -> None:
    options = {**host(**{setting: value}), **resources({name: known})}
    rule = {"memory": "memory", "cpu": "cpu"}[name]
    identity = f"{rule}:/HostConfig/{setting}"
    assert asked(converted(options), rule) == {identity: ("keep", ["keep", "replace"])}
    assert converted(options).converted == resources({name: known})
    assert converted(options, {identity: "replace"}).converted == resources({name: docker})
    assert stable(options, {identity: "replace"})


def test_a_limit_that_says_the_same_raises_no_question() -> None:
    options = {**host(Memory=268435456), **resources({"memory": "256Mi"})}
    assert not asked(converted(options), "memory")
    assert converted(options).converted == resources({"memory": "256Mi"})


def test_a_limit_below_what_is_requested_is_not_offered() -> None:
    options = {**host(Memory=134217728), **resources({"memory": "1Gi"}, {"memory": "512Mi"})}
    assert not asked(converted(options), "memory")
    assert converted(options).converted == resources({"memory": "1Gi"}, {"memory": "512Mi"})


def test_a_limit_replaces_null_in_its_place() -> None:
    for part in (None, {}, {"limits": None}, {"limits": {"memory": None}}):
        options = {**host(Memory=268435456), "k8s-experimental": {"resources": part}}
        assert result(options, (*LIMITS, "memory")) == "256Mi"
        assert stable(options)


def test_a_limit_lands_in_the_spelling_of_the_paste() -> None:
    options = {"hostconfig": {"memory": 268435456}, "k8s-experimental": {"Resources": {"Limits": {"cpu": "1"}}}}
    assert converted(options).converted == {
        "k8s-experimental": {"Resources": {"Limits": {"cpu": "1", "memory": "256Mi"}}}
    }


@pytest.mark.parametrize(
    ("settings", "requests"),
    [
        ({"MemoryReservation": 134217728}, {"memory": "128Mi"}),
        ({"MemoryReservation": 134217728, "Memory": 67108864}, {"memory": "64Mi"}),
        ({"MemoryReservation": 0}, None),
        ({"CpuShares": 512}, {"cpu": "500m"}),
        ({"CpuShares": 2}, {"cpu": "2m"}),
        ({"CpuShares": 2048, "NanoCpus": 1_000_000_000}, {"cpu": "1"}),
        ({"CpuShares": 1024}, None),
        ({"CpuShares": 0}, None),
    ],
)
def test_a_soft_limit_becomes_a_request_no_higher_than_the_limit(settings: dict[str, Json], requests: Json) -> None:
    assert result(host(**settings), REQUESTS) == requests
    assert stable(host(**settings))


@pytest.mark.parametrize("setting", ["MemoryReservation", "CpuShares"])
def test_a_soft_limit_can_be_dropped(setting: str) -> None:
    assert converted(host(**{setting: 512}), {f"reservations:/HostConfig/{setting}": "remove"}).converted == {}


def test_a_request_that_is_there_holds() -> None:
    options = {**host(MemoryReservation=134217728), **resources({"memory": "1Gi"}, {"memory": "256Mi"})}
    assert converted(options).converted == resources({"memory": "1Gi"}, {"memory": "256Mi"})
    assert not asked(converted(options), "reservations")


# Quantities


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("128Mi", 128 * 2**20), ("128M", 128 * 10**6), ("500m", Fraction(1, 2)), (".5", Fraction(1, 2)), ("5.", 5),
        ("1e3", 1000), ("1E3", 1000), ("1E", 10**18), ("+1", 1), ("-1", -1), (2, 2), (0.25, Fraction(1, 4)),
        (0.1, Fraction(1, 10)), ("1K", None), ("128MB", None), ("128 Mi", None), ("128mi", None), ("", None),
        ("Mi", None), ("1e", None), ("1e9999", None), ("1.2.3", None), (None, None), (True, None),
        ([], None), ({}, None), ("١", None), ("9" * 5000, None),
    ],
)  # fmt: skip
def test_a_quantity_is_read_as_kubernetes_does(text: Json, amount: Fraction | int | None) -> None:
    assert parse(text) == amount


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("memory", "128MB", ["128M", "128Mi"]),
        ("memory", "128 mb", ["128M", "128Mi"]),
        ("memory", "1K", ["1k", "1Ki"]),
        ("memory", "1.5GB", ["1.5G", "1.5Gi"]),
        ("memory", "128mi", ["128Mi"]),
        ("memory", "128MiB", ["128Mi"]),
        ("memory", "128 Mi", ["128Mi"]),
        ("memory", " 128 ", ["128"]),
        ("memory", "128 bytes", ["128"]),
        ("memory", "128m", ["128Mi", "128M"]),
        ("memory", "lots", []),
        ("memory", "-1", []),
        ("memory", True, []),
        ("cpu", "2 cores", ["2"]),
        ("cpu", "2 vCPU", ["2"]),
        ("cpu", "500 m", ["500m"]),
        ("cpu", "500 millicores", ["500m"]),
        ("cpu", "0.0001", ["1m"]),
        ("cpu", 0.0005, ["1m"]),
        ("cpu", "2GHz", []),
        ("cpu", -1, []),
    ],
)
def test_what_a_doubtful_quantity_may_mean(name: str, value: Json, meant: list[str]) -> None:
    assert doubtful(name, value)
    assert proposals(name, value) == meant
    assert not any(doubtful(name, one) for one in meant)


@pytest.mark.parametrize("value", ["128Mi", "0", 0, 268435456, "<MEMORY>", "$MEMORY", "${MEMORY}", "{{memory}}", None])
def test_a_sound_quantity_or_a_placeholder_is_left_alone(value: Json) -> None:
    assert not doubtful("memory", value)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        *[("Memory", "128MB", 1), ("odd", "two", 1), ("odd", [], 1), ("memory", {}, 1), ("nvidia.com/gpu", ["1"], 1)],
        *[("Memory", "128Mi", 0), ("odd", 2, 0), ("odd", "${N}", 0), ("odd", None, 0), ("memory", "128MB", 0)],
        ("nvidia.com/gpu", "one", 0),
    ],
)
def test_an_amount_that_no_question_is_asked_about_is_an_error(name: str, value: Json, told: int) -> None:
    for options in (resources({name: value}), resources(None, {name: value})):
        errors = [
            note
            for note in converted(options).modules[0].findings
            if (note.severity, note.rule.id) == ("error", "quantities")
        ]
        assert len(errors) == told


def test_an_amount_under_another_spelling_is_asked_about_once_its_name_is_right() -> None:
    choices = {"resource_names:/k8s-experimental/resources/limits/Memory": "rename"}
    conversion = converted(resources({"Memory": "128MB"}), choices)
    assert not [note for note in conversion.modules[0].findings if note.severity == "error"]
    assert at(conversion.converted, ("k8s-experimental", "resources", "limits")) == {"memory": "128M"}


@pytest.mark.parametrize("name", ["memory", "ephemeral-storage", "hugepages-2Mi"])
@pytest.mark.parametrize("part", ["limits", "requests"])
def test_each_reading_of_a_refused_quantity_can_be_chosen(name: str, part: str) -> None:
    options: Json = {"k8s-experimental": {"resources": {part: {name: "128MB"}}}}
    identity = f"quantities:/k8s-experimental/resources/{part}/{name}"
    assert asked(converted(options), "quantities") == {identity: ("128M", ["128M", "128Mi", "remove"])}
    for answer in ("128M", "128Mi"):
        assert result(options, ("k8s-experimental", "resources", part, name), {identity: answer}) == answer
        assert stable(options, {identity: answer})
    assert converted(options, {identity: "remove"}).converted == {}


def test_a_negative_amount_goes_and_an_unreadable_one_is_undecided() -> None:
    assert converted(resources({"memory": "-1"})).converted == {}
    (module,) = converted(resources({"memory": "lots"})).modules
    assert module.account["undecided"] == 1


def test_an_amount_that_kubernetes_accepts_can_be_left() -> None:
    identity = "quantities:/k8s-experimental/resources/limits/memory"
    conversion = converted(resources({"memory": "128m"}), {identity: "leave"})
    assert conversion.converted == resources({"memory": "128m"})


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("memory", "128m", "reads `128m` as less than one byte"),
        ("memory", "128MB", "does not take `128MB`"),
        ("cpu", "0.1234", "counts by thousandths"),
    ],
)
def test_a_rewritten_quantity_says_truly_how_kubernetes_reads_it(name: str, value: str, told: str) -> None:
    (change,) = [one for one in converted(resources({name: value})).modules[0].changes if one.rule.id == "quantities"]
    assert told in str(change.summary)


@pytest.mark.parametrize(("value", "warned"), [(128, True), ("128", True), ("1Ki", True), ("6Mi", False), ("0", False)])
def test_a_few_bytes_of_memory_are_warned_about(value: Json, warned: bool) -> None:
    assert said(converted(resources({"memory": value})), "quantities") == ["warning"] * warned


@pytest.mark.parametrize(
    "options",
    [
        resources({"memory": "128Mi"}, {"memory": "1Gi"}),
        resources({"memory": "128MiB"}, {"memory": "1GB"}),
        {**host(Memory=134217728), **resources(None, {"memory": "1Gi"})},
    ],
)
def test_a_request_above_its_limit_is_lowered(options: object) -> None:
    assert result(options, (*REQUESTS, "memory")) == "128Mi"
    assert stable(options)


def test_a_request_above_its_limit_can_be_left() -> None:
    identity = "quantities:/k8s-experimental/resources/requests/cpu#limit"
    options = resources({"cpu": "1"}, {"cpu": "2"})
    assert converted(options, {identity: "leave"}).converted == options


@pytest.mark.parametrize(("amount", "text"), [(2**20, "1Mi"), (2**20 - 1, "1048575"), (Fraction(1, 3), "1")])
def test_memory_is_written_in_whole_mebibytes_or_bytes(amount: Fraction | int, text: str) -> None:
    assert memory_text(amount) == text


@pytest.mark.parametrize(("cores", "text"), [(2, "2"), (Fraction(1, 2), "500m"), (Fraction(1, 10**9), "1m")])
def test_cpu_is_written_in_cores_or_rounded_up_to_thousandths(cores: Fraction | int, text: str) -> None:
    assert cpu_text(Fraction(cores)) == text


# Extended resources and names


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (resources({GPU: "1500m"}), resources({GPU: 2})),
        (resources({GPU: "3000m"}), resources({GPU: "3000m"})),
        (resources({GPU: " 1"}), resources({GPU: 1})),
        (resources({GPU: "one"}), resources({GPU: "one"})),
        (resources({GPU: 1}, {GPU: "1"}), resources({GPU: 1}, {GPU: "1"})),
        (resources({GPU: 2}, {GPU: 1}), resources({GPU: 2})),
        (resources({GPU: 2}, {GPU: "x"}), resources({GPU: 2})),
        (resources({GPU: "0.5"}, {GPU: "0.5"}), resources({GPU: 1})),
        (resources({GPU: "0.5"}, {GPU: 1}), resources({GPU: 1}, {GPU: 1})),
        (resources(None, {GPU: "0.5"}), resources({GPU: 1})),
        (resources({GPU: None}), {}),
        (resources({GPU: "<COUNT>"}, {GPU: 1}), resources({GPU: "<COUNT>"}, {GPU: 1})),
    ],
)  # fmt: skip
def test_an_extended_resource_is_whole_and_its_request_equals_the_limit(options: object, expected: Json) -> None:
    choices = dict.fromkeys(asked(converted(options), "strategy"), "leave")
    assert converted(options, choices).converted == expected
    assert stable(options)


def test_a_resource_that_the_device_does_not_offer_is_warned_about() -> None:
    assert said(converted(resources({"example.com/foo": 1})), "extended_resources") == ["warning"]
    assert said(converted(resources({GPU: 1})), "extended_resources") == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [("Memory", "memory"), ("ram", "memory"), ("CPU", "cpu"), ("cpus", "cpu"), ("gpu", GPU), ("NVIDIA.com/GPU", GPU)],
)
def test_a_misnamed_resource_is_renamed_on_request_and_judged_under_its_right_name(name: str, meant: str) -> None:
    options = resources({name: "0.0001"})
    identity = f"resource_names:/k8s-experimental/resources/limits/{name.replace('/', '~1')}"
    assert converted(options).converted == options
    assert converted(options).modules[0].account["undecided"] == 1
    renamed = result(options, LIMITS, {identity: "rename"})
    assert isinstance(renamed, dict)
    assert list(renamed) == [meant]
    assert stable(options, {identity: "rename"})
    assert converted(options, {identity: "remove"}).converted == {}


def test_a_misnamed_resource_is_not_renamed_over_another() -> None:
    options = resources({"Memory": "1Gi", "memory": "2Gi", "mem": "3Gi", "foo": 1})
    assert [choices for _, choices in asked(converted(options), "resource_names").values()] == [["remove"]] * 3


# Limits, shared memory, privileges


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, False),
        ({"Env": ["A=1"]}, False),
        (host(Memory=0), True),
        (host(Binds=["/data:/data"]), True),
        (resources({GPU: 1}), True),
        (host(Memory=268435456), False),
        (host(CpuQuota=50_000), False),
        (resources({"cpu": "1"}), False),
    ],
)
def test_limits_are_recommended_where_none_come_out(options: object, told: bool) -> None:
    assert said(converted(options), "limits_recommended") == ["info"] * told


@pytest.mark.parametrize(
    ("options", "warned"),
    [
        (resources({"memory": "76Gi", "cpu": 24, GPU: 2}), 0),
        (resources({"memory": "77Gi", "cpu": "24500m", GPU: 3}), 3),
        (resources(None, {"cpu": "25"}), 1),
        (resources({"cpu": "64"}, {"cpu": "1"}), 0),
        (host(Memory=2**40, NanoCpus=10**12), 2),
        (host(Memory=2**40, MemoryReservation=2**30), 0),
        (host(MemoryReservation=2**40), 1),
        (host(CpuShares=1024 * 64), 1),
        ({**host(Memory=2**40), **resources({"memory": "1Gi"})}, 0),
        ({**host(Memory=2**30), **resources({"memory": "1Ti"})}, 1),
    ],
)
def test_more_than_a_device_has_is_warned_about_where_it_is_reserved(options: object, warned: int) -> None:
    assert said(converted(options), "device_capacity").count("warning") == warned


def test_a_wish_that_is_dropped_reserves_no_more_than_the_limit() -> None:
    options = host(CpuShares=1024 * 64, NanoCpus=10**9 * 8)
    assert said(converted(options), "device_capacity") == []
    alone = host(CpuShares=1024 * 64)
    assert said(converted(alone, {"reservations:/HostConfig/CpuShares": "remove"}), "device_capacity") == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (resources({"memory": "32Gi", "cpu": "12"}), 0),
        (resources({"memory": "48Gi", "cpu": "16"}), 2),
        (resources({"memory": "48Gi"}, {"memory": "1Gi"}), 0),
    ],
)
def test_more_than_the_worker_has_as_delivered_is_mentioned(options: object, told: int) -> None:
    assert said(converted(options), "device_capacity") == ["info"] * told


def test_too_many_gpus_have_a_remedy_of_their_own() -> None:
    (note,) = [one for one in converted(resources({GPU: 3})).modules[0].findings if one.rule.id == "device_capacity"]
    assert "`NVIDIA_VISIBLE_DEVICES`" in str(note.remedy)


@pytest.mark.parametrize("mode", ["shareable", "container:lvaEdge", "Container:x"])
def test_shared_memory_becomes_the_hosts_or_goes(mode: str) -> None:
    options = host(IpcMode=mode)
    assert converted(options).converted == host(IpcMode="host")
    assert converted(options, {"ipc_mode:/HostConfig/IpcMode": "remove"}).converted == {}
    assert stable(options)


@pytest.mark.parametrize("mode", ["private", "none", "", "nonsense", 5])
def test_any_other_mode_goes_without_a_question(mode: Json) -> None:
    assert converted(host(IpcMode=mode)).converted == {}
    assert not asked(converted(host(IpcMode=mode)), "ipc_mode")


def test_the_hosts_mode_stays_in_any_letter_case() -> None:
    assert converted({"hostconfig": {"ipcmode": "HOST"}}).converted == {"hostconfig": {"ipcmode": "HOST"}}
    assert said(converted({"hostconfig": {"ipcmode": "HOST"}}), "ipc_mode") == ["info"]


@pytest.mark.parametrize(
    "trace",
    [
        resources({FPGA: 1}),
        host(Devices=[device("/dev/catapult0")]),
        {"Env": ["WIRESERVER_ADDRESS=10.139.218.1"]},
    ],
)
def test_privileges_are_asked_about_where_an_fpga_was(trace: dict[str, Json]) -> None:
    settings = trace.get("HostConfig")
    options = {**trace, **host(Privileged=True, **(settings if isinstance(settings, dict) else {}))}
    assert asked(converted(options), "privileged") == {
        "privileged:/HostConfig/Privileged": ("keep", ["keep", "remove"])
    }
    assert result(options, ("HostConfig", "Privileged")) is True
    assert result(options, ("HostConfig",), {"privileged:/HostConfig/Privileged": "remove"}) is None
    assert stable(options)


@pytest.mark.parametrize(("value", "told"), [(True, True), ("True", True), (1, True), (False, False), ("false", False)])
def test_privileges_beside_a_gpu_are_only_mentioned(value: Json, told: bool) -> None:
    conversion = converted({**host(Privileged=value), **resources({GPU: 1})})
    assert said(conversion, "privileged") == ["info"] * told
    assert not asked(conversion, "privileged")
    assert result(host(Privileged=value), ("HostConfig", "Privileged")) == value


def test_privileges_without_an_accelerator_are_not_mentioned() -> None:
    assert said(converted(host(Privileged=True)), "privileged") == []


# Whatever is pasted


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: json.dumps(value)[:12])
def test_no_value_makes_a_rule_stumble_or_change_its_mind(value: Json) -> None:
    settings = (
        "Memory", "MemoryReservation", "NanoCpus", "CpuQuota", "CpuPeriod", "CpuShares", "Devices", "DeviceRequests",
        "Runtime", "IpcMode", "Privileged",
    )  # fmt: skip
    names = ("memory", "cpu", GPU, FPGA, "example.com/foo", "Memory", "foo", "hugepages-2Mi")
    documents: list[dict[str, Json]] = [
        *(host(**{name: value}) for name in settings),
        *(host(**{name: [value]}) for name in ("Devices", "DeviceRequests")),
        *({**host(Memory=268435456, NanoCpus=10**9, CpuShares=512), **resources({name: value})} for name in names),
        *({**host(Runtime="nvidia"), **resources(None, {name: value})} for name in names),
        *({**host(Runtime="nvidia"), **resources({name: value}, {name: value})} for name in names),
        resources(value, value),
        {"k8s-experimental": {"resources": value}},
        {"Env": [value]},
    ]
    for options in documents:
        conversion = converted(options)
        assert stable(options), options
        for one in conversion.modules:
            assert all(str(change.summary) for change in one.changes if change.rule.id in OURS)
            assert all(str(note.message) and str(note.remedy) for note in one.findings if note.rule.id in OURS)
            assert all(str(question.prompt) for question in one.questions if question.rule.id in OURS)


def test_thousands_of_resources_and_devices_are_all_seen() -> None:
    devices: list[Json] = [device(f"/dev/catapult{number}") for number in range(2000)]
    many: dict[str, Json] = {f"example.com/r{number}": "0.5" for number in range(2000)}
    conversion = converted({**host(Devices=devices), **resources(many)})
    assert result(host(Devices=devices), (*LIMITS, GPU)) == 2
    assert len(asked(conversion, "extended_resources")) == 2000


# How sure


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        (host(NanoCpus=0), "cpu"),
        (host(CpuQuota=50_000, CpuPeriod=100_000), "cpu"),
        (host(Memory=0), "memory"),
        ({**host(Memory=2**30), **resources({"memory": "1Gi"})}, "memory"),
    ],
)
def test_what_goes_by_the_agents_code_is_called_derived(options: object, rule: str) -> None:
    changes = [one for one in converted(options).modules[0].changes if one.rule.id == rule and one.op == "remove"]
    assert {one.because.sure for one in changes} == {"derived"}


def test_sharing_and_shared_memory_are_called_derived() -> None:
    shared = converted(host(Runtime="nvidia"), {"gpu:/HostConfig/Runtime": "share"}).modules[0]
    assert [one.because.sure for one in shared.changes if one.rule.id == "gpu"] == ["derived"]
    (question,) = [
        one for one in converted(host(IpcMode="shareable")).modules[0].questions if one.rule.id == "ipc_mode"
    ]
    assert question.because.sure == "derived"
