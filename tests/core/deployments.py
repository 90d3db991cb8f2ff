"""Makes whole deployments as people have them: every wrapper, every carrier of createOptions, names, routes, callers."""

import json
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.core.strategies import create_options
from webapp.core.carrier import chunked, minified
from webapp.core.path import Json

NAMES = ("camera", "image_scorer", "Image-Scorer", "imagescorer", "my.module", "redis", "Redis", "-x", "1st", "proxy", "${M}", "edgeHub", "a" * 70)  # fmt: skip
CALLS = (
    "http://{}:80/api",
    "{}:8080",
    "tcp://{}",
    "{}",
    "amqp://u@{}:5672/x",
    "/data/{}/x",
    "registry/{}:1.0",
    "x{}:80",
)
CARRIERS: tuple[Callable[[dict[str, Json]], dict[str, Json]], ...] = (
    lambda options: {"createOptions": options},
    lambda options: {"createOptions": minified(options)},
    lambda options: {"createOptions": json.dumps(options, indent=1)},
    lambda options: {"createoptions": minified(options)},
    lambda options: dict(chunked(minified(options))),
    lambda _: {"createOptions": ""},
    lambda _: {"createOptions": None},
    lambda _: {"createOptions": "${OPTIONS}"},
    lambda _: {},
)
WRAPPERS: tuple[Callable[[dict[str, Json], dict[str, Json]], Json], ...] = (
    lambda modules, routes: {"modulesContent": {"$edgeAgent": {"properties.desired": {"modules": modules}}, **_hub(routes)}},
    lambda modules, routes: {"id": "x", "content": {"modulesContent": {"$edgeAgent": {f"properties.desired.modules.{name}": entry for name, entry in modules.items()}, **_hub(routes)}}},
    lambda modules, routes: {"modulesContent": {"$edgeAgent": {"properties.desired": {"systemModules": modules, "modules": modules}}, **_hub(routes), **{name: {"properties.desired": {"a": 1}} for name in modules}}},
    lambda modules, _: {"properties": {"desired": {"modules": modules}, "reported": {"modules": modules}}},
    lambda modules, _: {"schemaVersion": "1.1", "systemModules": {}, "modules": modules},
    lambda modules, _: [{"Id": "0123456789ab", "Name": f"/{name}", "Config": {"Hostname": "0123", "Env": ["A:B=1"], "User": ""}, "HostConfig": {"Memory": 0}, "Mounts": [{"Type": "bind", "Source": "/a", "Destination": "/b", "RW": False}]} for name in modules or ["x"]],
)  # fmt: skip
# ruff: noqa: E501


def _hub(routes: dict[str, Json]) -> dict[str, Json]:
    return {"$edgeHub": {"properties.desired": {"routes": routes, "note": "http://image_scorer:80"}}}


@st.composite
def _entry(draw: DrawFn) -> dict[str, Json]:
    options = draw(create_options())
    if draw(st.booleans()):
        called = draw(st.sampled_from(CALLS)).format(draw(st.sampled_from(NAMES)))
        options = {"Env": [f"URL={called}"], "Cmd": ["--to", called], **options}
    entry: dict[str, Json] = {
        "type": "docker",
        "settings": {"image": "a/b:1", **draw(st.sampled_from(CARRIERS))(options)},
    }
    if draw(st.booleans()):
        url = draw(st.sampled_from(CALLS)).format(draw(st.sampled_from(NAMES)))
        entry["env"] = {"PEER": {"value": url}, "https_proxy": {"value": "http://p:1"}, "N": {"value": 1}}
    if draw(st.booleans()):
        entry |= {"status": "stopped", "restartPolicy": "never", "imagePullPolicy": "never"}
    return entry


@st.composite
def deployments(draw: DrawFn) -> str:
    """A deployment as text, strict JSON, in some style of printing."""
    names = draw(st.lists(st.sampled_from(NAMES), max_size=4, unique=True))
    modules: dict[str, Json] = {name: draw(_entry()) for name in names}
    routes: dict[str, Json] = {
        f"r{number}": f'FROM /messages/modules/{name}/outputs/* INTO BrokeredEndpoint("/modules/{name}/inputs/x")'
        for number, name in enumerate(names)
    }
    value = draw(st.sampled_from(WRAPPERS))(modules, routes)
    text = json.dumps(value, indent=draw(st.sampled_from([None, 1, 2, 4, "\t"])), ensure_ascii=draw(st.booleans()))
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


DEPLOYMENTS: SearchStrategy[str] = deployments()
