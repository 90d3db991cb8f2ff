"""The proof of `kept`: what the conversion leaves in, the device acts on, or somebody was told that it does not."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.core import invariants
from tests.core.deployments import deployments
from tests.core.strategies import pastes
from tests.core.test_corpus import FILES, FOLDER
from webapp.core import Conversion, SourceError, convert
from webapp.core.ledger import Entry
from webapp.core.path import Json
from webapp.core.path import Path as Place
from webapp.core.preview import Previewed, preview

CASES = sorted((Path(__file__).parents[1] / "cases").glob("deployments/*.json"))
MANY = settings(
    derandomize=True, deadline=None, max_examples=300, database=None, suppress_health_check=list(HealthCheck)
)


def unproven(found: Previewed) -> Iterator[str]:
    """Yield what a module's conversion leaves in without effect and without a word."""
    if found.converted.errors:
        if not _is_warned_of(found):
            yield f"nobody tells that the device refuses the module: {found.converted.errors[0].message}"
        return
    trail, harmful = found.one.trail, {loss.path for loss in found.still_dropped}
    harmless = {loss.path for loss in found.converted.losses} - harmful
    ends = {entry: trail.onward(entry.path, 0) for entry in found.one.ledger if entry.path}
    for entry, end in ends.items():
        if any(end is not None and path[: len(end)] == end for path in harmful) and not _is_named(found, entry):
            yield f"{entry.verdict} by {entry.rule}, yet lost: {entry.path}"
        if entry.verdict == "kept" and end not in found.converted.reached and end not in harmless | harmful:
            yield f"kept, yet nowhere: {entry.path}"
    known = set(ends.values())
    for path in harmful:
        if not any(path[:size] in known for size in range(1, len(path) + 1)):
            yield f"written, yet lost: {path}"
    if not found.pasted.errors and len(found.dropped) < len(found.still_dropped):
        yield "the conversion makes the device drop more than it would drop of the paste"


def _is_warned_of(found: Previewed) -> bool:
    return any(note.severity == "error" for note in found.one.findings) or any(
        asked.answer is None for asked in found.one.questions
    )


def _is_named(found: Previewed, entry: Entry) -> bool:
    """Tell whether a finding or an open question is about a setting, or a person chose to keep it."""
    if entry.rule and entry.verdict == "kept":
        return True
    open_ones = [asked for asked in found.one.questions if asked.answer is None and asked.part == "createOptions"]
    if entry.verdict == "undecided":
        return any(asked.rule.id == entry.rule for asked in open_ones)
    told: list[Place] = [asked.path for asked in open_ones]
    told += [note.path for note in found.one.findings if note.part == "createOptions"]
    return any(len(path) > 1 and entry.path[: len(path)] == path for path in told) or entry.path in told


def proven(conversion: Conversion) -> None:
    for found in preview(conversion).modules:
        assert list(unproven(found)) == [], json.dumps(found.one.module.options)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_kept_is_proven_for_what_other_people_wrote(file: Path) -> None:
    try:
        conversion = convert(file.read_bytes().decode(errors="replace"))
    except SourceError:
        return
    proven(conversion)


def test_the_corpus_is_there() -> None:
    if not FILES:
        pytest.skip(f"NO CORPUS in {FOLDER}: `kept` is not proven for what other people wrote")
    assert len(FILES) > 100


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_kept_is_proven_for_deployments(file: Path) -> None:
    proven(convert(file.read_bytes().decode()))


@MANY
@given(pastes())
def test_kept_is_proven_for_pastes_that_nobody_chose(paste: str) -> None:
    proven(convert(paste))


@MANY
@given(deployments())
def test_kept_is_proven_for_deployments_that_nobody_chose(paste: str) -> None:
    try:
        conversion = convert(paste)
    except SourceError:
        return
    proven(conversion)


def host(**members: Json) -> dict[str, Json]:
    return {"HostConfig": members}


