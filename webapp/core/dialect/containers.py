"""Reads objects and arrays, with the place of every value in them."""

import re
from functools import cached_property

from webapp.core.dialect import brackets, faults, literals
from webapp.core.dialect.cursor import Cursor
from webapp.core.dialect.reading import Span, Splice
from webapp.core.message import Message
from webapp.core.path import MAX_DEPTH, MAX_VALUES, Json, Path

_TRAILING = Message("A trailing comma was skipped.")
_NAME = "a member name in double quotes"
_CLOSERS = re.compile(r"[\s\]}]*")
_MEMBER = re.compile(r'("[^"\\\n]*+")[ \t]*+:')
_STARTS = frozenset("\"'{[-0123456789tfn")


class Containers:
    """Objects and arrays of the text of a cursor; `open` lists the brackets that are still to come, innermost last."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.text = cursor.text
        self.steps: list[str | int] = []
        self.open: list[str] = []
        self.previous = 0
        self.left = MAX_VALUES
        self.over = False
        self.duplicates: list[tuple[Path, int]] = []

    def value(self, span: Span, depth: int) -> Json:
        cursor = self.cursor
        self.left -= 1
        if self.left < 0:
            raise faults.too_many(cursor.at)
        first = self.text[cursor.at]
        if first not in "{[":
            return literals.scalar(cursor)
        return self.container(span, first, depth)

    def container(self, span: Span, opener: str, depth: int) -> Json:
        cursor = self.cursor
        if depth >= MAX_DEPTH:
            raise faults.too_deep(cursor.at)
        cursor.at += len(opener)
        self.previous = cursor.at
        closer = "]" if opener == "[" else "}"
        self.open.append(closer)
        result = self.items(span, depth + 1) if opener == "[" else self.members(span, {}, closer, depth + 1)
        self.open.pop()
        return result

    @cached_property
    def spare(self) -> int:
        """How many closing braces are left that none opens; each missing one that is added uses one up."""
        return brackets.unopened(self.text)

    def unopened(self, name: str, key: str, span: Span, depth: int) -> Json:
        """Read the object that a member's value ought to be, where its opening brace is missing.

        Counting braces proves nothing where more than commas had to be added before.
        """
        sure = self.spare > 0 and all(fix.new in ("{", ",") for fix in self.cursor.fixes)
        error = brackets.missing_opener(span.value, name, key, spare=sure)
        self.cursor.fault(error)
        self.spare -= 1
        return self.container(span, "", depth)

    def members(self, span: Span, found: dict[str, Json], closer: str, depth: int = 1) -> dict[str, Json]:
        cursor = self.cursor
        inner = span.inner = span.inner or {}
        while not self.closed(closer):
            start = cursor.at
            key = literals.name(cursor)
            if key is None:
                if not self.junk(start, _NAME):
                    raise faults.stray(self.text, start, _NAME)
                continue
            self.colon(start, key)
            child = Span(start, cursor.at, cursor.at)
            if key in inner:
                self.duplicates.append(((*self.steps, key), inner[key].start))
            inner[key] = child
            self.steps.append(key)
            inside = _MEMBER.match(self.text, cursor.at)
            found[key] = self.unopened(inside[1], key, child, depth) if inside else self.value(child, depth)
            self.steps.pop()
            child.end = cursor.at
            self.separator(closer)
        return found

    def junk(self, start: int, wanted: str) -> bool:
        """Go over a comma with nothing before it, or marks that mean nothing; False where there are none."""
        if self.text[start] == ",":
            self.cursor.fault(faults.spare_comma(start))
            self.cursor.at += 1
            return True
        return literals.marks(self.cursor, wanted)

    def colon(self, start: int, key: str) -> None:
        """Go to the value behind a name."""
        cursor = self.cursor
        found = cursor.skip()
        if found != ":":
            error = faults.no_colon(self.text, start, cursor.at, key)
            cursor.fault(error)
            cursor.at = error.fix.end if error.fix else cursor.at
        else:
            cursor.at += 1
        self.previous = cursor.at
        found = cursor.skip()
        while found not in _STARTS and found not in ",}]" and literals.marks(cursor, "a value"):
            found = cursor.skip()
        if not found or found in ",}]":
            raise faults.no_value(start, key)

    def items(self, span: Span, depth: int) -> list[Json]:
        cursor = self.cursor
        found: list[Json] = []
        inner: dict[str | int, Span] = {}
        span.inner = inner
        before = cursor.at
        while not self.closed("]"):
            start = cursor.at
            if self.text[start] not in _STARTS and self.junk(start, "a value"):
                continue
            if _MEMBER.match(self.text, start):
                cursor.fault(brackets.member_in_array(start, before if found else None))
                cursor.at = before
                return found
            child = inner[len(found)] = Span(start, start, start)
            self.steps.append(len(found))
            found.append(self.value(child, depth))
            self.steps.pop()
            child.end = before = cursor.at
            self.separator("]")
        return found

    def closed(self, closer: str) -> bool:
        """Tell whether a container ends here, and go behind its bracket."""
        cursor = self.cursor
        while True:
            found = cursor.skip()
            if not found:
                return self.ended()
            if found not in "}]":
                return False
            if found == closer:
                cursor.at += 1
                return True
            if not closer:
                return True
            if self.mismatched(found, closer):
                return True

    def ended(self) -> bool:
        missing = "".join(reversed(self.open))
        if missing and not self.over:
            self.cursor.fault(brackets.ended(self.text, missing))
        self.over = True
        return True

    def mismatched(self, found: str, closer: str) -> bool:
        """Another bracket than expected: one is missing before it, it is the wrong kind, or one too many."""
        cursor = self.cursor
        if found in self.open[:-1]:
            cursor.fault(brackets.missing_closer(cursor.at, self.previous, closer, found))
            return True
        following = "".join(_CLOSERS.findall(self.text, cursor.at + 1, cursor.at + 999)[0].split())
        whole = cursor.at + 999 > len(self.text) and self.text.rstrip().endswith(following)
        spare = following.startswith(closer) and (not whole or len(following) >= len(self.open))
        error = brackets.spare_closer(cursor.at, found) if spare else brackets.wrong_closer(cursor.at, closer, found)
        cursor.fault(error)
        cursor.at += 1
        return not spare

    def separator(self, closer: str) -> None:
        """Go over the comma behind a member or item; stay before the closing bracket."""
        cursor = self.cursor
        self.previous = cursor.at
        while True:
            found = cursor.skip()
            if found == ",":
                break
            if not found or found in "}]":
                return
            if found == ";":
                cursor.fault(faults.semicolon(cursor.at))
                break
            if faults.starts_value(self.text, cursor.at) or re.match(r"[\w$“„]", found):
                cursor.fault(faults.no_comma(self.previous))
                return
            error = faults.stray(self.text, cursor.at, "a comma or a closing bracket")
            cursor.fault(error)
            cursor.at = error.fix.end if error.fix else cursor.at
        comma = cursor.at
        self.previous = cursor.at = comma + 1
        if cursor.skip() == closer:
            cursor.tolerate(comma, _TRAILING, Splice(comma, comma + 1, ""))
