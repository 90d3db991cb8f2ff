"""The same secret in another place: values that were found are looked for in everything else that was pasted."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from webapp.sharing.secrets import names, values
from webapp.sharing.secrets.patterns import Candidate

_SHORTEST, _LONGEST = 8, 1024
# So many lengths of values that end alike are looked for, so that a text is searched in linear time.
_MOST_LENGTHS = 8
_WORD = re.compile(r"[a-z]{1,11}")
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Sought:
    """A value to look for, as it is written: the candidate that it was, its value, and its placeholder's name."""

    one: Candidate
    value: str
    called: str


# By the last characters of what is written, and its length.
Index = Mapping[str, Mapping[int, Mapping[str, Sought]]]


def is_sought(one: Candidate, value: str) -> bool:
    """Tell whether a value is looked for: long enough, and no plain word that would stand in many places."""
    if not _SHORTEST <= len(value) <= _LONGEST or _WORD.fullmatch(value) or value.isdigit():
        return False
    return values.looks_random(value) or names.strength(one.name) == "sure"


def index(sought: Iterable[Sought]) -> Index:
    """Return values for `again`, each as it is, as in a string, as in a string in a string, and as in a URL."""
    found: dict[str, dict[int, dict[str, Sought]]] = {}
    for one in {one.value: one for one in sought}.values():
        in_string = json.dumps(one.value, ensure_ascii=False)[1:-1]
        forms = (one.value, in_string, json.dumps(in_string, ensure_ascii=False)[1:-1], quote(one.value, safe=""))
        for form in dict.fromkeys(forms):
            alike = found.setdefault(form[-_SHORTEST:], {})
            if len(alike) < _MOST_LENGTHS or len(form) in alike:
                alike.setdefault(len(form), {})[form] = one
    return {end: dict(sorted(alike.items(), reverse=True)) for end, alike in found.items()}


def again(text: str, known: Index) -> Iterator[tuple[Candidate, Sought]]:
    """Yield where one of the values stands in a text, none over another."""
    if not known:
        return
    done = 0
    for end in [end for end in range(_SHORTEST, len(text) + 1) if text[end - _SHORTEST : end] in known]:
        for length, forms in known[text[end - _SHORTEST : end]].items():
            start = end - length
            sought = forms.get(text[start:end]) if start >= done else None
            if sought and _is_apart(text, start, end):
                yield Candidate(sought.one.kind, start, end, sought.one.name), sought
                done = end
                break


def _is_apart(text: str, start: int, end: int) -> bool:
    """Tell whether no word goes on around a value that is made of words."""
    if values.looks_random(text[start:end]):
        return True
    return not _LETTER.match(text[max(0, start - 1) : start]) and not _LETTER.match(text[end : end + 1])
