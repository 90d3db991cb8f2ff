"""What is said beside the result: what can't be read, what needs a person, how far the work is."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from shlex import quote
from typing import TypeVar

from webapp.cli.outcome import Outcome, converted, failed, notes, undecided
from webapp.cli.output import say
from webapp.core import Conversion, SourceError
from webapp.core.edit import Option
from webapp.core.problem import Place
from webapp.core.said import Asked
from webapp.formats import tally

LISTED = 20
PATIENCE = 1.0
T = TypeVar("T")


def tell(outcomes: list[Outcome], quiet: bool) -> None:
    """Say what could not be read; unless quiet, what needs a person and, on a terminal, an account of each input."""
    for outcome, error in failed(outcomes):
        for line in failure(outcome.name, error):
            say(line)
    if quiet:
        return
    for line in needs(outcomes):
        say(line)
    if sys.stderr is not None and sys.stderr.isatty():
        for line in accounts(outcomes):
            say(line)


def failure(name: str, error: SourceError) -> Iterator[str]:
    """Say why an input can't be converted, as `file:line:column: cause. hint`."""
    for problem in error.problems[:LISTED]:
        place = f":{problem.line}:{problem.column}" if problem.line else ""
        yield f"{name}{place}: {problem.message} {problem.hint}"
    if len(error.problems) > LISTED:
        yield f"{name}: and {len(error.problems) - LISTED:,} more of the kind."
    for fix in error.fixes[:LISTED]:
        yield f"    {fix.line}:{fix.column}: it can be read with {fix.message}."


def needs(outcomes: list[Outcome]) -> Iterator[str]:
    """Say what is open: errors, and questions with each of their answers to be copied."""
    found = ((outcome.name, item) for outcome, done in converted(outcomes) for item in _open(outcome.name, done))
    for _, lines in islice(found, LISTED):
        yield from lines
    left = Counter(name for name, _ in found)
    if left:
        files = f" in {len(left):,} files" if len(left) > 1 else ""
        yield f"And {left.total():,} more need you{files}; `--format report` shows all of them."


def _open(name: str, conversion: Conversion) -> list[list[str]]:
    """Return what is open in one input, in the order of the text."""
    errors = [
        (place, [f"{_at(name, place)}: error: {note.message} {note.remedy} [{note.rule.id}]"])
        for place, note in notes(conversion)
        if note.severity == "error"
    ]
    asked = [(place, _question(name, place, question)) for place, question in undecided(conversion)]
    return [lines for _, lines in sorted(errors + asked, key=lambda one: one[0])]


def _at(name: str, place: Place) -> str:
    return f"{name}:{place.line}:{place.column}"


def _question(name: str, place: Place, asked: Asked) -> list[str]:
    answers = [quote(f"{asked.id}={_value(option)}") for option in asked.options]
    size = max(map(len, answers), default=0)
    lines = (
        f"    --choose {answer:{size}}  {' '.join(filter(None, (f'{option.label}.', str(option.expects))))}"
        for answer, option in zip(answers, asked.options, strict=True)
    )
    return [f"{_at(name, place)}: needs you: {asked.prompt} [{asked.rule.id}]", *lines]


def _value(option: Option) -> str:
    """Return an answer as it is given; what only shows the form is left open."""
    return f"{option.value.partition(':')[0]}:…" if option.sample else option.value


def accounts(outcomes: list[Outcome]) -> Iterator[str]:
    """Count what became of the settings of each input, and the inputs themselves where there are many."""
    done = converted(outcomes)
    for outcome, conversion in done[:LISTED]:
        yield f"{outcome.name}: {tally.in_words(tally.account(conversion))}"
    if len(outcomes) > 1:
        statuses = Counter(outcome.status for outcome in outcomes)
        words = ("with nothing open", "with something open", "not converted")
        counts = (f"{statuses[status]:,} {told}" for status, told in enumerate(words) if statuses[status])
        yield f"{len(outcomes):,} files: {', '.join(counts)}"


def watched(items: Sequence[T], done: str, clock: Callable[[], float] = time.monotonic) -> Iterator[T]:
    """Yield the items; on a terminal, say how many are done once that takes longer than a second."""
    start, line = clock(), ""
    for number, item in enumerate(items):
        if number and sys.stderr is not None and sys.stderr.isatty() and clock() - start > PATIENCE:
            line = f"{done} {number:,} of {len(items):,} …"
            print(f"\r{line}", end="", file=sys.stderr, flush=True)
        yield item
    if line:
        print(f"\r{' ' * len(line)}\r", end="", file=sys.stderr, flush=True)
