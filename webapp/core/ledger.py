"""The account of a paste: every leaf of createOptions and what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from webapp.core.path import Json, Path, leaves
from webapp.core.said import Round
from webapp.core.trail import Trail

Verdict = Literal["kept", "changed", "moved", "removed", "undecided"]
VERDICTS: tuple[Verdict, ...] = ("kept", "changed", "moved", "removed", "undecided")

# What a later round says does not override this of an earlier one: an edit carries an open question along, and what
# was moved stays moved when it is left where it is then.
_WEAKER = {("undecided", "moved"), ("undecided", "changed"), ("moved", "kept"), ("changed", "kept")}
_VERDICT: Mapping[str, Verdict] = {
    "add": "changed",
    "replace": "changed",
    "remove": "removed",
    "move": "moved",
}


class Entry(NamedTuple):
    """One leaf of the paste: its path, its verdict and the rule that gave it (None for `kept`)."""

    path: Path
    verdict: Verdict
    rule: str | None


def ledger(
    options: Json,
    rounds: Sequence[Round],
    refused: frozenset[int],
    trail: Trail,
    filled: Mapping[Path, tuple[Verdict, str]],
) -> Iterator[Entry]:
    """Yield every leaf of createOptions with its verdict.

    Args:
        options: the pasted createOptions.
        rounds: what was said while they looked one way after the other.
        refused: ids of edits that found no room.
        trail: where settings stood in each round.
        filled: empty objects and arrays into which something was written.
    """
    tables = [_covered(heard, refused) for heard in rounds]
    for leaf in leaves(options):
        decided: tuple[Verdict, str] | None = None
        for number, table in enumerate(tables):
            then = trail.then(leaf, number) if table else None
            found = verdict_of(then, table) if then is not None else None
            if found and not (decided and (decided[0], found[0]) in _WEAKER):
                decided = found
        decided = decided or filled.get(leaf)
        yield Entry(leaf, *decided) if decided else Entry(leaf, "kept", None)


def verdict_of(path: Path, covered: Mapping[Path, tuple[Verdict, str]]) -> tuple[Verdict, str] | None:
    """Return what was decided for a path or the nearest of its parents; None where nothing was."""
    for size in range(len(path), -1, -1):
        found = covered.get(path[:size])
        if found:
            return found
    return None


def _covered(heard: Round, refused: frozenset[int]) -> dict[Path, tuple[Verdict, str]]:
    covered: dict[Path, tuple[Verdict, str]] = {}
    for question in heard.questions:
        if question.answer is None and question.part == "createOptions":
            covered[question.path] = ("undecided", question.rule.id)
    for rule, edit in heard.edits:
        if edit.part == "createOptions":
            covered[edit.path] = ("undecided" if id(edit) in refused else _VERDICT[edit.op], rule.id)
            if edit.to != edit.path and id(edit) not in refused:
                covered.setdefault(edit.to, ("changed", rule.id))  # what stood there is no more
    covered.update({stay.path: ("kept", rule.id) for rule, stay in heard.stays})
    return covered
