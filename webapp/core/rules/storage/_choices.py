"""Questions that `binds` and `mounts` both ask: where a directory's data live, how a folder of a share is reached."""

from collections.abc import Iterator

from webapp.core.edit import AS_THE_RULE, Because, Edit, Finding, Option, Question, Severity, ask, find, move, remove
from webapp.core.message import Message
from webapp.core.module import Module, Node, once
from webapp.core.path import Json
from webapp.core.rules.storage._host_paths import (
    SHARE_NAME,
    Bind,
    HostPath,
    is_filled_in,
    is_placeholder,
    mount,
    suggested_share,
    volume_name,
)
from webapp.core.rules.storage._mounts import Mount
from webapp.core.rules.storage._planned import KEEP, Planned, planned, repeats, whole_target
from webapp.core.rules.storage._pod_volumes import FreshNames, pod_volume, to_pod_volumes

DERIVED = Because(sure="derived")
_SHARE_NAMES = Message("A share name has 3 to 63 letters, digits and single hyphens.")


_DIRECTORY = (
    "`{source}` is a directory on the FPGA device. Where do its data live on the GPU device?",
    "In the same directory of the Kubernetes worker, which starts out empty",
)
_FILLED_IN = (
    "What `{source}` leads to depends on what is filled in: a directory, or a share by its path, which the GPU device "
    "does not know. Where do the data live there?",
    "In the directory of the Kubernetes worker that is filled in, which starts out empty",
)


def share_option(path: str, label: str = "On a share of the GPU device, which you name") -> Option:
    """Return the answer `share:<name>`, with a name that a path suggests, or else one that only shows the form."""
    name = suggested_share(path)
    return Option(f"share:{name or 'my-share'}", Message(label), SHARE_NAME, _SHARE_NAMES, sample=not name)


def removal(label: str = "Remove it; the module goes without") -> Option:
    """Return the answer `remove`."""
    return Option("remove", Message(label))


def directory(node: Node, source: str) -> Question:
    """Ask where the data of a host directory live; a placeholder may come to stand for one."""
    prompt, keep = _FILLED_IN if is_filled_in(source) else _DIRECTORY
    return ask(
        node,
        prompt,
        [
            Option(KEEP, Message(keep)),
            share_option(source),
        ],
        KEEP,
        because=DERIVED,
        source=source,
    )


def folder(node: Node, place: HostPath, target: str) -> Question:
    """Ask how a folder or file inside a share is reached."""
    whole = whole_target(target)
    options = {"whole": "The whole share at `{whole}`, in place of what the image has there; it looks into `{folder}`"}
    if ".." not in place.folder.split("/"):
        options["subpath"] = (
            "Only `{folder}` at `{target}`, by `subPath` under `k8s-experimental.volumes`; the share's claim must exist"
        )
    return ask(
        node,
        "Only `{folder}` inside the share `{share}` is bound, but a share is mounted as a whole. What should the "
        "module see?",
        options,
        None,
        because=DERIVED,
        folder=place.folder,
        share=place.share,
        target=target,
        whole=whole,
    )


def to_folder(module: Module, entry: Bind | Mount, place: HostPath, names: FreshNames) -> Iterator[Edit | Finding]:
    """Mount a folder of a share by `subPath`, as the answer `subpath` to `folder` wants it."""
    yield move(
        entry.node,
        to_pod_volumes(module),
        folder_volume(names, place, entry.target, entry.read_only),
        "Only `{folder}` of the share `{share}` is mounted, by `subPath` and the share's claim.",
        because=DERIVED,
        share=place.share,
        folder=place.folder,
    )
    yield from claim_findings(module, entry.node, place.share)


def claim_of(share: str) -> str:
    """Return the name of the claim by which a share is mounted."""
    return share if is_placeholder(share) else volume_name(share) or share


def folder_volume(names: FreshNames, place: HostPath, target: str, read_only: bool) -> dict[str, Json]:
    """Return an entry of `k8s-experimental.volumes` that mounts a folder of a share, by the share's claim."""
    source: dict[str, Json] = {"persistentVolumeClaim": {"claimName": claim_of(place.share)}}
    name = names.of(f"{place.share}-{place.folder}")
    return pod_volume(name, source, target, read_only=read_only, folder=place.folder)


@once
def claims_made(module: Module) -> set[str]:
    """Return the claims that the device looks after: those of mounts of type `volume`."""
    return {claim_of(one.source) for one in planned(module) if one.becomes == "volume"}


def claim_findings(module: Module, node: Node, share: str, severity: Severity = "warning") -> Iterator[Finding]:
    """Say that nobody makes the claim which a volume of the pod names, unless a mount of the module has it made."""
    claim = claim_of(share)
    if claim in claims_made(module):
        return
    yield find(
        severity,
        node,
        "The device makes claims for `Mounts` only. Without a claim `{claim}` in the cluster the module stays pending.",
        "Mount the share in `Mounts` of a module too, or make a claim of that name for it with `kubectl`.",
        because=DERIVED,
        claim=claim,
    )


def to_mounts(module: Module, plan: Planned, summary: str, because: Because = AS_THE_RULE, **values: object) -> Edit:
    """Write an entry anew in `Mounts`, or take it out where another entry comes to the same mount."""
    same = repeats(module)
    if plan.node.path in same.gone:
        return is_repeated(plan.node, plan.target)
    read_only = same.read_only.get(plan.node.path, plan.read_only)
    value = mount(plan.becomes, plan.source, plan.target, read_only)
    to = (*module.place("HostConfig", "Mounts"), "-")
    return move(plan.node, to, value, summary, because=because, part="createOptions", **values)


def is_repeated(node: Node, target: str) -> Edit:
    """Take out an entry where another comes to the same mount."""
    summary = "Another entry comes to the same mount at `{target}`, so this one is removed; Kubernetes refuses two."
    return remove(node, summary, because=DERIVED, target=target)
