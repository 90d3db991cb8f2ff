"""Names that only Docker gives a module: aliases of networks, host names, links.

Source: table 4.2 and 4.4 of the facts; F1.48 for the name that is left.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from webapp.core.deployment import Deployment
from webapp.core.edit import Because, Finding, ask, find, on
from webapp.core.module import Module, Node, entries, items, member
from webapp.core.path import Json
from webapp.core.rule import Words
from webapp.core.rules.network._callers import is_own, listed, on_host_network
from webapp.core.rules.network._calls import Names, Reference
from webapp.core.rules.network._meanings import is_surely_host
from webapp.core.rules.network._moves import Moves, to_name
from webapp.core.rules.network._spots import WORD, at_spot

_DERIVED = Because(sure="derived")
_HEX = frozenset("0123456789abcdef")


def other_names(deployment: Deployment) -> dict[tuple[str, str], Module]:
    """Return modules by their other names as they were pasted; a name that several have is none."""
    names = Names(deployment.modules)
    found: dict[tuple[str, str], list[Module]] = defaultdict(list)
    for module, pasted in zip(deployment.modules, deployment.pasted, strict=True):
        for name in _given(pasted):
            found["", name.lower()].append(module)
        for link in pasted.items("HostConfig", "Links"):
            target, _, alias = link.value.partition(":") if isinstance(link.value, str) else ("", "", "")
            linked = names.named(target.strip("/")) if _is_name(alias) else None
            if linked and module.name:
                found[module.name, alias.lower()].append(linked)
    return {
        key: modules[0]
        for key, modules in found.items()
        if all(one is modules[0] for one in modules) and not names.named(key[1])
    }


def _given(pasted: Module) -> Iterator[str]:
    names: list[Json] = [node.value for node in pasted.find("Hostname")]
    for config in pasted.find("NetworkingConfig"):
        networks = member(config, "EndpointsConfig")
        for network in entries(networks) if networks else ():
            aliases: Node | None = member(network, "Aliases")
            names += [node.value for node in items(aliases)] if aliases else []
    yield from (name for name in names if isinstance(name, str) and _is_name(name))


def _is_name(text: str) -> bool:
    """Tell whether a text can be a host name that somebody has chosen: no number, no container's id."""
    lower = text.lower()
    is_id = len(lower) in (12, 64) and _HEX.issuperset(lower)
    return bool(WORD.fullmatch(text)) and not is_id and lower != "localhost" and any(map(str.isalpha, text))


def by_other_names(deployment: Deployment, names: Names, found: Iterable[Reference], moves: Moves) -> Words:
    """Ask about callers that use another name than the module's; put into `moves` what they should say."""
    callers: dict[Module, list[Reference]] = defaultdict(list)
    for one in found if names.others else ():
        is_other = one.word and not names.named(one.word) and (one.is_host or is_surely_host(one.variable))
        if is_other and not is_own(one) and not on_host_network(one.module):
            callers[one.module].append(one)
    for module, calls in callers.items():
        answer = yield on(
            module,
            ask(
                (),
                "This module is called `{words}` by `{callers}`, a name that it had on Docker only. Shall they call it "
                "by its own name, `{name}`?",
                {"module": "Yes, `{name}`", "leave": "No; something else has that name"},
                "module",
                topic="names",
                because=_DERIVED,
                words=", ".join(dict.fromkeys(one.word for one in calls)),
                callers=listed(deployment, (one.spot for one in calls)),
                name=module.name,
            ),
        )
        for one in calls:
            if answer == "module":
                moves[one.spot].append(to_name(one))
            else:
                yield at_spot(one.spot, _unknown(one))


def _unknown(one: Reference) -> Finding:
    return find(
        "warning",
        one.spot.path,
        "`{word}` was a name of the module `{name}` on Docker; on the GPU device nobody has it.",
        "Call `{name}`.",
        because=_DERIVED,
        part=one.spot.part,
        word=one.word,
        name=one.module.name,
    )
