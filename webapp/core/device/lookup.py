"""What the agent looks up among the members that its model of createOptions does not know.

Source: translation, section 2; parsing notes, section 3.
"""

from typing import NamedTuple

from webapp.core.device.errors import RefusedError, shown
from webapp.core.device.reading import Reader, items, parsed_text
from webapp.core.device.trace import Items, Sourced, T
from webapp.core.path import Json

_texts = items(parsed_text)


class Command(NamedTuple):
    """What the container runs, and where."""

    args: Items[Sourced[str] | None] | None
    command: Items[Sourced[str] | None] | None
    working_dir: Sourced[str] | None


def command(others: dict[str, Json]) -> Command:
    """Return `Cmd`, `Entrypoint` and `WorkingDir`, in any spelling.

    Raises:
        RefusedError: where two names differ only by case, or a value has the wrong shape.
    """
    names: dict[str, str] = {}
    for key in others:
        if names.setdefault(key.lower(), key) != key:
            message = "`{one}` and `{other}` differ only by case, and the agent fails over the second."
            raise RefusedError("InvalidCreateOptions", message, (key,), one=shown(names[key.lower()]), other=shown(key))

    def read(name: str, reader: Reader[T | None]) -> T | None:
        key = names.get(name)
        return None if key is None else reader(others[key], (key,))

    return Command(read("cmd", _texts), read("entrypoint", _texts), read("workingdir", parsed_text))
