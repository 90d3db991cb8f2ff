"""What an embed's address asks for beside its link: which view, of what, and how it looks.

Whoever writes an address by hand may get a word wrong; what can't be read is told in the embed and has its default.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from webapp.core import Conversion
from webapp.core.converted import ConvertedModule
from webapp.core.deployment import holds_several
from webapp.core.registry import BY_ID
from webapp.formats import tally

View = Literal["result", "diff", "rule", "picture", "kubernetes"]
Theme = Literal["", "light", "dark"]
VIEWS: Mapping[View, str] = {
    "result": "Converted",
    "diff": "Line by line",
    "rule": "What a rule says",
    "picture": "Picture",
    "kubernetes": "Kubernetes objects",
}
SMALLEST, LARGEST = 75, 300
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks for. `size` is in percent, `module` a number from 1 or a name, empty for all of them.

    `notes` say what could not be read.
    """

    view: View = "result"
    rule: str = ""
    module: str = ""
    theme: Theme = ""
    size: int = 100
    live: bool = False
    notes: tuple[str, ...] = ()

    def query(self, **other: str) -> dict[str, str]:
        """Return the fields of an address that asks for the same, with some of them changed."""
        mine = {
            "view": "" if self.view == "result" else self.view,
            "rule": self.rule,
            "module": self.module,
            "theme": self.theme,
            "size": "" if self.size == 100 else str(self.size),
            "live": "1" if self.live else "",
        }
        return {name: text for name, text in (mine | other).items() if text}


def read(query: Mapping[str, str]) -> Wanted:
    """Read the fields of an address or of the live form."""
    notes: list[str] = []
    view = _one_of(query.get("view", ""), ("", *VIEWS), "view", notes)
    rule = query.get("rule", "")
    if rule and rule not in BY_ID:
        notes.append("There is no rule of this name; choose one below." if view == "rule" else "There is no such rule.")
        rule = ""
    theme = _one_of(query.get("theme", ""), ("", "light", "dark"), "theme", notes)
    return Wanted(
        cast(View, view or "result"),
        rule,
        query.get("module", "")[:_LONGEST],
        cast(Theme, theme),
        _size(query.get("size", ""), notes),
        _one_of(query.get("live", ""), ("", "0", "1"), "value of live", notes) == "1",
        tuple(notes),
    )


def module_number(conversion: Conversion, text: str) -> int | None:
    """Return the number, from 1, of the module that is meant by its number or its name; None where there is none."""
    if text.isascii() and text.isdecimal() and len(text) < 6 and 0 < int(text) <= len(conversion.modules):
        return int(text)
    names = ((number, (one.name, one.converted_name)) for number, one in enumerate(conversion.modules, 1))
    return next((number for number, both in names if text in both), None)


def module_of(conversion: Conversion, text: str) -> ConvertedModule | None:
    """Return the module of a deployment that is meant; None where it is all of them, or the paste is one module."""
    number = module_number(conversion, text) if text and holds_several(conversion.kind) else None
    return conversion.modules[number - 1] if number else None


def counted(conversion: Conversion, text: str) -> Counter[str]:
    """Count settings, findings and open questions of the module that is meant, else of the whole and all modules.

    Raises:
        SourceError: the paste can't be read.
    """
    one = module_of(conversion, text)
    return tally.account_of(one) if one else tally.account(conversion)


def _one_of(text: str, known: tuple[str, ...], name: str, notes: list[str]) -> str:
    if text in known:
        return text
    notes.append(f"There is no such {name}. Choose from: {', '.join(one for one in known if one)}.")
    return ""


def _size(text: str, notes: list[str]) -> int:
    if not text:
        return 100
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None
    if number is None or not SMALLEST <= number <= LARGEST:
        notes.append(f"The size is a number of percent from {SMALLEST} to {LARGEST}.")
    return 100 if number is None else min(max(number, SMALLEST), LARGEST)
