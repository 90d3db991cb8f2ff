"""A place in a pasted text that moves forward over white space and comments and collects what it met.

What is wrong is raised; while a text is being mended, the edit that mends it is noted and reading goes on.
"""

import re

from webapp.core.dialect import faults
from webapp.core.dialect.faults import DialectError, Fix
from webapp.core.dialect.reading import Splice
from webapp.core.message import Message
from webapp.core.path import MAX_VALUES

MAX_FIXES = 60

_WIDE = "\v\f\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
_NO_WIDTH = "\u200b\u2060\ufeff"
ODD_BLANKS = _WIDE + _NO_WIDTH
_PLAIN = str.maketrans(dict.fromkeys(_WIDE, " ") | dict.fromkeys(_NO_WIDTH, ""))
_BLANK = re.compile(r"[ \t\r\n]*")
_ODD_BLANK = re.compile(f"[{ODD_BLANKS}]+")
_COMMENT = Message("A comment was skipped; it stays where it is, unless its setting goes or is written anew.")
_INVISIBLE = Message("An invisible character that is not JSON white space was skipped.")


def plain(blanks: str) -> str:
    """Return blanks as JSON knows them: spaces for odd ones, nothing for those without width."""
    return blanks.translate(_PLAIN)


class Cursor:
    """A place in a text.

    Args:
        text: what was pasted.
        wary: a string that spans lines counts as unclosed where the next line begins a member or closes a bracket.
        mending: note what mends the text instead of raising it.
    """

    def __init__(self, text: str, *, wary: bool = False, mending: bool = False) -> None:
        self.text = text
        self.at = 0
        self.wary = wary
        self.mending = mending
        self.suspicious = False
        self.tolerated: list[tuple[int, Message]] = []
        self.fixes: list[Fix] = []
        self.strict: list[Splice] = []
        self.comment = (0, 0)

    def fault(self, error: DialectError) -> None:
        """Raise an error; while mending, take note of its fix."""
        if not self.mending or error.fix is None or len(self.fixes) >= MAX_FIXES:
            raise error
        self.fixes.append(error.fix)

    def tolerate(self, offset: int, message: Message, strict: Splice | None = None) -> None:
        """List a departure from strict JSON that is taken, and what makes it strict."""
        if len(self.tolerated) >= MAX_VALUES:
            raise faults.too_many(offset)
        self.tolerated.append((offset, message))
        if strict:
            self.strict.append(strict)

    def skip(self) -> str:
        """Go over white space and comments; return the character that follows, empty at the end."""
        text = self.text
        while True:
            self.at = _BLANK.match(text, self.at).end()  # type: ignore[union-attr]
            found = text[self.at : self.at + 1]
            if found == "/" and text[self.at + 1 : self.at + 2] in ("/", "*"):
                self._comment()
            elif found > "\x0a" and (odd := _ODD_BLANK.match(text, self.at)):
                self.tolerate(self.at, _INVISIBLE, Splice(self.at, odd.end(), plain(odd[0])))
                self.at = odd.end()
            else:
                return found

    def ended(self, last: int) -> tuple[int, bool]:
        """Return where a text ends whose last sign ends at `last`, and whether it ends with a line comment."""
        start, end = self.comment
        if end <= last:
            return last, False
        return start + len(self.text[start:end].rstrip()), self.text[start + 1] == "/"

    def _comment(self) -> None:
        block = self.text[self.at + 1] == "*"
        end = self.text.find("*/" if block else "\n", self.at + 2)
        if end < 0 and block:
            self.fault(faults.unclosed_comment(self.text, self.at))
        self.tolerate(self.at, _COMMENT)
        start, self.at = self.at, len(self.text) if end < 0 else end + (2 if block else 0)
        self.comment = start, self.at
