"""Finds the rules: every module of every section's folder, in the article's order of sections."""

from importlib import import_module
from pathlib import Path

from webapp.core.rule import SECTIONS, Rule, folder_of

FOLDER = Path(__file__).parent / "rules"


def _load() -> tuple[Rule, ...]:
    found: list[Rule] = []
    for section in SECTIONS:
        folder = folder_of(section)
        for file in sorted((FOLDER / folder).glob("[!_]*.py")):
            module = import_module(f"webapp.core.rules.{folder}.{file.stem}")
            found.append(getattr(module, file.stem))
    return tuple(found)


RULES = _load()
ABOUT_MODULES = tuple(rule for rule in RULES if rule.about == "module")
ABOUT_DEPLOYMENTS = tuple(rule for rule in RULES if rule.about == "deployment")
BY_ID = {rule.id: rule for rule in RULES}
