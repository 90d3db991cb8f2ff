"""What becomes of each item of `SecurityOpt`, which tightens a container in one item and loosens it in another.

Source: table 4.5 of the facts; F4.5, F4.13, K45. That a label states an AppArmor profile is derived (4.5).
"""

import re
from collections.abc import Iterator

from webapp.core.module import Node, items
from webapp.core.rules.other._ignored import HARMLESS, Ignored

_APPARMOR = (
    "A label does it, as it becomes an annotation of the pod: "
    "`container.apparmor.security.beta.kubernetes.io/<module>` with `{value}`."
)
_BY_KIND = {
    "seccomp": Ignored(
        (),
        "warning",
        "The module runs without a seccomp profile, and one can't be stated.",
        "Run it as a user without rights, by `securityContext.runAsUser`, if the hardening matters.",
    ),
    "apparmor": Ignored(
        (),
        "warning",
        "The module runs under the AppArmor profile that the cluster's container runtime chooses.",
        _APPARMOR.replace("{value}", "localhost/<profile>") + " The node has to know the profile.",
    ),
    "unconfined": Ignored(
        (),
        "warning",
        "The module may be confined by the AppArmor profile that the cluster's container runtime chooses.",
        _APPARMOR.replace("{value}", "unconfined"),
    ),
    "label": Ignored(
        (),
        "warning",
        "The SELinux label of the module can't be stated this way.",
        "State it as `seLinuxOptions` under `k8s-experimental.securityContext`, where it holds for the whole pod.",
    ),
    "no-new-privileges": Ignored(
        (),
        "warning",
        "Programs with setuid may give the module more rights than it began with.",
        "Leave such programs out of the image, or run it as a user without rights, by `securityContext.runAsUser`.",
    ),
    "other": Ignored(
        (),
        "warning",
        "Whatever this adds or takes away, the device can't state it.",
        "Make sure that the module does not rely on it.",
    ),
}
_NO_PRIVILEGES = re.compile(r"no-new-privileges([:=]true)?")
_LOOSENED = re.compile(r"(seccomp|label)[:=](unconfined|disable)|no-new-privileges[:=]false")


def judged(node: Node) -> Iterator[tuple[str, Ignored]]:
    """Yield each item with what is lost; nothing where the value is no list of texts."""
    listed = items(node)
    if all(isinstance(item.value, str) for item in listed):
        yield from ((str(item.value), _row(str(item.value).strip().lower())) for item in listed)


def _row(text: str) -> Ignored:
    """A cluster adds no seccomp profile, SELinux label or ban on setuid unless told, so loosening loses nothing."""
    if _LOOSENED.fullmatch(text):
        return HARMLESS
    if _NO_PRIVILEGES.fullmatch(text):
        return _BY_KIND["no-new-privileges"]
    kind, _, value = text.replace(":", "=", 1).partition("=") if "=" not in text else text.partition("=")
    if kind == "apparmor" and value == "unconfined":
        return _BY_KIND["unconfined"]
    return _BY_KIND.get(kind, _BY_KIND["other"])
