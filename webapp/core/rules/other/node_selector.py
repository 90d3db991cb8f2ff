"""`k8s-experimental.nodeSelector`: labels that a node must have before the pod may run there."""

import re

from webapp.core.edit import Because, ask, find, put, remove
from webapp.core.module import EXPERIMENTAL, Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.other._strays import is_placeholder

_VALUE = re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")
_PART = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")


@rule(guidance=("G3",), sure="derived", reads=("k8s-experimental.nodeSelector",))
def node_selector(module: Module) -> Outcomes:
    """K6 to K8; parsing notes, section 4: truth values become texts with a capital."""
    labels = module.entries(EXPERIMENTAL, "nodeSelector")
    for label in labels:
        yield from _checked(label)
    if labels:
        yield find(
            "info",
            labels[0].path[:-1],
            "The module starts only on a node with these labels, and the device has a single worker.",
            "Look up the worker's labels with `kubectl get nodes --show-labels`, or remove the selector.",
            because=Because(sure="advice"),
        )


def _checked(label: Node) -> Outcomes:
    if isinstance(label.value, bool):
        text = str(label.value).lower()
        yield put(label, text, "`{text}` stands in quotes now; the device would write it with a capital.", text=text)
    elif label.value is None:
        yield from _null(label)
    elif isinstance(label.value, str | int | float) and not _is_label(label.key, str(label.value)):
        yield find(
            "error",
            label,
            "`{key}: {text}` is no label that a Kubernetes node can have, so the cluster refuses the module.",
            "Names and values are at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends.",
            key=label.key,
            text=label.value,
        )
        answer = yield ask(
            label,
            "What should become of `{key}`, which is no label of a node?",
            {"remove": "Remove it"},
            None,
            key=label.key,
        )
        if answer == "remove":
            yield remove(label, "`{key}` is removed, as you chose.", key=label.key)


def _null(label: Node) -> Outcomes:
    """Null is no text, and nothing says what the cluster would make of it."""
    yield find(
        "warning",
        label,
        "`{key}` is `null`, which is no value of a label; the cluster may refuse it or look for an empty one.",
        "State the value that the node's label has.",
        key=label.key,
    )
    answer = yield ask(
        label,
        "What should become of `{key}`, which has no value?",
        {"empty": "The node has this label, with an empty value", "remove": "Remove it"},
        None,
        key=label.key,
    )
    if answer == "empty":
        yield put(label, "", "`{key}` has an empty value, as you chose.", key=label.key)
    elif answer == "remove":
        yield remove(label, "`{key}` is removed, as you chose.", key=label.key)


def _is_label(key: str, value: str) -> bool:
    if is_placeholder(key) or is_placeholder(value):
        return True
    prefix, slash, name = key.rpartition("/")
    if slash and not (len(prefix) <= 253 and _PART.fullmatch(prefix)):
        return False
    return bool(name and _VALUE.fullmatch(name) and _VALUE.fullmatch(value))
