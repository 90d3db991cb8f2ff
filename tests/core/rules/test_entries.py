"""What the rules about modules' entries, images and inspected containers promise beyond their examples."""

import json

import pytest

from tests.core import invariants
from tests.core.rules.hearing import asked, repeats, said
from webapp.core import Conversion, convert
from webapp.core.path import Json

IMAGE = "contoso.azurecr.io/module:1.0"
PORTS: dict[str, Json] = {"HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "8080"}]}}}


def entry(image: Json = IMAGE, options: Json = None, **others: Json) -> dict[str, Json]:
    return {"type": "docker", "settings": {"image": image, "createOptions": options or {}}, **others}


def converted(paste: Json) -> Conversion:
    conversion = convert(json.dumps(paste, indent=2))
    invariants.hold(conversion)
    assert repeats(conversion)
    return conversion


def severities(paste: Json, rule: str) -> list[str]:
    return [severity for severity, _ in said(converted(paste), rule)]


class TestEntryPolicies:
    def test_a_usual_entry_is_silent(self) -> None:
        usual = entry(status="running", restartPolicy="always", imagePullPolicy="on-create", startupOrder=4294967295)
        assert severities({"modules": {f"m{number}": usual for number in range(20)}}, "entry_policies") == []

    def test_an_entry_with_nothing_but_settings_is_silent(self) -> None:
        assert severities({"module": {"settings": {"image": IMAGE}}}, "entry_policies") == []

    @pytest.mark.parametrize(
        ("policy", "expected"),
        [
            ("never", ["info"]),
            ("on-failure", ["info"]),
            ("On-Unhealthy", ["info"]),
            ("Always", []),
            ("unknown", []),
            ("${POLICY}", []),
            (None, []),
            (5, []),
        ],
    )
    def test_a_restart_policy_matters_where_a_pod_does_otherwise(self, policy: Json, expected: list[str]) -> None:
        assert severities({"module": entry(restartPolicy=policy)}, "entry_policies") == expected

    @pytest.mark.parametrize(
        ("order", "expected"),
        [
            (0, ["info"]),
            (3, ["info"]),
            ("2", ["info"]),
            (4294967295, []),
            ("4294967295", []),
            (None, []),
            ("", []),
            ({}, []),
        ],
    )
    def test_an_order_of_starting_has_no_effect(self, order: Json, expected: list[str]) -> None:
        assert severities({"module": entry(startupOrder=order)}, "startup_order") == expected

    def test_an_order_is_said_once_for_all_that_run(self) -> None:
        modules: dict[str, Json] = {f"m{number}": entry(startupOrder=number) for number in range(3)}
        modules |= {"last": entry(startupOrder=4294967295), "off": entry(startupOrder=1, status="stopped")}
        ((severity, message),) = said(converted({"modules": modules}), "startup_order")
        assert severity == "info"
        assert "`m0, m1, m2`" in message
        assert severities({"modules": {"off": entry(startupOrder=1, status="stopped")}}, "startup_order") == []

    def test_a_module_that_is_unhealthy_has_to_end_by_itself(self) -> None:
        conversion = converted({"module": entry(restartPolicy="on-unhealthy")})
        (note,) = [note for note in conversion.modules[0].findings if note.rule.id == "entry_policies"]
        assert "end by itself" in str(note.remedy)

    def test_policies_of_a_module_that_is_stopped_are_not_judged(self) -> None:
        stopped = entry(status="stopped", restartPolicy="never", imagePullPolicy="never")
        assert severities({"module": stopped}, "entry_policies") == []
        assert severities({"module": stopped | {"type": "moby"}}, "entry_policies") == ["error"]

    def test_a_pull_policy_has_no_effect(self) -> None:
        assert severities({"module": entry(imagePullPolicy="never")}, "entry_policies") == ["info"]

    @pytest.mark.parametrize("kind", ["Docker", "moby", "", 5, []])
    def test_a_type_other_than_docker_is_refused(self, kind: Json) -> None:
        assert severities({"module": entry() | {"type": kind}}, "entry_policies") == ["error"]

    def test_a_type_that_is_missing_is_refused_where_the_entry_is_there_as_a_whole(self) -> None:
        conversion = converted({"modules": {"a": {"status": "running", "settings": {"image": IMAGE}}}})
        ((severity, message),) = said(conversion, "entry_policies")
        assert severity == "error"
        assert "no `type`" in message

    def test_a_type_that_is_filled_in_later_is_not_judged(self) -> None:
        assert severities({"module": entry() | {"type": "${TYPE}"}}, "entry_policies") == []

    def test_a_finding_stands_at_its_policy(self) -> None:
        conversion = converted({"module": entry(RestartPolicy="never")})
        (note,) = [note for note in conversion.modules[0].findings if note.rule.id == "entry_policies"]
        assert (note.path, note.part) == (("RestartPolicy",), "entry")
        assert conversion.place(conversion.modules[0], note.path, note.part).line == 8

    def test_a_module_that_is_stopped_keeps_its_address(self) -> None:
        assert severities({"module": entry(options=PORTS, status="stopped")}, "entry_policies") == ["info"]

    @pytest.mark.parametrize("status", ["running", "${STATUS}"])
    def test_one_that_runs_uses_it(self, status: str) -> None:
        assert severities({"module": entry(options=PORTS, status=status)}, "entry_policies") == []

    def test_one_that_is_stopped_and_has_no_address_holds_nothing(self) -> None:
        inside: Json = PORTS | {"k8s-experimental": {"serviceOptions": {"type": "ClusterIP"}}}
        assert severities({"module": entry(status="stopped")}, "entry_policies") == []
        assert severities({"module": entry(options=inside, status="stopped")}, "entry_policies") == []


class TestImage:
    @pytest.mark.parametrize(
        "image",
        [
            "",
            "  ",
            None,
            "host/",
            "host/name:",
            "host/a:b:c",
            "name:1@sha256:abc",
            "host:5000/name:1@sha256:abc",
            ":1.0",
            [],
            {"name": "a"},
        ],
    )
    def test_what_the_agent_can_not_read_is_told(self, image: Json) -> None:
        assert severities({"module": entry(image)}, "image") == ["error"]

    @pytest.mark.parametrize(
        "image",
        [
            *("name", "name:1", "host:5000/name", "a/b/c:1", " host/name:1\n", "Host/Name:1", "name@sha256:abc", 5),
            *("${MODULES.filter}", "${REGISTRY}/name:$TAG", "<registry>/name:<tag>:", "{{image}}", "$IMAGE"),
        ],
    )
    def test_what_it_can_read_or_what_comes_later_is_not(self, image: Json) -> None:
        assert severities({"module": entry(image)}, "image") == []

    def test_an_entry_without_an_image_is_a_part_of_one(self) -> None:
        assert severities({"module": {"settings": {"createOptions": {}}}}, "image") == []

    @pytest.mark.parametrize("others", [{"type": "docker"}, {"status": "running"}, {"RestartPolicy": "always"}])
    def test_a_whole_entry_needs_one(self, others: dict[str, Json]) -> None:
        conversion = converted({"module": {"settings": {"createOptions": {}}, **others}})
        ((severity, message),) = said(conversion, "image")
        assert severity == "error"
        assert "no image" in message
        (note,) = [note for note in conversion.modules[0].findings if note.rule.id == "image"]
        assert (note.path, note.part) == (("settings",), "entry")

    def test_a_layer_may_state_settings_without_an_image(self) -> None:
        layer: Json = {
            "modulesContent": {"$edgeAgent": {"properties.desired.modules.a.settings": {"createOptions": {}}}}
        }
        assert not said(convert(json.dumps(layer)), "image")

    @pytest.mark.parametrize(
        "image",
        [
            *("mcr.microsoft.com/windows/nanoserver:1809", "mcr.microsoft.com/windows/servercore/windowsservercore:1"),
            *("host/sensor:1.0-windows-amd64", "host/sensor:windows", "host/sensor-windows-amd64:1.0"),
            *("<registry>/sensor:<build>-windows-<arch>", "host/sensor:1.0-Windows"),
        ],
    )
    def test_an_image_for_windows_is_told(self, image: str) -> None:
        assert severities({"module": entry(image)}, "image") == ["error"]

    @pytest.mark.parametrize(
        "image",
        ["host/sliding-windows-detector:1", "host/windows-of-time:2", "${MODULES.a-windows-amd64}", "host/win:1"],
    )
    def test_windows_in_a_name_can_be_something_else(self, image: str) -> None:
        assert severities({"module": entry(image)}, "image") == []

    def test_a_finding_stands_at_the_image(self) -> None:
        conversion = converted({"module": {"Settings": {"Image": "host/"}}})
        (note,) = [note for note in conversion.modules[0].findings if note.rule.id == "image"]
        assert (note.path, note.part) == (("Settings", "Image"), "entry")


class TestNodeSdk:
    @pytest.mark.parametrize(
        "options",
        [
            {"Cmd": ["node", "app.js"]},
            {"Cmd": "npm start"},
            {"Entrypoint": ["/usr/local/bin/node"], "Cmd": ["app.js"]},
            {"Entrypoint": ["docker-entrypoint.sh"], "Cmd": ["node", "app.js"]},
            {"Cmd": ["sh", "-c", "node app.js"]},
            {"Cmd": ["/bin/bash", "-ec", "cd /app && exec node app.js"]},
            {"Entrypoint": ["sh", "-c", "./wait.sh; npm start"]},
        ],
    )
    def test_a_command_of_node_is_told(self, options: Json) -> None:
        assert [one for one, _ in said(convert(json.dumps(options)), "node_sdk")] == ["warning"]

    @pytest.mark.parametrize(
        "options",
        [
            {"Cmd": ["--node", "node"]},
            {"Cmd": ["nodeset"]},
            {"Entrypoint": ["./node.sh"]},
            {"Cmd": []},
            {"Cmd": None},
            {"Cmd": ["sh", "-c", "python node.py"]},
            {"Cmd": ["sh", "-c"]},
            {"Cmd": ["echo", "-c", "node app.js"]},
            {"Cmd": ["sh", "run.sh", "node"]},
            {"Cmd": ["sh", "-c", "'"]},
        ],
    )
    def test_another_command_is_not(self, options: Json) -> None:
        assert not said(convert(json.dumps(options)), "node_sdk")

    @pytest.mark.parametrize(
        "image",
        [
            "node:12",
            "docker.io/library/node",
            "host/filter-nodejs:1",
            "host/node-red:1",
            "host/nodered/node-red",
            "a:1-nodejs12",
        ],
    )
    def test_an_image_of_node_is_told(self, image: str) -> None:
        assert severities({"module": entry(image)}, "node_sdk") == ["warning"]

    @pytest.mark.parametrize(
        "image",
        [
            "prom/node-exporter:1",
            "host/edge-node:2",
            "nodejs.example/filter:1",
            "host/opc-node-reader",
            "${MODULES.nodejs}",
            5,
        ],
    )
    def test_an_image_that_may_be_anything_is_not(self, image: Json) -> None:
        assert severities({"module": entry(image)}, "node_sdk") == []

    def test_it_is_said_once(self) -> None:
        assert severities({"module": entry("node:12", {"Cmd": ["node"]})}, "node_sdk") == ["warning"]


class TestPlaceholderOptions:
    def test_each_module_with_a_placeholder_is_told(self) -> None:
        modules: dict[str, Json] = {"a": entry(options="${A}"), "b": entry(options="{{ b }}"), "c": entry(options="{}")}
        found = said(converted({"modules": modules}), "placeholder_options")
        assert [severity for severity, _ in found] == ["warning", "warning"]
        assert "`${A}`" in found[0][1]

    def test_it_stays_as_it_is(self) -> None:
        conversion = converted({"modules": {"a": entry(options="${A}")}})
        assert conversion.converted == conversion.document.value

    def test_a_module_by_itself_is_told_too(self) -> None:
        assert severities(entry(options="<options>"), "placeholder_options") == ["warning"]

    @pytest.mark.parametrize("options", [{}, "", "{}", {"Env": ["A=${A}"]}, '{"Env": ["A=${A}"]}'])
    def test_a_placeholder_inside_of_createoptions_does_not_count(self, options: Json) -> None:
        assert severities({"module": entry(options=options)}, "placeholder_options") == []


SOCKET = "/var/run/iotedge/workload.sock"
ID = "9c2f1f6d0c3e4b7a8d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4"
# What `docker inspect` shows of settings that nobody has stated.
HOST_DEFAULTS: dict[str, Json] = {
    **dict.fromkeys(
        ("VolumesFrom", "CapAdd", "CapDrop", "Capabilities", "Dns", "DnsOptions", "DnsSearch", "ExtraHosts")
    ),
    **dict.fromkeys(("GroupAdd", "Links", "BlkioWeightDevice", "BlkioDeviceReadBps", "BlkioDeviceWriteBps")),
    **dict.fromkeys(("BlkioDeviceReadIOps", "BlkioDeviceWriteIOps", "DeviceCgroupRules", "DeviceRequests", "Ulimits")),
    **dict.fromkeys(("MemorySwappiness", "PidsLimit", "MaskedPaths", "ReadonlyPaths")),
    **dict.fromkeys(("ContainerIDFile", "VolumeDriver", "Cgroup", "PidMode", "UTSMode", "UsernsMode", "Isolation"), ""),
    **dict.fromkeys(("CgroupParent", "CpusetCpus", "CpusetMems"), ""),
    **dict.fromkeys(("AutoRemove", "PublishAllPorts", "ReadonlyRootfs", "OomKillDisable"), False),
    **dict.fromkeys(("OomScoreAdj", "CpuShares", "Memory", "NanoCpus", "BlkioWeight", "CpuPeriod", "CpuQuota"), 0),
    **dict.fromkeys(("CpuRealtimePeriod", "CpuRealtimeRuntime", "KernelMemory", "KernelMemoryTCP"), 0),
    **dict.fromkeys(("MemoryReservation", "MemorySwap", "CpuCount", "CpuPercent", "IOMaximumIOps"), 0),
    **{"IOMaximumBandwidth": 0, "ShmSize": 67108864, "Runtime": "runc", "ConsoleSize": [0, 0]},
    "LogConfig": {"Type": "json-file", "Config": {"max-file": "10", "max-size": "10m"}},
    "RestartPolicy": {"Name": "", "MaximumRetryCount": 0},
}
CONFIG_DEFAULTS: dict[str, Json] = {
    **{"Hostname": ID[:12], "Domainname": "", "User": "", "Volumes": None, "OnBuild": None},
    **dict.fromkeys(("AttachStdin", "AttachStdout", "AttachStderr", "Tty", "OpenStdin", "StdinOnce"), False),
}
BOARDS: list[Json] = [
    {"PathOnHost": f"/dev/catapult{number}", "PathInContainer": f"/dev/catapult{number}", "CgroupPermissions": "rwm"}
    for number in (0, 1)
]
FPGA_CONTAINER: dict[str, Json] = {
    "Id": ID,
    "Created": "2020-11-17T09:12:44.518722317Z",
    "Path": "./grpc-server",
    "Args": ["--port", "50051"],
    "State": {"Status": "running", "Running": True, "Pid": 21873, "ExitCode": 0, "Error": ""},
    "Image": "sha256:7a1f0e5d4c3b2a19087f6e5d4c3b2a19087f6e5d4c3b2a19087f6e5d4c3b2a19",
    "Name": "/resnet",
    "RestartCount": 0,
    "Driver": "overlay2",
    "Platform": "linux",
    "ExecIDs": None,
    "HostConfig": {
        "Binds": ["/etc/hosts:/etc/hosts", "/home/hcsshares/models:/models:ro"],
        "NetworkMode": "azure-iot-edge",
        "PortBindings": {"50051/tcp": [{"HostIp": "", "HostPort": "50051"}]},
        "IpcMode": "private",
        "Privileged": True,
        "SecurityOpt": ["label=disable"],
        "Devices": BOARDS,
        **HOST_DEFAULTS,
    },
    "GraphDriver": {"Data": {"MergedDir": "/var/lib/docker/overlay2/2f/merged"}, "Name": "overlay2"},
    "Mounts": [
        {"Type": "bind", "Source": "/etc/hosts", "Destination": "/etc/hosts", "Mode": "", "RW": True},
        {"Type": "bind", "Source": "/home/hcsshares/models", "Destination": "/models", "Mode": "ro", "RW": False},
    ],
    "Config": {
        "ExposedPorts": {"50051/tcp": {}},
        "Env": [
            "WIRESERVER_ADDRESS=10.139.218.1",
            f"IOTEDGE_WORKLOADURI=unix://{SOCKET}",
            "IOTEDGE_MODULEID=resnet",
            "RuntimeLogLevel=Information",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ],
        "Cmd": ["--port", "50051"],
        "Image": "contoso.azurecr.io/resnet50-fpga:1.0",
        "WorkingDir": "/app",
        "Entrypoint": ["./grpc-server"],
        "Labels": {"net.azure-devices.edge.owner": "Microsoft.Azure.Devices.Edge.Agent"},
        **CONFIG_DEFAULTS,
    },
    "NetworkSettings": {
        "Ports": {"50051/tcp": [{"HostIp": "0.0.0.0", "HostPort": "50051"}]},  # noqa: S104 - what Docker shows
        "Networks": {"azure-iot-edge": {"IPAMConfig": None, "Aliases": ["resnet", ID[:12]]}},
    },
}


class TestDockerInspect:
    def test_it_is_said_once_however_many_containers_there_are(self) -> None:
        containers: Json = [FPGA_CONTAINER, {**FPGA_CONTAINER, "Name": "/client"}]
        assert severities(containers, "docker_inspect") == ["info"]

    def test_the_label_with_the_original_is_named(self) -> None:
        (note,) = [one for one in converted([FPGA_CONTAINER]).findings if one.rule.id == "docker_inspect"]
        assert "`net.azure-devices.edge.create-options`" in str(note.remedy)
        assert all(f"`{name}`" in str(note.message) for name in ("ExposedPorts", "Volumes", "User", "Healthcheck"))

    def test_a_container_by_itself_is_recognised(self) -> None:
        assert severities(FPGA_CONTAINER, "docker_inspect") == ["info"]

    def test_any_other_paste_is_not_told(self) -> None:
        assert severities({"Env": ["PATH=/bin"], "Cmd": ["node"]}, "docker_inspect") == []
        assert severities({"modules": {"a": entry()}}, "docker_inspect") == []

    def test_an_fpga_module_becomes_what_its_createoptions_would_become(self) -> None:
        (module,) = converted([FPGA_CONTAINER]).modules
        assert module.name == "resnet"
        assert module.create_options == {
            "ExposedPorts": {"50051/tcp": {}},
            "Env": ["RuntimeLogLevel=Information", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
            "Cmd": ["--port", "50051"],
            "WorkingDir": "/app",
            "Entrypoint": ["./grpc-server"],
            "HostConfig": {
                "PortBindings": {"50051/tcp": [{"HostPort": "50051"}]},
                "Privileged": True,
                "Mounts": [{"Type": "volume", "Source": "models", "Target": "/models", "ReadOnly": True}],
            },
            "k8s-experimental": {
                "resources": {"limits": {"nvidia.com/gpu": 2}},
                "strategy": {"type": "Recreate"},
            },
        }

    def test_settings_that_nobody_stated_ask_nothing_and_warn_of_nothing(self) -> None:
        plain: Json = [{"Id": ID, "Name": "/a", "Config": CONFIG_DEFAULTS, "HostConfig": HOST_DEFAULTS}]
        conversion = converted(plain)
        notes = [note for one in conversion.modules for note in one.findings]
        assert [note.rule.id for note in notes if note.severity != "info"] == []
        assert asked(conversion, "ignored_options")
        assert [question.rule.id for one in conversion.modules for question in one.questions] == ["ignored_options"]
