"""What two versions of the rules make of one paste, line by line."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice

from webapp.core.splice import alike_at_ends

CONTEXT = 2
MOST_LINES = 2_000
MOST_SHOWN = 400


def differing(then: str, today: str) -> tuple[tuple[str, str], ...]:
    """Return lines that are `gone`, `come` or `same`; what is `left` says how many are left out.

    More than 2,000 lines are not compared one by one: what is equal at both ends is set aside, the rest is told whole.
    """
    shown = [*islice(_lines(then.splitlines(), today.splitlines()), MOST_SHOWN + 1)]
    return tuple(shown) if len(shown) <= MOST_SHOWN else (*shown[:MOST_SHOWN], ("left", "more lines differ"))


def _lines(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    steps = SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(CONTEXT)
    reached = 0
    for group in steps if max(len(before), len(after)) <= MOST_LINES else _whole(before, after):
        if group[0][1] > reached:
            yield "left", f"{group[0][1] - reached} lines the same"
        for tag, start, end, new, new_end in group:
            if tag == "equal":
                yield from (("same", line) for line in before[start:end])
            else:
                yield from (("gone", line) for line in before[start:end])
                yield from (("come", line) for line in after[new:new_end])
        reached = group[-1][2]


def _whole(before: list[str], after: list[str]) -> Iterator[list[tuple[str, int, int, int, int]]]:
    """Set aside what is equal at both ends and take the rest as one difference."""
    start, back = alike_at_ends(before, after)
    if start < max(len(before), len(after)) - back or len(before) != len(after):
        yield [("replace", start, len(before) - back, start, len(after) - back)]
