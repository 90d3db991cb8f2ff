"""Answers given as ID=ANSWER, where ID may itself contain `=`: the questions that are asked tell where it ends."""

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from webapp.core import Conversion, convert
from webapp.core.said import Asked


def questions(conversion: Conversion) -> list[Asked]:
    """Return all questions of a conversion, module by module."""
    return [asked for one in conversion.modules for asked in one.questions]


def answered(text: str, given: Sequence[str]) -> Conversion:
    """Convert with those of the given answers whose question is asked; an answer can bring up further questions.

    Raises:
        SourceError: the text can't be read, or an answer does not fit its question.
    """
    conversion, choices = convert(text), dict[str, str]()
    for _ in range(len(given) + 1):
        found = dict(_split(given, {asked.id for asked in questions(conversion)}).values())
        if found == choices:
            break
        conversion, choices = convert(text, found, lenient=True), found
        if conversion.unfit:
            return convert(text, found)
    return conversion


def unused(given: Sequence[str], conversions: Iterable[Conversion]) -> list[str]:
    """Say of each answer that no conversion asks for it, and what may have been meant."""
    asked = {one.id for conversion in conversions for one in questions(conversion)}
    return [_unknown(answer, asked) for answer in given if answer not in _split(given, asked)]


def _split(given: Sequence[str], ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Map each given text to its id and answer, those whose id is not asked left out."""
    found = {}
    for text in given:
        fitting = [one for one in ids if text.startswith(f"{one}=")]
        if fitting:
            longest = max(fitting, key=len)
            found[text] = (longest, text[len(longest) + 1 :])
    return found


def _unknown(text: str, ids: Collection[str]) -> str:
    name = text.partition("=")[0]
    close = get_close_matches(name, sorted(ids), n=3)
    told = f"No FILE asks `{name}`."
    if close:
        return f"{told} Did you mean {' or '.join(f'`{one}`' for one in close)}?"
    return f"{told} `--format json` without --choose shows all that is asked, under `questions`."