def k8s(**members: Json) -> dict[str, Json]:
    return {"k8s-experimental": members}


def ports(**bindings: Json) -> dict[str, Json]:
    """Bindings by key; `_` stands for the slash."""
    return host(PortBindings={key.lstrip("p").replace("_", "/"): [value] for key, value in bindings.items()})


def mount(**members: Json) -> dict[str, Json]:
    return host(Mounts=[{"Type": "bind", "Source": "/a", "Target": "/b", **members}])


PUBLISHED = ports(p80_tcp={"HostPort": "80"})
OWN_VOLUME: dict[str, Json] = {"name": "a", "emptyDir": {}}
OWN_MOUNT: dict[str, Json] = {"name": "a", "mountPath": "/a"}
ID = "net.azure-devices.edge.original-moduleid"

# What seems to be kept, and which rule does something about it.
HOSTILE: list[tuple[str, dict[str, Json], str]] = [
    ("address of a binding", ports(p80_tcp={"HostPort": "80", "HostIp": "10.1.2.3"}), "host_ip"),
    ("address without a port", ports(p80_tcp={"HostIp": "10.1.2.3"}), "unusable_bindings"),
    ("one number for UDP, too", ports(p53_tcp={"HostPort": "53"}, p53_udp={"HostPort": "53"}), "port_protocols"),
    ("a binding's number exposed", {"ExposedPorts": {"80/udp": {}}, **PUBLISHED}, "port_protocols"),
    ("two ports, one number", ports(p80={"HostPort": "80"}, p81={"HostPort": "80"}), "double_bindings"),
    ("one port in two spellings", ports(p80={"HostPort": "80"}, p80_tcp={"HostPort": "80"}), "double_bindings"),
    ("a protocol with a long s", host(PortBindings={"80/\u017fctp": [{"HostPort": "80"}]}), "port_keys"),
    ("content of an exposed port", {"ExposedPorts": {"80/tcp": {"HostPort": "80"}}}, "port_keys"),
    ("a range is exposed", {"ExposedPorts": {"8000-8010/tcp": {}}}, "port_keys"),
    ("exposed without bindings", {"ExposedPorts": {"80/tcp": {}}}, "exposed_ports"),
    ("a service without ports", k8s(serviceOptions={"type": "NodePort"}), "service_options"),
    (
        "a service whose ports are unreadable",
        {**ports(x={"HostPort": "1"}), **k8s(serviceOptions={"type": "NodePort"})},
        "service_options",
    ),
    (
        "an address for a node port",
        {**PUBLISHED, **k8s(serviceOptions={"type": "NodePort", "loadBalancerIP": "10.0.0.1"})},
        "service_options",
    ),
    ("unknown service options", {**PUBLISHED, **k8s(serviceOptions={"externalIPs": ["10.0.0.1"]})}, "unknown_settings"),
    ("two paths, one name", host(Binds=["/a/bc:/x", "/ab/c:/y"]), "volume_names"),
    ("propagation", mount(BindOptions={"Propagation": "rshared"}), "mount_options"),
    ("consistency", mount(Consistency="cached"), "mount_options"),
    ("a pipe", mount(Type="npipe", Source="x"), "mount_options"),
    ("memory mounted from somewhere", mount(Type="tmpfs", Source="x"), "tmpfs"),
    ("a mount of an unknown type", mount(Type="cluster"), "incomplete_mounts"),
    ("no colon", host(Binds=["/data"]), "binds"),
    ("a mode in capitals", host(Binds=["/a:/b:RO"]), "binds"),
    ("no name", {"Env": ["=x", ""]}, "env_entries"),
    ("an entry that comes later", {"Env": ["${X}"]}, "env_entries"),
    ("no node has it", k8s(nodeSelector={"a": None}), "node_selector"),
    ("a resource nobody counts", k8s(resources={"limits": {"gpu": 1}}), "resource_names"),
    ("claims of resources", k8s(resources={"claims": [{"name": "x"}]}), "unknown_settings"),
    (
        "rolling although it recreates",
        k8s(strategy={"type": "Recreate", "rollingUpdate": {"maxSurge": 1}}),
        "update_strategy",
    ),
    (
        "rolling by unknown means although it recreates",
        k8s(strategy={"type": "Recreate", "rollingUpdate": {"pause": 1}}),
        "update_strategy",
    ),
    (
        "a wish for a rolling update",
        k8s(strategy={"type": "RollingUpdate", "rollingUpdate": {"pause": 1}}),
        "update_strategy",
    ),
    ("rights of a container", k8s(securityContext={"capabilities": {"add": ["X"]}}), "unknown_settings"),
    (
        "deep in the security context",
        k8s(securityContext={"seLinuxOptions": {"level": "s0", "x": 1}}),
        "unknown_settings",
    ),
    ("a group of nobody", k8s(securityContext={"supplementalGroups": [1, None]}), "k8s_values"),
    (
        "a kind of volume the model lacks",
        k8s(volumes=[{"volume": {**OWN_VOLUME, "image": {"reference": "x"}}, "volumeMounts": [OWN_MOUNT]}]),
        "unknown_settings",
    ),
    (
        "a member of a mount the model lacks",
        k8s(volumes=[{"volume": OWN_VOLUME, "volumeMounts": [{**OWN_MOUNT, "recursiveReadOnly": "Enabled"}]}]),
        "unknown_settings",
    ),
    ("a command as text", {"Cmd": "run it"}, "command_strings"),
    ("null in a command", {"Cmd": ["a", None]}, "command_strings"),
    ("an entry point that is none", {"Entrypoint": None}, "empty_settings"),
    ("an entry point of nothing", {"Entrypoint": []}, "empty_settings"),
    ("labels that become one", {"Labels": {"a b": "1", "ab": "2"}}, "labels"),
    ("the agent's own annotation", {"Labels": {ID: "x"}}, "labels"),
    ("time to stop", {"StopTimeout": 10}, "ignored_options"),
    ("another's processes", host(PidMode="container:x"), "pid_mode"),
]


