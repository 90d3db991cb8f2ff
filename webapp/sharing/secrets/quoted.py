"""A text cut at its quotation marks into fragments, and the string that begins with each."""

import re
from array import array
from bisect import bisect_right

_QUOTE = re.compile(r"(?<!\\)\\*+[\"']")


class Quoted:
    """A text and its quotation marks.

    The level of a mark is the number of backslashes before it. `raw` says that the text is a paste as it stands.
    """

    def __init__(self, text: str, *, raw: bool) -> None:
        self.text, self.raw = text, raw
        self.starts, self.ends = array("l"), array("l")
        for one in _QUOTE.finditer(text):
            self.starts.append(one.start())
            self.ends.append(one.end())
        self._closers = self._closed()

    def __len__(self) -> int:
        return len(self.starts) + 1

    def _closed(self) -> "array[int]":
        """Return for each mark where its string ends: at the next mark like it, or with fewer backslashes."""
        closers = array("l", [len(self.text)]) * len(self.starts)
        open_marks: dict[str, list[int]] = {'"': [], "'": []}
        for number in range(len(self.starts)):
            waiting, level = open_marks[self.sign(number)], self.level(number)
            while waiting and self.level(waiting[-1]) >= level:
                closers[waiting.pop()] = self.starts[number]
            waiting.append(number)
        return closers

    def sign(self, mark: int) -> str:
        """Return the quotation mark itself."""
        return self.text[self.ends[mark] - 1]

    def level(self, mark: int) -> int:
        """Return the number of backslashes before a mark."""
        return self.ends[mark] - self.starts[mark] - 1

    def number(self, offset: int) -> int:
        """Return the number of the fragment that a character is in."""
        return bisect_right(self.ends, offset)

    def fragment(self, number: int) -> tuple[int, int]:
        """Return where the fragment behind the mark before `number` begins, and where the next mark does."""
        start = self.ends[number - 1] if number else 0
        return start, self.starts[number] if number < len(self.starts) else len(self.text)

    def shown(self, number: int) -> str:
        """Return a fragment."""
        start, end = self.fragment(number)
        return self.text[start:end]

    def is_closed(self, number: int) -> bool:
        """Tell whether the marks around a fragment are alike, so that it may be a whole string."""
        if not 0 < number < len(self.starts):
            return False
        return self.sign(number - 1) == self.sign(number) and self.level(number - 1) == self.level(number)

    def close(self, number: int) -> int:
        """Return the end of the string that the fragment begins."""
        if number:
            return self._closers[number - 1]
        return self.fragment(0)[1] if self.raw else len(self.text)
