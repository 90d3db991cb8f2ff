"""The settings of a server, read from its environment; each is told in docs/running.md.

A setting is a key of Flask's configuration of the same name. Tests give them to `create_app`.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
# What is kept where nothing is said; the type of the default is the type of the setting.
DEFAULTS: Mapping[str, str | int | bool] = {
    "DATABASE_URL": f"sqlite:///{ROOT / 'var' / 'links.sqlite3'}",
    "SECRET_KEY": "",
    "PUBLIC_URL": "",
    "TRUSTED_PROXIES": 0,
    "FRAME_ANCESTORS": "*",
    "PINNED_LINKS": False,
    "ACCESS_LOG": False,
    "METRICS_TOKEN": "",
    "LIMITS": True,
    "LIMITS_STORE": "memory://",
}
_FORMS = {
    "SECRET_KEY": (r"(?s).{32,}", "is too easily guessed: give it at least 32 random characters"),
    "PUBLIC_URL": (r"https?://[^\s/?#@\"'<>]+(/[^\s?#\"'<>]*)?", "is an address: write it as https://HOST"),
    "FRAME_ANCESTORS": (
        r"[^;,\r\n]+",
        "is a list of sites with spaces between: write it as https://a.example https://b.example",
    ),
}
_SWITCH = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


class SettingError(ValueError):
    """A setting of the environment that can't be read; the message names it."""


def from_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str | int | bool]:
    """Return every setting, those of the environment before the defaults.

    Raises:
        SettingError: a number or a switch is none, or a text has not the form that it must have.
            The value is not repeated: it may be a secret.
    """
    read = {name: _read(name, environment.get(name, ""), default) for name, default in DEFAULTS.items()}
    for name, (form, advice) in _FORMS.items():
        if read[name] and not re.fullmatch(form, str(read[name])):
            raise SettingError(f"{name} {advice}.")
    return read


def _read(name: str, text: str, default: str | int | bool) -> str | int | bool:
    text = text.strip()
    if not text:
        return default
    if isinstance(default, bool):
        if text.lower() not in _SWITCH:
            raise SettingError(f"{name} is a switch: set it to 1 or 0.")
        return _SWITCH[text.lower()]
    if isinstance(default, int):
        if not (text.isascii() and text.isdecimal()):
            raise SettingError(f"{name} is a number.")
        return int(text)
    return text
