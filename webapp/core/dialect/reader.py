"""Reads a whole text: one value, or members that have lost their braces, up to its end."""

import re

from webapp.core.dialect import brackets, faults
from webapp.core.dialect.containers import Containers
from webapp.core.dialect.layout import newline
from webapp.core.dialect.reading import Reading, Span, Splice
from webapp.core.message import Message
from webapp.core.path import Json

_BRACES = Message("The outer braces were missing and were added.")
_FRAGMENT = re.compile(
    r"""(?:"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|[A-Za-z_$][\w$-]*+|“[^”\n]*+”)[ \t]*+(?:\r?\n[ \t]*+)?:"""
)


class Reader(Containers):
    """Reads a text from its beginning to its end."""

    def document(self) -> Reading:
        cursor = self.cursor
        first = cursor.skip()
        if not first:
            raise faults.nothing()
        root = Span(cursor.at, cursor.at, cursor.at)
        value = self.fragment(root) if _FRAGMENT.match(self.text, cursor.at) else self.whole(root)
        return Reading(value, root, cursor.tolerated, self.duplicates, sorted(cursor.strict))

    def fragment(self, root: Span) -> Json:
        """Read members without their braces; a closing brace alone shows that the opening one is missing."""
        cursor = self.cursor
        cursor.tolerate(cursor.at, _BRACES, Splice(cursor.at, cursor.at, "{"))
        self.open.append("")
        found: dict[str, Json] = {}
        self.members(root, found, "")
        if cursor.skip() == "}":
            cursor.fault(brackets.no_opener(cursor.at, root.start))
            cursor.at += 1
        self.rest()
        root.end, comment = cursor.ended(self.previous)
        cursor.strict.append(Splice(root.end, root.end, newline(self.text) + "}" if comment else "}"))
        return found

    def whole(self, root: Span) -> Json:
        cursor = self.cursor
        if self.text[cursor.at] not in "{[\"'“„" and not self.text.startswith("null", cursor.at):
            raise faults.not_json(self.text, cursor.at)
        value = self.value(root, 0)
        root.end = cursor.at
        found = cursor.skip()
        if isinstance(value, dict) and found in (",", '"') and not self.over:
            again = _FRAGMENT.match(self.text, cursor.at + 1 if found == "," else cursor.at)
            again = again or re.compile(r",\s*\"[^\"\n]*\"\s*:").match(self.text, cursor.at)
            if again:
                cursor.fault(brackets.early_closer(root.end - 1))
                self.resume(root, value, found)
        self.rest()
        return value

    def resume(self, root: Span, value: dict[str, Json], found: str) -> None:
        """Go on with an object that was closed too early."""
        cursor = self.cursor
        if found == ",":
            cursor.at += 1
        else:
            cursor.fault(faults.no_comma(root.end))
        self.open.append("}")
        self.members(root, value, "}")
        self.open.pop()
        root.end = cursor.at

    def rest(self) -> None:
        """What follows the end: nothing, or marks that may go."""
        cursor = self.cursor
        while found := cursor.skip():
            if found == ",":
                cursor.fault(faults.spare_comma(cursor.at))
            elif found in "}]":
                cursor.fault(brackets.spare_closer(cursor.at, found))
            else:
                raise faults.goes_on(self.text, cursor.at)
            cursor.at += 1
