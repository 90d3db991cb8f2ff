"""What the picture shows of modules and deployments, before it is drawn."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.formats.picture import both, deployment, drawn, linked, outline, whole
from webapp.core import convert
from webapp.core.device import AZURE_STACK_EDGE, DeviceModule, translate
from webapp.core.device.settings import RegistryCredential
from webapp.core.path import at
from webapp.core.preview import preview
from webapp.formats.picture import Scene, deployment_scene, module_scene, of_module, plain
from webapp.formats.picture.pair import MOST_TOLD
from webapp.formats.picture.scene import MOST_ROWS, flat
from webapp.views.pages import examples

ARTICLE = sorted((Path(__file__).parents[1] / "cases" / "article").glob("*.json"))
POD = ("spec", "template", "spec")
SIDECAR = [
    "config map iotedged-proxy-config, for the sidecar",
    "config map iotedged-proxy-trust-bundle, for the sidecar",
]
BOARDS = {"HostConfig": {"Devices": [{"PathOnHost": "/dev/catapult0", "PathInContainer": "/dev/catapult0"}]}}


def texts(scene: Scene) -> list[str]:
    return [flat(row.text) for row in scene.rows]


def test_a_share_leads_from_its_path_to_mount_and_claim() -> None:
    scene = drawn({"HostConfig": {"Binds": ["/home/hcsshares/in:/data:ro"]}})
    assert outline(scene.boxes) == {
        "FPGA device: IoT Edge on Docker": {
            "Container: module": ["image: not pasted"],
            "Storage": ["host path /home/hcsshares/in → /data, ro"],
        },
        "GPU device: IoT Edge on Kubernetes": {
            "Deployment: module": {
                "Pod": {
                    "": ["service account module"],
                    "Sidecar container: proxy, added by the device": ["image edge-proxy:1.0"],
                    "Module container: module": ["image image:1", "variables that the device adds: 9"],
                    "Storage": ["claim in → /data, read-only", *SIDECAR],
                }
            },
            "PersistentVolumeClaims": ["claim in, ReadOnlyMany, 100Mi"],
        },
    }
    assert linked(scene) == [
        ("host path /home/hcsshares/in → /data, ro", "claim in → /data, read-only"),
        ("host path /home/hcsshares/in → /data, ro", "claim in, ReadOnlyMany, 100Mi"),
    ]
    assert [link.number for link in scene.links] == [1, 1]
    assert "no longer by its path" in str(scene.links[0].why[0])


def test_host_network_shows_the_dns_policy_that_it_brings() -> None:
    scene = drawn({"HostConfig": {"NetworkMode": "host"}})
    assert linked(scene) == [
        ("network mode host", "hostNetwork: true"),
        ("network mode host", "dnsPolicy: ClusterFirstWithHostNet"),
    ]


def test_boards_lead_to_the_gpus_that_take_their_place() -> None:
    assert ("device /dev/catapult0 → /dev/catapult0", "nvidia.com/gpu: 1 (limits)") in linked(drawn(BOARDS))


def test_the_service_is_shown_with_its_type_and_ports() -> None:
    scene = drawn({"HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "8080"}]}}})
    right = outline(scene.boxes)["GPU device: IoT Edge on Kubernetes"]
    assert right["Service: module, type LoadBalancer"] == ["port 8080 TCP → 80 of the module"]
    assert linked(scene) == [("host port 8080 → 80/tcp", "port 8080 TCP → 80 of the module")]


def test_what_is_dropped_and_what_is_taken_out_is_said_in_words() -> None:
    scene = drawn(
        {"User": "1000", "HostConfig": {"CapAdd": ["SYS_ADMIN"], "Memory": 0, "LogConfig": {"Type": "syslog"}}}
    )
    left, right = outline(scene.boxes).values()
    assert left["Other settings"] == [
        "User – as pasted, this would be dropped",
        "HostConfig.CapAdd – dropped by the GPU device",
        "HostConfig.Memory: 0 – taken out by the conversion",
        "HostConfig.LogConfig – taken out by the conversion",
    ]
    (told,) = right["Dropped by the GPU device without a word"]
    assert told.startswith("HostConfig.CapAdd – Of a container's security the device knows only Privileged")


def test_a_setting_of_which_only_a_part_would_be_dropped_says_so() -> None:
    scene = drawn({"HostConfig": {"PortBindings": {"80/tcp": [{"HostIp": "10.1.1.1", "HostPort": "8080"}]}}})
    row = next(row for row in scene.rows if "only at 10.1.1.1" in flat(row.text))
    assert row.note and str(row.note) == "as pasted, a part would be dropped"


def test_a_setting_of_which_only_a_part_is_handed_on_says_so() -> None:
    bindings = {"80/tcp": [{"HostIp": "10.1.1.1", "HostPort": "8080"}]}
    (one,) = convert(json.dumps({"HostConfig": {"PortBindings": bindings}})).modules
    unchanged = replace(one, passes=(replace(one.passes[0], value=one.module.options, written={}, removed=set()),))
    pasted, _ = both(one)
    notes = [str(row.note) for row in module_scene(unchanged, pasted, pasted).rows if row.note]
    assert "a part is dropped by the GPU device" in notes


def test_volumes_of_docker_are_shown() -> None:
    assert "Volumes /data" in texts(drawn({"Volumes": {"/data": {}}}))


def test_a_refusal_is_shown_on_the_side_on_which_it_happens() -> None:
    options = {"HostConfig": {"Mounts": [{"Type": "tmpfs", "Target": "/x"}]}}
    (one,) = convert(json.dumps(options)).modules
    pasted, converted = both(one)
    assert pasted.errors and not converted.errors
    scene = module_scene(one, pasted, converted)
    left, right = outline(scene.boxes).values()
    (told,) = left["As pasted, the GPU device would refuse the module"]
    assert told.endswith("– refused: InvalidMount")
    assert "The GPU device refuses the module" not in right
    assert "As pasted, the GPU device would refuse it" in str(scene.summary)
    refused = module_scene(one, pasted, pasted)
    assert "The GPU device refuses the module" in outline(refused.boxes)["GPU device: IoT Edge on Kubernetes"]
    assert refused.links == ()


@pytest.mark.parametrize("slug", [slug for slug in examples() if slug != "broken"])
def test_every_port_path_claim_and_resource_of_the_examples_is_shown(slug: str) -> None:
    holds_everything(examples()[slug].source)


@pytest.mark.parametrize("file", ARTICLE, ids=lambda file: file.stem)
def test_every_port_path_claim_and_resource_of_the_article_is_shown(file: Path) -> None:
    holds_everything(json.dumps(json.loads(file.read_text(encoding="utf-8"))["pasted"]))


def holds_everything(source: str) -> None:
    for one in convert(source).modules:
        pasted, converted = both(one)
        said = plain(module_scene(one, pasted, converted))
        assert "Other fields" not in said
        for made in converted.objects:
            assert [word for word in expected(made) if word not in said] == []


def expected(made: dict[str, Any]) -> list[str]:
    if made["kind"] == "Service":
        return [made["spec"]["type"], *(f"port {one['port']} {one['protocol']}" for one in made["spec"]["ports"])]
    if made["kind"] == "PersistentVolumeClaim":
        return [f"claim {made['metadata']['name']}, {', '.join(made['spec']['accessModes'])}"]
    if made["kind"] != "Deployment":
        return []
    pod: Any = at(made, POD)
    volumes = [
        at(one, ("hostPath", "path")) or at(one, ("persistentVolumeClaim", "claimName")) for one in pod["volumes"]
    ]
    module = pod["containers"][1]
    limits = [f"{name}: {value} (limits)" for name, value in module.get("resources", {}).get("limits", {}).items()]
    mounts = [f"→ {one['mountPath']}" for one in module["volumeMounts"]]
    ports = [f"listens on {one['containerPort']}" for one in module.get("ports", [])]
    return [*map(str, filter(None, volumes)), *limits, *mounts, *ports, pod["containers"][0]["image"], module["image"]]


def test_no_value_of_a_variable_or_a_command_is_shown() -> None:
    secret = "hunter2-of-the-db"  # noqa: S105 - made up
    options = {
        "Env": [f"DB_PASSWORD={secret}", f"Old:Key={secret}"],
        "Cmd": ["--password", secret],
        "Entrypoint": secret,
        "Labels": {"key": secret},
        "Healthcheck": {"Test": [secret]},
    }
    scene = drawn(options)
    assert secret not in plain(scene) and secret not in repr(scene.boxes)
    assert "variables DB_PASSWORD" in plain(scene)


def test_a_pull_secret_is_named_but_not_shown() -> None:
    (one,) = convert("{}").modules
    device = replace(AZURE_STACK_EDGE, registry_credentials={"r": RegistryCredential("reg.io", "me", "hunter2")})
    found = translate(DeviceModule("module", "reg.io/image:1", create_options={}), device)
    secret = next(made for made in found.objects if made["kind"] == "Secret")
    scene = module_scene(one, found, found)
    right = outline(scene.boxes)["GPU device: IoT Edge on Kubernetes"]
    assert right["Secret: me-reg.io"] == ["sign-in of the image's registry, not shown"]
    data = str(at(secret, ("data", ".dockerconfigjson")))
    assert data not in repr(scene) and "hunter2" not in repr(scene)


def test_a_module_that_is_stopped_has_no_pod_running() -> None:
    (one,) = convert("{}").modules
    found = translate(DeviceModule("module", "image:1", status="stopped", create_options={}), AZURE_STACK_EDGE)
    assert "stopped: no pod runs" in texts(module_scene(one, found, found))


def test_the_address_and_the_other_settings_of_the_service_are_shown() -> None:
    options = {"type": "LoadBalancer", "loadBalancerIP": "10.1.1.9"}
    ports = {"80/tcp": [{"HostPort": "8080"}]}
    scene = drawn({"HostConfig": {"PortBindings": ports}, "k8s-experimental": {"serviceOptions": options}})
    assert ("k8s-experimental.serviceOptions.loadBalancerIP", "address 10.1.1.9") in linked(scene)


def test_gpu_requests_of_docker_lead_to_the_gpus() -> None:
    scene = drawn({"HostConfig": {"DeviceRequests": [{"Driver": "nvidia", "Count": 1}]}})
    assert ("device request nvidia, 1", "nvidia.com/gpu: 1 (limits)") in linked(scene)


def test_a_port_without_a_binding_is_shown() -> None:
    assert "port 80/tcp without a binding" in texts(drawn({"HostConfig": {"PortBindings": {"80/tcp": []}}}))


def test_a_module_that_the_device_refuses_says_so_in_the_deployment() -> None:
    found = translate(DeviceModule("a", "image:1", create_options={"Env": 7}), AZURE_STACK_EDGE)
    scene = deployment_scene([found], [])
    (told,) = outline(scene.boxes)["Module a"]
    assert told.endswith("– refused: InvalidCreateOptions")


def test_a_deployment_counts_what_is_dropped_of_each_module() -> None:
    found = translate(DeviceModule("a", "image:1", create_options={"User": "7"}), AZURE_STACK_EDGE)
    told = outline(deployment_scene([found], []).boxes)["Module a"]
    assert told == ["no Service", "settings without effect – dropped by the GPU device: 1"]


def test_beyond_the_limit_rows_are_counted_and_links_lead_to_the_count() -> None:
    count = MOST_ROWS + 6
    scene = drawn({"ExposedPorts": {f"{5000 + number}/tcp": {} for number in range(count)}})
    rows = texts(scene)
    assert sum("exposes" in row for row in rows) == MOST_ROWS - 1
    assert rows.count("and 7 more, not drawn") == 2  # on Docker and in the Service
    assert rows.count("and 9 more, not drawn") == 1  # in the container, below its image and its variables
    assert [end for start, end in linked(scene) if "not drawn" in start] == [
        "and 7 more, not drawn",
        "and 9 more, not drawn",
    ]


def test_a_deployment_shows_who_calls_whom_and_which_port_is_missing() -> None:
    source = deployment(
        {
            "camera": {"Env": ["SCORER=http://scorer:5001", "STORE=redis://redis:6379"]},
            "scorer": {"HostConfig": {"PortBindings": {"5001/tcp": [{"HostPort": "5001"}]}}},
            "redis": {},
        }
    )
    scene = whole(convert(source))
    assert outline(scene.boxes) == {
        "Module camera": [
            "no Service",
            "calls scorer at port 5001",
            "calls redis at port 6379 – no Service offers this port",
        ],
        "Module scorer": ["Service of type LoadBalancer: 5001 TCP"],
        "Module redis": ["no Service"],
    }
    assert linked(scene) == [
        ("calls scorer at port 5001", "Service of type LoadBalancer: 5001 TCP"),
        ("calls redis at port 6379", "no Service"),
    ]


def test_modules_beyond_the_limit_are_counted_and_calls_to_them_are_still_told() -> None:
    names = [f"m{number}" for number in range(5)]
    source = deployment({name: {"Env": ["URL=http://m4:80"]} for name in names})
    scene = whole(convert(source), most=3)
    told = outline(scene.boxes)
    assert list(told) == ["Module m0", "Module m1", "Module m2", "Further modules"]
    assert told["Further modules"] == ["and 2 more modules, not drawn"]
    assert any("calls m4 at port 80" in row for row in told["Module m0"])
    assert scene.links == ()


def test_what_is_left_out_is_linked_to_nothing_that_is_drawn() -> None:
    ports = [f"{5000 + number}/tcp" for number in range(40)]
    bindings = {port: [{"HostPort": port[:4]}] for port in ports}
    scene = drawn({"ExposedPorts": {port: {} for port in ports}, "HostConfig": {"PortBindings": bindings}})
    ends = [end for start, end in linked(scene) if "not drawn" in start]
    assert ends and all("not drawn" in end for end in ends)


def test_of_many_changes_on_one_link_the_first_are_told_and_the_number_of_the_others() -> None:
    binds = [f"/home/hcsshares/s{number}:/t{number}" for number in range(200)]
    scene = of_module(preview(convert(json.dumps({"HostConfig": {"Binds": binds}}))).of[0])
    most = max(scene.links, key=lambda link: len(link.why))
    assert len(most.why) == MOST_TOLD + 1
    left_out = int(str(most.why[-1]).removeprefix("and ").removesuffix(" more changes"))
    assert left_out + MOST_TOLD == 200 - (MOST_ROWS - 1)