@pytest.mark.parametrize(("options", "rule"), [pytest.param(one[1], one[2], id=one[0]) for one in HOSTILE])
def test_what_the_device_drops_is_changed_or_told(options: dict[str, Json], rule: str) -> None:
    conversion = convert(json.dumps(options))
    (one,) = conversion.modules
    spoke = {change.rule.id for change in one.changes} | {note.rule.id for note in one.findings}
    invariants.hold(conversion)
    invariants.converting_again_changes_nothing(conversion)
    assert rule in spoke | {asked.rule.id for asked in one.questions if asked.answer is None}
    proven(conversion)


def test_a_second_spelling_that_adds_nothing_is_no_loss() -> None:
    conversion = convert(json.dumps(k8s(resources={"limits": {"memory": "1Gi"}, "Limits": {}})))
    (found,) = preview(conversion).modules
    assert found.still_dropped == () and [loss.harmless for loss in found.pasted.losses] == [True]


def test_protocols_are_not_mixed_where_one_number_leaves_only_one() -> None:
    (one,) = convert(json.dumps({"ExposedPorts": {"80/udp": {}}, **PUBLISHED})).modules
    assert [note.severity for note in one.findings if note.rule.id == "port_protocols"] == ["warning"]


def test_mixed_protocols_at_an_external_address_are_an_error() -> None:
    mixed = json.dumps(ports(p8080_tcp={"HostPort": "8080"}, p514_udp={"HostPort": "514"}))
    (one,) = convert(mixed).modules
    assert [note.severity for note in one.findings if note.rule.id == "port_protocols"] == ["error"]
    (inside,) = convert(mixed, {"reach:/HostConfig/PortBindings": "cluster"}).modules
    assert not [note for note in inside.findings if note.rule.id == "port_protocols"]
