"""What the translation says of itself: every leaf is accounted for, and what it says is true."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.device.sound import sound_options
from tests.core.strategies import HOSTILE, Values, create_options, damaged, pastes
from webapp.core.device import AZURE_STACK_EDGE, Device, DeviceModule, Target, Translation, plan, translate
from webapp.core.path import Json, Path, at, copy, has, leaves

DEVICES = [
    Device(),
    AZURE_STACK_EDGE,
    Device.of({"enableK8sExtensions": False, "runAsNonRoot": True, "portMappingServiceType": "NodePort"}),
    Device.of({"workloadUri": "unix:///w.sock", "managementUri": "unix:///m.sock", "storageClassName": "fast"}),
    Device.of({"registryCredentials": {"a": {"address": "a.io", "username": "u", "password": "p"}}}),
]
# Without sockets, and with another type of Service for bindings than for exposed ports: every leaf makes a difference.
TELLING = [AZURE_STACK_EDGE, Device.of({"portMappingServiceType": "NodePort", "runAsNonRoot": True})]
TEXTS: list[Json] = [
    "/q9:/w9", "/q9:/w9:ro", "q9=w9", "tmpfs", "volume", "bind", "host", "9999", "NodePort", "LoadBalancer",
    "ClusterIP", "q9",
]  # fmt: skip
VALUES: list[Json] = [*TEXTS, "true", "false", True, False, 7, ["q9"], {"q9": "w9"}]
NAMES = st.sampled_from(["module1", "edgeAgent", "edgeHub", "My_Module", "-a.b-", "___", "é", "x" * 300, ""])
IMAGES = st.sampled_from(["a.io/b:1", "nginx", " x ", "", "a:b:c", None, "user/app", "localhost:5000/x", 5])


def examples(number: int) -> settings:
    return settings(
        max_examples=number,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )


def variables() -> Values:
    entries: list[Json] = [None, "x", {}, {"value": None}, {"value": 5}, {"Value": True}, {"value": {}}, []]
    names = st.sampled_from(["A", "RuntimeLogLevel", "", "é"])
    return st.dictionaries(names, st.sampled_from(entries), max_size=2).map(lambda found: found)


def modules(options: st.SearchStrategy[Any]) -> st.SearchStrategy[DeviceModule]:
    kinds, states = st.sampled_from(["docker", "docker", "Docker", None]), st.sampled_from(["running", "stopped", None])
    return st.builds(DeviceModule, NAMES, IMAGES, kinds, states, variables(), options)


def good(options: Json) -> DeviceModule:
    return DeviceModule("module1", "a.io/b:1", create_options=options)


def accounted(options: dict[str, Json], found: Translation) -> None:
    lost = [loss.path for loss in found.losses]
    assert len(set(lost)) == len(lost)
    assert set(lost) | set(found.reached) == set(leaves(options) if options else [])
    assert not set(lost) & set(found.reached)
    assert not (found.errors and (found.objects or found.reached))


@examples(400)
@given(modules(create_options() | HOSTILE), st.sampled_from(DEVICES))
def test_no_module_makes_it_raise(module: DeviceModule, device: Device) -> None:
    found = translate(module, device)
    assert bool(found.objects) != bool(found.errors)
    json.dumps(found.objects)


@examples(400)
@given(pastes() | damaged() | st.text() | st.text(alphabet="{}[]\",:\\/*'u0123abNHEnv \n"), st.sampled_from(DEVICES))
def test_no_text_makes_it_raise(text: str, device: Device) -> None:
    found = translate(good(text), device)
    assert all(str(error.message) for error in found.errors)
    assert all(str(loss.message) for loss in found.losses)


@examples(300)
@given(st.lists(modules(create_options()), max_size=3), st.sampled_from(DEVICES))
def test_no_deployment_makes_it_raise(deployment: list[DeviceModule], device: Device) -> None:
    result = plan(deployment, device)
    assert len(result.modules) == len(deployment)
    assert all(error.modules for error in result.errors)


@examples(400)
@given(create_options() | sound_options(), st.sampled_from(DEVICES))
def test_every_leaf_is_reached_or_lost_and_never_both(options: dict[str, Json], device: Device) -> None:
    accounted(options, translate(good(options), device))
    accounted(options, translate(good(json.dumps(options)), device))


@examples(300)
@given(create_options() | sound_options(), st.sampled_from(DEVICES))
def test_what_is_said_to_be_reached_is_there(options: dict[str, Json], device: Device) -> None:
    found = translate(good(options), device)
    for targets in found.reached.values():
        assert targets
        assert all(has(body(found, target), target.path) for target in targets)


@examples(100)
@given(create_options() | sound_options(), st.sampled_from(TELLING))
def test_what_is_reached_follows_from_the_leaf(options: dict[str, Json], device: Device) -> None:
    """Another value, or none, in the leaf's place changes what stands in each field that it is said to reach."""
    found = translate(good(options), device)
    for leaf, targets in found.reached.items():
        open_targets = set(targets)
        for changed in others(options, leaf):
            if not open_targets:
                break
            after = translate(good(changed), device)
            open_targets = {one for one in open_targets if after.errors or same(found, after, one)}
            if isinstance(leaf[-1], str):
                open_targets -= taken_over(found, after)
            open_targets -= set(targets) - set(after.reached.get(leaf, targets))  # the same, by another way
        assert not open_targets, (leaf, at(options, leaf), open_targets)


