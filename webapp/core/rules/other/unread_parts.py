"""What stands in a deployment and is not converted: what a device has reported, and keys that stand twice."""

from collections.abc import Iterable

from webapp.core.deployment import Deployment
from webapp.core.edit import Finding, find
from webapp.core.path import Json, Path, at
from webapp.core.rule import Words, deployment_rule


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


def _unread(path: Path, value: Json) -> Finding:
    if isinstance(value, str):
        message = "`{key}` is filled in later, so this module was not looked at."
        return find("warning", path, message, "Paste what takes its place.", part="deployment", key=path[-1])
    if str(path[-1]).lower() == "reported":
        message = "`{key}` says what a device has reported. It stays as it is: a device follows what is desired."
        return find("info", path, message, "Nothing to do.", part="deployment", key=path[-1])
    if str(path[-1]).lower().startswith("properties.desired."):
        message = "`{key}` is no whole entry of a module, so it was not looked at; it stays as it is."
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
