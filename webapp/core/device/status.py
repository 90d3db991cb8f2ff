"""What IoT Hub is told about a module's pods (parsing notes, section 6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from webapp.core.device import dates
from webapp.core.device.errors import RefusedError
from webapp.core.device.names import dns_value
from webapp.core.path import Json

ModuleStatus = Literal["running", "stopped", "failed", "backoff", "unknown"]
_UNKNOWN_IMAGE = "unknown:unknown"


class PodError(Exception):
    """The agent fails over a pod; it logs that, and what it told before stays."""


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod as Kubernetes shows it.

    Args:
        label: the label that names its module; pods without it are passed over.
        status: the pod's `status`, None where it is missing.
        name: the pod's own name.
        original_id: the annotation with the module's name as the deployment has it.
    """

    label: str | None
    status: Mapping[str, Json] | None
    name: str = ""
    original_id: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What the agent tells of a module; times are as Kubernetes gives them."""

    module: str
    status: ModuleStatus
    reason: str
    image: str = _UNKNOWN_IMAGE
    exit_code: int = 0
    start_time: str | None = None
    exit_time: str | None = None
    type: str = "docker"


class PodEvent(NamedTuple):
    """What happened to a pod: `ADDED`, `MODIFIED`, `ERROR` or `DELETED`."""

    type: str
    pod: Pod


class _Ran(NamedTuple):
    exit_code: int = 0
    start_time: str | None = None
    exit_time: str | None = None


def status(events: Iterable[PodEvent]) -> tuple[Report, ...]:
    """Return what is told of each module after these events: of several pods, the one that appeared last counts."""
    modules: dict[str, dict[str, Report]] = {}
    for kind, pod in events:
        if pod.label is None:
            continue
        pods = modules.setdefault(pod.label, {})
        if kind == "DELETED":
            pods.pop(pod.name, None)
        elif kind in ("ADDED", "MODIFIED", "ERROR"):
            _update(pods, pod)
        if not pods:
            del modules[pod.label]
    return tuple(list(pods.values())[-1] for pods in modules.values())


def _update(pods: dict[str, Report], pod: Pod) -> None:
    try:
        pods[pod.name] = report(pod)
    except PodError:
        return


def report(pod: Pod) -> Report:
    """Return what is told of a pod. Raises `PodError` where the agent fails over it."""
    container = _container(pod)
    state, reason = _told(pod.status, container)
    ran = _ran(container)
    image = _text(container, "image") if container else ""
    name = pod.original_id if pod.original_id is not None else pod.label or ""
    return Report(name, state, reason, image or _UNKNOWN_IMAGE, *ran)


def _container(pod: Pod) -> Mapping[str, Json] | None:
    """Return the module's container: the label is cleaned again, and must begin with a letter now."""
    try:
        name = dns_value(pod.label)
    except RefusedError as error:
        raise PodError(str(error)) from None
    listed = pod.status.get("containerStatuses") if pod.status else None
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and _text(one, "name").lower() == name:
            return one
    return None


def _told(pod: Mapping[str, Json] | None, container: Mapping[str, Json] | None) -> tuple[ModuleStatus, str]:
    if pod is None:
        return "unknown", "Unable to get pod status"
    phase, reason, message = _text(pod, "phase"), _text(pod, "reason"), _text(pod, "message")
    if phase in ("Running", "Pending"):
        if container is None:
            more = f"K8s reason: {reason} with message: {message}"
            return "failed", f"Module Failed with container status Unknown More Info: {more}"
        return _told_of_container(container, "running" if phase == "Running" else "backoff")
    if phase == "Unknown":
        return "unknown", f"Module status Unknown reason: {reason}"
    if phase == "Succeeded":
        return "stopped", f"Module Stopped reason: {reason} with message: {message}"
    if phase == "Failed":
        return "failed", f"Module Failed reason: {reason} with message: {message}"
    raise PodError(f"Invalid pod status {phase}")


def _told_of_container(container: Mapping[str, Json], running: ModuleStatus) -> tuple[ModuleStatus, str]:
    state = _part(container, "state")
    waiting, terminated, runs = (_part(state, name) for name in ("waiting", "terminated", "running"))
    if waiting is not None:
        return "backoff", f"Module in Back-off reason: {_text(waiting, 'reason')}"
    if terminated is not None:
        reason = _text(terminated, "reason")
        return ("failed", f"Module Failed reason: {reason}") if _code(terminated) else _stopped(reason)
    if runs is None:
        raise PodError("The container has no state.")
    return running, f"Started at {dates.printed(_text(runs, 'startedAt'))}"


def _stopped(reason: str) -> tuple[ModuleStatus, str]:
    return "stopped", f"Module Stopped reason: {reason}"


def _ran(container: Mapping[str, Json] | None) -> _Ran:
    """Return when and how the container ran; an end without both times counts for nothing."""
    state, last = _part(container, "state"), _part(container, "lastState")
    runs = _part(state, "running")
    if runs is not None:
        return _Ran(0, _text(runs, "startedAt") or None)
    ended = _part(state, "terminated")
    ended = _part(last, "terminated") if ended is None else ended
    start, end = (_text(ended, name) if ended is not None else "" for name in ("startedAt", "finishedAt"))
    return _Ran(_code(ended), start, end) if ended is not None and start and end else _Ran()


def _part(value: Mapping[str, Json] | None, name: str) -> Mapping[str, Json] | None:
    found = value.get(name) if value is not None else None
    return found if isinstance(found, dict) else None


def _text(value: Mapping[str, Json], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""


def _code(ended: Mapping[str, Json]) -> int:
    found = ended.get("exitCode")
    return found if isinstance(found, int) else 0
