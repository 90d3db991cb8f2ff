"""`explain`: a rule's page, a statement of the guidance, or the list of all rules."""

import shutil
from argparse import Namespace
from difflib import get_close_matches

from webapp.cli.output import emit, say
from webapp.core.guidance import statements
from webapp.core.registry import BY_ID
from webapp.formats import plain

NARROW, WIDE = 40, 100


def run(arguments: Namespace) -> int:
    """Print what is asked for; 2 where there is no such rule."""
    width = min(max(shutil.get_terminal_size().columns, NARROW), WIDE)
    if arguments.rule is None:
        emit(plain.index(width))
        return 0
    rule, statement = BY_ID.get(_id(arguments.rule)), statements().get(arguments.rule.upper())
    if rule:
        emit(plain.page(rule, width))
    elif statement:
        emit(plain.statement(statement, width))
    else:
        say(f"There is no rule `{arguments.rule}`. {_meant(_id(arguments.rule))}")
        return 2
    return 0


def _id(name: str) -> str:
    return name.lower().replace("-", "_")


def _meant(name: str) -> str:
    within = [one for one in BY_ID if name and (name in one or one in name)]
    close = list(dict.fromkeys(within + get_close_matches(name, BY_ID)))
    if close:
        return f"Did you mean {', '.join(f'`{one}`' for one in close[:5])}?"
    return "`explain` without a name lists all rules."
