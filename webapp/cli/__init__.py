"""The command line: `createoptions COMMAND`, the same as `python -m webapp COMMAND`.

Each command is a module of this package with a function `run`. It is imported when it is called: `--help` loads
neither the rules nor pydantic, and `convert` neither Flask nor Markdown.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module

from webapp.cli.arguments import PROG, parser
from webapp.cli.output import OutputError, flush, say

INTERRUPTED = 130
PIPE_CLOSED = 141


def main(argv: Sequence[str] | None = None, prog: str = PROG) -> int:
    """Run a command and return the exit status: 0 nothing open, 1 something is open, 2 not readable or wrong usage."""
    try:
        status = _run(parser(prog).parse_args(argv), prog)
        flush()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    except OutputError as error:
        say(f"{prog}: the result can't be written to standard output: {error}.")
        return 2
    except BrokenPipeError:
        # Whoever read the result has enough. What is still buffered must not raise again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _run(arguments: Namespace, prog: str) -> int:
    if arguments.print_completion:
        return int(import_module("webapp.cli.completion").run(arguments.print_completion))
    if arguments.version:
        return int(import_module("webapp.cli.version").run())
    if arguments.command is None:
        parser(prog).error("say what to do: convert, preview, explain, serve or links")
    return int(import_module(f"webapp.cli.{arguments.command}").run(arguments))
