"""What a text is that fails to be JSON as a whole: YAML, a generator's template, or one that begins in the middle."""

import re

from webapp.core.dialect import brackets
from webapp.core.dialect.cursor import ODD_BLANKS
from webapp.core.dialect.faults import DialectError, shown
from webapp.core.message import Message

_LOOKED_AT = 1 << 16
_UNOPENED = 2

_HEAD = re.compile(r"(?:[ \t\r\ufeff]*+(?:(?:#|---|%[A-Z])[^\n]*+)?\n)*+([ \t\ufeff]*+)")
_KEY = r"[\w$][\w$./-]*+:(?=\s|\Z)"
_FIRST = re.compile(rf"(?:- ++)?{_KEY}")
_NESTED = re.compile(
    rf"^([ \t]*+)(?:- ++)?{_KEY}[ \t\r]*+(?:#[^\n]*+)?\n(?:[ \t\r]*+(?:#[^\n]*+)?\n)*+(?:\1[ \t]++{_KEY}|\1[ \t]*+- )",
    re.M,
)
_JSON_LINE = re.compile(r"^[ \t]*+[{}\[\]]|[,{\[][ \t\r]*+$", re.M)
_KINDS = (("a Kubernetes object", ("apiVersion", "kind")), ("a compose file", ("services",)))

_MARKED = re.compile(r"(\{\{\{?[#/^!>&~-]?[ \t]*+[\w.$@][^{}\n]*+\}\}\}?|\{%[^\n]*?%\}|<%[^\n]*?%>)")
_ALONE = re.compile(
    r"""(\[[ \t]*+["']?\$[\w.-]++["']?[ \t]*+\]|\$\{[^}\n]*+\}|\$\w++|%\w+%|\#\{[^}\n]*+\}\#?)[ \t]*+,?[ \t\r]*+$""",
    re.M,
)
_GAP = re.compile(r"[\s,]*+")

_STRING_CUT = re.compile(r"""[^\s"'{}\[\]][^"'\n{}\[\]]*+"[ \t\r]*+(?:[\]}:,]|$)""", re.M)
_CUT = Message("The beginning is missing; paste the text from its first line on.")


def cause(text: str, error: DialectError, inside: str) -> DialectError:
    """Return the error that says best why a text can't be read: the given one, unless the whole text explains it.

    Args:
        text: what was pasted.
        error: what the reader stumbled over.
        inside: the closing bracket of what it was reading then; empty outside of all.
    """
    return _yaml(text) or _placeholder(text, error.offset, inside) or _tail(text, error, inside) or error


def _yaml(text: str) -> DialectError | None:
    """Return the error of YAML in block style: bare keys, and below one of them an indented one or items.

    A line that begins or ends as JSON does speaks against it.
    """
    text = text[:_LOOKED_AT]
    head = _HEAD.match(text)
    start = head.end() if head else 0
    if not _FIRST.match(text, start) or not _NESTED.search(text):
        return None
    json = _JSON_LINE.search(text, start)
    if json and json.start() <= text.find("\n", start):
        return None
    kind = _kind(text, head[1] if head else "")
    if kind:
        message = Message("This looks like {what} in YAML; createOptions are JSON.", {"what": kind})
        hint = Message("Paste createOptions, or what `docker inspect` prints of the container.")
        return DialectError(start, message, hint)
    if json:
        return None
    message = Message("This looks like YAML; createOptions are JSON.")
    return DialectError(start, message, Message("Turn it into JSON first, for example with `yq -o json`."))


def _kind(text: str, indent: str) -> str | None:
    """Say what YAML holds by its outermost keys; such a file may have brackets in it that run over lines."""
    keys = set(re.findall(rf"^{indent}([\w-]++):(?=\s|\Z)", text, re.M))
    return next((kind for kind, names in _KINDS if keys.issuperset(names)), None)


def _placeholder(text: str, offset: int, inside: str) -> DialectError | None:
    """Return the error of text that a generator replaces, where a member or a value should stand."""
    gap = _GAP.match(text, offset)
    following = gap.end() if gap else offset
    found = _MARKED.match(text, max(offset - 1, 0)) or _MARKED.match(text, following)
    if not found and inside != "]" and not text[text.rfind("\n", 0, following) + 1 : following].strip():
        found = _ALONE.match(text, following)
    if not found:
        return None
    message = Message("`{mark}` seems to be a placeholder of the tool that generates this text.")
    hint = Message("It must be filled in first; paste what the tool makes of it.")
    return DialectError(found.start(), message._replace(values={"mark": shown(found[1][:40])}), hint)


def _tail(text: str, error: DialectError, inside: str) -> DialectError | None:
    """Return the error of a text that begins in the middle: in a string, with a closing bracket, or below brackets."""
    start = len(text) - len(text.lstrip(ODD_BLANKS + " \t\r\n"))
    first = text[start : start + 1]
    if not first or first in "{[":
        return None
    if _STRING_CUT.match(text, start):
        message = Message("The text begins in the middle of a string.")
        return DialectError(start, message, _CUT)
    below = first == "," or (not inside and text[error.offset : error.offset + 1] in ("}", "]"))
    if first in "}]" or (below and brackets.unopened(text, "{}[]") >= _UNOPENED):
        return DialectError(error.offset, error.message, _CUT, error.fix)
    return None
