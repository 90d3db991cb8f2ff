"""What is printed: results on standard output, words about them on standard error."""

import json
import sys


class OutputError(Exception):
    """Standard output does not take the result; the message says why."""


def emit(text: str) -> None:
    """Write a result to standard output: UTF-8 into a file or a pipe, as is; to a terminal `on_terminal` of it."""
    stream = sys.stdout
    if stream is None:
        raise OutputError("it is closed")
    if stream.isatty():
        data = on_terminal(text).encode(stream.encoding, "backslashreplace")
    else:
        data = text.encode("utf-8", "backslashreplace")
    try:
        stream.flush()
        stream.buffer.write(data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error.strerror) from None


def on_terminal(text: str) -> str:
    """Return a result with its lines, the last one ended, and control characters as JSON writes them, `\\u001b`."""
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    return "".join(f"{''.join(map(_shown, line))}\n" for line in lines)


def _shown(one: str) -> str:
    return one if one.isprintable() or one == "\t" else json.dumps(one)[1:-1]


def flush() -> None:
    """Let everything that was written arrive, so that what goes wrong with it is told and not swallowed."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error.strerror) from None


def say(line: str) -> None:
    """Write a line to standard error."""
    if sys.stderr is not None:
        print(shown(line), file=sys.stderr, flush=True)


def shown(text: str) -> str:
    """Return text for a terminal: what was pasted can't move the cursor, hide itself or begin a line of its own."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
