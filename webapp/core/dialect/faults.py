"""What can be wrong with a pasted text: a plain cause, what to do, and the smallest edit that mends it.

An edit adds brackets, commas, colons or quotes, or takes out marks that mean nothing; no word or number is ever
invented or dropped. Each function here makes one error.
"""

import re
from typing import NamedTuple

from webapp.core.message import Message
from webapp.core.path import MAX_DEPTH, MAX_VALUES

_JUNK = re.compile(r"[^\s,:;{}\[\]\"']+|.?", re.DOTALL)


class Fix(NamedTuple):
    """Replace `text[start:end]` by `new`; the smallest edit after which reading can go on."""

    start: int
    end: int
    new: str
    message: Message


class DialectError(Exception):
    """The text can't be read; `offset` counts characters from 0."""

    def __init__(self, offset: int, message: Message, hint: Message, fix: Fix | None = None) -> None:
        super().__init__(str(message))
        self.offset = offset
        self.message = message
        self.hint = hint
        self.fix = fix


def nothing() -> DialectError:
    return DialectError(0, Message("There is nothing here."), Message("Paste a module's createOptions."))


def not_json(text: str, at: int) -> DialectError:
    """Text that does not even begin like JSON: a log, an answer of curl, a page of documentation."""
    brace = text.find("{", at)
    hint = Message("Paste a module's createOptions, from the opening brace to the closing one.")
    if brace >= 0:
        line = text.count("\n", 0, brace) + 1
        hint = Message("Paste only what the braces hold; the first one opens in line {line}.", {"line": line})
    return DialectError(at, Message("`{token}` does not begin createOptions.", {"token": _token(text, at)}), hint)


def _token(text: str, at: int) -> str:
    found = re.compile(r"\S{1,20}|.", re.DOTALL).match(text, at)
    return shown(found[0]) if found else ""


def goes_on(text: str, at: int) -> DialectError:
    message = Message("The text goes on after its end, with `{token}`.", {"token": _token(text, at)})
    return DialectError(at, message, Message("Remove what follows, or the closing bracket that stands too early."))


def too_deep(at: int) -> DialectError:
    message = Message("The text is nested more than {limit} levels deep.", {"limit": MAX_DEPTH})
    hint = Message("createOptions need fewer than 10 levels; look for brackets that are opened by mistake.")
    return DialectError(at, message, hint)


def too_many(at: int) -> DialectError:
    message = Message("The text holds more than {limit} values.", {"limit": f"{MAX_VALUES:,}"})
    return DialectError(at, message, Message("One module needs a few dozen. Paste one module at a time."))


def too_large(at: int) -> DialectError:
    hint = Message("Write the number that is meant; the device reads at most 64 bits.")
    return DialectError(at, Message("This number is too large for any setting."), hint)


def no_number(at: int, word: str) -> DialectError:
    hint = Message("Write a number in digits, or `null`.")
    return DialectError(at, Message("`{word}` is no number that JSON knows.", {"word": word}), hint)


def half_character(at: int) -> DialectError:
    """A lone surrogate can't be sent to a device, because it is not Unicode text."""
    return DialectError(
        at,
        Message("This string holds half of a two-part character (a lone surrogate)."),
        Message("Remove the escape that begins with `\\ud`, or write both halves."),
    )


def bad_escape(at: int, sign: str) -> DialectError:
    return DialectError(
        at,
        Message("`\\{sign}` is no escape that JSON knows.", {"sign": shown(sign)}),
        Message("A backslash that is meant as such is written twice."),
        Fix(at, at, "\\", Message("a backslash doubled")),
    )


def unclosed_comment(text: str, at: int) -> DialectError:
    end = max(len(text.rstrip()), at + 2)
    fix = Fix(end, end, "*/", Message("the comment closed with `*/`"))
    return DialectError(at, Message("This comment is never closed."), Message("Close it with `*/`."), fix)


def unclosed_string(text: str, start: int) -> DialectError:
    """The quote belongs at the end of its line, before commas and brackets that close nothing in the string."""
    line = text[start + 1 :].partition("\n")[0].rstrip(" \t\r,]}")
    end = start + 1 + len(line)
    left = len(re.findall(r"[\[{]", line)) - len(re.findall(r"[\]}]", line))
    while left > 0 and text[end : end + 1] in ("]", "}"):
        end, left = end + 1, left - 1
    odd = (len(line) - len(line.rstrip("\\"))) % 2 if text[end - 1] == "\\" else 0
    fix = Fix(end, end, "\\" * odd + text[start], Message("a closing quote added"))
    return DialectError(start, Message("This string is never closed."), Message("Add the closing quote here."), fix)


