"""The versions of the program and of its rules."""

import tomllib
from importlib import metadata
from pathlib import Path

from webapp.cli.output import emit

NAME = "createoptions-playground"
_PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def version() -> str:
    """Return the program's version: of the checkout where it runs from one, else as installed."""
    if _PROJECT.exists():
        return str(tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"])
    return metadata.version(NAME)


def run() -> int:
    """Print both versions."""
    from webapp.core import RULESET

    emit(f"createOptions Playground {version()}, rules of {RULESET}\n")
    return 0
