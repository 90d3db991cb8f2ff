"""Objects that every version takes, to be spoiled in one place."""

from dataclasses import replace
from typing import Any

from webapp.core.device import AZURE_STACK_EDGE, DeviceModule, translate
from webapp.core.device.settings import RegistryCredential
from webapp.core.kubernetes import ObjectProblem, validate
from webapp.core.path import Json, Path, copy

_DEVICE = replace(AZURE_STACK_EDGE, registry_credentials={"a": RegistryCredential("a.io", "user", "secret")})
_OPTIONS: Json = {
    "Env": ["A=1"],
    "ExposedPorts": {"80/tcp": {}, "90/udp": {}},
    "HostConfig": {
        "Binds": ["/srv/a:/a"],
        "Mounts": [{"Type": "volume", "Source": "share", "Target": "/share"}],
        "NetworkMode": "host",
    },
    "Labels": {"team": "a"},
    "k8s-experimental": {
        "nodeSelector": {"disk": "ssd"},
        "resources": {"limits": {"cpu": "1", "nvidia.com/gpu": "1"}, "requests": {"cpu": "500m", "nvidia.com/gpu": 1}},
        "securityContext": {"runAsUser": 1000, "supplementalGroups": [1]},
        "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}},
        "volumes": [
            {
                "volume": {"name": "shm", "emptyDir": {"medium": "Memory", "sizeLimit": "1Gi"}},
                "volumeMounts": [{"name": "shm", "mountPath": "/dev/shm", "subPath": "a"}],  # noqa: S108
            }
        ],
    },
}
OBJECTS = translate(DeviceModule("camera", "a.io/b:1", create_options=_OPTIONS), _DEVICE).objects

TEMPLATE: Path = ("spec", "template")
POD: Path = (*TEMPLATE, "spec")
MODULE: Path = (*POD, "containers", 1)


def sample(kind: str) -> dict[str, Json]:
    """Return the object of a kind."""
    (found,) = [one for one in OBJECTS if one["kind"] == kind]
    copied = copy(found)
    assert isinstance(copied, dict)
    return copied


def spoiled(kind: str, path: Path, value: Json) -> dict[str, Json]:
    """Return the object of a kind with another value at a path; a list may be lengthened by one."""
    one = sample(kind)
    parent: Any = one
    for step in path[:-1]:
        parent = parent.setdefault(step, {}) if isinstance(parent, dict) else parent[step]
    if isinstance(parent, list) and path[-1] == len(parent):
        parent.append(value)
    else:
        parent[path[-1]] = value
    return one


def problems(kind: str, path: Path, value: Json) -> tuple[ObjectProblem, ...]:
    """Return what is wrong with an object that was spoiled."""
    return validate([spoiled(kind, path, value)])