def curly_quotes(at: int, end: int, content: str) -> DialectError:
    message = Message("These are typographic quotation marks, as word processors and chats make them.")
    fix = Fix(at, end, f'"{content}"', Message("straight quotes around `{text}`", {"text": shown(content[:40])}))
    return DialectError(at, message, Message("Write straight ones."), fix)


def other_spelling(at: int, word: str, right: str) -> DialectError:
    values = {"word": word, "right": right}
    fix = Fix(at, at + len(word), right, Message("`{word}` written as `{right}`", values))
    return DialectError(at, Message("`{word}` is not JSON.", values), Message("Write `{right}`.", values), fix)


def unquoted(at: int, text: str) -> DialectError:
    """A value that is no number and no JSON word; placeholders are the usual ones."""
    message, hint = "The text `{text}` has no quotes.", "Put it in double quotes."
    if re.match(r"\$|<.*>$|%.*%$", text):
        message, hint = "The placeholder `{text}` has no quotes.", "Put it in double quotes, or fill it in first."
    elif re.match(r"[+-]?\.?\d", text):
        message, hint = "`{text}` is not a number as JSON writes it.", "Correct it, or put it in double quotes."
    values = {"text": shown(text[:40])}
    quoted = '"' + text.replace("\\", "\\\\") + '"'
    fix = Fix(at, at + len(text), quoted, Message("quotes added around `{text}`", values))
    return DialectError(at, Message(message, values), Message(hint), fix)


def unquoted_name(at: int, name: str) -> DialectError:
    values = {"name": shown(name[:60])}
    fix = Fix(at, at + len(name), f'"{name}"', Message("quotes added around `{name}`", values))
    return DialectError(
        at, Message("The name `{name}` needs quotes.", values), Message("Put it in double quotes."), fix
    )


def no_value(at: int, name: str) -> DialectError:
    message = Message("`{name}` has no value.", {"name": shown(name[:60])})
    return DialectError(at, message, Message("Write one after the colon."))


def no_colon(text: str, start: int, at: int, name: str) -> DialectError:
    values = {"name": shown(name[:60])}
    hint = Message('Write `"{name}": value`.', values)
    message = Message("The name `{name}` has no colon and no value after it.", values)
    equals = re.compile(r"=>?|:=").match(text, at)
    if equals:
        end = equals.end()
        fix = Fix(at, end, ":", Message("`{sign}` written as a colon", {"sign": equals[0]}))
        return DialectError(at, Message("After a name comes a colon, not `{sign}`.", {"sign": equals[0]}), hint, fix)
    if starts_value(text, at):
        return DialectError(at, message, hint, Fix(at, at, ": ", Message("a colon added")))
    return DialectError(start, message, hint)


def no_comma(at: int) -> DialectError:
    hint, fix = Message("Separate members and items with commas."), Fix(at, at, ",", Message("a comma added"))
    return DialectError(at, Message("A comma is missing here."), hint, fix)


def semicolon(at: int) -> DialectError:
    fix = Fix(at, at + 1, ",", Message("a semicolon written as a comma"))
    return DialectError(at, Message("Members and items are separated by commas."), Message("Write a comma."), fix)


def spare_comma(at: int) -> DialectError:
    message, fix = Message("There is nothing before this comma."), Fix(at, at + 1, "", Message("a comma removed"))
    return DialectError(at, message, Message("Remove it."), fix)


def stray(text: str, at: int, wanted: str) -> DialectError:
    """Marks that mean nothing here may be taken out; words may not."""
    found = _JUNK.match(text, at)
    junk = found[0] if found else ""
    values = {"token": shown(junk[:20]), "wanted": wanted}
    message = Message("`{token}` is not expected: {wanted} should stand here.", values)
    marks = junk and junk not in ":{}[]\"'" and not re.search(r"\w", junk)
    fix = Fix(at, at + len(junk), "", Message("`{token}` removed", values)) if marks else None
    return DialectError(at, message, Message("Remove it, or put what is missing before it."), fix)


def starts_value(text: str, at: int) -> bool:
    """Tell whether a value may begin here: a quote, a bracket, a number, a JSON word."""
    return bool(re.compile(r"[\"'{\[]|-?\d|(?:true|false|null)\b", re.ASCII).match(text, at))


def shown(token: str) -> str:
    """Return a piece of the paste with characters that can't be seen written as `U+…`."""
    return "".join(character if character.isprintable() else f"U+{ord(character):04X}" for character in token)
