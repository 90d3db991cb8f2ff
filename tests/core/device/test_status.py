"""What IoT Hub is told of pods (parsing notes, section 6)."""

from typing import Any

import pytest

from webapp.core.device import Pod, PodError, PodEvent, report, status
from webapp.core.path import Json

RUNNING: dict[str, Json] = {"running": {"startedAt": "2019-06-12T16:11:22Z"}}
ENDED: dict[str, Json] = {
    "exitCode": 3,
    "reason": "Error",
    "startedAt": "2019-06-12T16:11:22Z",
    "finishedAt": "2019-06-12T16:15:00Z",
}


def pod(state: Json = None, phase: str = "Running", name: str = "a-1", **container: Json) -> Pod:
    containers: Json = [{"name": "other", "state": {}}, {"name": "a", "state": state, **container}]
    return Pod("a", {"phase": phase, "containerStatuses": containers}, name, "A")


def test_a_running_container_tells_when_it_started() -> None:
    found = report(pod(RUNNING, image="x:1"))
    assert (found.status, found.reason) == ("running", "Started at 06/12/2019 16:11:22")
    assert (found.module, found.image, found.start_time) == ("A", "x:1", "2019-06-12T16:11:22Z")


def test_a_container_that_runs_in_a_pod_that_is_pending_is_backing_off() -> None:
    assert report(pod(RUNNING, "Pending")).status == "backoff"


def test_waiting_comes_first_then_the_end() -> None:
    state: dict[str, Json] = {**RUNNING, "terminated": ENDED, "waiting": {}}
    assert report(pod(state)).reason == "Module in Back-off reason: "
    assert report(pod({**RUNNING, "terminated": ENDED})).status == "failed"
    assert report(pod({"terminated": {}})).status == "stopped"


def test_what_the_last_state_says_counts_only_where_the_container_neither_runs_nor_ended() -> None:
    last: dict[str, Json] = {"terminated": ENDED}
    assert report(pod({"waiting": {}}, lastState=last)).exit_code == 3
    assert report(pod({"waiting": {}}, lastState=last)).exit_time == "2019-06-12T16:15:00Z"
    assert report(pod({"running": {}}, lastState=last)).start_time is None
    assert report(pod({"running": {}}, lastState=last)).reason == "Started at "
    assert report(pod({"terminated": {"exitCode": 1}}, lastState=last)).exit_code == 0


@pytest.mark.parametrize("phase", ["Unknown", "Succeeded", "Failed"])
def test_a_final_phase_does_not_look_at_the_containers_but_for_their_data(phase: str) -> None:
    found = report(pod({"terminated": ENDED}, phase))
    assert found.reason.startswith("Module ")
    assert found.exit_code == 3


@pytest.mark.parametrize("label", ["", "123", "--", None])
def test_a_label_without_a_letter_makes_the_agent_fail(label: str | None) -> None:
    with pytest.raises(PodError):
        report(Pod(label, None))


@pytest.mark.parametrize("state", [{}, None, "x", {"running": None}])
def test_a_container_without_a_state_makes_the_agent_fail(state: Json) -> None:
    with pytest.raises(PodError):
        report(pod(state))


@pytest.mark.parametrize("given", [{}, {"phase": None}, {"phase": "running"}])
def test_any_other_phase_makes_the_agent_fail(given: dict[str, Any]) -> None:
    with pytest.raises(PodError, match="Invalid pod status"):
        report(Pod("a", given))


def test_a_pod_without_the_annotation_is_told_by_its_label() -> None:
    assert report(Pod("a", None)).module == "a"
    assert report(Pod("a", None, original_id="")).module == ""


def events(*happened: tuple[str, Pod]) -> list[PodEvent]:
    return [PodEvent(*one) for one in happened]


def test_what_was_told_stays_when_the_agent_fails_over_an_update() -> None:
    good, broken = pod(RUNNING), pod({})
    (found,) = status(events(("ADDED", good), ("MODIFIED", broken)))
    assert found.status == "running"
    assert status(events(("ADDED", broken))) == ()


def test_of_several_pods_the_last_one_counts_and_then_the_one_before() -> None:
    one, two = pod(RUNNING, name="one"), pod({"waiting": {}}, name="two")
    assert status(events(("ADDED", one), ("ADDED", two), ("MODIFIED", one)))[0].status == "backoff"
    assert status(events(("ADDED", one), ("ADDED", two), ("DELETED", two)))[0].status == "running"
    assert status(events(("ADDED", one), ("DELETED", one), ("ADDED", two), ("ADDED", one)))[0].status == "running"
    assert status(events(("ADDED", one), ("DELETED", one), ("DELETED", two))) == ()


def test_every_module_is_told_once_and_other_events_mean_nothing() -> None:
    other = Pod("b", None, "b-1")
    told = status(
        events(("ADDED", pod(RUNNING)), ("ERROR", other), ("BOOKMARK", Pod("c", None)), ("ADDED", Pod(None, None)))
    )
    assert [one.module for one in told] == ["A", "b"]


def test_containers_that_are_not_a_list_are_none() -> None:
    given: dict[str, Any] = {"phase": "Running", "containerStatuses": ["x", {"name": 5}]}
    assert report(Pod("a", given)).status == "failed"
    assert report(Pod("a", {"phase": "Running", "containerStatuses": {}})).status == "failed"
