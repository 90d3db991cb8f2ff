"""createOptions that the device can read and acts on, with everything that it knows."""

# fmt: off
from hypothesis import strategies as st

from tests.core.strategies import Values
from webapp.core.path import Json

PATHS = st.sampled_from(["/data", "/srv/a", "/a/bc", "/ab/c", "/home/hcsshares/x", "share", "My_Share", "C:"])
TARGETS = st.sampled_from(["/d", "/e", "/home/input", ""])
PORTS = st.sampled_from(["80/tcp", "80/udp", "80", "53/udp", "8080/TCP", "8000-8010/tcp", "x", "0"])
KEYS = st.sampled_from(["a", "B", "a.b/C", "net.azure-devices.edge.original-moduleid", "gpu", "x y"])


def _some(members: dict[str, Values]) -> Values:
    return st.fixed_dictionaries({}, optional=members).map(lambda found: found)


def _of(*values: Json) -> Values:
    return st.sampled_from(values)


def _list(items: Values, size: int = 3) -> Values:
    return st.lists(items, max_size=size).map(lambda found: found)


def _map(keys: st.SearchStrategy[str], values: Values) -> Values:
    return st.dictionaries(keys, values, max_size=3).map(lambda found: found)


def _bind(parts: tuple[str, str, str]) -> Json:
    return ":".join(part for part in parts if part)


FLAGS = _of(True, False, "true", "False", 1, 0)
MOUNT: Values = st.fixed_dictionaries(
    {"Type": _of("bind", "volume", "VOLUME", "tmpfs"), "Source": PATHS, "Target": TARGETS},
    optional={"ReadOnly": FLAGS, "BindOptions": _of({"Propagation": "rshared"}, {})},
).map(lambda found: found)
BINDING = _some({"HostPort": _of("8080", 80, "53", "", " 9 ", None), "HostIp": _of("", "127.0.0.1")})
HOST = _some({
    "Binds": _list(st.tuples(PATHS, TARGETS, st.sampled_from(["", "ro", "z", "rw"])).map(_bind)),
    "Mounts": _list(MOUNT, 4),
    "PortBindings": _map(PORTS, _list(BINDING)),
    "NetworkMode": _of("host", "HOST", "bridge", "none", ""),
    "IpcMode": _of("host", "shareable", None),
    "PidMode": _of("host", "container:a"),
    "Privileged": FLAGS,
    "Memory": _of(1, "2", 0),
    "RestartPolicy": _of({"Name": "always", "MaximumRetryCount": 1}),
})
AMOUNTS = _map(st.sampled_from(["cpu", "memory", "nvidia.com/gpu"]), _of("1", 2, "128Mi", "0.5", None, 1.5))
VOLUME = _some({
    "volume": _of(
        {"name": "v", "emptyDir": {"medium": "Memory", "sizeLimit": "1Gi"}}, {"name": "v", "emptyDir": {}}, {},
        {"Name": "w", "configMap": {"items": [{"key": "k", "path": "p", "mode": "0644"}], "optional": "true", "x": 1}},
    ),
    "volumeMounts": _list(
        _of({"name": "v", "mountPath": "/v", "readOnly": True}, {"mountPath": "/w", "subPath": ""}, {"x": 1}, None), 2
    ),
    "volumeMount": _of([], [1]),
})
SECTION = _some({
    "resources": _some({"limits": AMOUNTS, "Requests": AMOUNTS, "burst": AMOUNTS}),
    "volumes": _list(VOLUME),
    "nodeSelector": _map(KEYS, _of("x", True, 5, "2020-01-02T03:04:05Z", None)),
    "securityContext": _some({
        "runAsUser": _of(1, "2"), "runAsNonRoot": FLAGS, "supplementalGroups": _list(_of(1, "2", None)),
        "sysctls": _list(_of({"name": "a", "value": "1"}, {})), "seLinuxOptions": _of({"level": "s"}, {}),
    }),
    "serviceOptions": _some({
        "type": _of("NodePort", "clusterip", "1", "x", None), "loadBalancerIP": _of("10.0.0.1", "", None),
    }),
    "strategy": _some({
        "type": _of("Recreate"), "rollingUpdate": _of({"maxSurge": "2", "maxUnavailable": "25%"}, {}, {"maxSurge": 0}),
    }),
    "tolerations": _of([], [{"key": "a"}]),
})


def sound_options() -> st.SearchStrategy[dict[str, Json]]:
    """One module's createOptions."""
    texts = _list(_of("a", "-b", 1, True, None, "2020-01-02T03:04:05Z"))
    return st.fixed_dictionaries({"HostConfig": HOST, "k8s-experimental": SECTION}, optional={
        "Env": _list(_of("A=1", "B=", "=x", "C", "RuntimeLogLevel=debug", "A=1=2", 5)),
        "ExposedPorts": _map(PORTS, _of({}, {"x": 1})),
        "Labels": _map(KEYS, _of("v", 7, "", None)),
        "Cmd": texts, "entrypoint": texts, "WorkingDir": _of("/w", "", 5, None),
        "Hostname": _of("h"), "Image": _of("i:1"), "Volumes": _of({"/data": {}}), "Tty": FLAGS,
        "StopTimeout": _of(0, 5),
    })
