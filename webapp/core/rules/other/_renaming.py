"""Carries a module's new name to every place that names it: keys, twins, routes, and texts in which it is called."""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from webapp.core.deployment import Deployment
from webapp.core.edit import Edit, On, put, rename
from webapp.core.forms import is_part, with_name
from webapp.core.module import Module
from webapp.core.path import Path, at, has
from webapp.core.rules.network._calls import Names, Reference, key_of, references
from webapp.core.rules.network._meanings import is_another_name, is_host_variable, is_surely_host
from webapp.core.rules.network._spots import (
    Spot,
    beside_agent,
    changed,
    outside,
    spots,
    twin_at,
    unseen,
    words,
    written,
)
from webapp.core.rules.other._env import listed

_ROUTED = re.compile(r"/modules/([^/\s\"'()\\]+)")
_IN_ROUTE = re.compile(
    r"(?:\bFROM\s+/messages|BrokeredEndpoint\(\s*[\"'])/modules/([^/\s\"'()\\]+)"
    r"|\$connectionModuleId\s*(?:=|<>|!=)\s*[\"']([^\"']+)[\"']",
    re.IGNORECASE,
)
_MODULE_VARIABLE = re.compile(r"(module|module_?name|module_?id)s?$", re.IGNORECASE)
_CALLED = "The module `{old}` is called `{new}`, as you chose."
_PART = "This is a part of `{old}`, which is called `{new}` from now on."
Piece = tuple[int, int, Module]


class Found(NamedTuple):
    """A text that names modules: as hosts, by their names as such, and by a word that need not mean the module."""

    spot: Spot
    hosts: list[Reference]
    names: list[Piece]
    unsure: list[Module]
    routed: list[Piece]


def found(deployment: Deployment, renamed: Container[Module], kept: Container[Module]) -> Iterator[Found]:
    """Yield every text that names a module with a new name, or calls one that keeps its name.

    A name that is kept is changed where it surely is a host's; everywhere else it may be the module's as such.
    """
    names = Names(deployment.modules)
    for spot in _spots(deployment):
        routed = list(_routed(spot, names))
        one = Found(spot, [], [piece for piece in routed if piece[2] in renamed], [], routed)
        for call in references(spot, names):
            if call.module in renamed:
                _named(one, call)
            elif spot.route:
                continue
            elif call.module in kept and (call.is_host or is_surely_host(call.variable)):
                one.hosts.append(call)
        one.unsure.extend(_other_words(one, names, renamed, kept))
        if one.hosts or one.names or one.unsure:
            yield one


def _named(one: Found, call: Reference) -> None:
    """Sort in what names a module that gets a new name; a route compares the rest with the content of messages."""
    if call.spot.route:
        if all(start != call.start for start, _, _ in one.routed):
            one.unsure.append(call.module)
    elif call.is_host or is_host_variable(call.variable):
        one.hosts.append(call)
    elif _is_meant(call) and not call.spot.is_unseen:
        one.names.append((call.start, call.end, call.module))
    elif call.word == call.module.name:
        one.unsure.append(call.module)


def _other_words(one: Found, names: Names, renamed: Container[Module], kept: Container[Module]) -> Iterator[Module]:
    """Yield modules whose names stand elsewhere in a text, unless those are common words or surely no hosts."""
    known = {call.start for call in one.hosts} | {piece[0] for piece in (*one.names, *one.routed)}
    for start, word in words(one.spot):
        module = names.exact.get(word)
        if not module or start in known or not is_rare(word):
            continue
        if module in renamed or (module in kept and _may_be_host(one.spot, start)):
            yield module


def _may_be_host(spot: Spot, start: int) -> bool:
    """Tell whether a word in a text that the module gets to see can be a host's name."""
    return not spot.first and not spot.is_unseen and not _names_no_host(key_of(spot, start))


def _names_no_host(key: str) -> bool:
    """Tell whether what stands under a key is no host for sure: the name of a module as such, an image, a database."""
    return bool(_MODULE_VARIABLE.search(key)) or is_another_name(key)


def _spots(deployment: Deployment) -> Iterator[Spot]:
    for module in deployment.modules:
        yield from spots(module)
        yield from unseen(module)
    yield from outside(deployment)


def _routed(spot: Spot, names: Names) -> Iterator[Piece]:
    """Yield the modules of a route: `/messages/modules/a/*`, `/modules/b/inputs/c`, `$connectionModuleId = 'a'`.

    What else a route says is compared with the content of messages. In other texts there may be parts of routes.
    """
    for one in (_IN_ROUTE if spot.route else _ROUTED).finditer(spot.text, spot.start):
        module = names.exact.get(one[one.lastindex or 0])
        if module:
            yield *one.span(one.lastindex or 0), module


