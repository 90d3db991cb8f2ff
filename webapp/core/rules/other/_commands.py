"""Cmd and Entrypoint, the two members that hold a command line.

Source: facts F4.1, F4.10, K46, K47; sections 3 and 7 of the translation notes.
"""

import re
import shlex

from webapp.core.module import Module, Node, items
from webapp.core.path import Json

_QUOTED = re.compile(r"""\\.|'[^']*'|("(?:[^"\\]|\\.)*")""", re.DOTALL)
_OPERATOR = re.compile(r"[|&;<>\n]")
_FILLED_IN = re.compile(r"`|\$(?!\$|\([A-Z_][A-Z0-9_.-]*\))")
SHELLS = ("sh", "bash", "ash", "dash")


def words(node: Node | None) -> list[str]:
    """Return the items of a command that are texts; of a command that is one text, its words."""
    if node is None:
        return []
    if isinstance(node.value, str):
        return split(node.value)
    return [item.value for item in items(node) if isinstance(item.value, str)]


def split(text: str) -> list[str]:
    """Return the words of a command line; nothing where there is none or a quote is left open."""
    try:
        found = shlex.split(text)
    except ValueError:
        return []
    return found if any(found) else []


def needs_shell(text: str) -> bool:
    """Tell whether a command line has signs, outside of quotes, that only a shell understands: `&&`, `$HOME`.

    `$(NAME)` in capitals is what Kubernetes itself fills in.
    """
    bare = _QUOTED.sub(lambda found: " ".join(_FILLED_IN.findall(found[1] or "")), text)
    return bool(_OPERATOR.search(bare) or _FILLED_IN.search(bare))


def word(value: Json) -> str | None:
    """Return a scalar as the word that it stands for; None for null, lists and objects."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value}" if isinstance(value, str | int | float) else None


def started_alone(module: Module) -> list[str]:
    """Return the words of `Cmd` that Docker starts because `Entrypoint` takes the image's entry point away.

    Nothing where that is not so or can't be told: no reset, no words, or a `$` that Kubernetes might fill in.
    """
    command, entry = module.first("Cmd"), module.first("Entrypoint")
    if command is None or entry is None or not resets(entry.value):
        return []
    stated = [command.value] if isinstance(command.value, str) else [item.value for item in items(command)]
    if any(isinstance(value, list | dict) for value in stated) or any("$" in str(value) for value in stated):
        return []
    if isinstance(command.value, str):
        script = ["/bin/sh", "-c", command.value] if command.value.strip() else []
        return split(command.value) or script
    found = [text for text in map(word, stated) if text is not None]
    return found if any(found) else []


def runs_shell(module: Module) -> bool:
    """Tell whether `Entrypoint` is a shell that takes one text as its script (`["/bin/sh", "-c"]`)."""
    entry = words(module.first("Entrypoint"))
    return len(entry) == 2 and entry[1] == "-c" and entry[0].rpartition("/")[2] in SHELLS


def resets(value: Json) -> bool:
    """Tell whether an `Entrypoint` is Docker's way of taking the image's entry point away."""
    return isinstance(value, list) and [word for word in value if word is not None] == [""]
