"""Makes createOptions as people write them, and as nobody should: real keys, right and wrong values, odd spellings."""

# ruff: noqa: E501, S104, S108  tables of values, a line for what belongs together; nothing is bound or written

import json
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from webapp.core.carrier import chunked
from webapp.core.likeness import other_than_options
from webapp.core.path import Json

Values = SearchStrategy[Json]


def _one_of(*values: Json) -> Values:
    return st.sampled_from(values)


def _list(items: Values, size: int = 3) -> Values:
    return st.lists(items, max_size=size).map(lambda found: found)


def _map(keys: SearchStrategy[str], values: Values, size: int = 3) -> Values:
    return st.dictionaries(keys, values, max_size=size).map(lambda found: found)


NAMES = st.sampled_from(
    ["a", "media", "Data_1", "$SHARE", "a" * 70, "lva", "A", "x-y", "é", "a/b", "~", "", "tmp.d", "1"]
)
HOSTILE: Values = _one_of(
    None, True, False, 0, 1, -1, 1.5, 10**30, "", "x", "true", "8080", "${X}", "$(A)", "\u0000", "😀", "<b>&amp;</b>", [], {}, [None],
    [[]], [{}], {"": None}, {"a/b~c": [1]}, {"HostConfig": {}}, ["x", 1, None, True, {"a": 1}], {"a": {"a": {"a": [[[]]]}}},
)  # fmt: skip
TEXTS = st.text(max_size=6)
PATHS = st.sampled_from(
    [
        "/", "/data", "/data/", "/tmp/a", "/home/hcsshares/media", "/home/hcsshares/$SHARE/out", "/var/run/docker.sock",
        "/etc/hosts", "/app/config.json", "/dev/catapult0", "/dev/video0", "C:\\data", "c:/x", "volume1", "Volume_2", "${P}",
        "/a b", "/dev/shm", "/data/media", "rel/x", "\\\\.\\pipe\\x", "/home/hcsshares/",
    ]
)  # fmt: skip
MODES = st.sampled_from(["", ":ro", ":rw", ":z", ":ro,z", ":rshared", ":", ":ro:ro"])
BINDS = st.tuples(PATHS, PATHS, MODES).map(lambda parts: f"{parts[0]}:{parts[1]}{parts[2]}") | st.just("/data")
PORTS = st.sampled_from(
    ["80/tcp", "80/udp", "80", "8080/tcp", "53/UDP", "35000/tcp", "31001/tcp", "0/tcp", "70000/tcp", "8000-8010/tcp", "x", "${PORT}", ""]
)  # fmt: skip
HOST_PORTS = _one_of("80", "8080", 8080, "0", "", None, "8000-8010", "35001", "${P}", 80.5, True, " 80 ")
BINDINGS = st.fixed_dictionaries(
    {}, optional={"HostPort": HOST_PORTS, "HostIp": _one_of("127.0.0.1", "0.0.0.0", "", None, "10.1.2.3"), "hostport": HOST_PORTS}
)  # fmt: skip
MOUNTS = st.fixed_dictionaries(
    {},
    optional={
        "Type": _one_of("bind", "volume", "tmpfs", "npipe", "Bind", "", None, 1),
        "Source": PATHS | NAMES,
        "Target": PATHS,
        "ReadOnly": _one_of(True, False, "true", "no", None, 1),
        "target": PATHS,
        "TmpfsOptions": _one_of({"SizeBytes": 65536}, {"SizeBytes": "1m"}, {}, None, {"Mode": 1777}),
        "BindOptions": _one_of({"Propagation": "rprivate"}, {}),
        "VolumeOptions": _one_of({"NoCopy": True, "Labels": {"a": "b"}}, {}),
    },
)
ENV = st.sampled_from(
    [
        "A=1", "A=2", "a=1", "A", "=x", "", "A:B=1", "A:B:C=x=y", "https_proxy=http://p:1", "HTTPS_PROXY=p", "no_proxy=x", "NO_PROXY=localhost",
        "http_proxy=https://u:p@h:3", "WIRESERVER_ADDRESS=10.139.218.1", "NVIDIA_VISIBLE_DEVICES=0", "UpstreamProtocol=AmqpWs", "B=$(A)",
        "C=$$(A)", "1A=2", "é=1", "A B=1", "${X}", "${X}=1", "D=😀", "OptimizeForPerformance=false", "storageFolder=/x",
    ]
)  # fmt: skip
QUANTITIES = _one_of(
    "128Mi",
    "128MB",
    "500m",
    2,
    0,
    -1,
    "1",
    "1.5",
    1.5,
    "x",
    "",
    None,
    "2Gi",
    "2gb",
    "1e3",
    10**19,
    "128M",
    "0.5",
    "${N}",
    True,
)
RESOURCES = st.sampled_from(
    [
        "memory",
        "cpu",
        "nvidia.com/gpu",
        "microsoft.com/fpga_catapult",
        "ephemeral-storage",
        "x.y/z",
        "gpu",
        "Memory",
        "a b",
        "",
    ]
)
AMOUNTS = _map(RESOURCES, QUANTITIES) | HOSTILE
K8S: dict[str, Values] = {
    "resources": st.fixed_dictionaries({}, optional={"limits": AMOUNTS, "requests": AMOUNTS, "Limits": AMOUNTS}).map(lambda x: x),
    "volumes": _one_of(
        [{"volume": {"name": "v", "emptyDir": {}}, "volumeMounts": [{"name": "v", "mountPath": "/v"}]}],
        [{"volume": {"name": "V"}, "volumeMount": []}], [{}], [{"volume": {"name": "media"}}], {"volume": {}},
    ),
    "nodeSelector": _one_of({"a": "b"}, {}, {"kubernetes.io/arch": "amd64"}, {"a": 1}),
    "securityContext": _one_of({}, {"runAsUser": 0}, {"runAsUser": "root"}, {"fsGroup": 1, "x": 2}),
    "serviceOptions": _one_of({"type": "LoadBalancer"}, {"type": "clusterip"}, {"loadBalancerIP": "10.0.0.1"}, {"type": "x", "loadbalancerip": ""}, {}),
    "strategy": _one_of({"type": "Recreate"}, {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}}, {"type": "recreate"}, {}, None),
    "service-options": _one_of({"type": "LoadBalancer"}),
    "srategy": _one_of({"type": "Recreate"}),
    "tolerations": _one_of([]),
}  # fmt: skip
NUMBERS = _one_of(0, 1, -1, 1024, 536870912, 10**12, "512", "128m", "", None, 1.5, True, 10**30, 50000, 100000)
FLAGS = _one_of(True, False, "true", "FALSE", None, 0, 1, "yes", "")
HOST: dict[str, Values] = {
    "Binds": _list(BINDS, 4), "Bind": _list(BINDS), "Mounts": _list(MOUNTS), "PortBindings": _map(PORTS, _list(BINDINGS) | HOSTILE),
    "ExposedPorts": _map(PORTS, _one_of({}, None)), "NetworkMode": _one_of("host", "Host", "bridge", "none", "container:x", "azure-iot-edge", "", None, "default"),
    "Devices": _list(_one_of({"PathOnHost": "/dev/catapult0", "PathInContainer": "/dev/catapult0", "CgroupPermissions": "rwm"},
        {"PathOnHost": "/dev/video0"}, {"PathOnHost": "/dev/nvidia0", "PathInContainer": "/dev/nvidia0"}, {}, None, "/dev/x:/dev/x")),
    "DeviceRequests": _one_of([{"Driver": "nvidia", "Count": -1, "Capabilities": [["gpu"]]}], [{"Count": 2, "DeviceIDs": ["0", "1"]}], [{}], []),
    "Runtime": _one_of("nvidia", "Nvidia", "runc", "", None), "runtime": _one_of("nvidia"), "Privileged": FLAGS, "Priviledged": FLAGS,
    "Memory": NUMBERS, "MemoryReservation": NUMBERS, "NanoCpus": NUMBERS, "CpuQuota": NUMBERS, "CpuPeriod": NUMBERS, "CpuShares": NUMBERS,
    "MemorySwap": NUMBERS, "ShmSize": NUMBERS, "IpcMode": _one_of("host", "shareable", "private", "container:a", "", None), "PidMode": _one_of("host", ""),
    "Tmpfs": _map(PATHS, _one_of("", "size=64m", "rw,size=1g,mode=1777", None, 1)), "ReadonlyRootfs": FLAGS, "StorageOpt": _one_of({"size": "120G"}, {}),
    "VolumesFrom": _one_of(["a"], [], None), "Dns": _one_of(["8.8.8.8"], [], "8.8.8.8"), "DnsSearch": _one_of(["a.b"]), "ExtraHosts": _one_of(["a:10.0.0.1"], ["a"], []),
    "Links": _one_of(["a:b"], []), "PublishAllPorts": FLAGS, "Sysctls": _one_of({"net.core.somaxconn": "1"}, {"kernel.x": "1"}, {}), "GroupAdd": _one_of(["44"], ["video"], [1], []),
    "CapAdd": _one_of(["NET_ADMIN"], "ALL", []), "CapDrop": _one_of(["ALL"]), "LogConfig": _one_of({"Type": "json-file", "Config": {"max-size": "10m"}}, {"Type": "", "Config": {}}),
    "RestartPolicy": _one_of({"Name": "always"}, {"Name": "on-failure", "MaximumRetryCount": 3}), "AutoRemove": FLAGS, "Ulimits": _one_of([{"Name": "nofile", "Soft": 1, "Hard": 2}]),
    "SecurityOpt": _one_of(["seccomp=unconfined"]), "UsernsMode": _one_of("host"), "Init": FLAGS, "OomScoreAdj": NUMBERS, "CgroupParent": _one_of("/x"), "Foo": HOSTILE,
    "k8s-experimental": _one_of({"strategy": {"type": "Recreate"}}),
}  # fmt: skip
TOP: dict[str, Values] = {
    "Env": _list(ENV, 5), "ExposedPorts": _map(PORTS, _one_of({}, None)), "Cmd": _one_of(["a", "b:c", "$(A)"], "run it", [], None, [1, True], "a 'b"),
    "Entrypoint": _one_of(["/bin/sh", "-c"], "/x y", "", [], None, ["x"]), "WorkingDir": _one_of("/app", "", 1, None), "User": _one_of("root", "0", "1000:1000", "", "${U}", 5, "app:app"),
    "Labels": _map(st.sampled_from(["a", "a.b/c", "é", "", "x/", "net.azure-devices.edge.owner", "A"]), _one_of("b", "", 1, None)),
    "Hostname": _one_of("h", "", None), "Domainname": _one_of("d", ""), "Volumes": _map(PATHS, _one_of({}, None)), "Image": _one_of("x:1"), "name": _one_of("n"),
    "NetworkingConfig": _one_of({"EndpointsConfig": {"host": {}}}, {"EndpointsConfig": {"azure-iot-edge": {"Aliases": ["a"]}}}, {}), "NetworkDisabled": FLAGS,
    "Tty": FLAGS, "OpenStdin": FLAGS, "AttachStdin": FLAGS, "StopSignal": _one_of("SIGINT"), "StopTimeout": NUMBERS, "Healthcheck": _one_of({"Test": ["CMD", "x"]}, {"Test": ["NONE"]}),
    "Mounts": _list(MOUNTS), "Binds": _list(BINDS), "PortBindings": _map(PORTS, _list(BINDINGS)), "Privileged": FLAGS, "Runtime": _one_of("nvidia"), "Foo": HOSTILE,
    "a/b~c": HOSTILE, "resources": _one_of({"limits": {"memory": "1Gi"}}), "K8S-Experimental": _one_of({"strategy": {"type": "Recreate"}}), "strategy": _one_of({"type": "Recreate"}),
}  # fmt: skip


