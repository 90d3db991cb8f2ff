"""How long something takes, told in ordinary pastes: a ratio measured in this process, so it holds on any machine."""

import time
from collections.abc import Callable
from functools import cache

from tests.bench import realistic
from webapp.core import convert

ORDINARY = realistic(70)


def spent(work: Callable[[], object]) -> float:
    """Return the processor time of one run, in seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start


@cache
def ordinary() -> float:
    """Return what it costs to convert an ordinary paste of 28 KB, the middle of five runs."""
    return sorted(spent(lambda: convert(ORDINARY).modules[0].account) for _ in range(5))[2]


def in_ordinary_pastes(work: Callable[[], object]) -> float:
    """Return how many conversions of an ordinary paste take as long."""
    return spent(work) / ordinary()
