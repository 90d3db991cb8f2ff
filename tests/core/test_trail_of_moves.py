"""A setting that a round has moved, all of it or at the top of the createOptions, is found again both ways."""

from webapp.core.apply import apply
from webapp.core.edit import move
from webapp.core.path import Json
from webapp.core.trail import Trail

PASTED: Json = {"Runtime": "nvidia", "Labels": {"a": {"b": "1"}}}
MOVES = [move(("Runtime",), ("Engine",), "nvidia", "x"), move(("Labels",), ("Marks",), {"a": {"b": "1"}}, "x")]


def trail() -> Trail:
    return Trail([apply(PASTED, MOVES)])


def test_a_member_moved_at_the_top_leads_back_and_forth() -> None:
    assert trail().pasted(("Engine",), 1) == ("Runtime",)
    assert trail().then(("Runtime",), 1) == ("Engine",)


def test_what_stands_below_a_member_that_is_moved_goes_with_it() -> None:
    assert trail().pasted(("Marks", "a", "b"), 1) == ("Labels", "a", "b")
    assert trail().then(("Labels", "a", "b"), 1) == ("Marks", "a", "b")


def test_the_whole_stays_where_it_is() -> None:
    assert trail().pasted((), 1) == ()
    assert trail().then((), 1) == ()


def test_before_the_round_nothing_has_moved_and_after_it_nothing_moves_on() -> None:
    assert trail().pasted(("Engine",), 0) == ("Engine",)
    assert trail().onward(("Runtime",), 0) == ("Engine",)
    assert trail().onward(("Engine",), 1) == ("Engine",)
