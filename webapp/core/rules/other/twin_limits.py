"""What the modules' twins can hold: how many pieces createOptions may have, how much all of it, which names."""

import re
from collections.abc import Iterator

from webapp.core.carrier import CHUNK, MAX_CHUNKS, minified
from webapp.core.deployment import Deployment
from webapp.core.edit import On, find, on
from webapp.core.module import Module
from webapp.core.path import Json
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.other._env import short

_MOST = 32 << 10
_REFUSED = re.compile(r"[.$\s\x00-\x1f\x7f-\x9f]")


@deployment_rule(guidance=(), sure="derived")
def twin_limits(deployment: Deployment) -> Words:
    """Facts F2.5 and F2.6."""
    if deployment.kind not in ("deployment", "layered-deployment"):
        return
    for module in deployment.modules:
        yield from _too_long(module)
        yield from _names(module)
    total = sum(map(_size_of, deployment.modules))
    if total > _MOST:
        yield find(
            "warning",
            (),
            "The modules of this deployment take about {size} KB of the agent's twin; IoT Hub takes at most {most} KB "
            "of desired properties.",
            "Move modules into layered deployments, or shorten their createOptions and variables; files that modules "
            "read belong on a share.",
            part="deployment",
            size=-(-total >> 10),
            most=_MOST >> 10,
        )


def _too_long(module: Module) -> Iterator[On]:
    size = _length(module)
    if size > CHUNK * MAX_CHUNKS:
        yield on(
            module,
            find(
                "error",
                (),
                "These createOptions are {size} characters long. The device reads {most} pieces of {piece} characters "
                "each and leaves out the rest, so it can't read them.",
                "Shorten them by {more} characters; files that the module reads belong on a share.",
                size=f"{size:,}",
                most=MAX_CHUNKS,
                piece=CHUNK,
                more=f"{size - CHUNK * MAX_CHUNKS:,}",
            ),
        )


def _names(module: Module) -> Iterator[On]:
    for name in module.env:
        if _REFUSED.search(name) and not name.startswith("${"):
            yield on(
                module,
                find(
                    "error",
                    (name,),
                    "IoT Hub takes no variable named `{name}` in a module's `env`: dots, dollar signs, blanks and "
                    "control characters are not allowed in names of a twin.",
                    "State the variable in `Env` of the createOptions, where every name is allowed.",
                    part="env",
                    name=short(name),
                ),
            )


def _length(module: Module) -> int:
    return 0 if module.carrier == "placeholder" else len(minified(module.options))


def _size_of(module: Module) -> int:
    """Return what a module's entry counts in a twin, in bytes: names and texts as they are, numbers for 8."""
    own = {key: value for key, value in module.entry.items() if key.lower() not in ("settings", "env")}
    return _length(module) + _size(own) + _size(dict(module.env)) + len((module.name or "") + (module.image or ""))


def _size(value: Json) -> int:
    if isinstance(value, dict):
        return sum(_bytes(key) + _size(child) for key, child in value.items())
    if isinstance(value, list):
        return sum(map(_size, value))
    if isinstance(value, str):
        return _bytes(value)
    return 4 if value is None or isinstance(value, bool) else 8


def _bytes(text: str) -> int:
    return len(text.encode())
