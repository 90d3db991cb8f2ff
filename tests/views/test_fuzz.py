"""Ten thousand hostile pastes: none makes the server fail, none keeps it busy."""

import json
import random
import string
from collections.abc import Iterable, Iterator

import pytest
from flask.testing import FlaskClient

from tests.conftest import paste_of_any_size
from tests.effort import in_ordinary_pastes
from webapp.core.path import MAX_MODULES, MAX_OPTIONS
from webapp.core.source import MAX_SIZE
from webapp.views.pages import examples

HTMX = {"HX-Request": "true"}
MEBIBYTE = MAX_SIZE
MANY = MAX_OPTIONS - 100
BUSY_AT_MOST = 200  # conversions of an ordinary paste of 28 KB; about 2 seconds where one takes 10 ms
SEEDS = [example.source for example in examples().values()]
SPICE = [
    "\x00", "\ud800", "\\ud800", "\\u0000", "<script>alert(1)</script>", "'\"><img src=x>", "{{7*7}}", "${X}", "$(X)", "%s",
    "1e999", "-0", "9" * 5000, "NaN", "//", "/*", "*/", ",", ":", "[", "]", "{", "}", '"', "\\", "\ufeff", "\u202e", "é",
    "null", "true", "[]", "{}", '""', '"k8s-experimental":', '"HostConfig":', "\r\n", "\t", "🚀", "a" * 300,
]  # fmt: skip
KEYS = [
    "HostConfig", "Binds", "Mounts", "Env", "PortBindings", "ExposedPorts", "Labels", "Cmd", "Entrypoint", "User", "Memory",
    "NanoCpus", "Devices", "DeviceRequests", "Tmpfs", "Volumes", "k8s-experimental", "resources", "limits", "requests",
    "volumes", "strategy", "serviceOptions", "securityContext", "Sysctls", "GroupAdd", "NetworkMode", "IpcMode", "Type",
    "Source", "Target", "HostPort", "HostIp", "NetworkingConfig", "Runtime", "ShmSize", "LogConfig", "settings", "env",
    "createOptions", "createOptions01", "image", "value", "nvidia.com/gpu", "microsoft.com/fpga_catapult", "", "~/", "<b>",
]  # fmt: skip
VALUES: list[object] = [
    None, True, False, 0, -1, 1.5, 1 << 70, "", "a:b:c", "/x:/y:ro", "80/tcp", "8080", "host", "A=B", "=", "$(A)", "2Gi",
    [], {}, [[]], [None], {"": None}, "/home/hcsshares/a/b:/c", "/dev/catapult0", "container:x", "nvidia", "<i>&amp;</i>",
]  # fmt: skip


def hostile(rng: random.Random) -> str:
    """Return one paste: a real one with damage, or an invented one with real keys and wrong values."""
    if rng.random() < 0.5:
        text = list(rng.choice(SEEDS))
        for _ in range(rng.randint(1, 6)):
            place = rng.randrange(len(text) + 1)
            text[place : place + rng.choice([0, 0, 1, 1, 40])] = rng.choice(SPICE)
        return "".join(text)
    return json.dumps(invented(rng, 0), ensure_ascii=rng.random() < 0.5)


def invented(rng: random.Random, depth: int) -> object:
    kind = rng.random()
    if depth > 4 or (depth and kind < 0.3):
        return rng.choice(VALUES)
    if depth and kind < 0.5:
        return [invented(rng, depth + 1) for _ in range(rng.randint(0, 3))]
    return {rng.choice(KEYS): invented(rng, depth + 1) for _ in range(rng.randint(0, 6))}


