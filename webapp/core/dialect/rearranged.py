"""Cuts members and items out of a text with their commas, and puts new ones in that look like those beside them."""

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from webapp.core.dialect import layout
from webapp.core.dialect.layout import BLANKS, Element, Layout, Style
from webapp.core.dialect.reading import Span, Splice
from webapp.core.path import Json

New: TypeAlias = tuple[str | None, Json]


class Container(NamedTuple):
    """An object or array, `inline` where it is written on one line."""

    layout: Layout
    span: Span
    inline: bool

    @property
    def text(self) -> str:
        """The whole text."""
        return self.layout.text

    def inside(self, span: Span) -> "Container":
        """Return a container that stands in this one."""
        return Container(self.layout, span, self.inline or self.text.find("\n", span.value, span.end) < 0)


def rearranged(one: Container, stays: list[bool], new: Mapping[int, list[New]]) -> Iterator[Splice]:
    """Cut what does not stay; put members (name and value) or items (None and value) in before the given indexes."""
    elements = layout.elements(one.text, one.span)
    left = [index for index, stay in enumerate(stays) if stay]
    for index, element in enumerate(elements):
        if not stays[index]:
            follower = elements[1] if index == 0 and stays[1] else None
            yield _tail(one, element) if index > left[-1] else _cut(one, element, follower)
    if left[-1] < len(stays) - 1 and max(new, default=0) <= left[-1]:
        yield _comma(one.text, elements[left[-1]])
    for index, news in new.items():
        earlier = bisect_left(left, index)
        if not earlier:
            yield _before(one, elements[left[0]], news)
            continue
        place = left[earlier - 1]
        yield from _behind(one, elements[place], news, ends=place == len(stays) - 1, more=earlier < len(left))


def _blank(text: str, start: int, end: int) -> bool:
    return not text[start:end].strip(BLANKS + "\n")


def _cut(one: Container, element: Element, follower: Element | None) -> Splice:
    """Cut what something follows; where it is the first, its follower takes its place."""
    text = one.text
    lines = layout.own_lines(text, element, one.span)
    if lines:
        return Splice(*lines, "")
    start, end = element.start, layout.blanks_end(text, element.right)
    if follower and _blank(text, element.right, follower.start):
        end = follower.start
    elif text.startswith("\n", end):
        kept = text[max(element.left, one.span.value) : start].rstrip(BLANKS)
        start = max(element.left, one.span.value) + len(kept)
        end -= text.endswith("\r", start, end)
    return Splice(start, end, "")


def _tail(one: Container, element: Element) -> Splice:
    """Cut what nothing follows, with the blanks before it."""
    lines = layout.own_lines(one.text, element, one.span)
    if lines:
        return Splice(*lines, "")
    start = element.left if _blank(one.text, element.left, element.start) else element.start
    return Splice(start, element.right, "")


def _comma(text: str, element: Element) -> Splice:
    """Cut the comma behind what has become the last."""
    comma = element.right - 1
    return Splice(element.end if _blank(text, element.end, comma) else comma, element.right, "")


def _before(one: Container, element: Element, news: list[New]) -> Splice:
    """Put in new ones before what had been the first."""
    style, indent = one.layout.style(one.span), one.layout.indentation(element.start)
    lined = layout.next_line(one.text, element, one.span) is not None
    blank = style.newline + indent if lined else style.comma[1:]
    printed = [_printed(one, style, element, new, indent) + "," + blank for new in news]
    return Splice(element.start, element.start, "".join(printed))


def _behind(one: Container, element: Element, news: list[New], *, ends: bool, more: bool) -> Iterator[Splice]:
    """Put in new ones behind what stays; `ends` where it was the last, `more` where others that stay follow."""
    style, place = one.layout.style(one.span), element.end if ends else element.right
    line = layout.next_line(one.text, element, one.span)
    indent = one.layout.indentation(place if line is None else element.start)
    blank = style.comma[1:] if line is None else style.newline + indent
    if ends:
        yield Splice(element.end, element.end, ",")
    place = place if line is None else line
    printed = ",".join(blank + _printed(one, style, element, new, indent) for new in news)
    yield Splice(place, place, printed + "," * more)


def _printed(one: Container, style: Style, beside: Element, new: New, indent: str) -> str:
    """Print a new one; an item stays on one line where the item beside it does."""
    key, value = new
    alike = key is None and one.text[beside.start] in "{[" and one.text.find("\n", beside.start, beside.end) < 0
    shown = style.printed(value, None if one.inline or alike else indent)
    return shown if key is None else json.dumps(key, ensure_ascii=False) + style.colon + shown
