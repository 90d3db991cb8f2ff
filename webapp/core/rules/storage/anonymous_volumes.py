"""`Volumes`: paths of the container for which Docker makes a volume without a name."""

from webapp.core.edit import Option, ask, move, remove
from webapp.core.message import Message
from webapp.core.module import Module, Node
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.storage._choices import removal, share_option
from webapp.core.rules.storage._host_paths import chosen_share, mount
from webapp.core.rules.storage._pod_volumes import FreshNames, mounted, pod_volume, to_pod_volumes


@rule(guidance=("G5", "G7"), sure="derived", reads=("Volumes",))
def anonymous_volumes(module: Module) -> Outcomes:
    """Table 4.2 of the facts; F4.1: the agent does not read `Volumes`."""
    found = module.entries("Volumes")
    if not found:
        return
    taken = set(mounted(module))
    names = FreshNames(module, "scratch")
    for entry in found:
        if entry.key.rstrip("/") in taken:
            summary = "`{path}` needs no volume without a name, because something is mounted there already."
            yield remove(entry, summary, path=entry.key)
        elif entry.key.rstrip("/") == "/dev/shm":  # noqa: S108
            yield remove(entry, "`{path}` is in memory in every container; it needs no volume.", path=entry.key)
        elif not entry.key.startswith("/"):
            yield remove(
                entry, "`{path}` is no path of a container; the device does not read `Volumes`.", path=entry.key
            )
        elif ":" in entry.key:
            yield from _with_colon(entry)
        else:
            taken.add(entry.key.rstrip("/"))
            yield from _asked(module, entry, names)


def _with_colon(entry: Node) -> Outcomes:
    """Most often a bind that stands in the wrong place; nothing can be mounted at a path with a colon (K41)."""
    answer = yield ask(
        entry,
        "`{path}` has a colon, and the cluster mounts nothing at such a path. Correct it in your text (a bind belongs "
        "in `Binds`), or remove it?",
        [removal()],
        None,
        path=entry.key,
    )
    if answer == "remove":
        yield remove(entry, "`{path}` is removed, as you chose.", path=entry.key)


def _asked(module: Module, entry: Node, names: FreshNames) -> Outcomes:
    path = entry.key
    answer = yield ask(
        entry,
        "Docker keeps `{path}` in a volume without a name, and the GPU device makes none. Where do these data live?",
        [
            share_option(path),
            Option(
                "scratch",
                Message("In an empty directory that lasts as long as the pod; hides what the image has there"),
            ),
            removal("In the container itself: what the image has there stays visible, changes are lost on a restart"),
        ],
        None,
        path=path,
    )
    share = chosen_share(answer)
    if share:
        to = (*module.place("HostConfig", "Mounts"), "-")
        summary = "The share `{share}` is mounted at `{path}` in place of a volume without a name."
        yield move(entry, to, mount("volume", share, path, False), summary, share=share, path=path)
    elif answer == "scratch":
        summary = "An empty directory is mounted at `{path}`; what is in it goes with the pod."
        yield move(
            entry, to_pod_volumes(module), pod_volume(names.of(path), {"emptyDir": {}}, path), summary, path=path
        )
    elif answer == "remove":
        yield remove(entry, "`{path}` stays in the container, as you chose.", path=path)
