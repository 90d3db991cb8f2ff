"""The server looks for garbage seldom."""

import gc

from flask import Flask

from webapp.operation import garbage


def test_an_app_sets_how_often_its_process_looks_for_garbage(app: Flask) -> None:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    garbage.register(app)
    assert gc.get_threshold() == (garbage.YOUNG, garbage.MIDDLE, garbage.OLD)
    gc.set_threshold(*before)
