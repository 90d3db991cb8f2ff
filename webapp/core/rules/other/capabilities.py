"""Capabilities can't be added or dropped one by one on the device; only `Privileged` grants more."""

from webapp.core.edit import Because, ask, find, put, remove
from webapp.core.module import Module, Node, items
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._env import listed

_ADVICE = Because(sure="advice")
_OPTIONS = {
    "remove": "Yes, remove it",
    "privileged": "No: run the module with `Privileged`, which grants every capability and access to the host",
}


@rule(
    guidance=("G40",),
    sure="derived",
    reads=("HostConfig.CapAdd", "HostConfig.CapDrop", "HostConfig.Capabilities"),
)
def capabilities(module: Module) -> Outcomes:
    """Table 4.5 and K45: the container's own security context is out of reach, save for `privileged`."""
    for name, say in (("CapAdd", _added), ("Capabilities", _added), ("CapDrop", _dropped)):
        node = module.first("HostConfig", name)
        if node and node.value and _is_list_of_texts(node):
            yield from say(module, node)
        elif node and node.value == "":
            yield remove(node, "`{name}` is empty and says nothing.", name=node.key)


def _added(module: Module, node: Node) -> Outcomes:
    privileged = module.first("HostConfig", "Privileged")
    if privileged and str(privileged.value).strip().lower() == "true":
        yield remove(
            node,
            "`{name}` is removed: the device ignores it, and `Privileged` grants every capability as long as it stays.",
            name=node.key,
        )
        return
    answer = yield ask(
        node,
        "The device ignores `{name}`. Does the module work without `{listed}`?",
        _OPTIONS if _may_ask_for_more(module, node) else {"remove": _OPTIONS["remove"]},
        None,
        name=node.key,
        listed=_listed(node),
    )
    if answer == "privileged":
        yield put(
            module.place("HostConfig", "Privileged"),
            True,
            "The module runs privileged, as you chose, because single capabilities can't be granted.",
            because=_ADVICE,
        )
    if answer is not None:
        yield remove(node, "`{name}` is removed; the device ignores it.", name=node.key)


def _may_ask_for_more(module: Module, node: Node) -> bool:
    """Tell whether `Privileged` can be offered: for what is added, and where no other rule corrects that setting."""
    stated = [one.value for one in module.find("HostConfig", "Privileged")]
    return node.key.lower() == "capadd" and all(value is False for value in stated)


def _dropped(_: Module, node: Node) -> Outcomes:
    yield find(
        "warning",
        node,
        "The module keeps the capabilities `{listed}` that Docker took from it.",
        "Run it as a user without rights, by `securityContext.runAsUser`, if the hardening matters.",
        listed=_listed(node),
    )
    yield remove(node, "`{name}` is removed; the device can't drop single capabilities.", name=node.key)


def _is_list_of_texts(node: Node) -> bool:
    return isinstance(node.value, list) and not any(isinstance(item, list | dict) for item in node.value)


def _listed(node: Node) -> str:
    return listed(item.value for item in items(node) if item.value is not None)
