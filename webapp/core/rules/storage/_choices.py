"""Questions that `binds` and `mounts` both ask: where a directory's data live, how a folder of a share is reached."""

from webapp.core.edit import Because, Option, Question, ask
from webapp.core.message import Message
from webapp.core.module import Node
from webapp.core.path import Json
from webapp.core.rules.storage._host_paths import SHARE_NAME, HostPath, is_placeholder, suggested_share
from webapp.core.rules.storage._pod_volumes import FreshNames, pod_volume, volume_name

AS_THE_RULE = Because()
DERIVED = Because(sure="derived")


def share_option(path: str, label: str = "On a share of the GPU device, which you name") -> Option:
    """Return the answer `share:<name>`, with a name that a path suggests."""
    return Option(f"share:{suggested_share(path)}", Message(label), SHARE_NAME)


def chosen_share(answer: str | None) -> str:
    """Return the share that an answer names; empty for any other answer."""
    head, _, share = (answer or "").partition(":")
    return share if head == "share" else ""


def removal(label: str = "Remove it; the module goes without") -> Option:
    """Return the answer `remove`."""
    return Option("remove", Message(label))


def directory(node: Node, source: str) -> Question:
    """Ask where the data of a host directory live."""
    return ask(
        node,
        "`{source}` is a directory on the FPGA device. Where do its data live on the GPU device?",
        [
            Option("keep", Message("In the same directory of the Kubernetes worker, which starts out empty")),
            share_option(source),
        ],
        "keep",
        source=source,
    )


def folder(node: Node, place: HostPath, target: str) -> Question:
    """Ask how a folder inside a share is reached."""
    options = {"whole": "The whole share at `{target}`; the module looks into `{folder}` itself"}
    if ".." not in place.folder.split("/"):
        options["subpath"] = "Only `{folder}`, by `subPath` under `k8s-experimental.volumes`"
    return ask(
        node,
        "Only `{folder}` inside the share `{share}` is bound, but a share is mounted as a whole. What shall the module "
        "see at `{target}`?",
        options,
        None,
        because=DERIVED,
        folder=place.folder,
        share=place.share,
        target=target,
    )


def folder_volume(names: FreshNames, place: HostPath, target: str, read_only: bool) -> dict[str, Json]:
    """Return an entry of `k8s-experimental.volumes` that mounts a folder of a share, by the share's claim."""
    claim = place.share if is_placeholder(place.share) else volume_name(place.share) or place.share
    source: dict[str, Json] = {"persistentVolumeClaim": {"claimName": claim}}
    name = names.of(f"{place.share}-{place.folder}")
    return pod_volume(name, source, target, read_only=read_only, folder=place.folder)
