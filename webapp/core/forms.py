"""The forms in which people paste: createOptions, a module's entry, deployments of every kind, `docker inspect`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from webapp.core import likeness
from webapp.core.deployment import Kind
from webapp.core.message import Message
from webapp.core.path import MAX_DEPTH, Json, Path

_DESIRED = "properties.desired."
_SETTINGS = ".settings"
_OWN = ("$edgeAgent", "$edgeHub")
_HOLDERS = ("modules", "systemmodules")
_MANIFEST = ("modulescontent", "modulecontent")
_MARKS = frozenset((*_MANIFEST, *_HOLDERS, "content", "$edgeagent", "$edgehub", "properties", "properties.desired"))
_NO_MODULES = Message("This looks like a deployment or a part of one, but no module with `settings` is in it.")


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a module's parts stand: `at` its entry, `settings` the object that holds image and createOptions."""

    name: str | None
    at: Path
    settings: Path
    has_env: bool = True


@dataclass(slots=True)
class Form:
    """What a paste is: its kind, its modules' entries, and what stands where modules do and is not converted."""

    kind: Kind
    entries: list[Entry] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)
    holds_modules: bool = False


def key_of(value: Mapping[str, Json], name: str) -> str | None:
    """Return the spelling under which a member stands, ignoring case; None where there is none."""
    if name in value:
        return name
    return next((key for key in value if key.lower() == name.lower()), None)


def with_name(key: str, old: str, new: str) -> str:
    """Return the key of a module's entry, or of a part of it in a layer, with another name in it."""
    start = name_at(key, old)
    return key[:start] + new + key[start + len(old) :]


def is_part(key: str, entry_at: Path, name: str) -> bool:
    """Tell whether a key of a layer states a part of this module, as `properties.desired.modules.<name>.status`."""
    last = str(entry_at[-1])
    above = str(entry_at[-2]).lower().removeprefix(_DESIRED) if len(entry_at) > 1 else ""
    holder = f"{_DESIRED}{above}." if last == name else last[: name_at(last, name)]
    return key.lower().startswith(holder.lower()) and key.startswith(f"{name}.", len(holder))


def name_at(key: str, name: str) -> int:
    """Return where a module's name begins in the key of its entry, such as `properties.desired.modules.<name>`."""
    return 0 if key == name else key.index(".", len(_DESIRED)) + 1


def recognised(value: Json) -> Form | Message:
    """Return the form of a paste, or say what it looks like where it is none that can be converted."""
    if isinstance(value, list):
        return _inspected(value)
    if not isinstance(value, dict):
        return Message("This is a single value; createOptions are an object in braces.")
    if _is_container(value):
        return Form("docker-inspect", [_container((), value)])
    deployment = Form("deployment")
    _search(deployment, value, ())
    if deployment.entries or (deployment.holds_modules and not deployment.unread):
        return deployment
    return _single(value) or _bare(value, deployment)


def _inspected(value: list[Json]) -> Form | Message:
    if value and all(_is_container(item) for item in value):
        found = enumerate(value)
        return Form("docker-inspect", [_container((at,), item) for at, item in found if isinstance(item, dict)])
    return Message("This is an array; createOptions are an object in braces, and so is a deployment.")


def _is_container(value: Json) -> bool:
    """Tell whether this is what `docker inspect` prints of a container."""
    if not isinstance(value, dict):
        return False
    parts = [value.get("Config"), value.get("HostConfig")]
    return all(isinstance(part, dict) for part in parts) or ("Id" in value and any(isinstance(p, dict) for p in parts))


def _container(at: Path, value: dict[str, Json]) -> Entry:
    name = value.get("Name")
    return Entry(name.lstrip("/") or None if isinstance(name, str) else None, at, at, has_env=False)


