"""What stands in a deployment and is not converted: what a device has reported, and what stands twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from webapp.core.deployment import Deployment
from webapp.core.edit import Finding, On, find, on
from webapp.core.forms import key_of
from webapp.core.module import Module
from webapp.core.path import Json, Path, at
from webapp.core.rule import Words, deployment_rule
from webapp.core.source import is_filled_in_later

_ENTRY = ("type", "status", "restartPolicy", "imagePullPolicy", "startupOrder", "version", "env", "settings")
_SETTINGS = ("image",)  # createOptions in two spellings are refused as chunks that nobody can put in order


@deployment_rule(guidance=(), sure="derived")
def unread_parts(deployment: Deployment) -> Words:
    """Twins carry what was reported beside what is desired; parsing notes, sections 2 and 5."""
    for path in deployment.unread:
        yield _unread(path, at(deployment.value, path))
    for path, line in _outermost(deployment.repeated):
        yield find(
            "error" if _is_agents(path) else "warning",
            path,
            "`{key}` stands twice, first in line {line}. Whatever reads the deployment first, a tool or IoT Hub, keeps "
            "one of them, as a rule the last, or refuses it.",
            "Keep one of them, or give one another name.",
            part="deployment",
            key=path[-1],
            line=line,
        )
    for module in deployment.modules:
        if module.entry_at is not None:
            yield from _two_spellings(deployment, module, module.entry_at, _ENTRY)
            yield from _two_spellings(deployment, module, module.at[:-1], _SETTINGS)


def _two_spellings(deployment: Deployment, module: Module, path: Path, names: tuple[str, ...]) -> Iterator[On]:
    """Tell which of two spellings of a part of an entry was not read."""
    members = at(deployment.value, path)
    spellings: dict[str, list[str]] = defaultdict(list)
    for key in members if isinstance(members, dict) else ():
        spellings[key.lower()].append(key)
    for name in names:
        found = spellings[name.lower()]
        read = key_of(dict.fromkeys(found), name)
        yield from (
            on(module, _passed_over(deployment, module, (*path, key), str(read))) for key in found if key != read
        )


def _passed_over(deployment: Deployment, module: Module, path: Path, read: str) -> Finding:
    start = len(module.entry_at or ())
    return find(
        "error",
        path[start:],
        "`{key}` and `{read}` in line {line} are one name to the device: it takes the last of two values, and adds "
        "what two objects hold together. This page reads `{read}` alone.",
        "Bring both together into `{read}`.",
        part="entry",
        key=path[-1],
        read=read,
        line=deployment.line(module, (*path[start:-1], read), "entry"),
    )


def _unread(path: Path, value: Json) -> Finding:
    if isinstance(value, str) and is_filled_in_later(value):
        message = "`{key}` is filled in later, so this module was not looked at."
        return find("warning", path, message, "Paste what takes its place.", part="deployment", key=path[-1])
    if str(path[-1]).lower() == "reported":
        message = "`{key}` says what a device has reported. It stays as it is: a device follows what is desired."
        return find("info", path, message, "Nothing to do.", part="deployment", key=path[-1])
    if str(path[-1]).lower().startswith("properties.desired."):
        message = "`{key}` is no whole entry of a module, so what it says was not converted."
        remedy = "Convert the deployment that holds the whole module, and take over here what changes there."
        return find("warning", path, message, remedy, part="deployment", key=path[-1])
    message = "The module `{key}` has no `settings`, so the device refuses the whole deployment."
    remedy = "State its image and createOptions under `settings`, or take it out."
    return find("error", path, message, remedy, part="deployment", key=path[-1])


def _is_agents(path: Path) -> bool:
    """Tell whether edgeAgent reads what stands there: not the twins of other modules, edgeHub's routes among them."""
    return path[0] != "modulesContent" or path[1:2] in ((), ("$edgeAgent",))


def _outermost(repeated: Iterable[tuple[Path, int]]) -> list[tuple[Path, int]]:
    """Leave out what stands twice only because something around it does."""
    known = {path for path, _ in repeated}
    return [one for one in repeated if not any(one[0][:size] in known for size in range(len(one[0])))]
