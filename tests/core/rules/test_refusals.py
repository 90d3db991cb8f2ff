"""Whatever makes the device refuse a module is told: `webapp.core.device` says what does, the rules must say it too."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from tests.core import strategies
from tests.core.test_corpus import FILES, contents
from webapp.core import Conversion, SourceError, convert
from webapp.core.converted import ConvertedModule
from webapp.core.device import AZURE_STACK_EDGE, DeviceError, DeviceModule, translate
from webapp.core.path import Json, at
from webapp.core.rules.other._entry import stated
from webapp.core.rules.other._strays import is_placeholder

STAND_IN = "contoso.azurecr.io/module:1.0"


def refusals(one: ConvertedModule, options: dict[str, Json], env: dict[str, Json]) -> list[DeviceError]:
    """Return why the device refuses a module; what the paste does not say of its entry counts as right.

    What is filled in later is no reason.
    """
    kind, image = stated(one.module, "type"), stated(one.module, "settings", "image")
    text: Json = image.value if image and not isinstance(image.value, int | float) else STAND_IN
    module = DeviceModule(one.name or "module", text, kind.value if kind else "docker", "running", env, options)
    found = translate(module, AZURE_STACK_EDGE).errors
    return [error for error in found if not (error.path and _is_later(at(options, error.path)))]


def _is_later(value: Json) -> bool:
    return isinstance(value, str) and is_placeholder(value)


def untold(conversion: Conversion) -> Iterator[tuple[str | None, list[DeviceError]]]:
    """Yield the modules that the device refuses though the conversion has neither an error nor an open question."""
    for one in conversion.modules:
        notes = (*one.findings, *conversion.findings)
        told = any(note.severity == "error" for note in notes) or any(asked.answer is None for asked in one.questions)
        errors = [] if told else refusals(one, one.create_options, one.env)
        if errors:
            yield one.name, errors


def host(**members: Json) -> dict[str, Json]:
    return {"HostConfig": members}


def k8s(**members: Json) -> dict[str, Json]:
    return {"k8s-experimental": members}


def volume(**members: Json) -> dict[str, Json]:
    mount: Json = {"name": "a", "mountPath": "/a"}
    return k8s(volumes=[{"volume": {"name": "a", **members}, "volumeMounts": [mount]}])


def entry(name: str = "module", image: Json = STAND_IN, **members: Json) -> dict[str, Json]:
    whole: Json = {"type": "docker", "settings": {"image": image, "createOptions": {}}, **members}
    return {"modules": {name: whole}}


REFUSED: dict[str, dict[str, Json]] = {
    "null in Env": {"Env": ["A=1", None]},
    "a text for Env": {"Env": "A=1"},
    "an object in Env": {"Env": [{}]},
    "a text for an exposed port": {"ExposedPorts": {"80/tcp": "x"}},
    "a list of exposed ports": {"ExposedPorts": ["80/tcp"]},
    "a port of slashes, exposed": {"ExposedPorts": {"/": {}}},
    "a port of slashes, bound": host(PortBindings={"//": [{"HostPort": "1"}]}),
    "null for bindings": host(PortBindings={"80/tcp": None}),
    "null as binding": host(PortBindings={"80/tcp": [None]}),
    "a label that is a list": {"Labels": {"a": []}},
    "a label without a name": {"Labels": {"": "x"}},
    "a label of nothing usable": {"Labels": {"é": "x"}},
    "two labels that become one": {"Labels": {"a@": "1", "a": "2"}},
    "a label that is too long": {"Labels": {"a" * 64: "1"}},
    "a list of networks": {"NetworkingConfig": {"EndpointsConfig": []}},
    "a text of aliases": {"NetworkingConfig": {"EndpointsConfig": {"a": {"Aliases": "x"}}}},
    "a list for HostConfig": {"HostConfig": []},
    "two names that differ by case": {"Cmd": ["a"], "cmd": ["b"]},
    "two ignored names that differ by case": {"Healthcheck": {}, "healthcheck": {}},
    "a number as command": {"Entrypoint": 5},
    "an object in a command": {"Cmd": [{}]},
    "a list as directory": {"WorkingDir": []},
    "Docker's restart policy": host(RestartPolicy={"Name": "on-failure"}),
    "a size with a unit": host(Memory="128m"),
    "a number out of range": host(Memory=10**30),
    "a weight out of range": host(BlkioWeight=70000),
    "a negative rate": host(IOMaximumIOps=-1),
    "a text in ConsoleSize": host(ConsoleSize=[-1, 2]),
    "a device that is a text": host(Devices=["/dev/x"]),
    "a limit that is a text": host(Ulimits=["nofile"]),
    "an option of logs that is a list": host(LogConfig={"Config": {"a": []}}),
    "null in Mounts": host(Mounts=[None]),
    "a mount without a source": host(Mounts=[{"Type": "tmpfs", "Target": "/a"}]),
    "a mount of nothing usable": host(Mounts=[{"Type": "volume", "Source": "é", "Target": "/a"}]),
    "a mount of a long name": host(Mounts=[{"Type": "volume", "Source": "a" * 70, "Target": "/a"}]),
    "a mount of the root": host(Mounts=[{"Type": "bind", "Source": "/", "Target": "/a"}]),
    "null in Binds": host(Binds=[None]),
    "a bind of the root": host(Binds=["/:/x"]),
    "a bind without a source": host(Binds=[":/x"]),
    "a list as mode": host(NetworkMode=[]),
    "a text of capabilities": host(CapAdd="ALL"),
    "a list of sysctls": host(Sysctls=["a=b"]),
    "a switch that is a word": host(Privileged="yes"),
    "an ignored switch that is a word": host(AutoRemove="yes"),
    "a selector of a list": k8s(nodeSelector={"a": []}),
    "an amount with Docker's unit": k8s(resources={"limits": {"memory": "128MB"}}),
    "an amount under another spelling": k8s(resources={"limits": {"Memory": "128MB"}}),
    "an amount under an unknown name": k8s(resources={"requests": {"odd": "x"}}),
    "an object as amount": k8s(resources={"limits": {"cpu": {}}}),
    "a list as number of devices": k8s(resources={"limits": {"contoso.com/device": []}}),
    "a word as number of GPUs": k8s(resources={"limits": {"nvidia.com/gpu": "one"}}),
    "null as volume": k8s(volumes=[None]),
    "a volume's name that is a list": k8s(volumes=[{"volume": {"name": []}}]),
    "a path for hostPath": volume(hostPath="/a"),
    "a size with Docker's unit in a volume": volume(emptyDir={"sizeLimit": "1GB"}),
    "a mode that is no number": volume(configMap={"name": "x", "defaultMode": "0x"}),
    "a text of items": volume(secret={"secretName": "x", "items": "x"}),
    "a mount's switch that is a word": k8s(volumes=[{"volumeMounts": [{"mountPath": "/a", "readOnly": "ro"}]}]),
    "a user that is a name": k8s(securityContext={"runAsUser": "root"}),
    "a list deep in the context": k8s(securityContext={"seLinuxOptions": {"level": []}}),
    "a list in the context's sysctls": k8s(securityContext={"sysctls": [{"name": []}]}),
    "a list as type of service": k8s(serviceOptions={"type": []}),
    "a list as surge": k8s(strategy={"rollingUpdate": {"maxSurge": []}}),
    "another type of module": entry(type="Docker"),
    "an image with tag and digest": entry(image="a:1@sha256:00"),
    "a list as image": entry(image=[]),
    "a text as variable": entry(env={"A": "1"}),
    "null as variable": entry(env={"A": None}),
    "a list as a variable's value": entry(env={"A": {"value": []}}),
    "a text beside a placeholder": {
        "modules": {"m": {"settings": {"image": "a", "createOptions": "${OPTIONS}"}, "env": {"A": "1"}}}
    },
    "a name that is too long": entry(name="a" * 300),
}


@pytest.mark.parametrize("paste", REFUSED.values(), ids=REFUSED.keys())
def test_what_the_device_refuses_is_told(paste: dict[str, Json]) -> None:
    conversion = convert(json.dumps(paste))
    (one,) = conversion.modules
    assert refusals(one, one.module.options, dict(one.module.env))
    assert not list(untold(conversion))


@settings(max_examples=300)
@given(strategies.create_options())
def test_what_the_device_refuses_of_made_up_options_is_told(options: dict[str, Json]) -> None:
    try:
        conversion = convert(json.dumps(options))
    except SourceError:  # told, with a reason
        return
    assert not list(untold(conversion))


def test_what_the_device_refuses_of_what_people_wrote_is_told() -> None:
    if not FILES:
        pytest.skip("NO CORPUS: set CORPUS to the folder that holds files/ to run this test")
    for text in (text for file in FILES for text in contents(file)):
        try:
            conversion = convert(text)
        except SourceError:
            continue
        assert not list(untold(conversion)), text[:2000]
