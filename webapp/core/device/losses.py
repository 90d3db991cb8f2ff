"""What of createOptions reached no field of any object, and why (translation, section 11)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from webapp.core.device.experimental import SECTION
from webapp.core.device.trace import Note, Trace
from webapp.core.message import Message
from webapp.core.path import Json, Path, at

_LIMITS = Message(
    "The device reads no limits from `HostConfig`; those of memory and CPU belong in `k8s-experimental.resources`."
)
_SECURITY = Message("Of a container's security the device knows only `Privileged`; this has no effect.")
_NETWORK = Message("The device gives the pod the network of the cluster; this has no effect.")
_DEVICES = Message("The device hands on no devices; accelerators are asked for in `k8s-experimental.resources`.")
_STORAGE = Message("Only `Binds` and `Mounts` become volumes; this has no effect.")
_LIFE = Message("Kubernetes starts, restarts and logs containers in its own way; this has no effect.")
_IDENTITY = Message("The pod is named after the module and runs its image; this has no effect.")
_NOTHING = Message("This says nothing, and the device does the same without it.")
_AGAIN = Message("This is given in two spellings, and the other one counts.")
_HOST_IP = Message("A Service is not bound to an address of the host; `HostIp` is ignored.")
_MOUNT = Message("Of a mount the device reads only `Type`, `Source`, `Target` and `ReadOnly`.")
_CONTENT = Message("What stands inside an exposed port is not looked at.")
_MODEL = Message("The model with which the device reads `k8s-experimental` has no such member.")
_MISNAMED = Message("The device knows this section only by its exact name, `k8s-experimental`.")
_EXPERIMENTAL = Message("This reaches no object of the module.")
_UNKNOWN = Message("The device does not know this setting and passes over it.")
_REFUSED = Message("The device refuses the module, so nothing of it is deployed.")

_REASONS: tuple[tuple[Message, str], ...] = (
    (
        _LIMITS,
        "memory memoryreservation memoryswap memoryswappiness kernelmemory nanocpus cpushares cpuquota cpuperiod "
        "cpucount cpupercent cpurealtimeperiod cpurealtimeruntime cpusetcpus cpusetmems pidslimit ulimits shmsize "
        "oomkilldisable oomscoreadj diskquota storageopt blkioweight blkioweightdevice blkiodevicereadbps "
        "blkiodevicewritebps blkiodevicereadiops blkiodevicewriteiops iomaximumiops iomaximumbandwidth "
        "kernelmemorytcp",
    ),
    (
        _SECURITY,
        "capadd capdrop capabilities securityopt readonlyrootfs groupadd usernsmode sysctls user maskedpaths "
        "readonlypaths",
    ),
    (
        _NETWORK,
        "dns dnsoptions dnssearch extrahosts links publishallports utsmode networkingconfig networkdisabled "
        "macaddress hostname domainname",
    ),
    (
        _DEVICES,
        "devices devicerequests devicecgrouprules runtime",
    ),
    (
        _STORAGE,
        "tmpfs volumesfrom volumedriver volumes",
    ),
    (
        _LIFE,
        "restartpolicy autoremove logconfig containeridfile init initpath isolation cgroup cgroupparent "
        "healthcheck tty openstdin stdinonce attachstdin attachstdout attachstderr stopsignal stoptimeout "
        "consolesize shell onbuild argsescaped",
    ),
    (
        _IDENTITY,
        "image name",
    ),
)
_REASON: Mapping[str, Message] = {name: message for message, names in _REASONS for name in names.split()}
_MEANS_SOMETHING = frozenset({"stoptimeout", "memoryswappiness"})
_ADDED = frozenset({"limits", "requests", "labels", "exposedports", "portbindings", "nodeselector"})
_MAPS = frozenset({"volumes", "tmpfs", "sysctls", "storageopt", "config", "endpointsconfig", "exposedports", "labels"})


@dataclass(frozen=True, slots=True)
class Loss:
    """A leaf of createOptions that reached nothing; harmless where leaving it out would change nothing anywhere."""

    path: Path
    message: Message
    harmless: bool = False


def losses(options: dict[str, Json], known: list[Path], trace: Trace) -> Iterator[Loss]:
    """Yield every leaf that reached no field, in the order of the document."""
    spelled: dict[int, Counter[str]] = {}
    for path in known:
        if path not in trace.reached:
            note = _note(path, trace) or _usual(path, options, spelled)
            yield Loss(path, note.message, note.harmless)


def telling(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    """Return the losses that make a difference."""
    return tuple(loss for loss in losses if not loss.harmless)


def refused(known: list[Path]) -> Iterator[Loss]:
    """Yield every leaf of a module that is refused."""
    return (Loss(path, _REFUSED) for path in known)


def _note(path: Path, trace: Trace) -> Note | None:
    """Return what was noted of a leaf, or of the nearest of its parents, while the objects were made."""
    for size in range(len(path), 0, -1):
        found = trace.notes.get(path[:size])
        if found:
            return found
    return None


def _usual(path: Path, options: dict[str, Json], spelled: dict[int, Counter[str]]) -> Note:
    names = [str(step).lower() for step in path]
    if _is_given_again(path, options, spelled):
        return Note(_AGAIN, _adds_nothing(names[-1], at(options, path)))
    if _says_nothing(names, at(options, path)):
        return Note(_NOTHING, True)
    return Note(_MISNAMED if names[0] == SECTION != path[0] else _message(names), False)


def _is_given_again(path: Path, options: dict[str, Json], spelled: dict[int, Counter[str]]) -> bool:
    """Tell whether a name on the way stands there in two spellings; `spelled` keeps the names of each object."""
    value: Json = options
    for step in path:
        if isinstance(value, dict):
            names = spelled.get(id(value)) or spelled.setdefault(id(value), Counter(key.lower() for key in value))
            if names[str(step).lower()] > 1:
                return True
        value = at(value, (step,))
    return False


def _adds_nothing(name: str, value: Json) -> bool:
    """Tell whether a second spelling is empty where the reader adds lists and maps together."""
    return value == [] or (value == {} and name in _ADDED)


def _says_nothing(names: list[str], value: Json) -> bool:
    """Tell whether a value is the same as none; under a map the key says something all the same."""
    if len(names) > 1 and names[-2] in _MAPS:
        return value is None
    return value in (None, "", False, [], {}) and not (value == 0 and names[-1] in _MEANS_SOMETHING)


def _message(names: list[str]) -> Message:
    if names[0] == SECTION:
        return _MODEL if len(names) > 2 else _EXPERIMENTAL
    if names[0] == "exposedports":
        return _CONTENT
    inner = names[1:] if names[0] == "hostconfig" else names
    if inner and inner[0] in ("mounts", "portbindings") and names[0] == "hostconfig":
        return _MOUNT if inner[0] == "mounts" else _HOST_IP if inner[-1] == "hostip" else _UNKNOWN
    return _REASON.get(inner[0], _UNKNOWN) if inner else _UNKNOWN
