"""One module of a deployment, as the agent is given it (translation, section 1; parsing notes, section 1)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.core.device.errors import RefusedError, shown
from webapp.core.device.json_text import check
from webapp.core.device.ports import integer
from webapp.core.device.scalars import printed
from webapp.core.path import Json

MAX_CHUNKS = 100
EDGE_AGENT = "$edgeAgent"
EDGE_HUB = "$edgeHub"
_NAME = "createoptions"
_IDS = {"edgeAgent": EDGE_AGENT, "edgeHub": EDGE_HUB}


@dataclass(frozen=True, slots=True)
class Chunks:
    """createOptions as they stand in a module's settings: the members among which they are cut up."""

    settings: Mapping[str, Json]

    def joined(self) -> Json:
        """Return createOptions as one text, or the object that stands there alone.

        Raises:
            RefusedError: where a member is not the one that must come next.
        """
        names = sorted((name for name in self.settings if _NAME in name.lower()), key=str.upper)[:MAX_CHUNKS]
        for number, name in enumerate(names):
            _check(name, number)
        if len(names) == 1 and not isinstance(self.settings[names[0]], str):
            return self.settings[names[0]]
        return "".join(_text(self.settings[name]) for name in names)


def _check(name: str, number: int) -> None:
    behind = name[name.lower().index(_NAME) + len(_NAME) :]
    digits = behind[: len(behind) - len(behind.lstrip("0123456789"))]
    if (digits == "") if number == 0 else (integer(digits) == number):
        return
    message = "`{name}` is not the part of createOptions that must come next."
    raise RefusedError("InvalidCreateOptions", message, name=shown(name))


def _text(value: Json) -> str:
    if isinstance(value, (dict, list)):
        check(value)
        return json.dumps(value, ensure_ascii=False)
    return value if isinstance(value, str) else "" if value is None else printed(value)


@dataclass(frozen=True, slots=True)
class DeviceModule:
    """A module.

    Args:
        name: its name in the deployment.
        image: `settings.image`.
        type: must be `docker`.
        status: only `stopped` matters.
        env: its own variables, `{"NAME": {"value": …}}`.
        create_options: text as the agent reads it from the settings, an object already parsed, or `Chunks`.
    """

    name: str
    image: Json = None
    type: Json = "docker"
    status: Json = "running"
    env: Mapping[str, Json] = field(default_factory=dict)
    create_options: "Json | Chunks" = None

    @staticmethod
    def of(module: Mapping[str, Json]) -> "DeviceModule":
        """Return a module in the form of the specification's suite; a missing type counts as `docker`."""
        env = module.get("env")
        return DeviceModule(
            str(module.get("name", "")),
            module.get("image"),
            module.get("type", "docker"),
            module.get("status", "running"),
            env if isinstance(env, dict) else {},
            Chunks(module),
        )

    @property
    def id(self) -> str:
        """The identity at IoT Hub; the agent and the hub have names of their own there."""
        return _IDS.get(self.name, self.name)