@pytest.mark.parametrize("seed", range(20))
def test_five_hundred_hostile_pastes_make_no_failure(client: FlaskClient, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(500):
        paste = hostile(rng).encode("utf-8", "surrogatepass")
        response = client.post("/convert", data={"source": (paste).decode("utf-8", "replace")}, headers=HTMX)
        assert response.status_code in (200, 422), paste


def huge() -> Iterator[tuple[str, str]]:
    """Yield pastes of about a mebibyte that are made to keep a converter busy."""

    def filled(piece: str, head: str = "", tail: str = "") -> str:
        room = MEBIBYTE - len(head) - len(tail) - 8
        return head + piece * (room // len(piece)) + tail

    yield "brackets", "[" * MEBIBYTE
    yield "braces", filled('{"a":')
    yield "quotes", '"' * MEBIBYTE
    yield "backslashes", '"' + "\\" * (MEBIBYTE - 2)
    yield "comments", filled("/**/")
    yield "open comment", filled("/*")
    yield "newlines", "\n" * MEBIBYTE
    yield "one key again and again", filled('"a":1,', "{", '"b":1}')
    yield "one object again and again", filled('"a":{"b":[1]},', "{", '"b":1}')
    yield "bare words", filled("a:1,", "{", "b:1}")
    yield "missing commas", filled('"a" ', "[", "]")
    yield "single quotes", filled("'a',", "[", "'a']")
    yield "digits", "9" * MEBIBYTE
    yield "unknown keys", "{" + ",".join(f'"{n}":1' for n in range(MANY)) + "}"
    yield "environment", '{"Env":[' + ",".join(f'"A{n}=B{n}"' for n in range(MANY)) + "]}"
    yield "same variable", filled('"A:B=$(C)",', '{"Env":[', '"A=B"]}')
    yield "binds", '{"HostConfig":{"Binds":[' + ",".join(f'"/d{n}:/t{n}"' for n in range(MANY)) + "]}}"
    yield (
        "shares",
        '{"HostConfig":{"Binds":[' + ",".join(f'"/home/hcsshares/s{n}:/t{n}"' for n in range(MANY)) + "]}}",
    )
    yield (
        "ports",
        '{"HostConfig":{"PortBindings":{'
        + ",".join(f'"{n}/tcp":[{{"HostPort":"{n}"}}]' for n in range(MANY // 3))
        + "}}}",
    )
    yield "one target", '{"HostConfig":{"Binds":[' + ",".join(f'"/s{n}:/t"' for n in range(MANY)) + "]}}"
    yield "tmpfs", '{"HostConfig":{"Tmpfs":{' + ",".join(f'"/t{n}":""' for n in range(MANY)) + "}}}"
    yield "bare names", '{"Env":[' + ",".join(['"A"'] * MANY) + "]}"
    yield (
        "module env",
        '{"settings":{},"env":{' + ",".join(f'"A{n}":{{"value":"$(B)"}}' for n in range(MANY // 2 - 100)) + "}}",
    )
    yield "mounts", filled('{"Type":"volume","Source":"a","Target":"/b"},', '{"HostConfig":{"Mounts":[', "{}]}}")
    yield "labels", '{"Labels":{' + ",".join(f'"k/{n}.":""' for n in range(MANY)) + "}}"
    yield "text", json.dumps({"Cmd": ["".join(random.Random(1).choices(string.printable, k=700_000))]})  # noqa: S311
    yield "string in string", json.dumps(filled('"a":1,', "{", '"b":1}')[:700_000] + '"b":1}')
    yield "chunks", '{"settings":{' + ",".join(f'"createOptions{n:02d}":"x"' for n in range(1, 40_000)) + "}}"
    yield (
        "deep keys",
        filled('{"k8s-experimental":{"resources":{"limits":{"a":"1MB"}}}}', '{"a":[', '{"b":1}]}').replace("}{", "},{"),
    )


def entry(options: object) -> str:
    settings = {"image": "a", "createOptions": json.dumps(options)}
    return json.dumps({"type": "docker", "settings": settings}, separators=(",", ":"))


def manifest(entries: Iterable[str], hub: str = "{}") -> str:
    """Return a deployment of these members of `modules`."""
    modules = ",".join(entries)
    agent = f'{{"properties.desired":{{"modules":{{{modules}}}}}}}'
    return f'{{"modulesContent":{{"$edgeAgent":{agent},"$edgeHub":{hub}}}}}'


def all_alike(options: object, many: int) -> str:
    return manifest(f'"m{n}":{entry(options)}' for n in range(many))


def huge_deployments() -> Iterator[tuple[str, str]]:
    """Yield deployments of up to a mebibyte in which modules have to be looked at beside all others."""
    called = [f'"m{n}":{entry({"Env": [f"NEXT=http://m{n + 1}:{5000 + n}"] * 4})}' for n in range(MAX_MODULES)]
    yield "modules that call each other", manifest(called)
    calls = entry({"Env": [f"A{n}=http://m{n}:80" for n in range(MANY)]})
    yield "a module that calls all others", manifest([f'"all":{calls}', *called[1:]])
    yield "empty modules", all_alike({}, MAX_MODULES)
    yield "names that become one", manifest(f'"M{"_" * n}":{entry({})}' for n in range(1_000))
    yield "names to be changed", manifest(f'"Module One {n}":{entry({})}' for n in range(MAX_MODULES))
    yield "one port for all", all_alike({"HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "80"}]}}}, MAX_MODULES)
    host = {"HostConfig": {"NetworkMode": "host", "IpcMode": "container:m0"}}
    yield "host network for all", all_alike(host, MAX_MODULES)
    routes = ",".join(f'"r{n}":"FROM /messages/modules/m{n}/* INTO $upstream"' for n in range(7_000))
    yield "routes", manifest(called, f'{{"properties.desired":{{"routes":{{{routes}}}}}}}')
    shares = {"HostConfig": {"Binds": [f"/home/hcsshares/s{n}:/t{n}" for n in range(7)]}}
    yield "shares for all", all_alike(shares, MAX_MODULES)
    asking = {"HostConfig": {"Binds": [f"/etc/a{n}.json:/a{n}.json" for n in range(18)]}}
    yield "long name", manifest([f'"{"m" * 1_000}":{entry(asking)}'])


DEPLOYMENTS = dict(huge_deployments())
HUGE = dict(huge())


@pytest.mark.parametrize("name", HUGE)
def test_a_mebibyte_made_to_be_slow_is_answered(client: FlaskClient, name: str) -> None:
    answers: list[int] = []
    effort = in_ordinary_pastes(lambda: answers.append(paste_of_any_size(client, HUGE[name], HTMX).status_code))
    assert answers[0] in (200, 413, 422)
    assert effort < BUSY_AT_MOST


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_a_huge_deployment_is_converted_in_at_most_four_times_that(client: FlaskClient, name: str) -> None:
    answers: list[int] = []
    effort = in_ordinary_pastes(lambda: answers.append(paste_of_any_size(client, DEPLOYMENTS[name], HTMX).status_code))
    assert answers == [200]
    assert effort < 4 * BUSY_AT_MOST


@pytest.mark.parametrize("name", ["shares for all", "long name"])
def test_the_answer_about_a_huge_deployment_stays_below_thirty_two_mebibytes(client: FlaskClient, name: str) -> None:
    response = client.post("/api/v1/convert", json={"source": DEPLOYMENTS[name]})
    assert response.status_code == 200
    assert len(response.data) < 32 * MEBIBYTE