def _is_meant(one: Reference) -> bool:
    """Tell whether a word that stands alone means the module; a common word needs a variable that says so."""
    name = one.module.name or ""
    return one.word == name and (is_rare(name) or bool(_MODULE_VARIABLE.search(one.variable)))


def is_rare(name: str) -> bool:
    """Tell whether hardly anything but the module has this name: it is no common word."""
    return not (name.isalpha() and (name.islower() or name.isupper() or name.istitle()))


def keys(deployment: Deployment, renamed: Mapping[Module, str]) -> Iterator[Edit]:
    """Rename the modules' own keys, and those of their twins; in `docker inspect` the name is a text."""
    done: set[Path] = set()
    for module, new in renamed.items():
        name, place, shown = str(module.name), module.entry_at, (*module.at, "Name")
        if place:
            yield rename(place, with_name(str(place[-1]), name, new), _CALLED, old=name, new=new)
        else:
            known = str(at(deployment.value, shown))
            text = known[: len(known) - len(name)] + new
            yield put(shown, text, _CALLED, part="deployment", old=name, new=new)
        for part in parts_of(deployment, module):
            yield rename(part, with_name(str(part[-1]), name, new), _PART, old=name, new=new)
        twin = twin_of(deployment, module)
        if twin and twin not in done:
            done.add(twin)
            yield rename(twin, new, "The twin of `{old}` goes with it, as `{new}`.", old=name, new=new)


def parts_of(deployment: Deployment, module: Module, name: str = "") -> list[Path]:
    """Return the keys of a layer that state a part of the module, or of one of another name that stands beside it."""
    entry, name = module.entry_at, name or str(module.name)
    if not entry:
        return []
    place, sign = entry_named(entry, str(module.name), name), f".{name}."
    near = (path for path in deployment.unread if sign in str(path[-1]) and path[:-1] == entry[: len(path) - 1])
    return [path for path in near if is_part(str(path[-1]), place, name) and not _is_anothers(deployment, path, name)]


def _is_anothers(deployment: Deployment, path: Path, name: str) -> bool:
    """Tell whether a part belongs to a module whose name begins with this one and a dot."""
    longer = (one for one in deployment.modules if one.entry_at and str(one.name).startswith(f"{name}."))
    return any(is_part(str(path[-1]), one.entry_at or (), str(one.name)) for one in longer)


def entry_named(entry: Path, old: str, new: str) -> Path:
    """Return the path of a module's entry with another name in it."""
    return (*entry[:-1], with_name(str(entry[-1]), old, new))


def twin_of(deployment: Deployment, module: Module) -> Path | None:
    """Return where the module's twin stands; None where it has none."""
    path = twin_at(module)
    return path if path and has(deployment.value, path) else None


def places_of(module: Module) -> list[Path]:
    """Return the objects in which the module's name is a key: that of the modules, and that of their twins."""
    beside = beside_agent(module)
    return [place for place in (module.entry_at[:-1] if module.entry_at else None, beside) if place is not None]


def texts(places: list[Found], renamed: Mapping[Module, str], hosts: Mapping[Module, str]) -> Iterator[On | Edit]:
    """Change the texts: `renamed` modules wherever they are named, the others of `hosts` where they are called."""
    for one in places:
        pieces: dict[Module, list[tuple[int, int, str]]] = defaultdict(list)
        for start, end, module in one.names:
            pieces[module].append((start, end, renamed[module]))
        for call in one.hosts:
            new = renamed.get(call.module) or hosts.get(call.module)
            if new and call.word.lower() != new:
                pieces[call.module].append((call.start, call.end, new))
        if pieces:
            yield _changed(one.spot, pieces, renamed)


def _changed(
    spot: Spot, pieces: Mapping[Module, list[tuple[int, int, str]]], renamed: Mapping[Module, str]
) -> On | Edit:
    text = changed(spot, (piece for found in pieces.values() for piece in found))
    if len(pieces) > 1:
        names = listed(f"{module.name} → {found[0][2]}" for module, found in pieces.items())
        return written(spot, text, "Modules are named here as they are called now: `{names}`.", names=names)
    ((module, found),) = pieces.items()
    summary = (
        "`{name}` was renamed; it is `{new}` here, too."
        if module in renamed
        else "`{name}` is called `{new}`, its host name on the device."
    )
    return written(spot, text, summary, name=module.name, new=found[0][2])
