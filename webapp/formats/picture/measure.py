"""How much room a text needs, without a font at hand: rather too much than too little."""

import unicodedata

_NARROW = frozenset("iljt.,:;'|!()[]/ ")
_WIDE = frozenset("mwMW@%")


def width(text: str, size: float) -> float:
    """Return the width of a text, in the unit of its font's size."""
    return sum(_share(one) for one in text) * size


def wrapped(text: str, room: float, size: float, most: int) -> list[str]:
    """Break a text into at most `most` lines; what does not fit ends in `…`. Breaks stand behind a space or a sign."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most:
        end = _end(rest, room, size)
        if end < len(rest) and len(lines) == most - 1:
            end = _end(rest, room - width("…", size), size)
            lines.append(rest[:end].rstrip() + "…")
            break
        end = end if end == len(rest) else _break(rest, end)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return lines or [""]


def _end(text: str, room: float, size: float) -> int:
    """Return how many characters fit, at least one."""
    used = 0.0
    for index, one in enumerate(text):
        used += _share(one) * size
        if used > room:
            return max(1, index)
    return len(text)


def _break(text: str, end: int) -> int:
    """Return a better place to break than `end`, where there is one in the second half of the line."""
    if text[end].isspace():
        return end
    places = [index + 1 for index in range(end // 2, end) if text[index] in " /,-._:="]
    spaces = [index for index in places if text[index - 1] == " "]
    return (spaces or places or [end])[-1]


def _share(one: str) -> float:
    if one < "\x7f":
        return 0.36 if one in _NARROW else 1.0 if one in _WIDE else 0.78 if one.isupper() else 0.64
    if unicodedata.category(one) in ("Mn", "Me", "Cf"):
        return 0.0
    return 0.72 if one < "\u0250" else 1.05
