"""How often Python looks for garbage that counting references does not free.

A conversion makes up to a million small tuples that live until its answer is written, and no cycles. With Python's own
settings, looking through them again and again took half of the time of a large paste.
"""

import gc

from flask import Flask

YOUNG, MIDDLE, OLD = 20_000, 20, 50


def register(_app: Flask) -> None:
    """Look for garbage seldom, in this whole process."""
    gc.set_threshold(YOUNG, MIDDLE, OLD)
