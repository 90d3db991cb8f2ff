"""`k8s-experimental` has to be an object, and its section for the service is called `serviceOptions`."""

import json

from webapp.core.edit import ask, find, move, put, remove
from webapp.core.module import EXPERIMENTAL, Module, Node
from webapp.core.path import Json
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._empty import says_nothing
from webapp.core.rules.other._k8s import misnamed, renamed


@rule(guidance=("G3",), sure="derived", reads=(EXPERIMENTAL,), first=True)
def k8s_section(module: Module) -> Outcomes:
    """Fact F4.2; conflict C7."""
    for node in module.find(EXPERIMENTAL):
        if isinstance(node.value, dict):
            yield from _renamed(node, node.value)
        elif not says_nothing(node.value):
            yield from _no_object(node)


def _renamed(node: Node, section: dict[str, Json]) -> Outcomes:
    names = renamed(section)
    for key in misnamed(section):
        if names and key == names[0]:
            yield move(
                (*node.path, key),
                (*node.path, names[1]),
                section[key],
                "`{key}` is called `serviceOptions`: one page of the agent's documentation has it wrong, and the agent "
                "ignores that spelling.",
                key=key,
            )
        else:
            yield remove(
                (*node.path, key),
                "`{key}` is removed: `serviceOptions`, its right name, is there already; the agent reads only that.",
                key=key,
            )


def _no_object(node: Node) -> Outcomes:
    section = _parsed(node.value)
    yield find(
        "warning",
        node,
        "`k8s-experimental` is no object here, so the device ignores the whole section.",
        "State it as an object, without quotes around it.",
    )
    remove_it = {"remove": "Remove it; the device ignores it"}
    answer = yield ask(
        node,
        "What should become of `k8s-experimental`, which must be an object?",
        {"object": "Take the object that the text holds"} | remove_it if section is not None else remove_it,
        None,
    )
    if answer == "object":
        yield put(node, section, "`k8s-experimental` is the object now that its text holds.")
    elif answer == "remove":
        yield remove(node, "`k8s-experimental` is removed, as you chose; it was no object.")


def _parsed(value: Json) -> Json:
    """Return the object that a text holds; None where it holds none."""
    if not isinstance(value, str) or not value.lstrip().startswith("{"):
        return None
    try:
        section: Json = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return section if isinstance(section, dict) else None
