"""Where a setting stood before a round, and where it stands after one."""

import pytest

from webapp.core.apply import apply
from webapp.core.edit import Edit, move, put, remove
from webapp.core.path import Json, Path
from webapp.core.trail import Trail

PASTED: Json = {"Env": ["A=1", "B=2", "C=3", "D=4"], "Tty": True, "HostConfig": {"Binds": ["/a:/b"]}}
FIRST = [
    remove(("Env", 0), "x"),
    put(("Env", 2), "C=9", "x"),
    move(("HostConfig", "Binds", 0), ("Mounts", "-"), {"Target": "/b"}, "x"),
]
SECOND = [remove(("Env", 0), "x"), put(("Env", "-"), "E=5", "x"), remove(("Mounts",), "x")]


def trail(*rounds: list[Edit]) -> Trail:
    value, passes = PASTED, []
    for edits in rounds:
        passes.append(apply(value, edits))
        value = passes[-1].value
    return Trail(passes)


@pytest.mark.parametrize(
    ("then", "pasted"),
    [
        (("Env", 0), ("Env", 1)),
        (("Env", 1), ("Env", 2)),
        (("Env", 2), ("Env", 3)),
        (("Mounts", 0), ("HostConfig", "Binds", 0)),
        (("Mounts", 0, "Target"), ("HostConfig", "Binds", 0, "Target")),
        (("Tty",), ("Tty",)),
        (("Env",), ("Env",)),
    ],
)
def test_a_place_after_one_round_leads_back_and_forth(then: Path, pasted: Path) -> None:
    one = trail(FIRST)
    assert one.pasted(then, 1) == pasted
    assert one.then(pasted, 1) == then
    assert one.pasted(then, 0) == then


@pytest.mark.parametrize(
    ("then", "pasted"),
    [(("Env", 0), ("Env", 2)), (("Env", 1), ("Env", 3)), (("Env", 2), ("Env",)), (("Tty",), ("Tty",))],
)
def test_two_rounds_shift_twice_and_what_is_new_leads_to_its_container(then: Path, pasted: Path) -> None:
    assert trail(FIRST, SECOND).pasted(then, 2) == pasted


@pytest.mark.parametrize("pasted", [("Env", 0), ("Env", 1), ("HostConfig", "Binds", 0)])
def test_what_a_round_has_taken_out_stands_nowhere_after_it(pasted: Path) -> None:
    assert trail(FIRST, SECOND).then(pasted, 2) is None


def test_where_something_ends_counts_from_the_round_that_wrote_it() -> None:
    both = trail(FIRST, SECOND)
    assert both.onward(("Env", 1), 1) == ("Env", 0)
    assert both.onward(("Mounts", 0), 1) is None
    assert both.onward(("Env", 2), 2) == ("Env", 2)
