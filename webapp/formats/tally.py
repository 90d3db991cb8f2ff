"""What a conversion comes to in numbers, the same for every face.

Counts are by name: a verdict of the ledger counts settings, a severity counts findings, and `OPEN` questions without
an answer. A question can be open without an undecided setting: about a module's name, for example.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from webapp.core.convert import Conversion
from webapp.core.converted import ConvertedModule, Note
from webapp.core.ledger import VERDICTS

OPEN = "open"
_COUNTED = {OPEN: "open question", "error": "error", "warning": "warning"}


def said(conversion: Conversion) -> Counter[str]:
    """Count findings and open questions of the whole and of all modules; no ledger is made for it."""
    counts = said_of_whole(conversion)
    for one in conversion.modules:
        counts.update(_said_of(one))
    return counts


def said_of_whole(conversion: Conversion) -> Counter[str]:
    """Count the findings about the deployment as a whole, those about its modules left out."""
    return _severities(conversion.findings)


def account(conversion: Conversion) -> Counter[str]:
    """Count settings, findings and open questions of the whole and of all modules."""
    counts = said(conversion)
    for one in conversion.modules:
        counts.update(one.account)
    return counts


def account_of(one: ConvertedModule) -> Counter[str]:
    """Count settings, findings and open questions of a module."""
    counts = _said_of(one)
    counts.update(one.account)
    return counts


def settings(counts: Mapping[str, int]) -> int:
    """Return how many settings were counted."""
    return sum(counts.get(verdict, 0) for verdict in VERDICTS)


def in_words(counts: Mapping[str, int]) -> str:
    """Return counts in words, without what there is none of: `3 settings: 2 kept, 1 removed`."""
    shown = [f"{counts[verdict]:,} {verdict}" for verdict in VERDICTS if counts.get(verdict)]
    shown += [number(counts[name], word) for name, word in _COUNTED.items() if counts.get(name)]
    return number(settings(counts), "setting") + (": " if shown else "") + ", ".join(shown)


def number(count: int, word: str) -> str:
    """Return how many there are of what a word names."""
    return f"{count:,} {word}{'s' if count != 1 else ''}"


def needs_you(counts: Mapping[str, int]) -> bool:
    """Tell whether anything counted is left to a person: an error, or a question without an answer."""
    return bool(counts.get("error") or counts.get(OPEN))


def _said_of(one: ConvertedModule) -> Counter[str]:
    counts = _severities(one.findings)
    counts[OPEN] = sum(asked.answer is None for asked in one.questions)
    return counts


def _severities(notes: Iterable[Note]) -> Counter[str]:
    return Counter(note.severity for note in notes)
