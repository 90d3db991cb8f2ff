"""What holds for every paste, shown by pastes that nobody chose."""

import random
import re

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.core import invariants
from tests.core.deployments import deployments
from tests.core.strategies import damaged, pastes
from webapp.core import Conversion, SourceError, convert
from webapp.core.forms import recognised
from webapp.core.message import Message

settings.register_profile(
    "core",
    derandomize=True,
    deadline=None,
    max_examples=300,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
settings.load_profile("core")


def answers(conversion: Conversion, seed: int) -> dict[str, str]:
    """Return one valid answer to every question that is asked."""
    rng = random.Random(seed)  # noqa: S311
    found: dict[str, str] = {}
    for one in conversion.modules:
        for asked in one.questions:
            if asked.options:
                found[asked.id] = rng.choice(asked.options).value
    return found


def words(text: str) -> list[str]:
    """Return the words and numbers of a text; a mended one has no other, only `None` is spelled `null` there."""
    return [
        "null" if word in ("none", "nil") else word for word in re.findall(r"\w+", text.lower().replace("\\u0027", "'"))
    ]


@given(pastes())
def test_every_leaf_has_exactly_one_verdict(paste: str) -> None:
    invariants.every_leaf_has_one_verdict(convert(paste))


@given(pastes())
def test_the_patch_leads_from_the_paste_to_the_result(paste: str) -> None:
    invariants.patch_leads_to_the_result(convert(paste))


@given(pastes())
def test_converting_a_conversion_changes_nothing(paste: str) -> None:
    invariants.converting_again_changes_nothing(convert(paste))


@given(pastes())
def test_no_two_edits_write_one_place(paste: str) -> None:
    invariants.no_two_edits_meet(convert(paste))


@given(pastes())
def test_everything_that_is_said_stands_in_the_paste(paste: str) -> None:
    invariants.everything_is_placed(convert(paste))


def shallow(paste: str) -> Conversion:
    """Convert, but pass over what is nested too deep once a deployment stands around it."""
    try:
        return convert(paste)
    except SourceError as error:
        assume("nested more than" not in str(error))
        raise


@given(deployments())
def test_all_of_it_holds_for_whole_deployments(paste: str) -> None:
    conversion = shallow(paste)
    invariants.hold(conversion)
    invariants.converting_again_changes_nothing(conversion)


@given(deployments(), st.integers(0, 999))
def test_all_of_it_holds_for_whole_deployments_with_answers(paste: str, seed: int) -> None:
    conversion = shallow(paste)
    given_answers = answers(conversion, seed)
    assume(given_answers)
    invariants.hold(convert(paste, given_answers, lenient=True))


@given(pastes(), st.integers(0, 999))
def test_answers_leave_the_account_and_the_patch_right(paste: str, seed: int) -> None:
    given_answers = answers(convert(paste), seed)
    assume(given_answers)
    invariants.hold(convert(paste, given_answers, lenient=True))


@given(pastes(), st.integers(0, 999))
def test_converting_again_with_the_same_answers_changes_nothing(paste: str, seed: int) -> None:
    given_answers = answers(convert(paste), seed)
    assume(given_answers)
    once = convert(paste, given_answers, lenient=True)
    # What has nothing left but names that nobody knows is not taken for createOptions any more.
    assume(not isinstance(recognised(dict(once.modules[0].create_options)), Message))
    again = invariants.answered_again(once.text, invariants.remembered(once, given_answers))
    assert invariants.same(again.converted, once.converted), (invariants.said(again), once.text)


@settings(max_examples=600)
@given(damaged() | damaged() | st.text() | st.text(alphabet="{}[]\",:\\/*'u0123abNHEnv \n"))
def test_no_text_makes_anything_but_a_source_error(paste: str) -> None:
    try:
        conversion = convert(paste)
    except SourceError as error:
        rows = paste.count("\n") + 1
        assert all(1 <= problem.line <= rows and problem.column >= 1 for problem in error.problems)
        assert all(1 <= fix.line <= rows for fix in error.fixes)
        if error.repaired is not None:
            convert(error.repaired)
            assert words(error.repaired) == words(paste)
    else:
        invariants.hold(conversion)
