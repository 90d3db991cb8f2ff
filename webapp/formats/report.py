"""Conversions as one HTML page that stands alone, to be kept, printed or handed to a colleague.

It loads nothing and runs nothing. Everything that was pasted is escaped by the templates or by `code`.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from webapp.core import guidance
from webapp.core.convert import RULESET, Conversion
from webapp.core.edit import AS_THE_RULE
from webapp.core.problem import SourceError
from webapp.core.registry import RULES
from webapp.core.rule import Rule
from webapp.formats import plain
from webapp.formats.markup import code
from webapp.formats.reported import Reason, file, reason

_ROOT = Path(__file__).parents[2]


def report(
    conversions: Sequence[tuple[str, Conversion]],
    problems: Iterable[tuple[str, SourceError]] = (),
    version: str = "",
) -> str:
    """Return the page about all conversions, each with its file's name; `problems` are files that can't be read."""
    files = [file(f"f{number}", name, conversion) for number, (name, conversion) in enumerate(conversions, 1)]
    spoke = {rule for one in files for block in one.blocks for rule in block.rules}
    page = _environment().get_template("report.html")
    return page.render(
        files=files,
        failed=[(name, problem) for name, error in problems for problem in error.problems],
        reasons=[_told(rule) for rule in RULES if rule.id in spoke],
        style=_style(),
        version=version,
        ruleset=RULESET,
    )


def _told(rule: Rule) -> tuple[Reason, str, str]:
    """Return a rule's reason, the title of its section, and what it does."""
    return reason(rule, rule.grounds(AS_THE_RULE)), guidance.section(rule.section).title, plain.summary(rule)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["code"] = code
    return made


@cache
def _style() -> Markup:
    """Return the style sheet, the one text that goes into the page as it is."""
    return Markup((_ROOT / "static" / "report.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
