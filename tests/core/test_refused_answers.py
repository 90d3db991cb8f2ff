"""An answer that is refused: what is told of each answer that would have been taken."""

import pytest

from webapp.core import SourceError, convert
from webapp.core.edit import Option
from webapp.core.message import Message
from webapp.core.said import _shape

LABEL = Message("Do it")


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (Option("remove", LABEL), "remove"),
        (Option("a:b", LABEL), "a:b"),
        (Option("share:films", LABEL, "[a-z]+", Message("a name")), "share:… (a name)"),
        (Option("share:a:b", LABEL, "[a-z:]+", Message("a name")), "share:… (a name)"),
        (Option("port:80", LABEL, "[0-9]+"), "port:… (a text that matches [0-9]+)"),
    ],
)
def test_an_answer_is_told_as_it_is_and_a_free_text_by_what_fits(option: Option, told: str) -> None:
    assert _shape(option) == told


def test_the_hint_lists_every_answer_in_their_order() -> None:
    pasted = '{"HostConfig": {"Binds": ["C:\\\\data:/data"]}}'
    with pytest.raises(SourceError) as caught:
        convert(pasted, {"binds:/HostConfig/Binds/0": "nothing"})
    (problem,) = caught.value.problems
    (asked,) = (one for one in convert(pasted).modules[0].questions if one.id == "binds:/HostConfig/Binds/0")
    assert len(asked.options) > 1
    assert str(problem.message) == "`nothing` is no answer to `binds:/HostConfig/Binds/0`."
    assert str(problem.hint) == f"Answer with one of: `{', '.join(map(_shape, asked.options))}`."
    assert problem.line == 0