@st.composite
def members(draw: DrawFn, known: dict[str, Values], size: int) -> dict[str, Json]:
    """Some of the known members, now and then spelled in another case or with a value of another type."""
    found: dict[str, Json] = {}
    for name in draw(st.lists(st.sampled_from(sorted(known)), max_size=size)):
        dice = draw(st.integers(0, 19))
        spelling = name.lower() if dice == 1 else name.upper() if dice == 2 else name
        found[spelling] = draw(HOSTILE if dice == 3 else known[name])
    return found


@st.composite
def create_options(draw: DrawFn) -> dict[str, Json]:
    """One module's createOptions."""
    options = draw(members(TOP, 3))
    dice = draw(st.integers(0, 19))
    if dice > 1:
        options["hostConfig" if dice == 2 else "HostConfig"] = draw(members(HOST, 5))
    if draw(st.booleans()):
        options["k8s-experimental"] = draw(members(K8S, 3))
    if draw(st.integers(0, 30)) == 7:
        options["deep"] = nested(draw(st.integers(1, 60)))
    return options if other_than_options(options) is None else {**options, "User": "root"}


def nested(depth: int) -> Json:
    """An object in an object in an object …"""
    value: Json = 1
    for _ in range(depth):
        value = {"a": value}
    return value


def module_entry(options: dict[str, Json]) -> Json:
    """A module's entry with its createOptions as a string, cut in chunks where that is long."""
    settings: dict[str, Json] = {"image": "mcr.microsoft.com/a:1.0", **chunked(json.dumps(options))}
    return {"camera_1": {"type": "docker", "settings": settings, "env": {"https_proxy": {"value": "http://p:1"}}}}