def _search(form: Form, value: dict[str, Json], path: Path) -> None:
    """Collect the modules below a part of a deployment: twins, layers, and whatever is wrapped around them."""
    inside_manifest = (bool(path) and str(path[-1]).lower() in _MANIFEST) or any(key_of(value, one) for one in _OWN)
    for key, child in value.items():
        lower, here = key.lower(), (*path, key)
        if lower.startswith(_DESIRED) and _layer(form, lower, here, child):
            form.kind = "layered-deployment"
        elif not isinstance(child, dict):
            continue
        elif lower in _HOLDERS:
            _collect(form, child, here)
        elif lower == "reported" and key_of(value, "desired"):
            if deployment_in(child):
                form.unread.append(here)
        elif _leads_on(lower, inside_manifest) and len(path) < MAX_DEPTH:
            _search(form, child, here)


def _layer(form: Form, lower: str, path: Path, child: Json) -> bool:
    """Collect what a key such as `properties.desired.modules.<name>` holds; False where it holds something else."""
    holder, dot, _ = lower[len(_DESIRED) :].partition(".")
    if holder not in _HOLDERS:
        return False
    if not dot:
        if isinstance(child, dict):
            _collect(form, child, path)
        return True
    name = str(path[-1])[len(_DESIRED) + len(holder) + 1 :]
    found = list(_entries({name: child}, path, layered=True))
    if not found and lower.endswith(_SETTINGS) and isinstance(child, dict):
        found = [Entry(name[: -len(_SETTINGS)], path, path, has_env=False)]
    form.entries += found
    if not found and child is not None:
        form.unread.append(path)
    return True


def _collect(form: Form, members: dict[str, Json], path: Path) -> None:
    form.holds_modules = True
    entries = list(_entries(members, path))
    form.entries += entries
    known = {entry.at for entry in entries}
    others = ((*path, name) for name, member in members.items() if member is not None and not name.startswith("$"))
    form.unread += [at for at in others if at not in known]


def deployment_in(value: dict[str, Json]) -> bool:
    """Tell whether there are modules below a part."""
    form = Form("deployment")
    _search(form, value, ())
    return bool(form.entries)


def _leads_on(key: str, inside_manifest: bool) -> bool:
    return key == "$edgeagent" if inside_manifest else key not in ("$metadata", "settings", "hostconfig")


def _entries(members: dict[str, Json], path: Path, *, layered: bool = False) -> Iterator[Entry]:
    for name, entry in members.items():
        settings = key_of(entry, "settings") if isinstance(entry, dict) else None
        if settings and isinstance(entry, dict) and isinstance(entry[settings], dict):
            at = path if layered else (*path, name)
            yield Entry(name, at, (*at, settings))


def _single(value: dict[str, Json]) -> Form | None:
    """Recognise one module's entry, its settings alone, or entries under their names without anything around them."""
    settings = key_of(value, "settings")
    if settings and isinstance(value[settings], dict):
        return Form("module", [Entry(None, (), (settings,))])
    if any(key.lower().startswith("createoptions") for key in value):
        return Form("module", [Entry(None, (), (), has_env=False)])
    entries = list(_entries(value, ()))
    if not entries:
        return None
    return Form("module" if len(value) == 1 else "deployment", entries)


def _bare(value: dict[str, Json], deployment: Form) -> Form | Message:
    marks = {key.lower() for key in value if key.lower() in _MARKS or key.lower().startswith(_DESIRED)}
    if marks - {"content"} or (marks and _holds_manifest(value)):
        is_layer = marks & {*_MANIFEST, "$edgehub", "content"} or any(key.startswith(_DESIRED) for key in marks)
        return Form("layered-deployment", unread=deployment.unread) if is_layer else _NO_MODULES
    return likeness.other_than_options(value) or Form("create-options", [Entry(None, (), ())])


def _holds_manifest(value: dict[str, Json]) -> bool:
    content = value.get(key_of(value, "content") or "")
    return isinstance(content, dict) and any(key_of(content, name) for name in _MANIFEST)
