"""The pastes that every format is tried on are there, and of every kind."""

from typing import get_args

from tests.formats.cases import PASTES
from webapp.core import SourceError, convert
from webapp.core.deployment import Kind


def kind(source: str) -> str:
    try:
        return convert(source).kind
    except SourceError:
        return "unreadable"


def test_the_pastes_are_of_every_kind_and_all_but_one_can_be_read() -> None:
    kinds = [kind(source) for source in PASTES.values()]
    assert set(kinds) == {*get_args(Kind), "unreadable"}
    assert kinds.count("unreadable") == 1