FORMS: list[Callable[[dict[str, Json]], str]] = [
    json.dumps,
    lambda options: json.dumps(options, indent=2, ensure_ascii=False),
    lambda options: json.dumps(json.dumps(options)),
    lambda options: json.dumps(json.dumps(options))[1:-1] if options else "{}",
    lambda options: json.dumps(module_entry(options), indent=4),
    lambda options: json.dumps({"settings": {"image": "a:1", "createOptions": options}}),
    lambda options: json.dumps({"settings": {"createOptions": options}, "env": {"A:B": {"value": 1}, "C": {}, "D": {"value": None}}}),
    lambda options: json.dumps(options, indent=1)[1:-1] if options else "{}",
    lambda options: "// pasted\n" + json.dumps(options, indent=2).replace("\n}", ",\n}" if options else "\n}") + " /* end */",
    lambda options: '{"Env": ["A=0"], "HostConfig": {"Binds": ["/a:/b"], "Binds": []},' + json.dumps(options)[1:] if options else "{}",
]  # fmt: skip


def pastes() -> SearchStrategy[str]:
    """Texts that can be read: createOptions in every form in which they are pasted."""
    return st.tuples(st.integers(0, 19), create_options()).map(
        lambda drawn: FORMS[drawn[0] % len(FORMS) if drawn[0] > 9 else 0](drawn[1])
    )


@st.composite
def damaged(draw: DrawFn) -> str:
    """A paste with a few characters taken out or put in."""
    text = draw(pastes())
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(text)))
        piece = draw(
            st.sampled_from(
                [
                    "",
                    "",
                    '"',
                    "'",
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    "\\",
                    "\n",
                    "\u0000",
                    "\ud800",
                    "\\ud800",
                    "/*",
                    "//",
                    "1e999",
                    "NaN",
                    "“",
                    "\ufeff",
                    "${X}",
                    "+",
                    "-",
                    "0" * 500,
                ]
            )
        )
        text = text[:place] + piece + text[place + draw(st.integers(0, 3)) :]
    return text  # fmt: skip
