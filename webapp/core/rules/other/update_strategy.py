"""`k8s-experimental.strategy` as it stands: a type that Kubernetes knows, and no rolling options beside `Recreate`."""

from webapp.core.edit import Question, ask, find, put, remove
from webapp.core.module import EXPERIMENTAL, Module, Node, member
from webapp.core.rule import Outcomes, rule

_TYPES = {"recreate": "Recreate", "rollingupdate": "RollingUpdate"}
_OPTIONS = {
    "Recreate": "Stop the old pod, then start the new one (`Recreate`)",
    "RollingUpdate": "Start the new pod, then stop the old one (`RollingUpdate`)",
}


@rule(guidance=("G35", "G37"), sure="derived", reads=("k8s-experimental.strategy",))
def update_strategy(module: Module) -> Outcomes:
    """K43: the agent passes the section on as it is, and the cluster refuses what it does not know."""
    for section in module.find(EXPERIMENTAL, "strategy"):
        kind = member(section, "type")
        if kind is None or not isinstance(kind.value, str):
            continue
        known = _TYPES.get(kind.value.lower())
        if known is None:
            yield find(
                "error",
                kind,
                "Kubernetes knows no strategy `{text}`, and refuses the module.",
                "State `Recreate` or `RollingUpdate`.",
                text=kind.value,
            )
            known = yield _asked(kind)
        if known and known != kind.value:
            yield put(kind, known, "The strategy is `{known}`, in the spelling that Kubernetes takes.", known=known)
        rolling = member(section, "rollingUpdate")
        if known == "Recreate" and rolling:
            yield remove(rolling, "`{key}` goes: beside `Recreate` the cluster refuses it.", key=rolling.key)


def _asked(kind: Node) -> Question:
    return ask(kind, "Which strategy does `{text}` stand for?", _OPTIONS, None, text=kind.value)
