"""Credentials of registries: the agent makes the name of a pull secret of each, and not every text will do."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from webapp.core.deployment import Deployment
from webapp.core.edit import Finding, find
from webapp.core.module import Module, Node, entries, member
from webapp.core.path import Json, Path
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.network._ports import is_placeholder
from webapp.core.rules.other._dns import domain_name
from webapp.core.rules.other._entry import called
from webapp.core.rules.other._env import short

_SECTION = "registrycredentials"
_HUB = "https://index.docker.io/v1/"
_SCHEMES = ("https://", "http://")
_AGENT = ((), ("$edgeAgent",))
_SINGLE = ("create-options", "module", "docker-inspect")


class _Credential(NamedTuple):
    """The credentials of one registry. What is filled in later can't be judged; user and password are never shown."""

    node: Node
    address: str
    user: str
    password: Json

    @property
    def label(self) -> str:
        """The name of the credentials, without what a layer has in front of it."""
        head, dot, name = self.node.key.rpartition(".")
        return short(name if head.lower().endswith(_SECTION) and dot else self.node.key)

    @property
    def secret(self) -> str | None:
        """The name of the pull secret as far as it is known; None where the agent fails to make one."""
        text = f"{self.user}-{_host(self.address)}"
        if is_placeholder(self.user):
            text = text.partition(".")[2] or "a"
        return "" if is_placeholder(self.address) else domain_name(text)


@deployment_rule(guidance=(), sure="derived")
def registry_credentials(deployment: Deployment) -> Words:
    """Fact F4.16; parsing notes, section 5: matching and names of secrets."""
    if deployment.kind in _SINGLE:
        return
    found = [one for one in map(_read, _stated(deployment)) if one]
    if not found:
        return
    users: dict[str, Module] = {}
    for module in deployment.modules:
        users.setdefault(_registry(module), module)
    for one in found:
        if one.secret is None:
            yield _refused(one, users.get(one.address.lower()))
    yield from _coinciding(deployment, found)


def _stated(deployment: Deployment) -> Iterator[Node]:
    """Yield the credentials for edgeAgent; a layer can have what leads to them in its key."""
    inside = {module.entry_at for module in deployment.modules} | set(deployment.unread)
    waiting = [Node((), deployment.value)]
    while waiting:
        node = waiting.pop()
        if node.path in inside or (node.path[:1] == ("modulesContent",) and node.path[1:2] not in _AGENT):
            continue
        before, last = ["", *str(node.path[-1] if node.path else "").lower().split(".")][-2:]
        if last == _SECTION:
            yield from entries(node)
        elif before == _SECTION:
            yield node
        else:
            waiting += reversed(entries(node))


def _read(node: Node) -> _Credential | None:
    address, user, password = (member(node, name) for name in ("address", "username", "password"))
    if not address or not user or not isinstance(address.value, str) or not isinstance(user.value, str):
        return None
    return _Credential(node, address.value, user.value, password.value if password else None)


def _host(address: str) -> str:
    lower = address.lower()
    scheme = next((one for one in _SCHEMES if lower.startswith(one)), "")
    return lower[len(scheme) :].partition("/")[0].replace(":", "-")


def _registry(module: Module) -> str:
    """Return the registry that an image comes from as the agent sees it; an empty text where it needs none."""
    first, slash, _ = (module.image or "").strip().partition("/")
    if not slash:
        return ""
    return first.lower() if "." in first or ":" in first else _HUB


def _refused(one: _Credential, user: Module | None) -> Finding:
    remedy = (
        "Give the registry a name whose parts between the dots begin with a letter and have 63 characters at most. "
        "The user counts as the beginning of the first part, so a shorter one can help."
    )
    if user is None:
        return find(
            "warning",
            one.node,
            "The device can't make the name of a secret of `{label}`, for `{address}`. As soon as a module takes its "
            "image from there, the whole deployment is refused.",
            remedy,
            part="deployment",
            label=one.label,
            address=short(one.address),
        )
    return find(
        "error",
        one.node,
        "The device can't make the name of a secret of `{label}`, for `{address}`, which the module `{module}` needs. "
        "It refuses the whole deployment.",
        remedy,
        part="deployment",
        module=called(user),
        label=one.label,
        address=short(one.address),
    )


def _coinciding(deployment: Deployment, found: list[_Credential]) -> Words:
    groups: dict[str, list[_Credential]] = defaultdict(list)
    for one in found:
        if one.secret and not is_placeholder(one.user):
            groups[one.secret].append(one)
    for first, *others in groups.values():
        for other in others:
            if (other.address, other.user, other.password) != (first.address, first.user, first.password):
                yield find(
                    "warning",
                    other.node,
                    "`{label}` and `{other}` (line {line}) get one secret on the device, which holds the credentials "
                    "of only one of them.",
                    "Remove one of the two, or use another user for one of the registries.",
                    part="deployment",
                    label=other.label,
                    other=first.label,
                    line=_line(deployment, first.node.path),
                )


def _line(deployment: Deployment, path: Path) -> int:
    return deployment.line_of(None, path, "deployment")