@examples(400)
@given(create_options() | sound_options(), st.sampled_from(TELLING))
def test_what_is_harmless_may_go(options: dict[str, Json], device: Device) -> None:
    found = translate(good(options), device)
    for loss in found.losses:
        if loss.harmless:
            after = translate(good(without(options, loss.path)), device)
            assert plain(after.objects) == plain(found.objects)


def plain(value: Any) -> Any:
    """Return a value without the fields of a pod that say that it does not share what is the host's."""
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items() if not (key.startswith("host") and child is False)}
    return [plain(child) for child in value] if isinstance(value, (list, tuple)) else value


def body(found: Translation, target: Target) -> Json:
    """Return the object of a target; None where there is none."""
    for one in found.objects:
        if one["kind"] == target.kind and at(one, ("metadata", "name")) == target.name:
            return one
    return None


def same(before: Translation, after: Translation, target: Target) -> bool:
    """Tell whether a field is as it was, in lists as long as they were."""
    one, other = body(before, target), body(after, target)
    for size in range(len(target.path)):
        left, right = at(one, target.path[:size]), at(other, target.path[:size])
        if isinstance(left, list) and (not isinstance(right, list) or len(left) != len(right)):
            return False
    return has(other, target.path) and json.dumps(at(one, target.path)) == json.dumps(at(other, target.path))


def taken_over(before: Translation, after: Translation) -> set[Target]:
    """Return the fields in which now stands what another leaf says that did not come to the fore before."""
    known = {leaf: set(targets) for leaf, targets in before.reached.items()}
    return {one for leaf, targets in after.reached.items() for one in targets if one not in known.get(leaf, set())}


def others(options: dict[str, Json], leaf: Path) -> Iterator[dict[str, Json]]:
    """Yield the same options with another value in a leaf's place, without it, and with it under another name."""
    for value in VALUES:
        changed = copied(options)
        parent = at(changed, leaf[:-1]) if leaf[:-1] else changed
        parent[leaf[-1]] = copy(value)  # type: ignore[index]
        yield changed
    yield without(options, leaf)
    if isinstance(leaf[-1], str):
        changed = without(options, leaf)
        parent = at(changed, leaf[:-1]) if leaf[:-1] else changed
        parent["9999/tcp"] = at(options, leaf)  # type: ignore[call-overload, index]
        yield changed


def without(options: dict[str, Json], leaf: Path) -> dict[str, Json]:
    changed = copied(options)
    parent = at(changed, leaf[:-1]) if leaf[:-1] else changed
    del parent[leaf[-1]]  # type: ignore[arg-type, union-attr]
    return changed


def copied(options: dict[str, Json]) -> dict[str, Json]:
    return {key: copy(value) for key, value in options.items()}
