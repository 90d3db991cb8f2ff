"""Completion for shells, made from the arguments themselves."""

from argparse import Action, ArgumentParser

import shtab

from webapp.cli.arguments import parser
from webapp.cli.output import emit
from webapp.core.registry import BY_ID

_FILES = ("file", "files")
_FOLDERS = ("output",)


def run(shell: str) -> int:
    """Print the completion of a shell: commands, options, files, folders and the names of rules."""
    made = parser()
    for action in _actions(made):
        if action.dest in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.dest in _FOLDERS:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
        elif action.dest == "rule":
            action.choices = list(BY_ID)
    emit(shtab.complete(made, shell=shell).rstrip("\n") + "\n")
    return 0


def _actions(made: ArgumentParser) -> list[Action]:
    commands = made._subparsers
    inner = [choice for action in (commands._actions if commands else ()) for choice in _parsers(action)]
    return [action for one in (made, *inner) for action in one._actions]


def _parsers(action: Action) -> list[ArgumentParser]:
    choices = action.choices if isinstance(action.choices, dict) else {}
    return [one for one in choices.values() if isinstance(one, ArgumentParser)]
